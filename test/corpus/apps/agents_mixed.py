"""Compares agent frameworks on the same small tasks."""
import asyncio
import os
import subprocess
import sys

import autogen
import google.generativeai as genai
from autogen.coding import LocalCommandLineCodeExecutor
from claude_agent_sdk import ClaudeAgentOptions, query
from crewai import Agent, Crew, Task
from google.generativeai.types import HarmBlockThreshold, HarmCategory
from interpreter import interpreter
from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
from llama_index.experimental.query_engine import PandasQueryEngine
from smolagents import CodeAgent, DuckDuckGoSearchTool, InferenceClientModel, ToolCallingAgent

TASKS = ["Plot the closing prices of last week", "How many rows has data.csv?"]
CONFIG = [{"model": "gpt-4o-2024-08-06", "api_key": os.environ.get("OPENAI_API_KEY")}]


def with_smolagents(task):
    model = InferenceClientModel("Qwen/Qwen2.5-Coder-32B-Instruct")
    agent = CodeAgent(tools=[DuckDuckGoSearchTool()], model=model, additional_authorized_imports=["*"])  # expect: agent-code-local
    return agent.run(task)


def with_smolagents_in_docker(task):
    model = InferenceClientModel("Qwen/Qwen2.5-Coder-32B-Instruct")
    with CodeAgent(tools=[], model=model, executor_type="docker") as agent:
        return agent.run(task)


def with_tool_calls(task):
    agent = ToolCallingAgent(tools=[DuckDuckGoSearchTool()], model=InferenceClientModel())
    return agent.run(task, max_steps=6)


def with_autogen(task):
    assistant = autogen.AssistantAgent("assistant", llm_config={"config_list": CONFIG})
    user = autogen.UserProxyAgent(
        "user",
        human_input_mode="NEVER",
        max_consecutive_auto_reply=5,
        code_execution_config={"work_dir": "coding", "use_docker": False},  # expect: autogen-docker-off
    )
    return user.initiate_chat(assistant, message=task)


def with_autogen_executor(task):
    executor = LocalCommandLineCodeExecutor(timeout=30, work_dir="coding")  # expect: agent-code-tool
    user = autogen.UserProxyAgent("user", code_execution_config={"executor": executor})
    return user.initiate_chat(autogen.AssistantAgent("helper", llm_config={"config_list": CONFIG}), message=task)


def with_crewai(task):
    developer = Agent(  # expect: crewai-code-execution
        role="Developer",
        goal="Solve the task with Python",
        backstory="Ten years of scripts",
        allow_code_execution=True,
    )
    return Crew(agents=[developer], tasks=[Task(description=task, agent=developer)]).kickoff()


def with_interpreter(task):
    interpreter.auto_run = True  # expect: interpreter-auto-run
    return interpreter.chat(task)


async def with_claude(task):
    options = ClaudeAgentOptions(permission_mode="bypassPermissions", cwd="workspace")  # expect: agent-permissions-bypassed
    async for message in query(prompt=task, options=options):
        print(message)


def with_command_line(task):
    command = ["claude", "-p", task, "--dangerously-skip-permissions"]
    return subprocess.run(command, capture_output=True, text=True, timeout=600).stdout  # expect: agent-cli-unattended


def with_gemini(task):
    genai.configure(api_key=os.environ["GOOGLE_API_KEY"])
    model = genai.GenerativeModel(
        "gemini-1.5-pro-002",
        safety_settings={
            HarmCategory.HARM_CATEGORY_HARASSMENT: HarmBlockThreshold.BLOCK_NONE,  # expect: gemini-safety-off
        },
    )
    return model.generate_content(task).text


def with_llama_index(frame, task):
    index = VectorStoreIndex.from_documents(SimpleDirectoryReader("handbook").load_data())
    engine = PandasQueryEngine(df=frame, verbose=True)  # expect: agent-code-tool
    return index.as_query_engine().query(task), engine.query(task)


def main():
    runners = [with_smolagents, with_tool_calls, with_autogen, with_crewai, with_interpreter, with_gemini]
    for task in TASKS:
        for runner in runners:
            print(runner.__name__, runner(task), file=sys.stderr)
        asyncio.run(with_claude(task))


if __name__ == "__main__":
    main()
