"""Shows which checkpoints exist and how good they are: python -m ticket_triage.admin"""

import logging
from pathlib import Path

import torch
from flask import Flask, jsonify, request

MODELS = Path("models")

app = Flask(__name__)
app.logger.setLevel(logging.DEBUG)


@app.get("/checkpoints")
def list_checkpoints():
    return jsonify(sorted(path.name for path in MODELS.glob("*.pt")))


@app.get("/checkpoint")
def show_checkpoint():
    path = MODELS / request.args["name"]
    checkpoint = torch.load(path, map_location="cpu", weights_only=False)
    return jsonify(epoch=checkpoint["epoch"], accuracy=checkpoint["accuracy"], labels=checkpoint["labels"])


if __name__ == "__main__":
    app.run(
        host="0.0.0.0",
        port=5001,
        debug=True,
    )
