"""Downloads for our data sets, with timeouts, hashes and narrow archives."""
import asyncio
import csv
import hashlib
import io
import json
import logging
import os
import shutil
import ssl
import subprocess
import sys
import tarfile
import urllib.parse
import zipfile
from pathlib import Path

import aiohttp
import httpx
import pooch
import requests
import yaml
from requests.adapters import HTTPAdapter
from yaml import SafeLoader

logger = logging.getLogger(__name__)
REGISTRY = {"flowers.csv": "sha256:8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4"}
NAMESPACE = "http://www.w3.org/1999/xhtml"
HEALTH = "http://localhost:8080/health"


def session() -> requests.Session:
    created = requests.Session()
    created.mount("https://", HTTPAdapter(max_retries=3))
    created.verify = os.environ.get("CA_FILE") or True
    return created


def fetch(url: str, expected: str) -> bytes:
    with session() as client:
        answer = client.get(url, timeout=(5, 60))
    answer.raise_for_status()
    if hashlib.sha256(answer.content).hexdigest() != expected:
        raise ValueError(f"{url} changed")
    return answer.content


def fetch_table() -> list[dict]:
    path = pooch.retrieve("https://data.example.org/flowers.csv", known_hash=REGISTRY["flowers.csv"])
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


async def fetch_all(urls: list[str]) -> list[bytes]:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(ssl=context)) as client:
        async def one(url: str) -> bytes:
            async with client.get(url) as answer:
                return await answer.read()

        return await asyncio.gather(*map(one, urls))


def healthy() -> bool:
    try:
        return httpx.get(HEALTH, timeout=1).status_code == 200
    except httpx.HTTPError:
        return False


def unpack(path: Path, target: Path) -> None:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".txt"):
                    (target / Path(name).name).write_bytes(archive.read(name))
        return
    with tarfile.open(path) as archive:
        archive.extractall(target, filter="data")


def pack(folder: Path) -> Path:
    with tarfile.open(folder.with_suffix(".tar.gz"), "w:gz") as archive:
        archive.add(folder, arcname=folder.name)
    return folder.with_suffix(".tar.gz")


def settings(path: str) -> dict:
    with open(path) as file:
        first = yaml.load(file, Loader=SafeLoader)
    return {**first, **(yaml.load(io.StringIO("{}"), yaml.CSafeLoader) or {})}


def disk_free() -> int:
    logger.info("python %s, home %s", sys.version, os.environ.get("HOME"))
    out = subprocess.run(["df", "-k", "."], capture_output=True, text=True, check=True, timeout=10)
    return min(int(out.stdout.split()[-3]), shutil.disk_usage(".").free)


def table_name(url: str) -> str:
    return Path(urllib.parse.urlparse(url).path).stem


if __name__ == "__main__":
    print(json.dumps({"rows": len(fetch_table()), "free": disk_free(), "healthy": healthy()}))
