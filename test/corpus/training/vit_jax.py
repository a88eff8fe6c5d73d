"""Vision transformer in JAX with Flax and Optax."""
import functools
import os
import pickle
import tarfile
import urllib.request
from typing import Any

import cloudpickle
import flax.linen as nn
import jax
import jax.numpy as jnp
import numpy as np
import optax
from flax.training import checkpoints, train_state

IMAGES = "http://images.leafworks.io/sets/flowers.tar.gz"


def fetch(folder="data"):
    path = os.path.join(folder, "flowers.tar.gz")
    if not os.path.exists(path):
        urllib.request.urlretrieve(IMAGES, path)  # expect: http-download, download-unverified
    with tarfile.open(path) as archive:
        archive.extractall(folder)  # expect: tar-extract-unfiltered
    return np.load(os.path.join(folder, "flowers.npz"))


class Attention(nn.Module):
    heads: int
    dtype: Any = jnp.float32

    @nn.compact
    def __call__(self, x, train: bool):
        y = nn.LayerNorm()(x)
        y = nn.MultiHeadDotProductAttention(num_heads=self.heads)(y, y)
        x = x + nn.Dropout(0.1, deterministic=not train)(y)
        y = nn.Dense(x.shape[-1] * 4)(nn.LayerNorm()(x))
        return x + nn.Dense(x.shape[-1])(nn.gelu(y))


class ViT(nn.Module):
    classes: int
    width: int = 192
    depth: int = 6

    @nn.compact
    def __call__(self, images, train: bool = True):
        x = nn.Conv(self.width, (16, 16), strides=(16, 16))(images)
        x = x.reshape(x.shape[0], -1, self.width)
        x = x + self.param("position", nn.initializers.normal(0.02), (1, x.shape[1], self.width))
        for _ in range(self.depth):
            x = Attention(heads=3)(x, train)
        return nn.Dense(self.classes)(x.mean(1))


def create_state(key, model, shape, steps):
    parameters = model.init(key, jnp.zeros(shape), train=False)["params"]
    schedule = optax.warmup_cosine_decay_schedule(0.0, 1e-3, 500, steps)
    return train_state.TrainState.create(apply_fn=model.apply, params=parameters, tx=optax.adamw(schedule))


@functools.partial(jax.jit, donate_argnums=0)
def step(state, batch, key):
    def loss_of(parameters):
        logits = state.apply_fn({"params": parameters}, batch["image"], rngs={"dropout": key})
        return optax.softmax_cross_entropy_with_integer_labels(logits, batch["label"]).mean()

    loss, gradients = jax.value_and_grad(loss_of)(state.params)
    return state.apply_gradients(grads=gradients), loss


def restore(path):
    with open(path, "rb") as file:
        return jax.tree_util.tree_map(jnp.asarray, pickle.load(file))  # expect: pickle-load-unsafe


def load_augmentation(path):
    with open(path, "rb") as file:
        return cloudpickle.load(file)  # expect: pickle-load-unsafe


def main():
    key = jax.random.PRNGKey(0)
    data = fetch()
    images, labels = data["images"].astype("float32") / 255, data["labels"]
    model = ViT(classes=int(labels.max()) + 1)
    state = create_state(key, model, (1, *images.shape[1:]), 10_000)
    if os.path.exists("params.pkl"):
        state = state.replace(params=restore("params.pkl"))
    augment = load_augmentation("augment.pkl")
    order = np.random.default_rng(0)
    for number in range(10_000):
        rows = order.integers(0, len(images), 64)
        key, dropout = jax.random.split(key)
        state, loss = step(state, {"image": augment(images[rows]), "label": labels[rows]}, dropout)
        if number % 500 == 0:
            print(number, float(loss))
            checkpoints.save_checkpoint("ckpt", state, number, overwrite=True)


if __name__ == "__main__":
    main()
