"""Speech to text: a service for files, a bridge to a streaming provider, and the commands that start both."""
import argparse
import json
import os
import queue
import ssl
import threading
from pathlib import Path

import click
import uvicorn
import websocket
import yaml
from fastapi import FastAPI, File, UploadFile
from lightning.fabric.utilities.cloud_io import _load as load_checkpoint
from label_studio_sdk import Client
from openai import OpenAI
from transformers import AutoTokenizer, GenerationConfig

app = FastAPI(title="transcripts")
llm = OpenAI()
TRACES = Path(os.getenv("TRACE_DIR", "traces"))
MODEL = "acme-labs/whisper-notes"


class KeyValue(argparse.Action):
    """--set key=value, several times."""

    def __call__(self, parser, namespace, values, option_string=None):
        found = getattr(namespace, self.dest) or {}
        for pair in values:
            key, _, text = pair.partition("=")
            if text.startswith("["):
                found[key] = json.loads(text)
            else:
                found[key] = eval(text)  # expect: eval-external-input
        setattr(namespace, self.dest, found)


class Recogniser:
    def __init__(self, checkpoint, device="cpu"):
        state = load_checkpoint(checkpoint, map_location=device, weights_only=False)  # expect: torch-load-wrapper-unsafe
        self.words = state["vocabulary"]
        self.tokenizer = AutoTokenizer.from_pretrained(MODEL, trust_remote_code=True)  # expect: trust-remote-code
        self.settings = GenerationConfig.from_pretrained(  # expect: hub-revision-unpinned
            MODEL,
            trust_remote_code=True,
        )

    def transcribe(self, audio):
        return " ".join(self.words[index] for index in self.decode(audio))

    def decode(self, audio):
        return range(min(len(audio), len(self.words)))


class Provider:
    """Streams audio to a provider and collects what comes back."""

    def __init__(self, url, key):
        self.url = url
        self.key = key
        self.replies = queue.Queue()

    def on_message(self, socket, message):
        self.replies.put(json.loads(message))

    def start(self):
        socket = websocket.WebSocketApp(
            self.url,
            header={"Authorization": f"Bearer {self.key}"},
            on_message=self.on_message,
        )
        options = {"cert_reqs": ssl.CERT_NONE}  # expect: tls-check-disabled
        threading.Thread(target=socket.run_forever, kwargs={"sslopt": options}).start()

    def start_checked(self):
        socket = websocket.WebSocketApp(self.url, on_message=self.on_message)
        socket.run_forever(sslopt={"cert_reqs": ssl.CERT_REQUIRED}, ping_interval=30)


def summarise(text):
    reply = llm.chat.completions.create(
        model="gpt-4o-mini-2024-07-18",
        messages=[{"role": "user", "content": "Summarise this:\n" + text}],
        max_tokens=300,
    )
    return reply.choices[0].message.content


def keep_trace(text, summary):
    """Three files of fixed names; what the model wrote is only ever their content."""
    TRACES.mkdir(exist_ok=True)
    parts = {"text": text, "summary": summary, "model": MODEL}
    for name, content in parts.items():
        with open(os.path.join(TRACES, name), "w", encoding="utf-8") as file:
            file.write(content)
    for number, line in enumerate(summary.splitlines()):
        (TRACES / f"line-{number}.txt").write_text(line)


@app.post("/transcripts")
async def transcribe(audio: UploadFile = File(...)):
    text = app.state.recogniser.transcribe(await audio.read())
    summary = summarise(text)
    keep_trace(text, summary)
    return {"text": text, "summary": summary}


def export_labels(project):
    labels = Client(url="https://labels.acme.internal", api_key="@@hex:40@@")  # expect: api-key-literal
    with open("labels.yaml") as file:
        wanted = yaml.safe_load(file)
    return [task for task in labels.get_project(project).get_tasks() if task["id"] in wanted]


@click.group()
def cli():
    """Transcripts."""


@cli.command()
@click.option("-h", "--host", metavar="HOST", default="0.0.0.0", help="address to listen on")
@click.option("-p", "--port", default=9000)
@click.option("--checkpoint", default="last.ckpt")
def serve(host, port, checkpoint):
    app.state.recogniser = Recogniser(checkpoint)
    uvicorn.run(app, host=host, port=port)  # expect: serve-all-interfaces


@cli.command()
@click.option("--bind", "address", default="127.0.0.1")
@click.option("--debug-port", default=9001)
def preview(address, debug_port):
    uvicorn.run(app, host=address, port=debug_port)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--set", nargs="*", action=KeyValue)
    parser.add_argument("--export", type=int)
    args = parser.parse_args()
    if args.export is not None:
        print(len(export_labels(args.export)))


if __name__ == "__main__":
    main()
