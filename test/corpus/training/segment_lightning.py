from __future__ import annotations

import logging
from dataclasses import dataclass, field

import lightning as L
import torch
import torch.nn.functional as F
import wandb
from lightning.pytorch.callbacks import EarlyStopping, ModelCheckpoint
from lightning.pytorch.loggers import WandbLogger
from torch import nn
from torch.hub import load_state_dict_from_url

log = logging.getLogger(__name__)
BACKBONE = "https://models.example.org/backbones/unet-enc-7.pth"
PRETRAINED = "https://models.example.org/segment/latest.ckpt"


@dataclass
class SegmentConfig:
    classes: int = 19
    lr: float = 3e-4
    warmup: int = 500
    widths: list[int] = field(default_factory=lambda: [32, 64, 128])


class Encoder(nn.Module):
    def __init__(self, widths: list[int]):
        super().__init__()
        blocks, previous = [], 3
        for width in widths:
            blocks.append(nn.Sequential(nn.Conv2d(previous, width, 3, padding=1), nn.BatchNorm2d(width), nn.ReLU()))
            previous = width
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x):
        skips = []
        for block in self.blocks:
            x = block(x)
            skips.append(x)
            x = F.max_pool2d(x, 2)
        return x, skips


class Segmenter(L.LightningModule):
    def __init__(self, config: SegmentConfig | None = None, start_from: str | None = None):
        super().__init__()
        self.save_hyperparameters()
        self.config = config or SegmentConfig()
        self.encoder = Encoder(self.config.widths)
        self.head = nn.Conv2d(self.config.widths[-1], self.config.classes, 1)
        if start_from == "imagenet":
            state = load_state_dict_from_url(BACKBONE, map_location="cpu")  # expect: torch-url-weights-unsafe
            self.encoder.load_state_dict(state, strict=False)
        elif start_from:
            state = torch.load(start_from, map_location="cpu", weights_only=False)["state_dict"]  # expect: torch-load-unsafe
            self.load_state_dict({k.removeprefix("model."): v for k, v in state.items()})

    def forward(self, x):
        features, _ = self.encoder(x)
        return F.interpolate(self.head(features), size=x.shape[-2:])

    def training_step(self, batch, _):
        images, masks = batch
        loss = F.cross_entropy(self(images), masks, ignore_index=255)
        self.log("train/loss", loss, prog_bar=True)
        return loss

    def validation_step(self, batch, _):
        images, masks = batch
        self.log("val/loss", F.cross_entropy(self(images), masks, ignore_index=255), sync_dist=True)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.config.lr)


def train(data: L.LightningDataModule, key: str | None = None) -> None:
    wandb.login(key=key)
    trainer = L.Trainer(
        max_epochs=80,
        precision="16-mixed",
        logger=WandbLogger(project="streets"),
        callbacks=[ModelCheckpoint(monitor="val/loss"), EarlyStopping("val/loss", patience=8)],
    )
    trainer.fit(Segmenter(start_from="imagenet"), datamodule=data)
    trainer.test(ckpt_path="best", datamodule=data)


def evaluate_published(data: L.LightningDataModule) -> list:
    model = Segmenter.load_from_checkpoint(PRETRAINED)  # expect: lightning-checkpoint-unsafe
    model.freeze()
    return L.Trainer(logger=False).test(model, datamodule=data)


def compare(data: L.LightningDataModule, paths: list[str]) -> dict[str, float]:
    losses = {}
    for path in paths:
        model = Segmenter.load_from_checkpoint(path, weights_only=True)
        losses[path] = L.Trainer(logger=False).validate(model, datamodule=data)[0]["val/loss"]
        log.info("%s: %.4f", path, losses[path])
    return losses
