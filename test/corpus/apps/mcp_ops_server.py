"""MCP server with tools for the operations team."""
import json
import os
import sqlite3
import subprocess
import urllib.request
from pathlib import Path

import requests
from mcp.server.fastmcp import FastMCP

mcp = FastMCP("ops", host="0.0.0.0", port=8765)  # expect: mcp-server-exposed
LOGS = Path("/var/log/models").resolve()
SERVICES = {"embed": "embed.service", "rank": "rank.service"}
db = sqlite3.connect("ops.db")


@mcp.tool()
def restart(service: str) -> str:
    """Restarts one of the known services."""
    unit = SERVICES[service]
    done = subprocess.run(["systemctl", "restart", unit], capture_output=True, text=True, timeout=60)
    return done.stderr or "restarted"


@mcp.tool()
def shell(command: str, timeout: int = 30) -> str:
    """Runs a command on the host."""
    return subprocess.check_output(command, shell=True, text=True, timeout=timeout)  # expect: tool-argument-executed


@mcp.tool()
def ping(host: str) -> str:
    """Pings a host."""
    return os.popen(f"ping -c 1 {host}").read()  # expect: tool-argument-executed


@mcp.tool()
def search_tickets(text: str) -> list:
    """Looks for tickets."""
    rows = db.execute(f"select id, title from tickets where title like '%{text}%'")  # expect: llm-output-sql
    return rows.fetchall()


@mcp.tool()
def search_runs(name: str) -> list:
    """Looks for training runs."""
    return db.execute("select id, state from runs where name = ?", (name,)).fetchall()


@mcp.tool()
def read_log(name: str, lines: int = 50) -> str:
    """Last lines of a log."""
    path = (LOGS / name).resolve()
    if not path.is_relative_to(LOGS):
        raise ValueError("outside the log folder")
    return "\n".join(path.read_text().splitlines()[-lines:])


@mcp.tool()
def remove_log(name: str) -> str:
    """Deletes a log."""
    os.remove(LOGS / Path(name).name)  # expect: tool-destructive-unasked
    return "removed"


@mcp.tool()
def apply_patch(code: str) -> str:
    """Runs a maintenance snippet."""
    scope: dict = {}
    exec(code, scope)  # expect: tool-argument-executed
    return json.dumps({key: str(value) for key, value in scope.items() if not key.startswith("__")})


@mcp.resource("status://{service}")
def status(service: str) -> str:
    with urllib.request.urlopen(f"http://localhost:9090/status/{SERVICES[service]}", timeout=5) as answer:
        return answer.read().decode()


@mcp.tool()
def notify(text: str) -> int:
    """Posts to the team channel."""
    return requests.post(os.environ["HOOK"], json={"text": text}).status_code  # expect: request-no-timeout


if __name__ == "__main__":
    mcp.run(transport="streamable-http")
