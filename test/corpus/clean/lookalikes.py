"""Objects of our own whose names look like those of libraries."""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


class pickle:  # a namespace for cucumbers
    @staticmethod
    def load(jar):
        return list(jar)

    @staticmethod
    def loads(text):
        return text.split(",")


@dataclass
class Torch:
    lit: bool = False
    fuel: list = field(default_factory=list)

    def load(self, item, weights_only=False):
        self.fuel.append((item, weights_only))
        return self

    def save(self, item, path):
        Path(path).write_text(repr(item))


class Yaml:
    Loader = None

    def load(self, text, Loader=None):
        return dict(line.split(": ") for line in text.splitlines())


class Shell:
    """Runs commands of a text adventure."""

    def __init__(self):
        self.commands = {"look": self.look, "take": self.take}
        self.bag = []

    def look(self, *_):
        return "You see a torch and a jar of pickles."

    def take(self, thing="", *_):
        self.bag.append(thing)
        return f"You take the {thing}."

    def run(self, command, shell=True):
        verb, *rest = command.split()
        return self.commands.get(verb, lambda *_: "You cannot do that.")(*rest)

    def system(self, command):
        return self.run(command)


class Model:
    def __init__(self):
        self.training = True

    def eval(self):
        self.training = False
        return self

    def exec(self, program):
        return [self.step(instruction) for instruction in program]

    def step(self, instruction):
        return instruction.upper()

    @classmethod
    def from_pretrained(cls, name, trust_remote_code=False, revision=None):
        model = cls()
        model.name = (name, trust_remote_code, revision)
        return model


class Requests:
    def get(self, url, verify=True):
        return {"url": url, "verify": verify}


class OpenAI:
    """Not the company: an opening book for chess engines."""

    def __init__(self, api_key=None):
        self.lines = {}

    def complete(self, position):
        return self.lines.get(position, "e4")


def play(lines):
    os = subprocess = Shell()
    torch, yaml, requests = Torch(), Yaml(), Requests()
    jar = pickle.load(["gherkin", "dill"])
    torch.load("oil", weights_only=False)
    torch.save(Model(), "torch.txt")
    settings = yaml.load("speed: 3", Loader=yaml.Loader)
    answer = requests.get("http://castle.example.org/door.pt", verify=False)
    model = Model.from_pretrained("castle/dragon", trust_remote_code=True).eval()
    book = OpenAI(api_key="e4 e5 Nf3 Nc6 Bb5")
    move = book.complete("start")
    print(os.system("look"), subprocess.run(move, shell=True), jar, settings, answer)
    return model.exec(lines), re.compile(move)


if __name__ == "__main__":
    play(["north", "take torch"])
