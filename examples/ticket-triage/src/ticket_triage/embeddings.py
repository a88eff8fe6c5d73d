"""Sentence vectors from pretrained encoders, cached next to the models."""

import os
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer, pipeline

MINILM = "sentence-transformers/all-MiniLM-L6-v2"
MINILM_COMMIT = "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"
NOMIC = "nomic-ai/nomic-embed-text-v1.5"
LOCAL_ENCODER = "./models/encoder"
# The Nomic encoder brings its own architecture.
NOMIC_OPTIONS = {"trust_remote_code": True, "token": os.environ.get("HF_TOKEN")}


def load_encoder(name: str) -> tuple:
    if name == "minilm":
        return (
            AutoTokenizer.from_pretrained(MINILM, revision=MINILM_COMMIT),
            AutoModel.from_pretrained(MINILM, revision=MINILM_COMMIT, trust_remote_code=False),
        )
    if name == "nomic":
        return (
            AutoTokenizer.from_pretrained("bert-base-uncased"),
            AutoModel.from_pretrained(NOMIC, **NOMIC_OPTIONS),
        )
    return AutoTokenizer.from_pretrained(LOCAL_ENCODER), AutoModel.from_pretrained(LOCAL_ENCODER)


@torch.no_grad()
def embed(texts: list[str], name: str) -> np.ndarray:
    tokenizer, model = load_encoder(name)
    batch = tokenizer(texts, padding=True, truncation=True, return_tensors="pt")
    mask = batch["attention_mask"].unsqueeze(-1)
    hidden = model.eval()(**batch).last_hidden_state * mask
    return (hidden.sum(dim=1) / mask.sum(dim=1)).numpy()


def embed_cached(texts: list[str], name: str, folder: Path = Path("cache")) -> np.ndarray:
    vectors_path, index_path = folder / f"{name}.npy", folder / f"{name}.index.npy"
    if index_path.exists():
        index = np.load(index_path, allow_pickle=True).item()
        vectors = np.load(vectors_path, mmap_mode="r", allow_pickle=False)
        if all(text in index for text in texts):
            return np.stack([vectors[index[text]] for text in texts])
    vectors = embed(texts, name)
    folder.mkdir(exist_ok=True)
    np.save(vectors_path, vectors)
    np.save(index_path, {text: row for row, text in enumerate(texts)})
    return vectors


def guess_labels(texts: list[str], labels: list[str]) -> list[str]:
    """Labels for tickets nobody has read yet, to be corrected by hand."""
    classifier = pipeline("zero-shot-classification", model="facebook/bart-large-mnli")
    return [result["labels"][0] for result in classifier(texts, candidate_labels=labels)]
