/** Pieces of a training project; `@` becomes the number of the piece. Each is a top-level statement. */
export const TRAINING_PIECES: readonly string[] = [
  `class Corpus@(Dataset):
    """Reads samples of split @ from disk, one JSON object per line."""

    def __init__(self, root: str, tokenizer, limit: int | None = None) -> None:
        self.root = Path(root)
        self.tokenizer = tokenizer
        self.samples = []
        with open(self.root / "split-@.jsonl", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if limit is not None and number >= limit:
                    break
                record = json.loads(line)
                self.samples.append((record["text"], record["label"]))

    def __len__(self) -> int:
        return len(self.samples)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        text, label = self.samples[index]
        encoded = self.tokenizer(text, truncation=True, max_length=512, return_tensors="pt")
        return {**{key: value[0] for key, value in encoded.items()}, "labels": torch.tensor(label)}
`,
  `class Encoder@(nn.Module):
    def __init__(self, width: int = 256, depth: int = 4, dropout: float = 0.1) -> None:
        super().__init__()
        self.embed = nn.Embedding(32_000, width)
        self.layers = nn.ModuleList(
            [nn.TransformerEncoderLayer(width, 8, dropout=dropout, batch_first=True) for _ in range(depth)]
        )
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 2)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> torch.Tensor:
        hidden = self.embed(input_ids)
        for layer in self.layers:
            hidden = layer(hidden, src_key_padding_mask=None if attention_mask is None else attention_mask == 0)
        hidden = self.norm(hidden).mean(dim=1)
        return self.head(hidden)
`,
  `def train_epoch_@(model, loader, optimizer, scheduler, device, log_every=50):
    """One pass over the data of stage @; gives back the mean loss."""
    model.train()
    total = 0.0
    for step, batch in enumerate(loader):
        batch = {key: value.to(device, non_blocking=True) for key, value in batch.items()}
        labels = batch.pop("labels")
        logits = model(**batch)
        loss = nn.functional.cross_entropy(logits, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        scheduler.step()
        total += loss.item()
        if step % log_every == 0:
            logger.info("stage @ step %d loss %.4f lr %.2e", step, loss.item(), scheduler.get_last_lr()[0])
    return total / max(len(loader), 1)
`,
  `@torch.no_grad()
def evaluate_@(model, loader, device):
    model.eval()
    correct, count = 0, 0
    for batch in loader:
        labels = batch.pop("labels").to(device)
        logits = model(**{key: value.to(device) for key, value in batch.items()})
        predicted = logits.argmax(dim=-1)
        correct += (predicted == labels).sum().item()
        count += labels.numel()
    metrics = {"accuracy": correct / max(count, 1), "count": count}
    # The report of stage @ is read by the dashboard.
    (OUTPUT / "metrics-@.json").write_text(json.dumps(metrics, indent=2))
    return metrics
`,
  `def resume_@(path, model, optimizer):
    if not os.path.exists(path):
        logger.warning("no checkpoint at %s; starting stage @ anew", path)
        return 0
    checkpoint = torch.load(path, map_location="cpu")
    model.load_state_dict(checkpoint["model"])
    optimizer.load_state_dict(checkpoint["optimizer"])
    return checkpoint["epoch"] + 1
`,
  `SETTINGS_@ = {
    "batch_size": 32,
    "learning_rate": 3e-4,
    "warmup_steps": 500,
    "scheduler": "cosine",
    "features": ["title", "body", "tags"],
    "seed": @,
}
`,
  `def parse_arguments_@():
    parser = argparse.ArgumentParser(description="Trains stage @")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--lr", type=float, default=3e-4)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    return parser.parse_args()
`,
  `def clean_text_@(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"https?://\\S+", "<url>", text)
    text = re.sub(r"[ \\t]+", " ", text)
    return text.strip().lower() if len(text) > @ else text
`,
];

/** What the pieces import. */
export const TRAINING_IMPORTS = `"""Training of a text classifier, in stages."""

from __future__ import annotations

import argparse
import json
import logging
import os
import re
import unicodedata
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

logger = logging.getLogger(__name__)
OUTPUT = Path("runs")
`;

/** Methods of one class; \`@\` becomes the number of the method. */
export const METHODS: readonly string[] = [
  `    def step_@(self, batch, weight=1.0):
        """Runs step @ of the schedule."""
        outputs = self.model(**batch)
        loss = outputs.loss * weight
        if self.options.get("scale_@"):
            loss = loss * float(self.options["scale_@"])
        self.history.append({"step": @, "loss": loss.item()})
        return loss
`,
  `    def save_@(self, folder):
        target = Path(folder) / f"state-@-{self.epoch}.pt"
        torch.save({"model": self.model.state_dict(), "epoch": self.epoch}, target)
        return target
`,
  `    def restore_@(self, path):
        state = torch.load(path, map_location=self.device)
        self.model.load_state_dict(state["model"])
        self.epoch = state["epoch"]
`,
  `    def report_@(self):
        rows = [row for row in self.history if row["step"] == @]
        mean = sum(row["loss"] for row in rows) / max(len(rows), 1)
        logger.info("step @: %d rows, mean loss %.4f", len(rows), mean)
        return {"step": @, "mean": mean}
`,
];
