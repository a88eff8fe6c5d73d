"""Inference workers: Ray Serve, BentoML, LitServe, a ZeroMQ pool and a gRPC front."""
import os
from concurrent import futures

import bentoml
import grpc
import litserve as ls
import msgpack
import msgpack_numpy
import numpy as np
import onnxruntime as ort
import ray
import requests
import torch
import zmq
from ray import serve
from starlette.requests import Request
from transformers import pipeline
from vllm import LLM, SamplingParams

from .generated import predict_pb2, predict_pb2_grpc

msgpack_numpy.patch()  # expect: msgpack-numpy-pickle
os.environ["VLLM_ALLOW_INSECURE_SERIALIZATION"] = "1"  # expect: vllm-pickle-allowed
os.environ.setdefault("VLLM_ALLOW_RUNTIME_LORA_UPDATING", "True")  # expect: vllm-runtime-lora


@serve.deployment(num_replicas=2)
class Sentiment:
    def __init__(self):
        self.pipe = pipeline("sentiment-analysis", "distilbert/distilbert-base-uncased-finetuned-sst-2-english")  # expect: hub-revision-unpinned

    async def __call__(self, request: Request):
        body = await request.json()
        return self.pipe(body["text"])


@serve.deployment
class Switchable:
    def __init__(self):
        self.model = None

    async def __call__(self, request: Request):
        path = request.query_params["model"]
        self.model = torch.jit.load(path)  # expect: torch-package-unsafe
        return {"parameters": sum(p.numel() for p in self.model.parameters())}


@bentoml.service(resources={"gpu": 1}, traffic={"timeout": 30})
class Captions:
    def __init__(self) -> None:
        self.session = ort.InferenceSession("models/captions.onnx")

    @bentoml.api
    def caption(self, url: str) -> str:
        data = requests.get(url, timeout=5).content  # expect: url-from-request
        pixels = np.frombuffer(data, dtype=np.uint8)
        return str(self.session.run(None, {"pixels": pixels})[0])


class ChatAPI(ls.LitAPI):
    def setup(self, device):
        self.llm = LLM("models/chat", allowed_local_media_path="/")  # expect: vllm-media-path-open

    def decode_request(self, request):
        return request["prompt"]

    def predict(self, prompt):
        return self.llm.generate([prompt], SamplingParams(max_tokens=256))[0].outputs[0].text

    def encode_response(self, output):
        return {"text": output}


class Predictor(predict_pb2_grpc.PredictorServicer):
    def __init__(self, session):
        self.session = session

    def Predict(self, request, context):
        values = np.frombuffer(request.data, dtype=np.float32)
        return predict_pb2.Answer(scores=self.session.run(None, {"x": values[None]})[0][0])


def serve_grpc(path):
    server = grpc.server(futures.ThreadPoolExecutor(8))
    predict_pb2_grpc.add_PredictorServicer_to_server(Predictor(ort.InferenceSession(path)), server)
    server.add_insecure_port("[::]:50051")  # expect: grpc-port-insecure
    server.start()
    server.wait_for_termination()


def call_remote(values):
    channel = grpc.insecure_channel("inference.leafworks.io:50051")  # expect: inference-channel-plain
    stub = predict_pb2_grpc.PredictorStub(channel)
    return stub.Predict(predict_pb2.Question(data=values.astype(np.float32).tobytes()), timeout=5)


def zmq_worker(address="tcp://*:5555"):
    socket = zmq.Context().socket(zmq.REP)
    socket.bind(address)
    session = ort.InferenceSession("models/embed.onnx")
    while True:
        batch = socket.recv_pyobj()  # expect: zmq-object-received
        socket.send(msgpack.packb({"out": session.run(None, {"x": batch})[0].tolist()}))


if __name__ == "__main__":
    ray.init(dashboard_host="0.0.0.0", num_gpus=1)  # expect: ray-dashboard-open
    serve.run(Sentiment.bind(), route_prefix="/sentiment")
    serve.run(Switchable.bind(), name="switch", route_prefix="/switch")
    ls.LitServer(ChatAPI()).run(port=8001)  # expect: serve-all-interfaces
