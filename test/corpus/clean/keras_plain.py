"""A Keras model with registered layers, saved in the new format."""
import os

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

WEIGHTS = "https://storage.example.org/encoder.weights.h5"
WEIGHTS_SHA = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"


@keras.saving.register_keras_serializable("acme")
class LogScale(layers.Layer):
    def call(self, values):
        return ops.log1p(ops.abs(values))


class LambdaSchedule(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, start):
        self.start = start

    def __call__(self, step):
        return self.start / (1.0 + tf.cast(step, tf.float32) / 1000.0)

    def get_config(self):
        return {"start": self.start}


def build(width):
    inputs = keras.Input((width,))
    x = LogScale()(inputs)
    for size in (128, 64):
        x = layers.Dense(size, activation=lambda t: ops.relu(t))(x)
    return keras.Model(inputs, layers.Dense(1)(x))


def pretrained(model):
    path = keras.utils.get_file("encoder.weights.h5", WEIGHTS, file_hash=WEIGHTS_SHA)
    model.load_weights(path)
    return model


def dataset(x, y, batch=64):
    data = tf.data.Dataset.from_tensor_slices((x, y))
    data = data.map(lambda a, b: (tf.cast(a, tf.float32), b), num_parallel_calls=tf.data.AUTOTUNE)
    return data.shuffle(10_000, seed=1).batch(batch).prefetch(tf.data.AUTOTUNE)


def train(x, y):
    keras.utils.set_random_seed(1)
    model = build(x.shape[1])
    model.compile(optimizer=keras.optimizers.Adam(LambdaSchedule(1e-3)), loss="mse")
    callbacks = [
        keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch, logs["loss"])),
        keras.callbacks.ModelCheckpoint("best.keras", save_best_only=True),
        keras.callbacks.LearningRateScheduler(lambda epoch: 1e-3 * 0.9**epoch),
    ]
    model.fit(dataset(x, y), epochs=int(os.environ.get("EPOCHS", 10)), callbacks=callbacks)
    model.save("model.keras")
    model.save_weights("model.weights.h5")
    return model


def reload():
    plain = keras.models.load_model("model.keras")
    guarded = keras.saving.load_model("best.keras", safe_mode=True, compile=False)
    return plain, guarded


def features(path):
    with np.load(path) as arrays:
        return arrays["x"].astype("float32"), arrays["y"]


def describe(model):
    model.summary(print_fn=lambda line: print("|", line))
    return {layer.name: layer.count_params() for layer in model.layers}


if __name__ == "__main__":
    trained = train(*features("data.npz"))
    print(describe(trained))
    reload()
