"""Speech desk: transcribes calls, keeps them in a database and lets people look for them."""

import shlex
import sqlite3
import subprocess
import uuid
from pathlib import Path

import whisper
from flask import Flask, abort, jsonify, request

UPLOADS = Path("/var/lib/speech-desk/uploads")
LANGUAGES = {"en": "english.dic", "nl": "dutch.dic", "fr": "french.dic"}
ORDERS = ("created", "duration", "speaker")

app = Flask(__name__)
model = whisper.load_model("small")


def connect():
    return sqlite3.connect("/var/lib/speech-desk/calls.db")


def to_wave(source, rate):
    """Converts whatever was recorded into what the model wants."""
    target = UPLOADS / f"{uuid.uuid4()}.wav"
    command = f"ffmpeg -y -i {source} -ar {rate} {target}"
    subprocess.run(command, shell=True, check=True)  # expect: command-from-request
    return target


@app.post("/calls")
def transcribe():
    name = request.form["recording"]
    wave = to_wave(UPLOADS / name, 16000)
    text = model.transcribe(str(wave))["text"]
    with connect() as connection:
        connection.execute(
            "INSERT INTO calls (recording, text) VALUES (?, ?)",
            (name, text),
        )
    return jsonify(text=text)


@app.get("/calls")
def search():
    words = request.args.get("q", "")
    order = request.args.get("order", "created")
    if order not in ORDERS:
        abort(400)
    limit = int(request.args.get("limit", "20"))
    cursor = connect().cursor()
    cursor.execute(f"SELECT * FROM calls WHERE text LIKE '%{words}%' ORDER BY {order} LIMIT {limit}")  # expect: sql-from-request
    return jsonify(cursor.fetchall())


@app.get("/speakers/<int:speaker>")
def speaker(speaker):
    order = request.args.get("order", "created")
    if order not in ORDERS:
        abort(400)
    rows = connect().execute(f"SELECT * FROM calls WHERE speaker = {int(speaker)} ORDER BY {order}")
    return jsonify(rows.fetchall())


@app.post("/dictionaries/<language>")
def compile_dictionary(language):
    dictionary = LANGUAGES.get(language)
    if dictionary is None:
        abort(404)
    subprocess.run(["make", "-C", "dictionaries", dictionary], check=True)
    words = shlex.quote(request.form["words"])
    subprocess.run(f"echo {words} >> extra.txt", shell=True, check=True)
    done = subprocess.run(["wc", "-w"], input=request.get_data(), capture_output=True, check=True)
    return jsonify(count=int(done.stdout))


@app.post("/trim")
def trim():
    start = float(request.form["start"])
    wave = UPLOADS / f"{uuid.UUID(request.form['id'])}.wav"
    subprocess.run(f"sox {wave} trimmed.wav trim {start}", shell=True, check=True)
    subprocess.run(["sox", "trimmed.wav", request.form["effect"]], check=True)  # expect: command-from-request
    return "", 204


if __name__ == "__main__":
    app.run(host="127.0.0.1", port=5005)
