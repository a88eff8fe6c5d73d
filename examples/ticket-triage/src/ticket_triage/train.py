"""Trains the ticket classifier: python -m ticket_triage.train --output models/classifier.pt"""

import argparse
import random
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader

from .config import load_settings
from .data import TicketDataset, load_hub_tickets, load_tickets, make_loader
from .model import TicketClassifier, build_vocabulary


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("models/classifier.pt"))
    parser.add_argument("--resume", type=Path, help="checkpoint to continue from")
    parser.add_argument("--config", type=Path, help="YAML file with settings of this experiment")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--hub", action="store_true", help="train on the public dataset")
    return parser.parse_args(arguments)


@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader) -> float:
    model.eval()
    hits = total = 0
    for tokens, labels in loader:
        hits += (model(tokens).argmax(dim=1) == labels).sum().item()
        total += len(labels)
    return hits / max(total, 1)


def train(args: argparse.Namespace) -> float:
    settings = load_settings(args.config)
    if args.epochs is not None:
        settings["epochs"] = args.epochs
    random.seed(settings["seed"])
    torch.manual_seed(settings["seed"])

    tickets = load_hub_tickets() if args.hub else load_tickets()
    random.shuffle(tickets)
    held_out = int(len(tickets) * settings["validation_share"])
    labels = sorted({label for _, label in tickets})
    checkpoint = torch.load(args.resume, map_location="cpu") if args.resume else None
    vocabulary = (
        checkpoint["vocabulary"] if checkpoint else build_vocabulary([text for text, _ in tickets[held_out:]])
    )
    training = TicketDataset(tickets[held_out:], vocabulary, labels)
    validation = TicketDataset(tickets[:held_out], vocabulary, labels)
    loader = make_loader(training, settings["batch_size"], shuffle=True)
    validation_loader = make_loader(validation, settings["batch_size"])

    model = TicketClassifier(len(vocabulary), len(labels), settings["dimensions"])
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=settings["learning_rate"], betas=tuple(settings["betas"])
    )
    first_epoch = 0
    if checkpoint:
        model.load_state_dict(checkpoint["model"])
        optimizer.load_state_dict(checkpoint["optimizer"])
        first_epoch = checkpoint["epoch"] + 1

    criterion = nn.CrossEntropyLoss()
    accuracy = evaluate(model, validation_loader)
    args.output.parent.mkdir(parents=True, exist_ok=True)
    for epoch in range(first_epoch, settings["epochs"]):
        model.train()
        total_loss = 0.0
        for tokens, targets in loader:
            optimizer.zero_grad()
            loss = criterion(model(tokens), targets)
            loss.backward()
            optimizer.step()
            total_loss += loss.item() * len(targets)
        accuracy = evaluate(model, validation_loader)
        print(f"epoch {epoch}: loss {total_loss / len(training):.3f}, accuracy {accuracy:.2f}")
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "epoch": epoch,
                "accuracy": accuracy,
                "vocabulary": vocabulary,
                "labels": labels,
                "dimensions": settings["dimensions"],
            },
            args.output,
        )
    return accuracy


if __name__ == "__main__":
    train(parse_arguments())
