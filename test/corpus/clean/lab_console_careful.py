"""The console of the lab again, with what is sent checked, chosen from lists, or kept as data."""
import asyncio
import os
import queue
import subprocess
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from enum import Enum

import instructor
import streamlit as st
from aiohttp import web
from celery import Celery
from openai import OpenAI
from pydantic import BaseModel
from pydantic_ai import Agent, RunContext

MODEL = "gpt-4o-2024-08-06"
SCRIPTS = {"small": "train_small.py", "large": "train_large.py"}
Job = namedtuple("Job", "note command")

celery = Celery("lab")
routes = web.RouteTableDef()
pool = ThreadPoolExecutor(4)
notes = queue.Queue()
current = None
command = "uptime"

ACTIONS = {
    "uptime": lambda _: os.popen("uptime").read(),
    "wait": lambda seconds: os.popen(f"sleep {int(seconds)}").read(),
}


class Stage(str, Enum):
    TRAIN = "train"
    TEST = "test"


class Plan(BaseModel):
    stage: Stage
    epochs: int
    comment: str


client = instructor.from_openai(OpenAI(timeout=30))
agent = Agent("openai:gpt-4o-2024-08-06")


@routes.post("/actions")
async def act(request):
    body = await request.json()
    return web.Response(text=ACTIONS[body["action"]](body["argument"]))


@routes.post("/notes")
async def add_note(request):
    body = await request.json()
    job = Job(body["note"], "sync")
    notes.put(job.note)
    # A local name, not the one of the module.
    command = body["note"].strip()
    print(len(command))
    subprocess.run(job.command, shell=True, check=False)
    await asyncio.to_thread(subprocess.run, ["df", "-h"], check=True)
    return web.Response(text="kept")


def show_uptime():
    pool.submit(os.system, command)
    print(notes.get())


@routes.post("/train")
async def start_training(request):
    body = await request.json()
    if body["size"] not in SCRIPTS:
        raise web.HTTPBadRequest()
    train.apply_async(args=[SCRIPTS[body["size"]], int(body["epochs"])])
    return web.Response(text="sent")


@celery.task
def train(script, epochs):
    subprocess.run(["python", script, "--epochs", str(epochs)], check=True)


def remember(question):
    global current
    current = question
    st.session_state.question = question
    st.session_state.script = "train_small.py"


def start_again():
    subprocess.run(f"python {st.session_state.script}", shell=True, check=False)


def plan(question):
    made = client.chat.completions.create(
        model=MODEL, response_model=Plan, messages=[{"role": "user", "content": question}], max_tokens=200
    )
    subprocess.run(f"make {made.stage.value} EPOCHS={made.epochs}", shell=True, check=False)
    return made.comment


@agent.tool
def rebuild(context: RunContext[str], rounds: int) -> int:
    return subprocess.run(f"make -C {context.deps} ROUNDS={rounds}", shell=True, check=False).returncode
