"""A model behind FastAPI with a key, limits, a list of models and plain answers."""
import hmac
import io
import logging
import os
import uuid
from enum import Enum
from pathlib import Path
from urllib.parse import urlparse

import httpx
import torch
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, UploadFile
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse
from markupsafe import escape
from PIL import Image
from pydantic import BaseModel, Field
from safetensors.torch import load_file
from transformers import AutoModelForSequenceClassification, AutoTokenizer

Image.MAX_IMAGE_PIXELS = 20_000_000
REVISION = "714eb0fa89d2f80546fda750413ed43d93601a13"
PORT = int(os.environ.get("PORT", "8000"))
PHOTO_HOSTS = {"photos.example.com", "cdn.example.com"}
logger = logging.getLogger(__name__)


class Name(str, Enum):
    small = "small"
    large = "large"


MODELS = {
    Name.small: ("distilbert/distilbert-base-uncased-finetuned-sst-2-english", REVISION),
    Name.large: ("models/large", None),
}


class Question(BaseModel):
    text: str = Field(max_length=2000)
    model: Name = Name.small


def require_key(x_key: str = Header()):
    if not hmac.compare_digest(x_key, os.environ["SERVICE_KEY"]):
        raise HTTPException(401)


app = FastAPI(dependencies=[Depends(require_key)], debug=os.environ.get("DEBUG") == "1")
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_methods=["POST"])
tokenizer = AutoTokenizer.from_pretrained(MODELS[Name.small][0], revision=REVISION)
model = AutoModelForSequenceClassification.from_pretrained(MODELS[Name.small][0], revision=REVISION)
head = torch.nn.Linear(768, 2)
head.load_state_dict(load_file("models/head.safetensors"))


@app.post("/predict")
def predict(question: Question):
    try:
        with torch.no_grad():
            logits = model(**tokenizer(question.text, truncation=True, return_tensors="pt")).logits
    except Exception:
        number = uuid.uuid4().hex
        logger.exception("prediction %s failed", number)
        raise HTTPException(500, f"failed, quote {number}") from None
    return {"label": int(logits.argmax())}


@app.post("/switch")
def switch(question: Question):
    path, revision = MODELS[question.model]
    chosen = AutoModelForSequenceClassification.from_pretrained(path, revision=revision, local_files_only=True)
    return {"parameters": sum(p.numel() for p in chosen.parameters())}


@app.post("/photo")
async def photo(file: UploadFile):
    data = await file.read(5_000_000)
    image = Image.open(io.BytesIO(data))
    return {"width": image.width, "height": image.height}


@app.post("/photo-url")
async def photo_url(url: str):
    if urlparse(url).hostname not in PHOTO_HOSTS:
        raise HTTPException(400, "unknown host")
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(url)
    return {"size": len(answer.content)}


@app.get("/note/{name}", response_class=HTMLResponse)
def note(name: str):
    path = Path("notes") / Path(name).name
    return HTMLResponse(f"<pre>{escape(path.read_text())}</pre>")


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=PORT)
