"""A local demo with a login from the environment."""
import html
import os
from pathlib import Path

import gradio as gr
import plotly.graph_objects as go
import streamlit as st
from llama_cpp import Llama
from openai import OpenAI

OUTPUTS = Path("outputs")
client = OpenAI(base_url="http://localhost:11434/v1", api_key="ollama")
PLACEHOLDER = OpenAI(api_key="YOUR_API_KEY")
llama = Llama(model_path="models/tiny.gguf", n_ctx=2048)
SAMPLES = {"a": "samples/a.txt", "b": "samples/b.txt"}


def read_sample(name):
    return Path(SAMPLES[name]).read_text()


def answer(message, history):
    messages = [{"role": "system", "content": "You are brief."}]
    messages += history + [{"role": "user", "content": message}]
    out = client.chat.completions.create(model="qwen2.5:7b", messages=messages, max_tokens=200)
    return out.choices[0].message.content


def highlight(text):
    out = llama(text, max_tokens=64)["choices"][0]["text"]
    return f"<mark>{html.escape(out)}</mark>"


def shorten(text, limit):
    return text[: int(limit)] + ("..." if len(text) > limit else "")


def chart(values):
    figure = go.Figure(go.Bar(y=[float(v) for v in values.split(",")]))
    figure.update_layout(title="Values")
    return figure


def store(text):
    path = OUTPUTS / "last.txt"
    path.write_text(text)
    return str(path)


def credentials():
    return os.environ["DEMO_USER"], os.environ["DEMO_PASSWORD"]


with gr.Blocks() as demo:
    gr.HTML("<h1>Tiny demo</h1>")
    gr.Markdown("Answers are made by a language model.")
    gr.ChatInterface(answer, type="messages")
    with gr.Row():
        name, text = gr.Dropdown(list(SAMPLES)), gr.Textbox()
        name.change(read_sample, name, text)
    with gr.Row():
        source, marked = gr.Textbox(), gr.HTML()
        gr.Button("Mark").click(highlight, source, marked)
    with gr.Row():
        gr.Interface(shorten, ["text", gr.Slider(1, 100)], "text")
        gr.Interface(chart, "text", gr.Plot())
        gr.Interface(store, "text", gr.File())


def page():
    st.title("Values")
    st.markdown("**bold** and <em>not markup</em>")
    st.markdown("<hr>", unsafe_allow_html=True)
    prompt = st.chat_input("Say something")
    if prompt:
        st.markdown(answer(prompt, []))
        st.write(answer(prompt, []))


if __name__ == "__main__":
    demo.queue(max_size=8).launch(
        server_name="127.0.0.1",
        share=False,
        auth=credentials(),
        allowed_paths=["outputs"],
        show_error=False,
    )
