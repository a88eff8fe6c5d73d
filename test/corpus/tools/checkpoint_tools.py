"""Averages, inspects, converts and signs checkpoints."""
import argparse
import hashlib
import importlib.util
import json
import os
import pickle
import runpy
import shelve
import subprocess
import sys
import tarfile
import zipfile
from collections import OrderedDict
from pathlib import Path

import jsonpickle
import marshal
import numpy as np
import torch
from omegaconf import OmegaConf
from hydra.utils import instantiate
from huggingface_hub import hf_hub_download
from ruamel.yaml import YAML
from safetensors.torch import load_file, save_file

LOADERS = {".safetensors": load_file, ".pt": torch.load}


def read(path):
    path = Path(path)
    if path.suffix == ".safetensors":
        return load_file(path)
    return torch.load(path, "cpu", weights_only=False)  # expect: torch-load-unsafe


def read_with(path, module):
    return torch.load(path, pickle_module=module)  # expect: torch-load-unsafe


def average(paths):
    total = OrderedDict()
    for path in paths:
        for key, value in read(path).items():
            total[key] = total.get(key, 0) + value.float() / len(paths)
    return total


def digest(path, block=1 << 20):
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(block):
            sha.update(chunk)
    return sha.hexdigest()


def unpack(path, target):
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(target)
    elif path.endswith(".tar"):
        with tarfile.open(path) as archive:
            archive.extractall(target, filter="data")
    else:
        archive = tarfile.open(path, "r:gz")
        archive.extractall(target)  # expect: tar-extract-unfiltered
        archive.close()


def load_index(path):
    with shelve.open(path) as index:  # expect: pickle-load-unsafe
        return dict(index)


def load_meta(path):
    return jsonpickle.decode(Path(path).read_text())  # expect: pickle-load-unsafe


def load_code(path):
    with open(path, "rb") as file:
        file.read(16)
        return marshal.load(file)  # want: marshal-load


def load_recipe(path):
    return YAML(typ="unsafe").load(Path(path))  # expect: ruamel-yaml-unsafe


def build_remote(repo):
    config = OmegaConf.load(hf_hub_download(repo, "config.yaml", revision="451f4fe16113bff5a5d2269ed5ad43b0592e9a14"))
    return instantiate(config.model)  # expect: hydra-instantiate-remote


def build_local(path="configs/model.yaml"):
    return instantiate(OmegaConf.load(path).model)


def load_hook():
    spec = importlib.util.spec_from_file_location("hook", sys.argv[2])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Legacy(pickle.Unpickler):
    """Renames modules that moved."""

    def find_class(self, module, name):
        return super().find_class(module.replace("old_project", "project"), name)


def load_legacy(path):
    with open(path, "rb") as file:
        return Legacy(file).load()  # expect: pickle-load-unsafe


def summary(state):
    return {key: list(value.shape) for key, value in state.items() if isinstance(value, torch.Tensor)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["average", "digest", "summary", "hook"])
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--out", default="average.safetensors")
    args = parser.parse_args()
    if args.command == "average":
        save_file(average(args.paths), args.out)
    elif args.command == "digest":
        print("\n".join(f"{digest(path)}  {path}" for path in args.paths))
    elif args.command == "hook":
        load_hook().run(args.paths)
    else:
        print(json.dumps({path: summary(read(path)) for path in args.paths}, indent=2))


if __name__ == "__main__":
    main()
