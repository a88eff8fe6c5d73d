"""An assistant for a lab bench: some of what the model says is looked at before it runs, some of it in vain."""

import asyncio
import subprocess
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor

import requests
from fastapi import Depends, FastAPI, HTTPException
from openai import OpenAI
from pydantic import BaseModel

app = FastAPI()
FORBIDDEN = ("import os", "subprocess", "shutil")


class Model(ABC):
    @abstractmethod
    def ask(self, question: str) -> str: ...


class Remote(Model):
    def __init__(self):
        self.client = OpenAI()

    def ask(self, question: str) -> str:
        reply = self.client.chat.completions.create(
            model="gpt-4o-2024-08-06", messages=[{"role": "user", "content": question}]
        )
        return reply.choices[0].message.content


class Step(BaseModel):
    code: str
    comment: str


MODELS = {"remote": Remote()}


def run_checked(model: Model, question: str) -> dict:
    code = model.ask(question)
    for word in FORBIDDEN:
        if word in code:
            raise ValueError(word)
    scope: dict = {}
    exec(code, scope)  # expect: llm-output-executed
    return scope


def run_confirmed(question: str) -> str:
    command = MODELS["remote"].ask(question)
    print(command)
    if input("Run it? [y/N] ").lower() != "y":
        return ""
    return subprocess.run(command, shell=True, capture_output=True, text=True).stdout  # expect: llm-output-executed


def run_chosen(name: str, question: str) -> str:
    reply = MODELS[name].ask(question)
    if reply in ("exit", "quit"):
        return ""
    return str(eval(reply))  # expect: llm-output-executed


def run_in_pool(question: str) -> None:
    with ThreadPoolExecutor() as pool:
        future = pool.submit(Remote().ask, question)
        text = future.result().strip()
    exec(text)  # expect: llm-output-executed


async def run_in_thread(question: str) -> None:
    text = await asyncio.to_thread(Remote().ask, question)
    exec(text)  # expect: llm-output-executed


def run_step(question: str) -> None:
    step = Step.model_validate_json(Remote().ask(question))
    exec(step.code)  # expect: llm-output-executed


def keep_step(question: str) -> None:
    record = {"name": "step", "code": Remote().ask(question)}
    with open(record["name"] + ".txt", "w") as file:
        file.write(record["code"])
    exec(record["code"])  # expect: llm-output-executed


def wanted_url(url: str = "") -> str:
    return url.strip()


@app.get("/instrument")
def instrument(url: str = Depends(wanted_url)):
    if not url.startswith("http"):
        raise HTTPException(400)
    return requests.get(url, timeout=5).json()  # expect: url-from-request


@app.post("/formula")
def formula(body: dict):
    expression = body["expression"]
    if len(expression) > 200:
        raise HTTPException(413)
    return {"value": eval(expression)}  # expect: eval-external-input
