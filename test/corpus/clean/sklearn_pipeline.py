"""Tabular model: split first, fit inside a pipeline, store with skops."""
import json
import logging
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import skops.io as sio
import xgboost as xgb
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import GroupKFold, StratifiedKFold, cross_val_score, train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
from sklearn.utils import shuffle

logger = logging.getLogger(__name__)
SEED = 20241101
TRUSTED = ["xgboost.sklearn.XGBClassifier", "numpy.dtype"]
NUMBERS = ["age", "income", "balance"]
KINDS = ["job", "city"]


def read(path: Path) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype={"job": "category", "city": "category"})
    return frame.query("age >= 18 and income > 0").eval("ratio = balance / income")


def older_than(frame: pd.DataFrame, age: int) -> pd.DataFrame:
    return frame.query("age > @age")


def build() -> Pipeline:
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    columns = make_column_transformer((numbers, NUMBERS), (OneHotEncoder(handle_unknown="ignore"), KINDS))
    return make_pipeline(columns, LogisticRegression(max_iter=1000, random_state=SEED))


def evaluate(frame: pd.DataFrame, target: np.ndarray) -> dict:
    x_train, x_test, y_train, y_test = train_test_split(
        frame, target, test_size=0.2, stratify=target, random_state=SEED
    )
    scaler = StandardScaler()
    x_train = x_train.assign(ratio=scaler.fit_transform(x_train[["ratio"]]))
    x_test = x_test.assign(ratio=scaler.transform(x_test[["ratio"]]))
    model = build().fit(x_train, y_train)
    return classification_report(y_test, model.predict(x_test), output_dict=True)


def time_split(frame: pd.DataFrame):
    ordered = frame.sort_values("day")
    return train_test_split(ordered, test_size=0.2, shuffle=False)


def cross_validate(frame: pd.DataFrame, target: np.ndarray) -> float:
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED)
    return cross_val_score(build(), frame, target, cv=folds).mean()


def by_customer(frame: pd.DataFrame, target: np.ndarray) -> float:
    return cross_val_score(build(), frame, target, cv=GroupKFold(5), groups=frame["customer"]).mean()


def boost(frame: pd.DataFrame, target: np.ndarray, path: Path) -> xgb.XGBClassifier:
    rows, labels = shuffle(frame[NUMBERS], target, random_state=SEED)
    model = xgb.XGBClassifier(n_estimators=200, random_state=SEED)
    model.fit(rows, labels)
    model.save_model(path.with_suffix(".json"))
    return model


def load(path: Path):
    if path.suffix == ".skops":
        return sio.load(path, trusted=TRUSTED)
    model = xgb.XGBClassifier()
    model.load_model(path)
    return model


def main() -> None:
    frame = read(Path(sys.argv[1]))
    target = LabelEncoder().fit_transform(frame["bought"])
    report = evaluate(older_than(frame, 21), target)
    model = boost(frame, target, Path("model"))
    sio.dump(model, "model.skops")
    Path("report.json").write_text(json.dumps(report))
    frame.to_parquet("seen.parquet")
    logger.info("%.3f, %.3f", cross_validate(frame, target), by_customer(frame, target))


if __name__ == "__main__":
    main()
