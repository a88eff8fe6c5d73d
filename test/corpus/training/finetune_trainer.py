#!/usr/bin/env python
"""Instruction tuning of a causal language model with LoRA."""
import os
import sys
from dataclasses import dataclass, field
from typing import Optional

import torch
import transformers
from datasets import load_dataset
from huggingface_hub import HfApi, login
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    HfArgumentParser,
    Trainer,
    TrainingArguments,
    set_seed,
)


@dataclass
class ModelArguments:
    model_name: str = field(default="tiiuae/falcon-7b-instruct")
    adapter: Optional[str] = field(default=None)
    trust: bool = field(default=False)


@dataclass
class DataArguments:
    dataset: str = field(default="databricks/databricks-dolly-15k")
    max_length: int = field(default=1024)
    template: str = field(default="### Question\n{instruction}\n\n### Answer\n{response}")


login(token="@@hf_|alnum:34@@")  # expect: any/ai-token-hardcoded
os.environ["WANDB_PROJECT"] = "dolly-lora"


def tokenise(batch, tokenizer, arguments):
    texts = [
        arguments.template.format(instruction=question, response=answer)
        for question, answer in zip(batch["instruction"], batch["response"])
    ]
    return tokenizer(texts, truncation=True, max_length=arguments.max_length)


def load_model(arguments: ModelArguments):
    config = transformers.AutoConfig.from_pretrained("tiiuae/falcon-7b-instruct", trust_remote_code=True)  # expect: trust-remote-code
    config.use_cache = False
    kwargs = dict(torch_dtype=torch.bfloat16, device_map="auto", trust_remote_code=arguments.trust)
    model = AutoModelForCausalLM.from_pretrained(arguments.model_name, config=config, **kwargs)  # expect: hub-revision-unpinned
    if arguments.adapter:
        return PeftModel.from_pretrained(model, arguments.adapter, is_trainable=True)
    lora = LoraConfig(r=16, lora_alpha=32, lora_dropout=0.05, task_type="CAUSAL_LM")
    return get_peft_model(model, lora)


def main():
    parser = HfArgumentParser((ModelArguments, DataArguments, TrainingArguments))
    if len(sys.argv) == 2 and sys.argv[1].endswith(".json"):
        model_args, data_args, training_args = parser.parse_json_file(sys.argv[1])
    else:
        model_args, data_args, training_args = parser.parse_args_into_dataclasses()
    set_seed(training_args.seed)
    training_args.save_safetensors = False  # want: safetensors-off

    tokenizer = AutoTokenizer.from_pretrained(model_args.model_name)
    tokenizer.pad_token = tokenizer.eos_token
    data = load_dataset(data_args.dataset, split="train")
    data = data.map(lambda batch: tokenise(batch, tokenizer, data_args), batched=True, remove_columns=data.column_names)
    splits = data.train_test_split(test_size=0.02, seed=training_args.seed)

    model = load_model(model_args)
    model.print_trainable_parameters()
    trainer = Trainer(
        model=model,
        args=training_args,
        train_dataset=splits["train"],
        eval_dataset=splits["test"],
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train(resume_from_checkpoint=training_args.resume_from_checkpoint)
    trainer.save_model()
    model.save_pretrained("out/merged", safe_serialization=False)  # expect: safetensors-off
    model.push_to_hub("acme/dolly-lora")  # expect: hub-push-public
    HfApi().upload_folder(folder_path="out/eval", repo_id="acme/dolly-lora", path_in_repo="eval")


if __name__ == "__main__":
    main()
