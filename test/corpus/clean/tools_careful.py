"""Tools for agents and an MCP server that check what they are given."""
import ast
import operator
import os
import shlex
import subprocess
from pathlib import Path

from langchain_core.tools import tool
from langgraph.prebuilt import create_react_agent
from langgraph.types import interrupt
from langchain_openai import ChatOpenAI
from mcp.server.fastmcp import FastMCP
from smolagents import CodeAgent, InferenceClientModel, ToolCallingAgent

mcp = FastMCP("library")
ROOT = Path("library").resolve()
COMMANDS = {"disk": ["df", "-h"], "load": ["uptime"]}
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul}


def compute(node):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](compute(node.left), compute(node.right))
    raise ValueError("not a sum")


@tool
def calculate(expression: str) -> str:
    """Computes a sum."""
    return str(compute(ast.parse(expression, mode="eval").body))


@tool
def host_state(what: str) -> str:
    """Disk or load."""
    return subprocess.run(COMMANDS[what], capture_output=True, text=True, timeout=10).stdout


@tool
def delete_book(name: str) -> str:
    """Deletes a book after a person agreed."""
    if not interrupt({"question": f"Delete {name}?"}):
        return "kept"
    (ROOT / Path(name).name).unlink()
    return "deleted"


@tool
def clear_cache() -> str:
    """Empties the cache."""
    for path in Path("cache").glob("*.tmp"):
        print("would remove", path)
    return "done"


@mcp.tool()
def read_book(name: str) -> str:
    """Text of a book."""
    path = (ROOT / name).resolve()
    if not path.is_relative_to(ROOT):
        raise ValueError("outside the library")
    return path.read_text()


@mcp.tool()
def search(text: str) -> list[str]:
    """Books whose text holds the words."""
    done = subprocess.run(
        ["grep", "-ril", "--", text, str(ROOT)], capture_output=True, text=True, timeout=20, check=False
    )
    return done.stdout.splitlines()


@mcp.tool()
def page_count(name: str) -> int:
    """Number of pages."""
    return len(read_book(name)) // 1800


def run_for_operator(command):
    """Called by the operator's own command line, never by a model."""
    return subprocess.run(shlex.split(command), check=True)


def build_agents():
    model = InferenceClientModel("Qwen/Qwen2.5-Coder-32B-Instruct")
    boxed = CodeAgent(tools=[], model=model, executor_type="docker")
    caller = ToolCallingAgent(tools=[], model=model, max_steps=5)
    graph = create_react_agent(
        ChatOpenAI(model="gpt-4o-2024-08-06", max_tokens=400), [calculate, host_state, delete_book]
    )
    return boxed, caller, graph


if __name__ == "__main__":
    mcp.run(transport="stdio" if "PORT" not in os.environ else "sse")
