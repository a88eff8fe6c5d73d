"""The inference service: uvicorn ticket_triage.serve:app"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import torch
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

from .model import TicketClassifier, encode

CHECKPOINT = Path(os.environ.get("TRIAGE_CHECKPOINT", "models/classifier.pt"))


class Classifier:
    def __init__(self, path: Path) -> None:
        checkpoint = torch.load(path, map_location="cpu", weights_only=True)
        self.labels: list[str] = checkpoint["labels"]
        self.vocabulary: dict[str, int] = checkpoint["vocabulary"]
        self.model = TicketClassifier(len(self.vocabulary), len(self.labels), checkpoint["dimensions"])
        self.model.load_state_dict(checkpoint["model"])
        self.model.eval()

    @torch.inference_mode()
    def predict(self, text: str) -> tuple[str, float]:
        scores = self.model(encode(text, self.vocabulary).unsqueeze(0)).softmax(dim=1)[0]
        best = int(scores.argmax())
        return self.labels[best], float(scores[best])


class TicketIn(BaseModel):
    text: str = Field(min_length=1, max_length=4000)


@asynccontextmanager
async def lifespan(service: FastAPI) -> AsyncIterator[None]:
    service.state.classifier = Classifier(CHECKPOINT) if CHECKPOINT.exists() else None
    yield


app = FastAPI(title="Ticket triage", debug=False, lifespan=lifespan)


@app.get("/health")
def health() -> dict[str, bool]:
    return {"ready": app.state.classifier is not None}


@app.post("/predict")
def predict(ticket: TicketIn) -> dict[str, str | float]:
    if app.state.classifier is None:
        raise HTTPException(status_code=503, detail="no checkpoint is loaded")
    label, score = app.state.classifier.predict(ticket.text)
    return {"label": label, "score": score}


@app.post("/draft")
def draft(ticket: TicketIn) -> dict[str, str]:
    from .assistant import draft_reply

    return {"reply": draft_reply(ticket.text, predict(ticket)["label"])}


if __name__ == "__main__":
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=8000)
