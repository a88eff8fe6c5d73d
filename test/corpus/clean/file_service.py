"""Serves files of experiments; every name that comes from outside is looked at."""
import hashlib
import logging
import os
import re
import tempfile
from enum import Enum
from pathlib import Path

from flask import Flask, abort, jsonify, render_template, render_template_string, request, send_file, send_from_directory
from PIL import Image
from werkzeug.utils import secure_filename

app = Flask(__name__)
log = logging.getLogger("files")
ROOT = os.path.realpath("experiments")
KEY = os.environ.get("STORE_API_KEY", "")
PLOTS = {"loss": "loss.png", "accuracy": "accuracy.png"}


class Format(Enum):
    png = "png"
    svg = "svg"


def masked(secret):
    return secret[:2] + "***" if secret else "none"


def inside(path):
    return os.path.commonpath([ROOT, os.path.realpath(path)]) == ROOT


@app.before_request
def begin():
    log.debug("store key %s, digest %s", masked(KEY), hashlib.sha256(KEY.encode()).hexdigest()[:8])


@app.get("/runs/<run>/plot/<int:step>")
def plot(run, step):
    return send_file(os.path.join(ROOT, run, f"{step}.png"))


@app.get("/runs/plot")
def named_plot():
    return send_file(os.path.join(ROOT, PLOTS[request.args["plot"]]))


@app.get("/runs/figure")
def figure():
    form = Format(request.args["format"])
    return send_file(os.path.join(ROOT, f"figure.{form.value}"))


@app.get("/files/<path:name>")
def file(name):
    return send_from_directory(ROOT, name)


@app.get("/download")
def download():
    path = os.path.join(ROOT, request.args["path"])
    if not inside(path):
        abort(404)
    return send_file(path)


@app.get("/log")
def read_log():
    name = request.args.get("name", "")
    if not re.fullmatch(r"[a-z0-9_]+", name):
        abort(400)
    with open(os.path.join(ROOT, name + ".log")) as lines:
        return lines.read()


@app.post("/images")
def images():
    sent = request.files["image"]
    image = Image.open(sent.stream)
    sent.save(os.path.join(ROOT, secure_filename(sent.filename)))
    with tempfile.NamedTemporaryFile(suffix=".png") as kept:
        image.save(kept.name)
        Image.open(kept.name).verify()
    ending = sent.filename.rsplit(".", 1)[-1]
    image.save(os.path.join(ROOT, "thumbnails", Path(sent.filename).stem + "." + ending))
    return jsonify(name=secure_filename(sent.filename))


@app.get("/page")
def page():
    title = request.args.get("title", "Runs")
    render_template_string("<h1>{{ title }}</h1>", title=title)
    return render_template("page.html", title=title)
