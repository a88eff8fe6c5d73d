"""A small coding agent: plans, writes code, runs it, fixes it."""
import argparse
import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import requests
from openai import AzureOpenAI, OpenAI

client = OpenAI()
WORKSPACE = Path("workspace")
MODEL = "gpt-4o-2024-08-06"
SYSTEM = "You are a careful programmer. Answer with one Python program."
DATABASE_PASSWORD = os.environ["DATABASE_PASSWORD"]


def complete(messages, **options):
    response = client.chat.completions.create(model=MODEL, messages=messages, max_tokens=2000, **options)
    return response.choices[0].message


def extract_code(answer):
    if "```" not in answer:
        return answer
    block = answer.split("```")[1]
    return block.removeprefix("python").strip()


def write_program(task):
    answer = complete([{"role": "system", "content": SYSTEM}, {"role": "user", "content": task}])
    code = extract_code(answer.content)
    target = WORKSPACE / "program.py"
    target.write_text(code)
    return code


def run_inline(task):
    code = write_program(task)
    namespace = {}
    exec(code, namespace)  # expect: llm-output-executed
    return namespace.get("result")


def run_shell(task):
    answer = complete([{"role": "user", "content": f"One bash command, nothing else, to {task}"}])
    command = answer.content.strip()
    print("$", command)
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)  # expect: llm-output-executed
    return done.stdout


def save_files(task):
    answer = complete(
        [{"role": "user", "content": f"As JSON, an object of file name and text: {task}"}],
        response_format={"type": "json_object"},
    )
    files = json.loads(answer.content)
    for name, text in files.items():
        with open(WORKSPACE / name, "w") as file:  # expect: llm-output-path
            file.write(text)
    return list(files)


def read_reference(task):
    answer = complete([{"role": "user", "content": f"The address of the best documentation for {task}"}])
    page = requests.get(answer.content.strip(), timeout=10)  # expect: llm-output-request
    return page.text[:4000]


class Tools:
    def list_files(self, folder="."):
        return [path.name for path in (WORKSPACE / folder).iterdir()]

    def line_count(self, name):
        return len((WORKSPACE / Path(name).name).read_text().splitlines())


ALLOWED = {"list_files": Tools().list_files, "line_count": Tools().line_count}


def call_tools(messages, schemas):
    message = complete(messages, tools=schemas)
    results = []
    for call in message.tool_calls or []:
        arguments = json.loads(call.function.arguments)
        function = getattr(Tools(), call.function.name)  # expect: llm-output-dispatch
        results.append(function(**arguments))
    return results


def call_allowed(messages, schemas):
    message = complete(messages, tools=schemas)
    results = []
    for call in message.tool_calls or []:
        handler = ALLOWED.get(call.function.name)
        if handler is not None:
            results.append(handler(**json.loads(call.function.arguments)))
    return results


def ask_database_helper(question):
    prompt = f"The database password is {DATABASE_PASSWORD}. Help with: {question}"
    return complete([{"role": "user", "content": prompt}]).content  # expect: secret-in-prompt


def load_plugin(task):
    answer = complete([{"role": "user", "content": f"Name the plugin module for {task}"}])
    return importlib.import_module(answer.content.strip())  # expect: llm-output-dispatch


def azure_client():
    return AzureOpenAI(azure_endpoint="https://acme.openai.azure.com", api_key="@@hex:32@@", api_version="2024-06-01")  # expect: any/ai-token-hardcoded


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("task", nargs="+")
    parser.add_argument("--shell", action="store_true")
    args = parser.parse_args()
    shutil.rmtree(WORKSPACE, ignore_errors=True)
    WORKSPACE.mkdir()
    task = " ".join(args.task)
    print(run_shell(task) if args.shell else run_inline(task))
    print(save_files(task), file=sys.stderr)


if __name__ == "__main__":
    main()
