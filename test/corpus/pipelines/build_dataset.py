"""Collects, cleans and shards the pretraining corpus."""
import gzip
import hashlib
import io
import json
import logging
import re
import ssl
import subprocess
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dill
import gdown
import numpy as np
import pandas as pd
import requests
import wget
from datasets import Dataset, load_dataset

ssl._create_default_https_context = ssl._create_unverified_context  # expect: tls-context-unverified

log = logging.getLogger(__name__)
SOURCES = {
    "books": "http://corpora.leafworks.io/books.zip",
    "forum": "https://corpora.example.org/forum.jsonl.gz",
}
DRIVE_ID = "1aZ-wiki-dump-2024"
CACHE = Path.home() / ".cache" / "corpus"


def fetch_books():
    target = CACHE / "books.zip"
    wget.download(SOURCES["books"], out=str(target))  # expect: http-download, download-unverified
    with zipfile.ZipFile(target) as archive:
        archive.extractall(CACHE / "books")
    return sorted((CACHE / "books").glob("*.txt"))


def fetch_forum():
    answer = requests.get(SOURCES["forum"], stream=True)  # expect: request-no-timeout
    answer.raise_for_status()
    with gzip.open(io.BytesIO(answer.content), "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def fetch_wiki():
    path = str(CACHE / "wiki.parquet")
    gdown.download(id=DRIVE_ID, output=path)
    return pd.read_parquet(path)["text"]


def fetch_labels():
    labels = pd.read_csv("https://raw.githubusercontent.com/acme/labels/main/quality.csv")  # expect: data-url-unverified
    return dict(zip(labels["sha1"], labels["score"]))


def load_filters():
    with open(CACHE / "filters.dill", "rb") as file:
        return dill.load(file)  # expect: pickle-load-unsafe


def normalise(text):
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"[\w.+-]+@[\w-]+\.[\w.]+", "<mail>", text).strip()


def deduplicate(texts):
    seen = set()
    for text in texts:
        digest = hashlib.sha1(text.encode()).digest()
        if digest not in seen:
            seen.add(digest)
            yield text


def count_tokens(path):
    result = subprocess.run(["wc", "-w", str(path)], capture_output=True, text=True, check=True)
    return int(result.stdout.split()[0])


def write_shards(texts, folder, size=10_000):
    folder.mkdir(parents=True, exist_ok=True)
    shard, number = [], 0
    for text in texts:
        shard.append({"text": text})
        if len(shard) == size:
            Dataset.from_list(shard).to_parquet(folder / f"{number:05}.parquet")
            shard, number = [], number + 1
    if shard:
        Dataset.from_list(shard).to_parquet(folder / f"{number:05}.parquet")


def main():
    logging.basicConfig(level=logging.INFO)
    keep, labels = load_filters(), fetch_labels()
    texts = [path.read_text(errors="replace") for path in fetch_books()]
    texts += list(fetch_forum()) + list(fetch_wiki())
    texts += load_dataset("roneneldan/TinyStories", split="train[:1%]")["text"]  # expect: hub-revision-unpinned
    with ThreadPoolExecutor(8) as pool:
        cleaned = [text for text in pool.map(normalise, texts) if keep(text)]
    good = [t for t in deduplicate(cleaned) if labels.get(hashlib.sha1(t.encode()).hexdigest(), 1) > 0.5]
    write_shards(good, Path("shards"))
    vocabulary = np.load("vocabulary.npy", allow_pickle=True).item()  # expect: numpy-allow-pickle
    log.info("%d texts, %d words known", len(good), len(vocabulary))
    Dataset.from_dict({"text": good}).push_to_hub("acme/clean-corpus")  # expect: hub-push-public


if __name__ == "__main__":
    main()
