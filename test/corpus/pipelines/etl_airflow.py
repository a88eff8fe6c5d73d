"""Nightly job: pulls events, builds features, retrains and registers the model."""
from __future__ import annotations

import importlib
import json
import os
import pickle
import tempfile
from datetime import datetime, timedelta

import boto3
import httpx
import joblib
import mlflow
import numpy as np
import pandas as pd
import yaml
from airflow.decorators import dag, task
from airflow.hooks.base import BaseHook
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import train_test_split
from sqlalchemy import create_engine, text

os.environ["MLFLOW_TRACKING_URI"] = "http://mlflow.leafworks.io"  # expect: tracking-uri-plain-http
os.environ["CURL_CA_BUNDLE"] = ""  # expect: tls-variable-off

SETTINGS = yaml.unsafe_load(open("/opt/airflow/settings.yaml"))  # expect: yaml-load-unsafe


def engine():
    return create_engine(BaseHook.get_connection("warehouse").get_uri())


@task(retries=2, retry_delay=timedelta(minutes=5))
def extract(day: str) -> str:
    statement = text("select * from events where day = :day")
    frame = pd.read_sql(statement, engine(), params={"day": day})
    path = f"/data/events/{day}.parquet"
    frame.to_parquet(path)
    return path


@task
def enrich(path: str) -> str:
    frame = pd.read_parquet(path)
    client = httpx.Client(verify=False, timeout=10)  # expect: tls-verify-off
    weather = client.get(SETTINGS["weather_url"]).json()
    frame["temperature"] = frame["city"].map({row["city"]: row["value"] for row in weather})
    target = path.replace("events", "features").replace(".parquet", ".pkl")
    frame.to_pickle(target)  # expect: pandas-pickle-written
    return target


@task
def train(path: str) -> dict:
    frame = pd.read_pickle(path)  # expect: pickle-load-unsafe
    x, y = frame.drop(columns="label"), frame["label"]
    x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.2, random_state=0)
    model = SGDClassifier(loss="log_loss").fit(x_train, y_train)
    with mlflow.start_run() as run:
        mlflow.log_metric("accuracy", model.score(x_test, y_test))
        mlflow.sklearn.log_model(model, "model", serialization_format="pickle")  # expect: mlflow-pickle-model
    return {"run": run.info.run_id, "accuracy": model.score(x_test, y_test)}


@task
def compare(result: dict) -> bool:
    with tempfile.NamedTemporaryFile(suffix=".joblib") as file:
        boto3.client("s3").download_fileobj("models", "current.joblib", file)
        file.seek(0)
        current = joblib.load(file)  # expect: cloud-object-unpickled
    return result["accuracy"] > current["accuracy"]


@task
def plugins(config_path: str) -> list[str]:
    with open(config_path) as file:
        config = json.load(file)
    loaded = []
    for name in config["plugins"]:
        module = importlib.import_module(f"pipeline.plugins.{name}")
        loaded.append(module.__name__)
    return loaded


@task
def publish(better: bool, result: dict) -> None:
    if not better:
        return
    version = mlflow.register_model(f"runs:/{result['run']}/model", "click")
    print("registered", version.version)
    print(os.environ)  # expect: environment-logged


@dag(schedule="@daily", start_date=datetime(2024, 1, 1), catchup=False)
def nightly():
    features = enrich(extract("{{ ds }}"))
    result = train(features)
    publish(compare(result), result)
    plugins("/opt/airflow/plugins.json")


nightly()
