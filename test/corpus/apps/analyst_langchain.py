"""Data analyst and research assistant on LangChain and LangGraph."""
import os
import shutil
import subprocess
from pathlib import Path

import langchain
import litellm
import pandas as pd
from langchain.agents import AgentExecutor, create_openai_tools_agent
from langchain.memory import ConversationBufferMemory
from langchain.prompts import ChatPromptTemplate
from langchain.tools import tool
from langchain_anthropic import ChatAnthropic
from langchain_community.tools import ShellTool
from langchain_community.utilities import SQLDatabase
from langchain_experimental.agents import create_pandas_dataframe_agent
from langchain_experimental.tools import PythonREPLTool
from langchain_openai import ChatOpenAI
from langgraph.checkpoint.memory import MemorySaver
from langgraph.prebuilt import create_react_agent

langchain.debug = True  # expect: llm-debug-flag
litellm.set_verbose = True  # expect: llm-debug-flag

llm = ChatOpenAI(model="gpt-4o-2024-08-06", temperature=0, max_tokens=800)
critic = ChatAnthropic(model="claude-3-5-sonnet-20241022", max_tokens=400)
database = SQLDatabase.from_uri("sqlite:///shop.db")
REPORTS = Path("reports").resolve()


@tool
def run_command(command: str) -> str:
    """Runs a shell command and returns its output."""
    done = subprocess.run(command, shell=True, capture_output=True, text=True)  # expect: tool-argument-executed
    return done.stdout + done.stderr


@tool
def calculate(expression: str) -> str:
    """Evaluates a Python expression."""
    return str(eval(expression))  # expect: tool-argument-executed


@tool
def list_reports() -> list[str]:
    """Names of the reports there are."""
    return subprocess.run(["ls", str(REPORTS)], capture_output=True, text=True).stdout.split()


@tool
def read_report(name: str) -> str:
    """Text of one report."""
    return (REPORTS / Path(name).name).read_text()


@tool
def delete_reports(folder: str) -> str:
    """Deletes a folder of old reports."""
    shutil.rmtree(REPORTS / folder)  # expect: llm-output-path
    return "deleted"


def build_analyst(path: str):
    frame = pd.read_csv(path)
    return create_pandas_dataframe_agent(llm, frame, allow_dangerous_code=True)  # expect: langchain-danger-allowed


def build_agent():
    prompt = ChatPromptTemplate.from_messages(
        [("system", "You help analysts."), ("human", "{input}"), ("placeholder", "{agent_scratchpad}")]
    )
    tools = [run_command, calculate, list_reports, read_report, delete_reports]
    tools.append(PythonREPLTool())  # expect: agent-code-tool
    tools.append(ShellTool())  # expect: agent-code-tool
    agent = create_openai_tools_agent(llm, tools, prompt)
    return AgentExecutor(agent=agent, tools=tools, max_iterations=None)  # expect: agent-iterations-unlimited


def build_reader():
    return create_react_agent(llm, [list_reports, read_report], checkpointer=MemorySaver())


def query(question: str) -> str:
    chain = ChatPromptTemplate.from_template("One SQLite statement for: {question}") | llm
    statement = chain.invoke({"question": question}).content
    return database.run(statement)  # expect: llm-output-sql


def review(text: str) -> str:
    verdict = critic.invoke([("system", "You review reports."), ("human", text)]).content
    (REPORTS / "review.md").write_text(verdict)
    return verdict


def repair(path: str) -> None:
    source = Path(path).read_text()
    fixed = llm.invoke("Repair this script, answer with code only:\n" + source).content
    code = compile(fixed, path, "exec")  # expect: llm-output-executed
    exec(code)  # expect: llm-output-executed


if __name__ == "__main__":
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    executor = build_agent()
    print(executor.invoke({"input": input("> ")})["output"])
    reader = build_reader()
    print(reader.invoke({"messages": [("user", "Which reports are there?")]}, {"configurable": {"thread_id": "1"}}))
