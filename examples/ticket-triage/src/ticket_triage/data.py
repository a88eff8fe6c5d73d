"""Tickets from the shipped CSV or from a public dataset, as PyTorch batches."""

import csv
import pickle
from pathlib import Path

import torch
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader, Dataset

from .model import PADDING, encode

ROOT = Path(__file__).resolve().parents[2]
TICKETS = ROOT / "data" / "tickets.csv"
HUB_CACHE = ROOT / "cache" / "hub_tickets.pkl"
Ticket = tuple[str, str]


def load_tickets(path: Path = TICKETS) -> list[Ticket]:
    with path.open(newline="", encoding="utf-8") as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file)]


def load_hub_tickets(limit: int = 2000) -> list[Ticket]:
    """Bank questions with their intent; kept on disk so that the next run needs no network."""
    if HUB_CACHE.exists():
        with HUB_CACHE.open("rb") as file:
            return pickle.load(file)

    from datasets import load_dataset

    rows = load_dataset("mteb/banking77", split="train").shuffle(seed=7).select(range(limit))
    tickets = [(row["text"], row["label_text"]) for row in rows]
    HUB_CACHE.parent.mkdir(exist_ok=True)
    with HUB_CACHE.open("wb") as file:
        pickle.dump(tickets, file)
    return tickets


class TicketDataset(Dataset):
    def __init__(self, tickets: list[Ticket], vocabulary: dict[str, int], labels: list[str]) -> None:
        self.examples = [(encode(text, vocabulary), labels.index(label)) for text, label in tickets]

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        return self.examples[index]


def collate(batch: list[tuple[torch.Tensor, int]]) -> tuple[torch.Tensor, torch.Tensor]:
    tokens = pad_sequence([tokens for tokens, _ in batch], batch_first=True, padding_value=PADDING)
    return tokens, torch.tensor([label for _, label in batch])


def make_loader(dataset: Dataset, batch_size: int, shuffle: bool = False) -> DataLoader:
    return DataLoader(dataset, batch_size=batch_size, shuffle=shuffle, collate_fn=collate)
