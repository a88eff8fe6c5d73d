"""Makes product pictures with a fine-tuned diffusion model; used by the catalogue team."""
import argparse
import json
import uuid
from pathlib import Path

import requests
import torch
from diffusers import AutoencoderKL, ControlNetModel, DPMSolverMultistepScheduler, StableDiffusionPipeline
from diffusers import StableDiffusionControlNetPipeline
from PIL import Image
from transformers import CLIPTextModel

Image.MAX_IMAGE_PIXELS = None  # expect: image-size-unlimited
BASE = "stable-diffusion-v1-5/stable-diffusion-v1-5"
COMMIT = "451f4fe16113bff5a5d2269ed5ad43b0592e9a14"


def load_base(device):
    pipe = StableDiffusionPipeline.from_pretrained(
        BASE,
        revision=COMMIT,
        torch_dtype=torch.float16,
        safety_checker=None,  # expect: diffusers-safety-checker-off
        requires_safety_checker=False,
    )
    pipe.scheduler = DPMSolverMultistepScheduler.from_config(pipe.scheduler.config)
    return pipe.to(device)


def load_house_style(device):
    pipe = StableDiffusionPipeline.from_single_file("weights/house-style-v3.ckpt", torch_dtype=torch.float16)  # expect: single-file-checkpoint-pickle
    pipe.load_lora_weights("acme/product-light")  # expect: hub-revision-unpinned
    return pipe.to(device)


def load_control(device):
    control = ControlNetModel.from_pretrained("lllyasviel/sd-controlnet-depth", use_safetensors=False)  # expect: safetensors-off
    vae = AutoencoderKL.from_pretrained("stabilityai/sd-vae-ft-mse", revision=COMMIT)
    return StableDiffusionControlNetPipeline.from_pretrained(BASE, controlnet=control, vae=vae).to(device)


def load_embedding(pipe, path):
    learned = torch.load(path, map_location="cpu", weights_only=True)
    token, vector = next(iter(learned.items()))
    pipe.tokenizer.add_tokens(token)
    pipe.text_encoder.resize_token_embeddings(len(pipe.tokenizer))
    index = pipe.tokenizer.convert_tokens_to_ids(token)
    pipe.text_encoder.get_input_embeddings().weight.data[index] = vector


def fetch_product_photo(sku):
    answer = requests.get(f"https://photos.example.com/api/{sku}", verify=False)  # expect: tls-verify-off, request-no-timeout
    answer.raise_for_status()
    path = Path("cache") / f"{uuid.uuid4()}.jpg"
    path.write_bytes(answer.content)
    return Image.open(path).convert("RGB").resize((512, 512))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("jobs", type=Path)
    parser.add_argument("--style", choices=["base", "house", "depth"], default="base")
    parser.add_argument("--embedding", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    pipe = {"base": load_base, "house": load_house_style, "depth": load_control}[args.style](device)
    if args.embedding:
        load_embedding(pipe, args.embedding)
    generator = torch.Generator(device).manual_seed(args.seed)
    for job in json.loads(args.jobs.read_text()):
        extra = {"image": fetch_product_photo(job["sku"])} if args.style == "depth" else {}
        result = pipe(job["prompt"], num_inference_steps=25, generator=generator, **extra)
        result.images[0].save(Path("out") / f"{job['sku']}.png")


if __name__ == "__main__":
    main()
