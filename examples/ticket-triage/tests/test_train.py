from pathlib import Path

import joblib
import torch
import yaml
from fastapi.testclient import TestClient

from ticket_triage import serve
from ticket_triage.assistant import refund
from ticket_triage.baseline import train_baseline
from ticket_triage.config import DEFAULTS, load_settings
from ticket_triage.data import load_tickets
from ticket_triage.model import UNKNOWN, encode
from ticket_triage.train import parse_arguments, train


def test_tickets_have_a_text_and_one_of_four_labels():
    tickets = load_tickets()
    assert all(text for text, _ in tickets)
    assert {label for _, label in tickets} == {"account", "billing", "bug", "howto"}


def test_unseen_words_are_encoded_as_unknown():
    assert encode("export quux", {"export": 2}).tolist() == [2, UNKNOWN]


def test_an_experiment_overrides_only_what_it_names(tmp_path: Path):
    experiment = tmp_path / "short.yaml"
    experiment.write_text("epochs: 3")
    defaults = yaml.load(DEFAULTS.read_text(), Loader=yaml.SafeLoader)
    assert load_settings(experiment) == defaults | {"epochs": 3}


def test_a_prorated_refund_covers_the_days_left():
    assert refund("prorated", price=120.0, days_left=90, days_paid=360) == 30.0


def test_training_resumes_after_the_saved_epoch(tmp_path: Path):
    path = tmp_path / "classifier.pt"
    train(parse_arguments(["--output", str(path), "--epochs", "2"]))
    train(parse_arguments(["--output", str(path), "--epochs", "4", "--resume", str(path)]))
    assert torch.load(path, weights_only=True)["epoch"] == 3


def test_service_answers_with_a_label(tmp_path: Path, monkeypatch):
    path = tmp_path / "classifier.pt"
    train(parse_arguments(["--output", str(path)]))
    monkeypatch.setattr(serve, "CHECKPOINT", path)
    with TestClient(serve.app) as client:
        answer = client.post("/predict", json={"text": "Please refund my last invoice"}).json()
    assert answer["label"] == "billing"


def test_saved_baseline_predicts(tmp_path: Path):
    path = tmp_path / "baseline.joblib"
    assert train_baseline(path) > 0.5
    assert joblib.load(path).predict(["I cannot log in"])[0] == "account"
