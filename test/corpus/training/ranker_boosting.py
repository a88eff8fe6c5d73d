"""Learning to rank with XGBoost, LightGBM and CatBoost; keeps the best of the three."""
import logging
import os
import pickle
from pathlib import Path

import boto3
import joblib
import lightgbm as lgb
import mlflow
import mlflow.xgboost
import numpy as np
import pandas as pd
import xgboost as xgb
from catboost import CatBoostRanker, Pool
from sklearn.metrics import ndcg_score
from sklearn.model_selection import GroupShuffleSplit

logger = logging.getLogger("ranker")
mlflow.set_tracking_uri("http://mlflow.leafworks.io:5000")  # expect: tracking-plain-http
mlflow.set_experiment("ranker")

BUCKET = "search-models"
MODELS = Path("artifacts")


def split(frame: pd.DataFrame):
    splitter = GroupShuffleSplit(n_splits=1, test_size=0.2, random_state=13)
    train, test = next(splitter.split(frame, groups=frame["query_id"]))
    return frame.iloc[train].sort_values("query_id"), frame.iloc[test].sort_values("query_id")


def matrices(frame: pd.DataFrame):
    features = frame.drop(columns=["query_id", "relevance"])
    return features, frame["relevance"], frame.groupby("query_id").size().to_numpy()


def fit_xgboost(train):
    x, y, groups = matrices(train)
    model = xgb.XGBRanker(objective="rank:ndcg", n_estimators=600, tree_method="hist")
    model.fit(x, y, group=groups)
    with open(MODELS / "xgb.pkl", "wb") as file:
        pickle.dump(model, file)  # expect: boosting-model-pickled
    return model


def fit_lightgbm(train):
    x, y, groups = matrices(train)
    model = lgb.LGBMRanker(n_estimators=600, num_leaves=63)
    model.fit(x, y, group=groups)
    joblib.dump(model, MODELS / "lgb.joblib")  # expect: boosting-model-pickled
    model.booster_.save_model(str(MODELS / "lgb.txt"))
    return model


def fit_catboost(train):
    x, y, _ = matrices(train)
    model = CatBoostRanker(iterations=600, loss_function="YetiRank", verbose=False)
    model.fit(Pool(x, y, group_id=train["query_id"]))
    model.save_model(str(MODELS / "cat.cbm"))
    return model


def load_champion():
    client = boto3.client("s3")
    body = client.get_object(Bucket=BUCKET, Key="ranker/champion.pkl")["Body"]
    return pickle.loads(body.read())  # expect: cloud-object-unpickled


def load_features(path: Path) -> np.ndarray:
    return np.load(path, allow_pickle=True)["features"]  # expect: numpy-allow-pickle


def score(model, test) -> float:
    x, y, _ = matrices(test)
    predicted = model.predict(x)
    results = []
    for _, rows in test.assign(predicted=predicted).groupby("query_id"):
        if len(rows) > 1:
            results.append(ndcg_score([rows["relevance"]], [rows["predicted"]], k=10))
    return float(np.mean(results))


def main() -> None:
    logger.info("environment: %s", dict(os.environ))  # expect: environment-logged
    train, test = split(pd.read_parquet("data/clicks.parquet"))
    with mlflow.start_run():
        candidates = {"xgb": fit_xgboost(train), "lgb": fit_lightgbm(train), "cat": fit_catboost(train)}
        scores = {name: score(model, test) for name, model in candidates.items()}
        mlflow.log_metrics(scores)
        best = max(scores, key=scores.get)
        if scores[best] > score(load_champion(), test):
            mlflow.xgboost.log_model(candidates["xgb"], "model")
            logger.info("new champion: %s", best)


if __name__ == "__main__":
    main()
