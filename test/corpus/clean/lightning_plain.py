"""Lightning module and serving of our own checkpoints; nothing comes from elsewhere."""
import dataclasses
import importlib
import json
import os
import pickle
from argparse import Namespace
from pathlib import Path

import lightning as L
import litserve as ls
import torch
import torch.distributed as dist
import wandb
from lightning.pytorch.callbacks import ModelCheckpoint
from torch import nn
from torch.nn import functional as F

CHECKPOINTS = Path("checkpoints")
REGISTRY = {"small": "project.models.small", "large": "project.models.large"}


@dataclasses.dataclass
class Config:
    name: str = "small"
    lr: float = 1e-3
    weights_only: bool = False
    trust_remote_code: bool = False


def load_backend(name: str):
    return importlib.import_module(REGISTRY[name])


class Regressor(L.LightningModule):
    def __init__(self, config: dict):
        super().__init__()
        self.save_hyperparameters()
        self.config = Config(**config)
        self.net = nn.Sequential(nn.LazyLinear(64), nn.ReLU(), nn.Linear(64, 1))

    def forward(self, x):
        return self.net(x).squeeze(-1)

    def training_step(self, batch, _):
        x, y = batch
        loss = F.mse_loss(self(x), y)
        self.log("loss", loss)
        return loss

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.config.lr)

    def eval(self):
        return super().eval()


class Server(ls.LitAPI):
    def setup(self, device):
        self.model = Regressor.load_from_checkpoint(CHECKPOINTS / "best.ckpt", weights_only=True).to(device).eval()

    def decode_request(self, request):
        return torch.tensor(request["x"], dtype=torch.float32)

    def predict(self, x):
        return self.model(x).tolist()

    def encode_response(self, output):
        return {"y": output}


def share(value: torch.Tensor) -> torch.Tensor:
    if dist.is_available() and dist.is_initialized():
        dist.all_reduce(value, op=dist.ReduceOp.SUM)
        dist.broadcast(value, src=0)
    return value


def setup_process_group() -> None:
    if "RANK" in os.environ:
        dist.init_process_group("nccl", init_method="env://")
    else:
        dist.init_process_group("gloo", init_method="tcp://127.0.0.1:29500", rank=0, world_size=1)


def fit(data: L.LightningDataModule, args: Namespace) -> None:
    wandb.init(project="regressor", config={"lr": args.lr, "epochs": args.epochs})
    trainer = L.Trainer(max_epochs=args.epochs, callbacks=[ModelCheckpoint(CHECKPOINTS, monitor="loss")])
    model = Regressor(dataclasses.asdict(Config(lr=args.lr)))
    trainer.fit(model, data, ckpt_path="last")
    torch.save({"state": model.state_dict(), "epochs": args.epochs}, CHECKPOINTS / "weights.pt")
    (CHECKPOINTS / "args.json").write_text(json.dumps(vars(args)))


def size_when_pickled(value) -> int:
    return len(pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


if __name__ == "__main__":
    ls.LitServer(Server(), accelerator="auto").run(host="127.0.0.1", port=8000)
