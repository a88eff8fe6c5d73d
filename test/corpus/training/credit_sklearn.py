# Credit default model: grid search over a few estimators, then a report.
import json
import pickle
import sys
from datetime import date

import joblib
import numpy as np
import pandas as pd
from sklearn import metrics
from sklearn.decomposition import PCA
from sklearn.ensemble import GradientBoostingClassifier, RandomForestClassifier
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

TARGET = "default"
CATEGORIES = ["home_ownership", "purpose", "state"]
NUMBERS = ["income", "amount", "rate", "term", "inquiries", "delinquencies"]


def read(path):
    if path.endswith(".pkl"):
        return pd.read_pickle(path)  # expect: pickle-load-unsafe
    return pd.read_csv(path, dtype={name: "category" for name in CATEGORIES})


def select(frame, condition):
    return frame.query(f"income > 0 and {condition}")


def encode(frame):
    onehot = OneHotEncoder(handle_unknown="ignore", sparse_output=False)
    left = onehot.fit_transform(frame[CATEGORIES])
    right = frame[NUMBERS].to_numpy()
    matrix = np.hstack([left, right])
    target = frame[TARGET].astype(int)
    return train_test_split(matrix, target, test_size=0.25)  # expect: split-unseeded, split-after-fit


SEARCHES = {
    "logistic": (
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)),
        {"logisticregression__C": [0.01, 0.1, 1, 10]},
    ),
    "forest": (RandomForestClassifier(random_state=0), {"n_estimators": [200, 400], "max_depth": [6, 10, None]}),
    "boosting": (GradientBoostingClassifier(random_state=0), {"learning_rate": [0.03, 0.1]}),
    "reduced": (
        make_pipeline(StandardScaler(), SelectKBest(f_classif, k=20), PCA(8), LogisticRegression()),
        {"pca__n_components": [4, 8]},
    ),
}


def main():
    source = sys.argv[1]
    frame = read(source)
    if len(sys.argv) > 2:
        frame = frame.query(sys.argv[2])  # expect: pandas-query-built
    x_train, x_test, y_train, y_test = encode(frame)
    report = {"date": date.today().isoformat(), "rows": len(frame), "models": {}}
    best_score, best_model = 0.0, None
    for name, (estimator, grid) in SEARCHES.items():
        search = GridSearchCV(estimator, grid, scoring="roc_auc", cv=5, n_jobs=-1)
        search.fit(x_train, y_train)
        probabilities = search.predict_proba(x_test)[:, 1]
        score = metrics.roc_auc_score(y_test, probabilities)
        report["models"][name] = {"auc": score, "parameters": search.best_params_}
        if score > best_score:
            best_score, best_model = score, search.best_estimator_
    try:
        champion = joblib.load("models/champion.joblib")  # expect: joblib-load-unsafe
    except FileNotFoundError:
        champion = None
    if champion is not None:
        report["champion"] = metrics.roc_auc_score(y_test, champion.predict_proba(x_test)[:, 1])
    with open("models/background.pkl", "rb") as file:
        background = pickle.load(file)  # expect: pickle-load-unsafe
    report["drift"] = float(np.abs(background.mean(0) - x_train.mean(0)).max())
    joblib.dump(best_model, "models/candidate.joblib")
    frame.head(1000).to_pickle("models/sample.pkl")  # expect: pandas-pickle-written
    json.dump(report, open("models/report.json", "w"), indent=2)


if __name__ == "__main__":
    main()
