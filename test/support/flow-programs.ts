import type { OriginKind } from '../../src/core/rules/rule.js';

/** Each binds `value`, as the documentation of a library shows; `SINKS` stands where it is used. */
export const SOURCE_PROGRAMS: readonly (readonly [kind: OriginKind, name: string, code: string])[] = [
  [
    'request',
    'Flask',
    'from flask import Flask, request\napp = Flask(__name__)\n@app.post("/p")\ndef p():\n    value = request.get_json()["q"]\n    SINKS',
  ],
  [
    'request',
    'Flask, class-based view',
    'from flask import request\nfrom flask.views import MethodView\nclass P(MethodView):\n    def post(self):\n        value = request.form.get("q")\n        SINKS',
  ],
  [
    'request',
    'Flask, blueprint and a path',
    'from flask import Blueprint\nbp = Blueprint("m", __name__)\n@bp.get("/m/<name>")\ndef m(name):\n    value = name\n    SINKS',
  ],
  [
    'request',
    'FastAPI, a model of the body',
    'from fastapi import FastAPI\nfrom pydantic import BaseModel\nclass Body(BaseModel):\n    q: str\napp = FastAPI()\n@app.post("/p")\nasync def p(body: Body):\n    value = body.q\n    SINKS',
  ],
  [
    'request',
    'FastAPI, Annotated',
    'from typing import Annotated\nfrom fastapi import APIRouter, Form\nrouter = APIRouter()\n@router.post("/p")\nasync def p(q: Annotated[str, Form()]):\n    value = q\n    SINKS',
  ],
  [
    'request',
    'FastAPI, an upload',
    'from fastapi import FastAPI, UploadFile\napp = FastAPI()\n@app.post("/p")\nasync def p(file: UploadFile):\n    value = await file.read()\n    SINKS',
  ],
  [
    'request',
    'FastAPI, the request itself',
    'from fastapi import FastAPI, Request\napp = FastAPI()\n@app.post("/p")\nasync def p(request: Request):\n    data = await request.json()\n    value = data["q"]\n    SINKS',
  ],
  [
    'request',
    'FastAPI, a dependency',
    'from fastapi import Depends, FastAPI\napp = FastAPI()\ndef query(q: str = ""):\n    return q\n@app.get("/p")\ndef p(q: str = Depends(query)):\n    value = q\n    SINKS',
  ],
  [
    'request',
    'FastAPI, a web socket',
    'from fastapi import FastAPI, WebSocket\napp = FastAPI()\n@app.websocket("/ws")\nasync def ws(websocket: WebSocket):\n    await websocket.accept()\n    value = await websocket.receive_text()\n    SINKS',
  ],
  [
    'request',
    'Django, a function',
    'from django.http import HttpRequest\ndef p(request: HttpRequest):\n    value = request.POST["q"]\n    SINKS',
  ],
  [
    'request',
    'Django, a function in urlpatterns',
    'from django.urls import path\ndef p(request):\n    value = request.GET.get("q")\n    SINKS\nurlpatterns = [path("p/", p)]',
  ],
  [
    'request',
    'Django, a view',
    'from django.views import View\nclass P(View):\n    def post(self, request):\n        value = request.body\n        SINKS',
  ],
  [
    'request',
    'Django REST framework',
    'from rest_framework.views import APIView\nclass P(APIView):\n    def post(self, request):\n        value = request.data["q"]\n        SINKS',
  ],
  [
    'request',
    'Gradio, an interface',
    'import gradio as gr\ndef p(text):\n    value = text\n    SINKS\ngr.Interface(fn=p, inputs="text", outputs="text").launch()',
  ],
  [
    'request',
    'Gradio, a button',
    'import gradio as gr\ndef p(text):\n    value = text\n    SINKS\nwith gr.Blocks() as demo:\n    box = gr.Textbox()\n    button = gr.Button("Go")\n    button.click(p, inputs=box, outputs=box)',
  ],
  [
    'request',
    'Gradio, a chat',
    'import gradio as gr\ndef respond(message, history):\n    value = message\n    SINKS\ngr.ChatInterface(respond).launch()',
  ],
  [
    'request',
    'BentoML',
    'import bentoml\n@bentoml.service\nclass S:\n    @bentoml.api\n    def p(self, text: str) -> str:\n        value = text\n        SINKS',
  ],
  [
    'request',
    'BentoML, a service object',
    'import bentoml\nfrom bentoml.io import Text\nsvc = bentoml.Service("s", runners=[])\n@svc.api(input=Text(), output=Text())\ndef p(text):\n    value = text\n    SINKS',
  ],
  [
    'request',
    'Ray Serve',
    'from ray import serve\nfrom starlette.requests import Request\n@serve.deployment\nclass S:\n    async def __call__(self, request: Request):\n        body = await request.json()\n        value = body["q"]\n        SINKS',
  ],
  [
    'request',
    'Ray Serve, without annotations',
    'from ray import serve\n@serve.deployment\nclass S:\n    async def __call__(self, request):\n        value = (await request.json())["q"]\n        SINKS',
  ],
  [
    'request',
    'Ray Serve with FastAPI',
    'from fastapi import FastAPI\nfrom ray import serve\napp = FastAPI()\n@serve.deployment\n@serve.ingress(app)\nclass S:\n    @app.get("/p")\n    def p(self, q: str):\n        value = q\n        SINKS',
  ],
  [
    'request',
    'LitServe',
    'import litserve as ls\nclass S(ls.LitAPI):\n    def decode_request(self, request):\n        value = request["q"]\n        SINKS',
  ],
  [
    'request',
    'LitServe, predict',
    'import litserve as ls\nclass S(ls.LitAPI):\n    def predict(self, x):\n        value = x\n        SINKS',
  ],
  [
    'request',
    'TorchServe, a batch',
    'from ts.torch_handler.base_handler import BaseHandler\nclass H(BaseHandler):\n    def handle(self, data, context):\n        value = data[0].get("body")\n        SINKS',
  ],
  [
    'request',
    'TorchServe, before the model',
    'from ts.torch_handler.image_classifier import ImageClassifier\nfrom ts.torch_handler.vision_handler import VisionHandler\nclass H(VisionHandler):\n    def preprocess(self, batch):\n        for row in batch:\n            value = row.get("data") or row.get("body")\n            SINKS',
  ],
  [
    'request',
    'aiohttp',
    'from aiohttp import web\nasync def p(request: web.Request):\n    value = (await request.json())["q"]\n    SINKS',
  ],
  [
    'request',
    'Chainlit',
    'import chainlit as cl\n@cl.on_message\nasync def p(message: cl.Message):\n    value = message.content\n    SINKS',
  ],
  [
    'request',
    'Quart',
    'from quart import Quart, request\napp = Quart(__name__)\n@app.post("/p")\nasync def p():\n    value = (await request.get_json())["q"]\n    SINKS',
  ],
  [
    'request',
    'Litestar',
    'from litestar import post\n@post("/p")\nasync def p(data: dict) -> str:\n    value = data["q"]\n    SINKS',
  ],
  ['user-input', 'Streamlit', 'import streamlit as st\nvalue = st.text_input("q")\nSINKS'],
  [
    'user-input',
    'Streamlit, a column',
    'import streamlit as st\nleft, right = st.columns(2)\nvalue = left.text_input("q")\nSINKS',
  ],
  [
    'user-input',
    'Streamlit, a form',
    'import streamlit as st\nwith st.form("f"):\n    value = st.text_area("q")\nSINKS',
  ],
  ['user-input', 'Streamlit, a chat', 'import streamlit as st\nif value := st.chat_input("q"):\n    SINKS'],
  ['user-input', 'input()', 'value = input("? ")\nSINKS'],
  ['argv', 'sys.argv', 'import sys\nvalue = sys.argv[1]\nSINKS'],
  [
    'argv',
    'argparse',
    'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("q")\ndef main():\n    args = parser.parse_args()\n    value = args.q\n    SINKS',
  ],
  [
    'argv',
    'click',
    'import click\n@click.command()\n@click.argument("q")\ndef main(q):\n    value = q\n    SINKS',
  ],
  [
    'argv',
    'Typer',
    'import typer\napp = typer.Typer()\n@app.command()\ndef main(q: str):\n    value = q\n    SINKS',
  ],
  ['argv', 'Typer, run', 'import typer\ndef main(q: str):\n    value = q\n    SINKS\ntyper.run(main)'],
  ['argv', 'Fire', 'import fire\ndef main(q):\n    value = q\n    SINKS\nfire.Fire(main)'],
  ['environment', 'os.environ', 'value = os.environ["Q"]\nSINKS'],
  ['environment', 'os.getenv', 'value = os.getenv("Q", "")\nSINKS'],
  ['download', 'requests', 'value = requests.get("https://a.invalid/x", timeout=9).text\nSINKS'],
  [
    'download',
    'httpx, async',
    'import httpx\nasync def f():\n    async with httpx.AsyncClient() as client:\n        r = await client.get("https://a.invalid/x")\n        value = r.text\n        SINKS',
  ],
  [
    'download',
    'aiohttp',
    'import aiohttp\nasync def f():\n    async with aiohttp.ClientSession() as session:\n        async with session.get("https://a.invalid/x") as r:\n            value = await r.text()\n            SINKS',
  ],
  [
    'download',
    'urllib',
    'from urllib.request import urlopen\nwith urlopen("https://a.invalid/x") as r:\n    value = r.read()\n    SINKS',
  ],
  [
    'download',
    'the Hub',
    'from huggingface_hub import hf_hub_download\npath = hf_hub_download("org/m", "f.bin", revision="abc")\nwith open(path) as f:\n    value = f.read()\nSINKS',
  ],
  [
    'model-output',
    'OpenAI',
    'from openai import OpenAI\nclient = OpenAI()\nr = client.chat.completions.create(model="m", messages=[])\nvalue = r.choices[0].message.content\nSINKS',
  ],
  [
    'model-output',
    'OpenAI, async',
    'from openai import AsyncOpenAI\nclient = AsyncOpenAI()\nasync def f():\n    r = await client.responses.create(model="m", input="q")\n    value = r.output_text\n    SINKS',
  ],
  [
    'model-output',
    'OpenAI, streamed',
    'from openai import OpenAI\nclient = OpenAI()\nvalue = ""\nfor chunk in client.chat.completions.create(model="m", messages=[], stream=True):\n    value += chunk.choices[0].delta.content or ""\nSINKS',
  ],
  [
    'model-output',
    'OpenAI, a stream as a context',
    'from openai import OpenAI\nclient = OpenAI()\nwith client.responses.stream(model="m", input="q") as stream:\n    for event in stream:\n        value = event.delta\n        SINKS',
  ],
  [
    'model-output',
    'OpenAI, arguments of a tool call',
    'import json\nfrom openai import OpenAI\nr = OpenAI().chat.completions.create(model="m", messages=[], tools=[])\nfor call in r.choices[0].message.tool_calls:\n    value = json.loads(call.function.arguments)["q"]\n    SINKS',
  ],
  [
    'model-output',
    'OpenAI, structured',
    'from openai import OpenAI\nfrom pydantic import BaseModel\nclass Step(BaseModel):\n    q: str\nr = OpenAI().beta.chat.completions.parse(model="m", messages=[], response_format=Step)\nvalue = r.choices[0].message.parsed.q\nSINKS',
  ],
  [
    'model-output',
    'OpenAI, validated',
    'from openai import OpenAI\nfrom pydantic import BaseModel\nclass Step(BaseModel):\n    q: str\nr = OpenAI().responses.create(model="m", input="q")\nstep = Step.model_validate_json(r.output_text)\nvalue = step.q\nSINKS',
  ],
  [
    'model-output',
    'OpenAI, in a class',
    'from openai import OpenAI\nclass Chat:\n    def __init__(self, client=None):\n        self.client = client or OpenAI()\n    def ask(self, q):\n        return self.client.chat.completions.create(model="m", messages=[]).choices[0].message.content\nclass App:\n    def __init__(self, chat: Chat):\n        self.chat = chat\n    def run(self):\n        value = self.chat.ask("q")\n        SINKS',
  ],
  [
    'model-output',
    'OpenAI, instructor',
    'import instructor\nfrom openai import OpenAI\nclient = instructor.from_openai(OpenAI())\nr = client.chat.completions.create(model="m", response_model=Step, messages=[])\nvalue = r.q\nSINKS',
  ],
  [
    'model-output',
    'Anthropic',
    'import anthropic\nm = anthropic.Anthropic().messages.create(model="m", max_tokens=9, messages=[])\nvalue = m.content[0].text\nSINKS',
  ],
  [
    'model-output',
    'Anthropic, streamed',
    'from anthropic import Anthropic\nclient = Anthropic()\nwith client.messages.stream(model="m", max_tokens=9, messages=[]) as stream:\n    value = "".join(stream.text_stream)\nSINKS',
  ],
  [
    'model-output',
    'Anthropic, a tool call',
    'from anthropic import AsyncAnthropic\nclient = AsyncAnthropic()\nasync def f():\n    m = await client.messages.create(model="m", max_tokens=9, messages=[], tools=[])\n    for block in m.content:\n        if block.type == "tool_use":\n            value = block.input["q"]\n            SINKS',
  ],
  [
    'model-output',
    'Gemini',
    'from google import genai\nclient = genai.Client()\nr = client.models.generate_content(model="m", contents="q")\nvalue = r.text\nSINKS',
  ],
  [
    'model-output',
    'Gemini, streamed',
    'from google import genai\nclient = genai.Client()\nfor chunk in client.models.generate_content_stream(model="m", contents="q"):\n    value = chunk.text\n    SINKS',
  ],
  [
    'model-output',
    'Gemini, a chat',
    'from google import genai\nchat = genai.Client().chats.create(model="m")\nvalue = chat.send_message("q").text\nSINKS',
  ],
  [
    'model-output',
    'Gemini, async chat',
    'from google import genai\nclient = genai.Client()\nasync def f():\n    chat = client.aio.chats.create(model="m")\n    r = await chat.send_message("q")\n    value = r.text\n    SINKS',
  ],
  [
    'model-output',
    'Gemini, a function call',
    'from google import genai\nr = genai.Client().models.generate_content(model="m", contents="q")\nvalue = r.function_calls[0].args["q"]\nSINKS',
  ],
  [
    'model-output',
    'Gemini, the older library',
    'import google.generativeai as genai\nmodel = genai.GenerativeModel("m")\nvalue = model.generate_content("q").text\nSINKS',
  ],
  [
    'model-output',
    'Mistral',
    'from mistralai import Mistral\nr = Mistral(api_key="").chat.complete(model="m", messages=[])\nvalue = r.choices[0].message.content\nSINKS',
  ],
  [
    'model-output',
    'Mistral, async streamed',
    'from mistralai import Mistral\nclient = Mistral(api_key="")\nasync def f():\n    async for chunk in await client.chat.stream_async(model="m", messages=[]):\n        value = chunk.data.choices[0].delta.content\n        SINKS',
  ],
  [
    'model-output',
    'Cohere',
    'import cohere\nr = cohere.ClientV2().chat(model="m", messages=[])\nvalue = r.message.content[0].text\nSINKS',
  ],
  [
    'model-output',
    'Cohere, a tool call',
    'import json\nimport cohere\nco = cohere.ClientV2()\nr = co.chat(model="m", messages=[], tools=[])\nfor call in r.message.tool_calls:\n    value = json.loads(call.function.arguments)["q"]\n    SINKS',
  ],
  [
    'model-output',
    'Cohere, async',
    'import cohere\nco = cohere.AsyncClientV2()\nasync def f():\n    async for event in co.chat_stream(model="m", messages=[]):\n        value = event.delta.message.content.text\n        SINKS',
  ],
  [
    'model-output',
    'transformers, a pipeline',
    'from transformers import pipeline\npipe = pipeline("text-generation", model="./m")\nvalue = pipe("q")[0]["generated_text"]\nSINKS',
  ],
  [
    'model-output',
    'transformers, generate',
    'from transformers import AutoModelForCausalLM, AutoTokenizer\ntok = AutoTokenizer.from_pretrained("./m")\nmodel = AutoModelForCausalLM.from_pretrained("./m")\nids = model.generate(**tok("q", return_tensors="pt"))\nvalue = tok.decode(ids[0], skip_special_tokens=True)\nSINKS',
  ],
  [
    'model-output',
    'transformers, batch_decode',
    'from transformers import AutoModelForSeq2SeqLM, AutoTokenizer\ntok = AutoTokenizer.from_pretrained("./m")\nmodel = AutoModelForSeq2SeqLM.from_pretrained("./m").to("cuda")\nids = model.generate(**tok("q"))\nvalue = tok.batch_decode(ids)[0]\nSINKS',
  ],
  [
    'model-output',
    'vLLM',
    'from vllm import LLM, SamplingParams\nllm = LLM(model="./m")\nfor out in llm.generate(["q"], SamplingParams()):\n    value = out.outputs[0].text\n    SINKS',
  ],
  [
    'model-output',
    'LangChain',
    'from langchain_openai import ChatOpenAI\nvalue = ChatOpenAI(model="m").invoke("q").content\nSINKS',
  ],
  [
    'model-output',
    'LangChain, init_chat_model',
    'from langchain.chat_models import init_chat_model\nllm = init_chat_model("openai:m")\nvalue = llm.invoke("q").content\nSINKS',
  ],
  [
    'model-output',
    'LangChain, a chain',
    'from langchain_core.output_parsers import StrOutputParser\nfrom langchain_core.prompts import ChatPromptTemplate\nfrom langchain_anthropic import ChatAnthropic\nchain = ChatPromptTemplate.from_template("{q}") | ChatAnthropic(model="m") | StrOutputParser()\nvalue = chain.invoke({"q": "x"})\nSINKS',
  ],
  [
    'model-output',
    'LangChain, streamed',
    'from langchain_openai import ChatOpenAI\nvalue = ""\nfor chunk in ChatOpenAI(model="m").stream("q"):\n    value += chunk.content\nSINKS',
  ],
  [
    'model-output',
    'LangChain, structured',
    'from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model="m").with_structured_output(Step)\nvalue = llm.invoke("q").q\nSINKS',
  ],
  [
    'model-output',
    'LangChain, bound tools',
    'from langchain_openai import ChatOpenAI\nllm = ChatOpenAI(model="m").bind_tools([f])\nvalue = llm.invoke("q").tool_calls[0]["args"]["q"]\nSINKS',
  ],
  [
    'model-output',
    'LangChain, an agent',
    'from langchain.agents import create_agent\nagent = create_agent("openai:m", tools=[])\nr = agent.invoke({"messages": []})\nvalue = r["messages"][-1].content\nSINKS',
  ],
  [
    'model-output',
    'LlamaIndex',
    'from llama_index.llms.openai import OpenAI\nvalue = OpenAI(model="m").complete("q").text\nSINKS',
  ],
  [
    'model-output',
    'LlamaIndex, a query engine',
    'from llama_index.core import SimpleDirectoryReader, VectorStoreIndex\nindex = VectorStoreIndex.from_documents(SimpleDirectoryReader("d").load_data())\nvalue = index.as_query_engine().query("q").response\nSINKS',
  ],
  [
    'model-output',
    'LlamaIndex, streamed',
    'from llama_index.llms.ollama import Ollama\nvalue = ""\nfor token in Ollama(model="m").stream_complete("q"):\n    value += token.delta\nSINKS',
  ],
  [
    'model-output',
    'LlamaIndex, Settings',
    'from llama_index.core import Settings\nvalue = Settings.llm.complete("q").text\nSINKS',
  ],
  [
    'model-output',
    'LlamaIndex, an agent',
    'from llama_index.core.agent.workflow import FunctionAgent\nagent = FunctionAgent(tools=[], llm=None)\nasync def f():\n    r = await agent.run("q")\n    value = str(r)\n    SINKS',
  ],
  [
    'model-output',
    'LlamaIndex, a model of the project',
    'from llama_index.core.llms import CustomLLM\nclass Own(CustomLLM):\n    name = "m"\nllm = Own()\nvalue = llm.chat([]).message.content\nSINKS',
  ],
  [
    'model-output',
    'LiteLLM',
    'from litellm import completion\nvalue = completion(model="m", messages=[]).choices[0].message.content\nSINKS',
  ],
  [
    'model-output',
    'LiteLLM, async',
    'import litellm\nasync def f():\n    r = await litellm.acompletion(model="m", messages=[])\n    value = r["choices"][0]["message"]["content"]\n    SINKS',
  ],
  [
    'model-output',
    'AutoGen',
    'from autogen_agentchat.agents import AssistantAgent\nagent = AssistantAgent("a", model_client=None)\nasync def f():\n    r = await agent.run(task="q")\n    value = r.messages[-1].content\n    SINKS',
  ],
  [
    'model-output',
    'AutoGen, a model client',
    'from autogen_ext.models.openai import OpenAIChatCompletionClient\nclient = OpenAIChatCompletionClient(model="m")\nasync def f():\n    r = await client.create([])\n    value = r.content\n    SINKS',
  ],
  [
    'model-output',
    'AutoGen, a stream',
    'from autogen_agentchat.teams import RoundRobinGroupChat\nteam = RoundRobinGroupChat([])\nasync def f():\n    async for message in team.run_stream(task="q"):\n        value = message.content\n        SINKS',
  ],
  [
    'model-output',
    'CrewAI',
    'from crewai import Crew\ncrew = Crew(agents=[], tasks=[])\nvalue = crew.kickoff(inputs={}).raw\nSINKS',
  ],
  [
    'model-output',
    'CrewAI, a project',
    'from crewai import Crew\nfrom crewai.project import CrewBase, crew\n@CrewBase\nclass Team:\n    @crew\n    def crew(self) -> Crew:\n        return Crew(agents=[], tasks=[])\nvalue = Team().crew().kickoff().raw\nSINKS',
  ],
  [
    'model-output',
    'smolagents',
    'from smolagents import CodeAgent, InferenceClientModel\nagent = CodeAgent(tools=[], model=InferenceClientModel())\nvalue = agent.run("q")\nSINKS',
  ],
  [
    'model-output',
    'smolagents, a model',
    'from smolagents import LiteLLMModel\nmodel = LiteLLMModel("m")\nvalue = model([{"role": "user", "content": "q"}]).content\nSINKS',
  ],
  [
    'model-output',
    'Ollama',
    'import ollama\nvalue = ollama.chat(model="m", messages=[])["message"]["content"]\nSINKS',
  ],
  [
    'model-output',
    'Hugging Face inference',
    'from huggingface_hub import AsyncInferenceClient\nclient = AsyncInferenceClient()\nasync def f():\n    r = await client.chat_completion([])\n    value = r.choices[0].message.content\n    SINKS',
  ],
  [
    'model-output',
    'Pydantic AI',
    'from pydantic_ai import Agent\nagent = Agent("openai:m")\nvalue = agent.run_sync("q").output\nSINKS',
  ],
  [
    'model-output',
    'OpenAI Agents',
    'from agents import Agent, Runner\nasync def f():\n    r = await Runner.run(Agent(name="a"), "q")\n    value = r.final_output\n    SINKS',
  ],
  [
    'model-output',
    'Bedrock',
    'import boto3, json\nclient = boto3.client("bedrock-runtime")\nr = client.invoke_model(modelId="m", body="{}")\nvalue = json.loads(r["body"].read())["q"]\nSINKS',
  ],
  [
    'model-output',
    'DSPy',
    'import dspy\nqa = dspy.ChainOfThought("question -> answer")\nvalue = qa(question="q").answer\nSINKS',
  ],
  [
    'tool-argument',
    'MCP',
    'from mcp.server.fastmcp import FastMCP\nmcp = FastMCP("m")\n@mcp.tool()\ndef t(q: str) -> str:\n    value = q\n    SINKS',
  ],
  [
    'tool-argument',
    'MCP, low level',
    'from mcp.server.lowlevel import Server\nserver = Server("m")\n@server.call_tool()\nasync def t(name: str, arguments: dict):\n    value = arguments["q"]\n    SINKS',
  ],
  [
    'tool-argument',
    'MCP, a prompt',
    'from fastmcp import FastMCP\nmcp = FastMCP("m")\n@mcp.tool\nasync def t(q: str, ctx=None) -> str:\n    value = q\n    SINKS',
  ],
  [
    'tool-argument',
    'MCP, a tool that is added',
    'from fastmcp import FastMCP\nmcp = FastMCP("m")\ndef t(q: str) -> str:\n    value = q\n    SINKS\nmcp.add_tool(t)',
  ],
  [
    'tool-argument',
    'LangChain',
    'from langchain.tools import tool\n@tool\ndef t(q: str) -> str:\n    """T."""\n    value = q\n    SINKS',
  ],
  [
    'tool-argument',
    'LangChain, a class',
    'from langchain_core.tools import BaseTool\nclass T(BaseTool):\n    name: str = "t"\n    def _run(self, q: str) -> str:\n        value = q\n        SINKS',
  ],
  [
    'tool-argument',
    'LangChain, a structured tool',
    'from langchain_core.tools import StructuredTool\ndef t(q: str) -> str:\n    value = q\n    SINKS\nT = StructuredTool.from_function(func=t, name="t", description="t")',
  ],
  [
    'tool-argument',
    'LlamaIndex',
    'from llama_index.core.tools import FunctionTool\ndef t(q: str) -> str:\n    value = q\n    SINKS\nT = FunctionTool.from_defaults(fn=t)',
  ],
  [
    'tool-argument',
    'LlamaIndex, an agent',
    'from llama_index.core.agent.workflow import FunctionAgent\ndef t(q: str) -> str:\n    value = q\n    SINKS\nagent = FunctionAgent(tools=[t], llm=None)',
  ],
  [
    'tool-argument',
    'OpenAI Agents',
    'from agents import function_tool\n@function_tool\ndef t(q: str) -> str:\n    value = q\n    SINKS',
  ],
  [
    'tool-argument',
    'CrewAI',
    'from crewai.tools import BaseTool\nclass T(BaseTool):\n    def _run(self, q: str) -> str:\n        value = q\n        SINKS',
  ],
  [
    'tool-argument',
    'smolagents',
    'from smolagents import Tool\nclass T(Tool):\n    def forward(self, q: str) -> str:\n        value = q\n        SINKS',
  ],
  [
    'tool-argument',
    'AutoGen',
    'from autogen_agentchat.agents import AssistantAgent\nasync def t(q: str) -> str:\n    value = q\n    SINKS\nagent = AssistantAgent("a", model_client=None, tools=[t])',
  ],
  [
    'tool-argument',
    'AutoGen, registered',
    'from autogen import ConversableAgent\na = ConversableAgent("a")\n@a.register_for_llm(description="t")\ndef t(q: str) -> str:\n    value = q\n    SINKS',
  ],
  [
    'tool-argument',
    'Pydantic AI',
    'from pydantic_ai import Agent, RunContext\nagent = Agent("openai:m")\n@agent.tool\ndef t(ctx: RunContext[str], q: str) -> str:\n    value = q\n    SINKS',
  ],
  [
    'tool-argument',
    'Gemini, a function handed over',
    'from google import genai\nfrom google.genai import types\ndef t(q: str) -> str:\n    value = q\n    SINKS\ngenai.Client().models.generate_content(model="m", contents="q", config=types.GenerateContentConfig(tools=[t]))',
  ],
  ['secret', 'an environment variable', 'value = os.environ["OPENAI_API_KEY"]\nSINKS'],
  ['secret', 'an environment variable, asked for', 'value = os.getenv("HF_TOKEN", "")\nSINKS'],
  ['secret', 'Colab', 'from google.colab import userdata\nvalue = userdata.get("HF_TOKEN")\nSINKS'],
  ['secret', 'getpass', 'from getpass import getpass\nvalue = getpass("Key: ")\nSINKS'],
  ['secret', 'Streamlit', 'import streamlit as st\nvalue = st.secrets["OPENAI_API_KEY"]\nSINKS'],
];

/** One use of `value` each. */
const SINK_LINES: Readonly<Record<string, string>> = {
  exec: 'exec(value)',
  eval: 'eval(value)',
  subprocess: 'subprocess.run(value, shell=True)',
  system: 'os.system(value)',
  sql: 'sqlite3.connect("a.db").execute(value)',
  write: 'open(value, "w")',
  read: 'open(value)',
  url: 'requests.get(value, timeout=9)',
  template: 'jinja2.Template(value)',
  pickle: 'pickle.loads(value)',
  load: 'torch.load(value, weights_only=False)',
  import: 'importlib.import_module(value)',
  prompt: 'messages = [{"role": "system", "content": value}]',
  log: 'logging.info("%s", value)',
};

const HEAD =
  'import importlib, logging, os, pickle, sqlite3, subprocess\nimport jinja2\nfrom openai import OpenAI\nimport requests\nimport torch\n';

/** A program with every use of the value in it, and the line of each use, from 0. */
export function writeProgram(code: string): {
  readonly text: string;
  readonly lines: ReadonlyMap<number, string>;
} {
  const before = HEAD + code.slice(0, code.indexOf('SINKS'));
  const indent = /[^\n]*$/.exec(before)?.[0] ?? '';
  const first = before.split('\n').length - 1;
  const names = Object.keys(SINK_LINES);
  const uses = Object.values(SINK_LINES).join(`\n${indent}`);
  return {
    text: `${before}${uses}${code.slice(code.indexOf('SINKS') + 5)}\n`,
    lines: new Map(names.map((name, at) => [first + at, name])),
  };
}
