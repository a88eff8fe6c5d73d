"""Chat rooms with a local model through an OpenAI-compatible server, and voice."""
import json
import os
import time

import cohere
import ollama
from flask import Flask, request, session
from langchain.chains import ConversationChain
from langchain.memory import ConversationBufferMemory
from langchain_openai import ChatOpenAI
from mistralai import Mistral
from openai import OpenAI

app = Flask(__name__)
app.secret_key = os.environ["SESSION_KEY"]

remote = OpenAI(base_url="http://llm.leafworks.io:8000/v1", api_key="EMPTY")  # expect: llm-plain-http
local = OpenAI(base_url="http://127.0.0.1:8000/v1", api_key="EMPTY")
speech = OpenAI()
mistral = Mistral(api_key=os.environ["MISTRAL_API_KEY"])
co = cohere.Client()

memory = ConversationBufferMemory()  # expect: llm-memory-shared
chain = ConversationChain(llm=ChatOpenAI(model="gpt-4o-2024-08-06", max_tokens=300), memory=memory)
rooms: dict[str, list] = {}


@app.post("/chain")
def use_chain():
    return chain.predict(input=request.json["text"])


@app.post("/rooms/<room>")
def talk(room):
    history = rooms.setdefault(room, [])
    history.append({"role": "user", "content": request.json["text"]})
    answer = remote.chat.completions.create(model="local-7b", messages=history[-20:], max_tokens=400)
    history.append({"role": "assistant", "content": answer.choices[0].message.content})
    return {"text": history[-1]["content"]}


@app.post("/persona")
def persona():
    body = request.get_json()
    messages = [
        {"role": "system", "content": body["persona"]},  # expect: request-in-system-prompt
        {"role": "user", "content": body["text"]},
    ]
    answer = local.chat.completions.create(model="local-7b", messages=messages, max_tokens=400)
    return {"text": answer.choices[0].message.content}


@app.post("/mistral")
def with_mistral():
    answer = mistral.chat.complete(  # expect: llm-reply-unbounded
        model="mistral-large-latest",  # expect: llm-floating-model
        messages=[{"role": "user", "content": request.json["text"]}],
        safe_prompt=False,  # expect: safety-setting-off
    )
    return {"text": answer.choices[0].message.content}


@app.post("/cohere")
def with_cohere():
    answer = co.chat(message=request.json["text"], model="command-r-08-2024", safety_mode="NONE")
    return {"text": answer.text}


@app.post("/ollama")
def with_ollama():
    answer = ollama.chat(model="llama3.1:8b", messages=[{"role": "user", "content": request.json["text"]}])
    return {"text": answer["message"]["content"]}


@app.post("/voice")
def voice():
    file = request.files["audio"]
    text = speech.audio.transcriptions.create(model="whisper-1", file=(file.filename, file.read())).text
    app.logger.info("heard %d characters", len(text))
    return {"text": text}


def record(kind, text):
    with open(f"logs/{time.strftime('%Y-%m-%d')}.jsonl", "a") as file:
        file.write(json.dumps({"kind": kind, "length": len(text), "user": session.get("user")}) + "\n")


if __name__ == "__main__":
    app.run(port=5050)
