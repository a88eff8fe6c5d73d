"""Image classification and text generation behind FastAPI."""
import io
import logging
import os
import traceback
import urllib.request

import httpx
import requests
import torch
import uvicorn
from fastapi import FastAPI, File, HTTPException, Request, UploadFile
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import HTMLResponse, JSONResponse
from PIL import Image
from pydantic import BaseModel
from torchvision import models, transforms
from transformers import AutoModelForSequenceClassification, AutoTokenizer, pipeline

app = FastAPI(title="models", debug=True)  # expect: fastapi-debug
app.add_middleware(  # expect: cors-wildcard
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
)
logger = logging.getLogger("api")
classifier = models.resnet18(weights=models.ResNet18_Weights.DEFAULT).eval()
to_tensor = transforms.Compose([transforms.Resize((224, 224)), transforms.ToTensor()])
generator = pipeline("text-generation", model="distilgpt2")  # expect: hub-revision-unpinned


class Prompt(BaseModel):
    text: str
    max_new_tokens: int = 64


class ImageUrl(BaseModel):
    url: str


def classify(image: Image.Image) -> list[dict]:
    with torch.no_grad():
        scores = classifier(to_tensor(image.convert("RGB")).unsqueeze(0)).softmax(1)[0]
    values, indices = scores.topk(3)
    return [{"label": int(i), "score": round(float(v), 3)} for v, i in zip(values, indices)]


@app.post("/classify")
async def classify_upload(file: UploadFile = File(...)):
    data = await file.read()  # want: upload-size
    return classify(Image.open(io.BytesIO(data)))


@app.post("/classify-url")
def classify_url(body: ImageUrl):
    answer = requests.get(body.url, timeout=5)  # expect: url-from-request
    return classify(Image.open(io.BytesIO(answer.content)))


@app.get("/thumbnail")
async def thumbnail(source: str):
    async with httpx.AsyncClient(timeout=5) as client:
        answer = await client.get(source)  # expect: url-from-request
    image = Image.open(io.BytesIO(answer.content))
    image.thumbnail((128, 128))
    return {"size": image.size}


@app.post("/generate")
def generate(prompt: Prompt):
    logger.info("generating %d tokens", prompt.max_new_tokens)
    try:
        return generator(prompt.text, max_new_tokens=min(prompt.max_new_tokens, 256))[0]
    except Exception:
        return JSONResponse({"error": traceback.format_exc()}, status_code=500)  # expect: traceback-returned


@app.post("/models/{name:path}/predict")
async def predict_with(name: str, request: Request):
    body = await request.json()
    tokenizer = AutoTokenizer.from_pretrained(name)  # expect: model-from-request
    model = AutoModelForSequenceClassification.from_pretrained(name)  # expect: model-from-request
    with torch.no_grad():
        output = model(**tokenizer(body["text"], return_tensors="pt"))
    return {"logits": output.logits.tolist()}  # want: returns-logits


@app.get("/checkpoints")
def describe_checkpoint(path: str):
    state = torch.load(path, map_location="cpu", weights_only=False)  # expect: torch-load-unsafe
    return {key: list(value.shape) for key, value in state.items()}


@app.get("/health")
def health():
    with urllib.request.urlopen("http://localhost:9000/ready", timeout=2) as answer:
        if answer.status != 200:
            raise HTTPException(503)
    return {"ok": True}


if __name__ == "__main__":
    uvicorn.run(app, host="0.0.0.0", port=int(os.environ.get("PORT", 8000)))  # expect: serve-all-interfaces
