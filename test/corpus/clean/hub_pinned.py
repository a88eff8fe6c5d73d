"""Everything from the Hub by commit, or from disk."""
import os
from pathlib import Path

import torch
from datasets import load_dataset
from diffusers import DiffusionPipeline, StableDiffusionPipeline
from huggingface_hub import HfApi, hf_hub_download, login, snapshot_download
from peft import PeftModel
from sentence_transformers import SentenceTransformer
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM, AutoTokenizer, pipeline

BASE = "Qwen/Qwen2.5-0.5B"
COMMIT = "060db6499f32faf8b98477b0a26969ef7d8b9987"
PINNED = {"revision": COMMIT}
LOCAL = Path("/models/qwen")
COMMITS = {"encoder": "c9745ed1d9f207416be6d2e6f8de32d1f16199bf"}


def load_by_commit():
    tokenizer = AutoTokenizer.from_pretrained(BASE, revision=COMMIT)
    model = AutoModelForCausalLM.from_pretrained(BASE, **PINNED, torch_dtype=torch.bfloat16)
    return tokenizer, model


def load_local(name):
    folder = LOCAL / name
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained("./checkpoints/last", trust_remote_code=False)
    config = AutoConfig.from_pretrained(str(folder / "config.json"))
    return tokenizer, model, config


def load_offline():
    return AutoModel.from_pretrained(BASE, local_files_only=True)


def load_adapter(model, folder):
    return PeftModel.from_pretrained(model, folder)


def load_encoder():
    return SentenceTransformer("intfloat/e5-small-v2", revision=COMMITS["encoder"])


def load_painter():
    pipe = DiffusionPipeline.from_pretrained(
        "stabilityai/sdxl-turbo", revision="71153311d3dbb46851df1931d3ca6e939de83304", use_safetensors=True
    )
    other = StableDiffusionPipeline.from_single_file("weights/house.safetensors")
    return pipe, other


def load_data(language):
    files = {"train": "data/train.jsonl", "test": "data/test.jsonl"}
    ours = load_dataset("json", data_files=files)
    folder = load_dataset("imagefolder", data_dir="images")
    theirs = load_dataset("stanfordnlp/imdb", split="train", revision="e6281661ce1c48d982bc483cf8a173c1bbeb5d31")
    return ours, folder, theirs.filter(lambda row: row.get("language") == language)


def download(name):
    config = hf_hub_download(BASE, "config.json", revision=COMMIT)
    folder = snapshot_download(repo_id=BASE, revision=COMMIT, allow_patterns=["*.safetensors", "*.json"])
    return Path(folder) / name, config


def load_chosen(args):
    """The caller of this script gives both; nothing is known about them here."""
    model = AutoModel.from_pretrained(args.model, revision=args.revision, trust_remote_code=args.trust)
    return pipeline("feature-extraction", model=model, tokenizer=args.tokenizer)


def publish(model, folder):
    login(token=os.environ["HF_TOKEN"])
    model.save_pretrained(folder, safe_serialization=True)
    model.push_to_hub("acme/qwen-tuned", private=True)
    api = HfApi(token=os.environ.get("HF_TOKEN"))
    api.create_repo("acme/qwen-tuned", private=True, exist_ok=True)
    return api.model_info("acme/qwen-tuned").sha


if __name__ == "__main__":
    print(load_by_commit(), load_offline())
