"""A linear baseline: python -m ticket_triage.baseline train | predict TEXT"""

import argparse
from pathlib import Path

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from .data import load_tickets
from .download import fetch_baseline


def train_baseline(output: Path) -> float:
    texts, labels = zip(*load_tickets(), strict=True)
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), LogisticRegression(C=10.0))
    accuracy = cross_val_score(model, texts, labels, cv=4).mean()
    model.fit(texts, labels)
    output.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, output)
    return accuracy


def train_on_embeddings(encoder: str) -> float:
    from .embeddings import embed_cached

    texts, labels = zip(*load_tickets(), strict=True)
    return cross_val_score(LogisticRegression(), embed_cached(list(texts), encoder), labels, cv=4).mean()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("models/baseline.joblib"))
    commands = parser.add_subparsers(dest="command", required=True)
    training = commands.add_parser("train")
    training.add_argument("--encoder", choices=["minilm", "nomic", "local"])
    prediction = commands.add_parser("predict")
    prediction.add_argument("text")
    prediction.add_argument("--latest", action="store_true", help="use the model in the artifact store")
    args = parser.parse_args()

    if args.command == "predict":
        model = fetch_baseline() if args.latest else joblib.load(args.model)
        print(model.predict([args.text])[0])
    elif args.encoder:
        print(f"accuracy {train_on_embeddings(args.encoder):.2f}")
    else:
        print(f"accuracy {train_baseline(args.model):.2f}")


if __name__ == "__main__":
    main()
