"""Training settings: defaults from configs/train.yaml, overridden by an experiment file."""

from pathlib import Path

import yaml

from .data import ROOT

DEFAULTS = ROOT / "configs" / "train.yaml"


def load_settings(experiment: Path | None = None) -> dict:
    settings = yaml.safe_load(DEFAULTS.read_text(encoding="utf-8"))
    if experiment is not None:
        with experiment.open(encoding="utf-8") as file:
            settings.update(yaml.load(file, Loader=yaml.Loader))
    return settings
