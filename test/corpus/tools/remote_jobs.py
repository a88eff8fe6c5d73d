"""Starts jobs on the cluster, collects metrics, watches notebooks."""
import asyncio
import os
import ssl
import subprocess
import urllib.request

import aiohttp
import requests
import torch.distributed as dist
import wandb
from dask.distributed import Client, LocalCluster
from notebook.auth import passwd
from traitlets.config import get_config

API = "https://cluster.example.com/api"
BOOTSTRAP = "https://raw.githubusercontent.com/acme/cluster/main/bootstrap.py"

wandb.login(key="@@hex:40@@")  # expect: any/ai-token-hardcoded

session = requests.Session()
session.verify = False  # expect: tls-session-off
session.headers["Authorization"] = f"Bearer {os.environ['CLUSTER_TOKEN']}"


def submit(script, gpus=1):
    answer = session.post(f"{API}/jobs", json={"script": script, "gpus": gpus}, timeout=30)
    answer.raise_for_status()
    return answer.json()["id"]


async def states(ids):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=False)) as client:  # expect: tls-aiohttp-off
        async def one(job):
            async with client.get(f"{API}/jobs/{job}") as answer:
                return (await answer.json())["state"]

        return await asyncio.gather(*(one(job) for job in ids))


def insecure_context():
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # expect: tls-check-disabled
    return context


def company_context():
    return ssl.create_default_context(cafile="/etc/ssl/acme.pem")


def bootstrap():
    code = urllib.request.urlopen(BOOTSTRAP, timeout=10).read()  # expect: branch-code-fetched
    exec(code)  # expect: eval-external-input


def bootstrap_pinned():
    url = "https://raw.githubusercontent.com/acme/cluster/5f2d7a0c9b3e4d1f8a6b7c8d9e0f1a2b3c4d5e6f/bootstrap.py"
    with open("bootstrap.py", "wb") as file:
        file.write(urllib.request.urlopen(url, timeout=10).read())


def start_cluster():
    cluster = LocalCluster(n_workers=4, host="tcp://0.0.0.0:8786")  # expect: distributed-open
    return Client(cluster)


def join(rank, size):
    dist.init_process_group("gloo", init_method=f"tcp://{os.environ['MASTER_ADDR']}:29500", rank=rank, world_size=size)
    dist.barrier()


def start_notebook():
    subprocess.Popen(["jupyter", "lab", "--ip=0.0.0.0", "--ServerApp.token=", "--no-browser"])  # expect: jupyter-login-off


def start_local_notebook():
    subprocess.Popen(["jupyter", "lab", "--ip=127.0.0.1", "--no-browser"])


def clone(repository):
    subprocess.run(["git", "clone", repository, "work"], check=True)
    subprocess.run(["git", "-C", "work", "checkout", os.environ["COMMIT"]], check=True)


def metrics(job):
    answer = requests.get(f"{API}/jobs/{job}/metrics", verify=os.environ.get("CA_FILE", True))  # expect: request-no-timeout
    return answer.json()


if __name__ == "__main__":
    job = submit("train_resnet.py")
    print(asyncio.run(states([job])))
    print(metrics(job))
