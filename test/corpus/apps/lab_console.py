"""A console for the people of the lab: jobs, snippets that the model writes, and a feed over a web socket."""
import asyncio
import os
import pickle
import queue
import subprocess
import threading
from collections import namedtuple
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Listener

import websockets
from aiohttp import web
from celery import Celery
from langchain_core.callbacks import BaseCallbackHandler
from openai import OpenAI

MODEL = "gpt-4o-2024-08-06"
Job = namedtuple("Job", "name command priority")

client = OpenAI(timeout=30)
celery = Celery("lab")
routes = web.RouteTableDef()
pool = ThreadPoolExecutor(4)
waiting = queue.Queue()
history = [{"role": "system", "content": "You write short Python snippets."}]
last_snippet = None

ACTIONS = {
    "uptime": lambda _: os.popen("uptime").read(),
    "look": lambda what: os.popen(what).read(),  # expect: command-from-request
    "wait": lambda seconds: os.popen(f"sleep {int(seconds)}").read(),
}


@routes.post("/actions")
async def act(request):
    body = await request.json()
    return web.Response(text=ACTIONS[body["action"]](body["argument"]))


@routes.post("/jobs")
async def add_job(request):
    body = await request.json()
    job = Job(body["name"], body["command"], int(body["priority"]))
    waiting.put(job.command)
    print("nice value", job.priority)
    subprocess.run(f"nice -n {job.priority} true", shell=True, check=False)
    return web.json_response({"waiting": waiting.qsize()})


def work():
    while True:
        command = waiting.get()
        subprocess.run(command, shell=True, check=False)  # expect: command-from-request


@routes.post("/train")
async def start_training(request):
    body = await request.json()
    train.apply_async(args=[body["arguments"], int(body["epochs"])])
    return web.Response(text="sent")


@celery.task
def train(arguments, epochs):
    os.system(f"python train.py {arguments}")  # expect: command-from-request
    os.system(f"python report.py --epochs {epochs}")


@routes.post("/tools")
async def run_tool(request):
    body = await request.json()
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(pool, os.system, body["tool"])  # expect: command-from-request
    await asyncio.to_thread(subprocess.run, ["df", "-h"], check=True)
    return web.Response(text="done")


def ask(question):
    global last_snippet
    history.append({"role": "user", "content": question})
    reply = client.chat.completions.create(model=MODEL, messages=history, max_tokens=400)
    last_snippet = reply.choices[0].message.content
    history.append({"role": "assistant", "content": last_snippet})
    return last_snippet


def run_last():
    exec(last_snippet)  # expect: llm-output-executed


def run_from_history():
    answer = history[-1]["content"]
    exec(compile(answer, "snippet", "exec"))  # expect: llm-output-executed


class Announcer(BaseCallbackHandler):
    def on_llm_start(self, serialized, prompts, **kwargs):
        os.system("say thinking")

    def on_llm_end(self, response, **kwargs):
        text = response.generations[0][0].text
        os.system(f'say "{text}"')  # expect: llm-output-executed


async def feed(socket):
    async for message in socket:
        subprocess.run(message, shell=True, check=False)  # expect: command-from-request


async def serve_feed():
    async with websockets.serve(feed, "127.0.0.1", 8765):
        await asyncio.Future()


def serve_workers():
    with Listener(("127.0.0.1", 6000), authkey=os.urandom(16)) as listener:
        connection = listener.accept()
        state = pickle.loads(connection.recv_bytes())  # expect: pickle-load-unsafe
        print(state)


if __name__ == "__main__":
    threading.Thread(target=work, daemon=True).start()
    app = web.Application()
    app.add_routes(routes)
    web.run_app(app, host="127.0.0.1")
