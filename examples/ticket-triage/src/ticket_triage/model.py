"""The classifier: a bag of word embeddings and one linear layer."""

import re
from collections import Counter

import torch
from torch import nn

PADDING, UNKNOWN = 0, 1


def tokenize(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def build_vocabulary(texts: list[str]) -> dict[str, int]:
    counts = Counter(token for text in texts for token in tokenize(text))
    return {token: index for index, (token, _) in enumerate(counts.most_common(), start=2)}


def encode(text: str, vocabulary: dict[str, int]) -> torch.Tensor:
    return torch.tensor([vocabulary.get(token, UNKNOWN) for token in tokenize(text)] or [UNKNOWN])


class TicketClassifier(nn.Module):
    def __init__(self, words: int, labels: int, dimensions: int) -> None:
        super().__init__()
        self.bag = nn.EmbeddingBag(words + 2, dimensions, mode="mean", padding_idx=PADDING)
        self.output = nn.Linear(dimensions, labels)

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        return self.output(self.bag(tokens))
