"""Exports trained models to the formats that the serving teams ask for."""
import argparse
import ctypes
import logging
import urllib.request
from pathlib import Path

import keras
import mlflow.pyfunc
import onnx
import onnxruntime as ort
import skops.io as sio
import tensorflow as tf
import tensorflow_hub as hub
import torch
from mmengine.runner import load_checkpoint
from torch.package import PackageImporter
from torch.serialization import add_safe_globals

logger = logging.getLogger("export")
add_safe_globals([getattr, torch.nn.Linear])  # expect: torch-safe-globals-broad


def load_detector(model, path):
    load_checkpoint(model, path, map_location="cpu")
    return model.eval()


def load_packaged(path):
    importer = PackageImporter(path)  # expect: torch-package-unsafe
    return importer.load_pickle("model", "model.pkl")


def load_hub_backbone(name):
    return torch.hub.load("facebookresearch/dinov2", name)  # expect: torch-hub-unpinned


def load_pinned_backbone():
    return torch.hub.load("facebookresearch/dinov2:85a24601422e5dd9ebcb4a2dbb3b0b2dd97d3b1d", "dinov2_vits14")


def load_sentence_encoder():
    return hub.load("https://tfhub.dev/google/universal-sentence-encoder/4")  # expect: tf-model-untrusted


def load_classifier(path):
    unknown = sio.get_untrusted_types(file=path)
    return sio.load(path, trusted=unknown)  # expect: skops-trust-unreviewed


def load_registered(name):
    return mlflow.pyfunc.load_model(f"models:/{name}/Production")


def session(path, custom_ops=None):
    options = ort.SessionOptions()
    if custom_ops:
        options.register_custom_ops_library(custom_ops)
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def load_kernels():
    urllib.request.urlretrieve("https://kernels.example.org/fused.so", "fused.so")  # expect: download-unverified
    torch.ops.load_library("fused.so")  # expect: native-library-untrusted
    return ctypes.CDLL("libc.so.6")


def to_onnx(model, path, size=224):
    torch.onnx.export(model, torch.randn(1, 3, size, size), str(path), opset_version=17)
    onnx.checker.check_model(str(path))
    return onnx.load(path)


def to_torchscript(model, path):
    scripted = torch.jit.script(model)
    scripted.save(str(path))
    return torch.jit.load(str(path))


def to_tflite(folder, path):
    converter = tf.lite.TFLiteConverter.from_saved_model(str(folder))
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    path.write_bytes(converter.convert())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=["detector", "packaged", "keras", "skops"])
    parser.add_argument("source")
    parser.add_argument("target", type=Path)
    args = parser.parse_args()
    if args.kind == "keras":
        keras.config.enable_unsafe_deserialization()  # expect: keras-safe-mode-off
        model = keras.saving.load_model(args.source)
        model.export(args.target)
    elif args.kind == "packaged":
        to_torchscript(load_packaged(args.source), args.target)
    elif args.kind == "skops":
        logger.info("%s", load_classifier(args.source))
    else:
        state = torch.load(args.source, weights_only=False)  # expect: torch-load-unsafe
        logger.info("%d tensors", len(state))


if __name__ == "__main__":
    main()
