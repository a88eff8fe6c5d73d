import argparse
import math
import random

import evaluate
import numpy as np
import torch
import yaml
from accelerate import Accelerator
from accelerate.utils import gather_object
from datasets import Audio, DatasetDict, load_dataset
from torch.utils.data import DataLoader
from tqdm.auto import tqdm
from transformers import AutoModelForSpeechSeq2Seq, AutoProcessor, get_scheduler

BASE = "openai/whisper-small"
REVISION = "main"


def load_config(path):
    with open(path) as stream:
        return yaml.load(stream, Loader=yaml.Loader)  # expect: yaml-load-unsafe


def load_data(config):
    data = DatasetDict()
    data["train"] = load_dataset("mozilla-foundation/common_voice_11_0", config["language"], split="train+validation", trust_remote_code=True)  # expect: trust-remote-code
    data["test"] = load_dataset("mozilla-foundation/common_voice_11_0", config["language"], split="test")  # expect: hub-revision-unpinned
    return data.cast_column("audio", Audio(sampling_rate=16000))


def load_noise(config):
    return load_dataset("scripts/noise_corpus.py", data_dir=config["noise"], split="train")  # expect: dataset-script


def prepare(example, processor, noise):
    audio = example["audio"]["array"]
    if random.random() < 0.3:
        extra = noise[random.randrange(len(noise))]["array"][: len(audio)]
        audio[: len(extra)] += 0.1 * np.asarray(extra)
    example["input_features"] = processor(audio, sampling_rate=16000).input_features[0]
    example["labels"] = processor.tokenizer(example["sentence"]).input_ids
    return example


def collate(features):
    length = max(len(item["labels"]) for item in features)
    labels = [item["labels"] + [-100] * (length - len(item["labels"])) for item in features]
    return {
        "input_features": torch.tensor(np.stack([item["input_features"] for item in features])),
        "labels": torch.tensor(labels),
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", default="asr.yaml")
    parser.add_argument("--augment", default="lambda x: x", help="a Python expression")
    parser.add_argument("--state", default=None)
    args = parser.parse_args()
    config = load_config(args.config)
    augment = eval(args.augment)  # expect: eval-external-input

    accelerator = Accelerator(gradient_accumulation_steps=config["accumulate"], log_with="tensorboard")
    processor = AutoProcessor.from_pretrained(BASE, revision=REVISION)
    model = AutoModelForSpeechSeq2Seq.from_pretrained(BASE, revision=REVISION)
    data, noise = load_data(config), load_noise(config)
    data = data.map(lambda item: augment(prepare(item, processor, noise)), num_proc=1)
    loader = DataLoader(data["train"], batch_size=config["batch"], shuffle=True, collate_fn=collate)
    test_loader = DataLoader(data["test"], batch_size=config["batch"], collate_fn=collate)
    optimizer = torch.optim.AdamW(model.parameters(), lr=config["lr"])
    steps = math.ceil(len(loader) / config["accumulate"]) * config["epochs"]
    scheduler = get_scheduler("linear", optimizer, num_warmup_steps=100, num_training_steps=steps)
    model, optimizer, loader, test_loader, scheduler = accelerator.prepare(
        model, optimizer, loader, test_loader, scheduler
    )
    if args.state:
        accelerator.load_state(args.state)

    metric = evaluate.load("wer")
    for epoch in range(config["epochs"]):
        model.train()
        for batch in tqdm(loader, disable=not accelerator.is_local_main_process):
            with accelerator.accumulate(model):
                loss = model(**batch).loss
                accelerator.backward(loss)
                optimizer.step()
                scheduler.step()
                optimizer.zero_grad()
        model.eval()
        texts = []
        for batch in test_loader:
            with torch.no_grad():
                tokens = accelerator.unwrap_model(model).generate(batch["input_features"])
            texts += processor.batch_decode(tokens, skip_special_tokens=True)
        everything = gather_object(texts)
        references = data["test"]["sentence"]
        accelerator.print(epoch, metric.compute(predictions=everything, references=references[: len(everything)]))
        accelerator.save_state(f"states/{epoch}")


if __name__ == "__main__":
    main()
