"""A service in which whatever clients and models send is looked up, measured or kept below a folder before it is used."""

import hashlib
import importlib
import os
import re
import subprocess
from pathlib import Path
from typing import Literal
from urllib.parse import urlparse

import requests
import whisper
from fastapi import Depends, FastAPI, HTTPException
from mcp.server.fastmcp import FastMCP
from openai import OpenAI
from pydantic import BaseModel

app = FastAPI()
mcp = FastMCP("desk")
client = OpenAI()

MODELS = {"small", "medium"}
PLUGINS = ("plugins.dates", "plugins.units")
HOSTS = frozenset({"images.example.com", "cdn.example.com"})
UPLOADS = Path("/srv/uploads").resolve()
NAME = re.compile(r"^[a-z0-9_-]{1,40}$")


class Transcription(BaseModel):
    model: str
    size: Literal["small", "medium"] = "small"
    url: str = ""


def require_known(name: str) -> str:
    if name not in MODELS:
        raise HTTPException(404, f"no model {name}")
    return name


def is_below(path: Path, root: Path) -> bool:
    try:
        path.relative_to(root)
    except ValueError:
        return False
    return True


def check_host(url: str) -> None:
    host = urlparse(url).hostname
    if host not in HOSTS:
        raise HTTPException(400, "unknown host")


@app.post("/transcribe")
def transcribe(body: Transcription):
    if body.model not in MODELS:
        raise HTTPException(404)
    return whisper.load_model(body.model).transcribe("a.wav")


@app.post("/transcribe/{name}")
def transcribe_by_name(name: str):
    return whisper.load_model(require_known(name)).transcribe("a.wav")


@app.get("/preview")
def preview(url: str):
    check_host(url)
    return requests.get(url, timeout=5).text


def fetch(link: str) -> bytes:
    return requests.get(link, timeout=5).content


@app.get("/thumbnail")
def thumbnail(link: str):
    parsed = urlparse(link)
    if parsed.scheme != "https" or parsed.netloc not in HOSTS:
        raise HTTPException(400)
    return fetch(link)


@app.get("/plugin/{name}")
def plugin(name: str):
    assert name in PLUGINS, name
    return importlib.import_module(name).__doc__


@app.get("/estimator/{name}")
def estimator(name: str):
    if not NAME.fullmatch(name):
        raise HTTPException(400)
    return str(whisper.load_model(f"/srv/models/{name}.pt"))


@app.get("/score/{name}")
def score(name: str, size: Literal["a", "b"] = "a"):
    model = whisper.load_model(name) if name in MODELS else None
    return str(model)


@mcp.tool()
def remove_upload(name: str) -> str:
    """Remove an upload."""
    target = (UPLOADS / name).resolve()
    if not is_below(target, UPLOADS):
        raise ValueError("outside")
    os.remove(target)
    return "removed"


@mcp.tool()
def write_note(name: str, text: str) -> str:
    """Write a note."""
    target = os.path.realpath(os.path.join("/srv/notes", name))
    if os.path.commonpath(["/srv/notes", target]) != "/srv/notes":
        raise ValueError("outside")
    with open(target, "w") as file:
        file.write(text)
    return "written"


@mcp.tool()
def service(action: str) -> str:
    """Control the worker."""
    match action:
        case "start" | "stop" | "status":
            return subprocess.run(["systemctl", action, "worker"], capture_output=True, text=True).stdout
        case _:
            return "unknown"


def calculate(question: str) -> float:
    reply = client.responses.create(model="gpt-4o-2024-08-06", input=question)
    expression = reply.output_text.strip()
    if not set(expression) <= set("0123456789+-*/(). "):
        raise ValueError(expression)
    return eval(expression)


def choose_tool(question: str) -> str:
    reply = client.responses.create(model="gpt-4o-2024-08-06", input=question)
    for word in reply.output_text.split():
        if word not in PLUGINS:
            continue
        return importlib.import_module(word).run(question)
    return ""


def install_weights(url: str, digest: str) -> object:
    data = requests.get(url, timeout=30).content
    if hashlib.sha256(data).hexdigest() != digest:
        raise ValueError("not what was published")
    namespace: dict = {}
    exec(data, namespace)
    return namespace


def summarise(question: str) -> dict:
    reply = client.responses.create(model="gpt-4o-2024-08-06", input=question)
    record = {"created": "2026-01-01", "text": reply.output_text}
    with open(f"/srv/log/{record['created']}.txt", "w") as file:
        file.write(record["text"])
    return record
