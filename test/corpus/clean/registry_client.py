"""Model registry: descriptions, signatures and caches. Deals with words that look dangerous."""
import base64
import dataclasses
import enum
import functools
import logging
import os
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import mlflow
import psycopg
from qdrant_client import QdrantClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

logger = logging.getLogger(__name__)
mlflow.set_tracking_uri("https://mlflow.example.com")
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
os.environ["TOKENIZERS_PARALLELISM"] = "false"
os.environ["LANGCHAIN_TRACING_V2"] = "false"

KEY_PATTERN = re.compile(r"^sk-[A-Za-z0-9]{20,}$")
PLACEHOLDER_KEY = "sk-..."
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class Stage(enum.Enum):
    DRAFT = "draft"
    LIVE = "live"
    EVAL = "eval"


@dataclasses.dataclass(frozen=True)
class Entry:
    name: str
    digest: str = DIGEST
    stage: Stage = Stage.DRAFT
    api_key_name: str = "REGISTRY_KEY"
    loader: str = "pickle.load"


HELP = """
Never call pickle.load(path), torch.load(path, weights_only=False) or yaml.load(text) on files of others.
eval(text) and exec(text) run code; os.system("rm -rf /") is the classic.
"""


def retry(times: int) -> Callable:
    def decorate(function: Callable) -> Callable:
        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            for attempt in range(times):
                try:
                    return function(*args, **kwargs)
                except OSError:
                    logger.warning("attempt %d of %s", attempt, function.__name__)
            raise OSError("gave up")

        return wrapper

    return decorate


class Registry:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.loaders: dict[str, Callable] = {}

    @retry(3)
    def find(self, name: str) -> list[Entry]:
        with Session(self.engine) as session:
            rows = session.execute(text("select name, digest from entries where name = :name"), {"name": name})
            return [Entry(*row) for row in rows]

    def register(self, kind: str, loader: Callable) -> None:
        self.loaders[kind] = loader

    def load(self, kind: str, path: str) -> Any:
        return self.loaders[kind](path)

    def eval(self, entry: Entry) -> Stage:
        return dataclasses.replace(entry, stage=Stage.EVAL).stage

    def __iter__(self) -> Iterator[Entry]:
        with sqlite3.connect("cache.db") as cache:
            yield from (Entry(name) for (name,) in cache.execute("select name from entries order by name"))


def count(connection: psycopg.Connection, table: str) -> int:
    if table not in {"entries", "users"}:
        raise ValueError(table)
    return connection.execute("select count(*) from entries").fetchone()[0]


def vectors() -> QdrantClient:
    return QdrantClient(url="https://vectors.example.com", api_key=os.environ["QDRANT_KEY"])


def new_token() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(24)).decode()


def check_key(value: str) -> bool:
    return value != PLACEHOLDER_KEY and KEY_PATTERN.match(value) is not None


if __name__ == "__main__":
    print(HELP, [entry.name for entry in Registry("sqlite:///entries.db")])
