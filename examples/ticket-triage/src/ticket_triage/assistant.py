"""Drafts replies with a hosted language model: python -m ticket_triage.assistant QUESTION"""

import os
import sys

from anthropic import Anthropic
from openai import OpenAI

REPLY_MODEL = os.environ.get("TRIAGE_REPLY_MODEL", "claude-sonnet-4-5-20250929")
TOOL_MODEL = os.environ.get("TRIAGE_TOOL_MODEL", "gpt-4o-mini-2024-07-18")
REFUNDS = {
    "full": "price",
    "prorated": "round(price * days_left / days_paid, 2)",
}


def draft_reply(ticket: str, label: str) -> str:
    message = Anthropic().messages.create(
        model=REPLY_MODEL,
        max_tokens=400,
        system=f"You answer {label} tickets of a software company, briefly and politely.",
        messages=[{"role": "user", "content": ticket}],
    )
    return message.content[0].text


def compute(question: str) -> float:
    """Answers questions about amounts, where the model alone is bad at arithmetic."""
    client = OpenAI(api_key=os.environ["OPENAI_API_KEY"])
    response = client.chat.completions.create(
        model=TOOL_MODEL,
        messages=[
            {"role": "system", "content": "Answer with one Python expression and nothing else."},
            {"role": "user", "content": question},
        ],
    )
    expression = response.choices[0].message.content
    return float(eval(expression))


def refund(kind: str, price: float, days_left: int, days_paid: int) -> float:
    amounts = {"price": price, "days_left": days_left, "days_paid": days_paid}
    return eval(REFUNDS[kind], {"round": round}, amounts)


if __name__ == "__main__":
    print(compute(" ".join(sys.argv[1:])))
