"""Evaluation reports: uploads predictions, renders reports, keeps prompts on disk."""
import json
import logging
import os
import shutil
import uuid
from enum import Enum
from pathlib import Path
from typing import Annotated, Literal, Optional

import aiofiles
import mlflow
import pandas as pd
from fastapi import APIRouter, Depends, FastAPI, File, Form, Header, HTTPException, Query, Request, UploadFile
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, Template
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel, Field, field_validator

logger = logging.getLogger(__name__)
app = FastAPI()
router = APIRouter(prefix="/v1")
DATA = Path(os.environ.get("REPORT_DIR", "/srv/reports")).resolve()
TRACKING_TOKEN = os.environ["MLFLOW_TRACKING_TOKEN"]
LAYOUTS = {"short": "short.html", "long": "long.html"}
PAGES = Environment(loader=FileSystemLoader("layouts"))
FREE = SandboxedEnvironment()


class Split(str, Enum):
    test = "test"
    validation = "validation"


class ReportBody(BaseModel):
    split: Split
    run: uuid.UUID
    layout: str
    title: str = Field(pattern=r"^[\w -]{1,80}$")
    folder: str
    kind: Literal["html", "json"] = "html"
    baseline: Optional[str] = None

    @field_validator("baseline")
    @classmethod
    def is_run(cls, value):
        if value is not None and not value.isalnum():
            raise ValueError("letters and digits only")
        return value


def connect():
    logger.info("tracking as %s", TRACKING_TOKEN)  # want: secret-logged
    logger.info("tracking with a token of %d letters, ends in %s", len(TRACKING_TOKEN), TRACKING_TOKEN[-4:])
    mlflow.set_tracking_uri("https://tracking.example.com")


def below_data(name: str) -> Path:
    path = (DATA / name).resolve()
    if not path.is_relative_to(DATA):
        raise HTTPException(status_code=404)
    return path


@router.post("/reports")
def create(body: ReportBody):
    rows = pd.read_csv(DATA / body.split / f"{body.run}.csv")
    if body.baseline:
        rows = rows.merge(pd.read_csv(DATA / f"{body.baseline}.csv"))
    target = DATA / body.folder / f"{body.title}.{body.kind}"
    target.write_text(rows.to_html())  # expect: path-from-request
    page = Template(body.layout).render(rows=rows)  # expect: template-from-outside
    return HTMLResponse(page)


@router.post("/reports/known")
def create_known(body: ReportBody):
    page = PAGES.get_template(LAYOUTS[body.layout]).render(title=body.title)
    own = FREE.from_string(body.layout).render(title=body.title)
    fixed = Template("<h1>{{ title }}</h1>").render(title=body.folder)
    return HTMLResponse(page + own + fixed)


@router.get("/reports/{name}")
def read(name: str):
    return FileResponse(DATA / f"{name}.html")


@router.get("/reports/raw/{name:path}")
def read_raw(name: str):
    return FileResponse(DATA / name)  # expect: path-from-request


@router.get("/reports/checked/{name:path}")
def read_checked(name: str):
    return FileResponse(below_data(name))


@router.delete("/reports")
def remove(folder: Annotated[str, Query()]):
    shutil.rmtree(os.path.join(DATA, folder))  # expect: path-from-request
    return {"removed": folder}


@router.delete("/reports/one")
def remove_one(name: str):
    if name not in {path.name for path in DATA.iterdir()}:
        raise HTTPException(status_code=404)
    os.remove(DATA / name)
    return {"removed": name}


@router.post("/predictions")
async def upload(file: UploadFile = File(...), note: str = Form("")):
    suffix = Path(file.filename).suffix
    kept = DATA / f"{uuid.uuid4()}{suffix}"
    async with aiofiles.open(kept, "wb") as out:
        await out.write(await file.read())
    with open(DATA / "incoming" / file.filename, "wb") as copy:  # expect: path-from-request
        shutil.copyfileobj(file.file, copy)
    with open(DATA / "incoming" / os.path.basename(file.filename), "wb") as copy:
        shutil.copyfileobj(file.file, copy)
    with open(DATA / "notes.jsonl", "a") as notes:
        notes.write(json.dumps({"note": note}) + "\n")
    return {"kept": kept.name}


@router.get("/prompts")
async def prompt(request: Request, authorization: str = Header(...)):
    settings = {"version": request.query_params.get("version", "1"), "token": os.environ["HF_TOKEN"]}
    mlflow.log_params(settings)  # want: secret-logged
    mlflow.log_param("version", settings["version"])
    async with aiofiles.open(f"prompts/{settings['version']}.txt") as prompts:  # expect: path-from-request
        return await prompts.read()


@router.get("/health")
def health(user: str = Depends(below_data)):
    print("token set:", bool(TRACKING_TOKEN), TRACKING_TOKEN is not None)
    return {"ok": True, "path": str(user)}


app.include_router(router)
