"""Fine-tuning with the Trainer from local files, an agent loop with a limit, and a debug build that is off."""
import argparse
import logging
import os
from pathlib import Path

import numpy as np
import ray
from datasets import load_from_disk
from flask import Flask, jsonify, request
from openai import OpenAI
from sklearn.metrics import f1_score
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    EarlyStoppingCallback,
    Trainer,
    TrainingArguments,
    set_seed,
)
from vllm import LLM, SamplingParams

app = Flask(__name__)
log = logging.getLogger("trainer")
MODEL = Path(os.environ.get("MODEL_DIR", "/models/deberta"))


def compute_metrics(prediction):
    labels = prediction.label_ids
    return {"f1": f1_score(labels, np.argmax(prediction.predictions, axis=1), average="macro")}


def arguments(output):
    return TrainingArguments(
        output_dir=output,
        per_device_train_batch_size=16,
        num_train_epochs=3,
        eval_strategy="epoch",
        save_strategy="epoch",
        load_best_model_at_end=True,
        save_safetensors=True,
        push_to_hub=False,
        report_to="none",
        seed=11,
    )


def train(data_folder, output):
    set_seed(11)
    data = load_from_disk(data_folder)
    tokenizer = AutoTokenizer.from_pretrained(MODEL)
    model = AutoModelForSequenceClassification.from_pretrained(MODEL, num_labels=3)
    data = data.map(lambda batch: tokenizer(batch["text"], truncation=True), batched=True)
    trainer = Trainer(
        model=model,
        args=arguments(output),
        train_dataset=data["train"],
        eval_dataset=data["validation"],
        data_collator=DataCollatorWithPadding(tokenizer),
        compute_metrics=compute_metrics,
        callbacks=[EarlyStoppingCallback(2)],
    )
    trainer.train()
    trainer.save_model(output)
    return trainer.evaluate(data["test"])


def label_with_llm(texts):
    engine = LLM(str(MODEL), trust_remote_code=False, enforce_eager=True)
    outputs = engine.generate([f"Label: {text}" for text in texts], SamplingParams(max_tokens=4, temperature=0))
    return [output.outputs[0].text.strip() for output in outputs]


def refine(question, rounds=4):
    client = OpenAI(timeout=20)
    messages = [{"role": "user", "content": question}]
    for _ in range(rounds):
        out = client.chat.completions.create(model="gpt-4o-2024-08-06", messages=messages, max_tokens=300)
        text = out.choices[0].message.content
        if "DONE" in text:
            return text
        messages += [{"role": "assistant", "content": text}, {"role": "user", "content": "Go on."}]
    return None


@app.post("/feedback")
def feedback():
    body = request.get_json()
    with open("feedback/queue.jsonl", "a") as queue:
        queue.write(f"{int(body['id'])}\t{int(body['score'])}\n")
    return jsonify(ok=True)


@app.errorhandler(ValueError)
def bad_value(error):
    log.warning("bad value: %s", type(error).__name__)
    return jsonify(error="bad value"), 400


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["train", "serve"])
    parser.add_argument("--data", default="data/reviews")
    parser.add_argument("--debug", action="store_true")
    options = parser.parse_args()
    ray.init(num_cpus=4, include_dashboard=False)
    if options.command == "train":
        print(train(options.data, "out/deberta"))
    else:
        app.run(host="127.0.0.1", port=5001)


if __name__ == "__main__":
    main()
