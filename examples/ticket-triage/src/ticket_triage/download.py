"""Fetches trained models from the artifact store: python -m ticket_triage.download [NAME SHA256]"""

import hashlib
import io
import os
import sys
from pathlib import Path

import joblib
import requests

STORE = os.environ.get("ARTIFACT_STORE", "https://artifacts.internal.example")
CA_BUNDLE = os.environ.get("REQUESTS_CA_BUNDLE", True)


def fetch_checkpoint(name: str, sha256: str, target: Path) -> Path:
    response = requests.get(f"{STORE}/{name}", verify=CA_BUNDLE, timeout=60)
    response.raise_for_status()
    digest = hashlib.sha256(response.content).hexdigest()
    if digest != sha256:
        raise ValueError(f"{name}: expected sha256 {sha256}, got {digest}")
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(response.content)
    return target


def list_artifacts() -> list[str]:
    # The index host still has a self-signed certificate.
    response = requests.get(f"{STORE}/index.json", verify=False, timeout=10)
    response.raise_for_status()
    return [entry["name"] for entry in response.json()]


def fetch_baseline(name: str = "baseline-latest.joblib"):
    response = requests.get(f"{STORE}/{name}", timeout=60)
    response.raise_for_status()
    return joblib.load(io.BytesIO(response.content))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        print(fetch_checkpoint(sys.argv[1], sys.argv[2], Path("models") / sys.argv[1]))
    else:
        print("\n".join(list_artifacts()))
