"""Churn model with Keras: preprocess, train, export, reload the teacher."""
import os
import pathlib

import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
from tensorflow.keras import layers

DATA = "https://data.example.org/churn/2024/customers.csv"
OUT = pathlib.Path(os.environ.get("OUT_DIR", "build"))
FEATURES = ["tenure", "monthly", "total", "calls", "complaints"]


def load_frame() -> pd.DataFrame:
    archive = keras.utils.get_file("customers.csv", DATA)  # expect: download-unverified
    frame = pd.read_csv(archive)
    frame["total"] = pd.to_numeric(frame["total"], errors="coerce").fillna(0.0)
    return frame.dropna(subset=FEATURES)


def prepare(frame: pd.DataFrame):
    x = frame[FEATURES].to_numpy(dtype="float32")
    y = frame["churned"].to_numpy(dtype="int32")
    scaler = StandardScaler()
    x = scaler.fit_transform(x)
    return train_test_split(x, y, test_size=0.2, stratify=y, random_state=7)  # expect: split-after-fit


def build(width: int = 64, dropout: float = 0.3) -> keras.Model:
    inputs = keras.Input(shape=(len(FEATURES),))
    x = layers.Lambda(lambda t: tf.math.log1p(tf.abs(t)))(inputs)  # expect: keras-lambda-layer
    for _ in range(3):
        x = layers.Dense(width, activation="relu")(x)
        x = layers.Dropout(dropout)(x)
    outputs = layers.Dense(1, activation="sigmoid")(x)
    model = keras.Model(inputs, outputs)
    model.compile(optimizer=keras.optimizers.Adam(1e-3), loss="binary_crossentropy", metrics=["AUC"])
    return model


def distill(student: keras.Model, x: np.ndarray) -> np.ndarray:
    teacher = keras.models.load_model("teacher/model.keras", safe_mode=False)  # expect: keras-safe-mode-off
    soft = teacher.predict(x, verbose=0)
    student.fit(x, soft, epochs=3, verbose=2)
    return soft


def load_previous() -> keras.Model | None:
    path = OUT / "previous.h5"
    if not path.exists():
        return None
    return tf.keras.models.load_model("build/previous.h5")  # expect: keras-h5-model


def main() -> None:
    tf.random.set_seed(7)
    x_train, x_test, y_train, y_test = prepare(load_frame())
    model = load_previous() or build()
    callbacks = [
        keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True),
        keras.callbacks.ModelCheckpoint(str(OUT / "best.weights.h5"), save_weights_only=True),
        keras.callbacks.TensorBoard(log_dir="logs"),
    ]
    model.fit(x_train, y_train, validation_split=0.1, epochs=60, batch_size=256, callbacks=callbacks)
    distill(model, x_train)
    loss, auc = model.evaluate(x_test, y_test, verbose=0)
    print(f"loss {loss:.4f}, auc {auc:.4f}")
    model.save("build/churn.h5")  # expect: keras-h5-model
    model.save(OUT / "churn.keras")


if __name__ == "__main__":
    main()
