"""Support desk: answers mails with Claude, looks things up, writes to the database."""
import os
import smtplib
import sqlite3
from email.message import EmailMessage

import anthropic
import httpx
from bs4 import BeautifulSoup
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse

app = FastAPI()
claude = anthropic.Anthropic(api_key=os.environ["ANTHROPIC_API_KEY"], timeout=30.0)
db = sqlite3.connect("support.db", check_same_thread=False)
MODEL = "claude-3-5-sonnet-20241022"
POLICY = "You answer customers of Acme. Be brief and polite. Never promise refunds."


def ask(system: str, user: str, limit: int = 800) -> str:
    message = claude.messages.create(
        model=MODEL,
        max_tokens=limit,
        system=system,
        messages=[{"role": "user", "content": user}],
    )
    return message.content[0].text


def fetch_page(url: str) -> str:
    page = httpx.get(url, timeout=10, follow_redirects=True)
    return BeautifulSoup(page.text, "html.parser").get_text()


@app.post("/answer")
async def answer(request: Request):
    body = await request.json()
    message = claude.messages.create(
        model=MODEL,
        max_tokens=600,
        system=f"{POLICY} The customer is called {body['name']} and likes {body['style']} answers.",  # expect: request-in-system-prompt
        messages=[{"role": "user", "content": body["question"]}],
    )
    return {"text": message.content[0].text}


@app.post("/answer-safely")
async def answer_safely(request: Request):
    body = await request.json()
    return {"text": ask(POLICY, f"From {body['name']}: {body['question']}")}


@app.get("/about/{topic}", response_class=HTMLResponse)
def about(topic: str):
    text = ask(POLICY, f"Write a help page as HTML about {topic}")
    return HTMLResponse(f"<main>{text}</main>")  # expect: llm-output-html


@app.get("/status")
def status_answer(question: str):
    page = fetch_page("https://status.example.com")
    message = claude.messages.create(
        model=MODEL,
        max_tokens=300,
        system="Answer with this status page in mind:\n" + page,  # expect: retrieved-text-in-system-prompt
        messages=[{"role": "user", "content": question}],
    )
    return message.content[0].text


@app.post("/lookup")
def lookup(question: str):
    statement = ask("Write one SQLite statement for the tables tickets and customers.", question)
    rows = db.execute(statement).fetchall()  # expect: llm-output-sql
    return {"rows": rows}


@app.post("/classify")
def classify(ticket: int, text: str):
    category = ask("Answer with one word: billing, bug or other.", text, limit=5).strip().lower()
    db.execute("update tickets set category = ? where id = ?", (category, ticket))
    db.commit()
    return {"category": category}


@app.post("/forward")
def forward(text: str):
    target = ask("Answer with the mail address of the team that should read this.", text)
    mail = EmailMessage()
    mail["To"] = target
    mail.set_content(text)
    with smtplib.SMTP("localhost") as server:
        server.send_message(mail)  # want: llm-output-mail
    return {"to": target}


TOOLS = [
    {
        "name": "delete_ticket",
        "description": "Deletes a ticket",
        "input_schema": {"type": "object", "properties": {"id": {"type": "integer"}}},
    }
]


@app.post("/agent")
def agent(text: str):
    message = claude.messages.create(
        model=MODEL, max_tokens=500, system=POLICY, tools=TOOLS, messages=[{"role": "user", "content": text}]
    )
    for block in message.content:
        if block.type == "tool_use" and block.name == "delete_ticket":
            db.execute("delete from tickets where id = ?", (block.input["id"],))  # want: destructive-tool
            db.commit()
    return {"done": True}
