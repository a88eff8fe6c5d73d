"""Demo of the fine-tuned chat model, with uploads and a picture tab."""
import os
from pathlib import Path

import gradio as gr
import requests
import torch
from diffusers import StableDiffusionXLPipeline
from huggingface_hub import InferenceClient, hf_hub_download
from PIL import Image
from transformers import AutoModelForCausalLM, AutoTokenizer, TextIteratorStreamer

NAME = os.getenv("MODEL", "acme/chat-7b")
tokenizer = AutoTokenizer.from_pretrained(NAME, trust_remote_code=True)  # expect: trust-remote-code
model = AutoModelForCausalLM.from_pretrained(NAME, trust_remote_code=True, device_map="auto")  # expect: trust-remote-code
painter = None
remote = InferenceClient("mistralai/Mistral-7B-Instruct-v0.2")


def get_painter():
    global painter
    if painter is None:
        painter = StableDiffusionXLPipeline.from_pretrained("stabilityai/stable-diffusion-xl-base-1.0")  # expect: hub-revision-unpinned
    return painter


def chat(message, history, style):
    messages = [{"role": "system", "content": "You are a helpful assistant."}]
    for question, answer in history:
        messages += [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    messages.append({"role": "user", "content": f"Answer in a {style} way: {message}"})
    tokens = tokenizer.apply_chat_template(messages, return_tensors="pt", add_generation_prompt=True)
    output = model.generate(tokens.to(model.device), max_new_tokens=512)
    return tokenizer.decode(output[0][tokens.shape[1]:], skip_special_tokens=True)


def summarise(url):
    page = requests.get(url, timeout=10).text  # expect: url-from-request
    return remote.text_generation(f"Summarise:\n{page[:8000]}", max_new_tokens=200)


def render(question):
    answer = remote.text_generation(question, max_new_tokens=300)
    return gr.HTML(answer)  # expect: llm-output-html


def caption(path):
    image = Image.open(path)
    return f"{image.width} x {image.height}"


def load_adapter(name):
    path = hf_hub_download(name, "adapter.bin")
    state = torch.load(path, map_location=model.device)  # expect: torch-load-unsafe
    model.load_state_dict(state, strict=False)
    return Path(path).name


with gr.Blocks(title="Chat 7B") as demo:
    with gr.Tab("Chat"):
        gr.ChatInterface(chat, additional_inputs=[gr.Radio(["short", "long"], value="short")])
    with gr.Tab("Summary"):
        address, summary = gr.Textbox(label="Address"), gr.Textbox(label="Summary")
        gr.Button("Summarise").click(summarise, address, summary)
    with gr.Tab("Picture"):
        prompt, picture = gr.Textbox(), gr.Image()
        gr.Button("Paint").click(lambda text: get_painter()(text).images[0], prompt, picture)
    with gr.Tab("Caption"):
        gr.Interface(caption, gr.Image(type="filepath"), "text")
    with gr.Tab("Page"):
        gr.Interface(render, "text", "html")
    with gr.Tab("Adapter"):
        gr.Interface(load_adapter, "text", "text")

if __name__ == "__main__":
    demo.queue(max_size=20).launch(  # expect: serve-all-interfaces
        server_name="0.0.0.0",
        share=True,  # expect: gradio-share
        allowed_paths=["/"],  # expect: gradio-paths-open
    )
