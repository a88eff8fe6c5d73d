"""Files for a knowledge base: routes hand uploads to a pool of threads, which store and read them."""

import base64
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi import APIRouter, File, Form, HTTPException, UploadFile
from fastapi.responses import FileResponse

router = APIRouter(prefix="/files")
ROOT = Path("/srv/knowledge")
SUFFIXES = {".pdf", ".md", ".txt"}


def store_all(files: list[UploadFile], folder: str) -> list[dict]:
    """Stores each file below the folder and says how large it is."""

    def store(file: UploadFile) -> dict:
        name = file.filename
        path = os.path.join(folder, name)
        content = file.file.read()
        if not os.path.isdir(os.path.dirname(path)):
            os.makedirs(os.path.dirname(path))
        with open(path, "wb") as out:  # expect: path-from-request
            out.write(content)
        return {"name": name, "bytes": len(content)}

    with ThreadPoolExecutor() as pool:
        return list(pool.map(store, files))


def store_safely(files: list[UploadFile], folder: Path) -> list[str]:
    """Under names of our own; of the client's only the ending counts."""
    names = []
    for file in files:
        suffix = os.path.splitext(file.filename or "")[1].lower()
        if suffix not in SUFFIXES:
            raise HTTPException(415, "unknown kind of file")
        target = folder / f"{uuid.uuid4()}{suffix}"
        with open(target, "wb") as out:
            out.write(file.file.read())
        names.append(target.name)
    return names


def keep_base_name(file: UploadFile, folder: str) -> str:
    path = os.path.join(folder, os.path.basename(file.filename))
    with open(path, "wb") as out:
        out.write(file.file.read())
    return path


@router.post("/")
def upload(files: list[UploadFile] = File(...), base: str = Form("docs")):
    if base not in ("docs", "notes"):
        raise HTTPException(404)
    return store_all(files, str(ROOT / base))


@router.post("/safe")
def upload_safely(files: list[UploadFile] = File(...)):
    return store_safely(files, ROOT / "docs")


@router.get("/{file_id}/content")
def content(file_id: str):
    name = base64.urlsafe_b64decode(file_id).decode()
    return FileResponse(os.path.join(ROOT, name))  # want: paths


@router.get("/{file_id}")
def describe(file_id: str):
    return FileResponse(ROOT / "docs" / file_id)
