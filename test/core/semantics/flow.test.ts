import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { OriginKind } from '../../../src/core/rules/rule.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { type ProbedModule, probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

const KINDS: readonly OriginKind[] = [
  'argv',
  'environment',
  'request',
  'download',
  'model-output',
  'user-input',
];
const HEAD = 'import sys, json, os, ast\nfrom functools import partial\n';

const KEEPING = 'class A:\n    def __init__(self):\n        self.y = []\n        self.z = {}\n';

/** Code after `x = input()`; the probe gets user input. */
const FLOWS: readonly (readonly [name: string, code: string])[] = [
  ['itself', 'probe(input())'],
  ['an assignment', 'probe(x)'],
  ['a chain of assignments', 'y = z = x\nprobe(z)'],
  ['unpacking', 'a, b = x\nprobe(b)'],
  ['unpacking value by value', 'a, b = 1, x\nprobe(b)'],
  ['the rest of an unpacking', 'a, *b = x\nprobe(b)'],
  ['a walrus', 'if y := x:\n    probe(y)'],
  ['+=', 'y = "a"\ny += x\nprobe(y)'],
  ['a branch', 'y = "a"\nif a:\n    y = x\nprobe(y)'],
  ['a loop', 'for y in x:\n    probe(y)'],
  ['a loop that comes round', 'y = "a"\nwhile a:\n    probe(y)\n    y = x'],
  ['concatenation', 'probe("a" + x)'],
  ['percent', 'probe("%s" % x)\n'],
  ['an f-string', 'probe(f"a {x} b")'],
  ['an f-string with a format', 'probe(f"{x!r:>10}")'],
  ['a format made of it', 'probe(f"{1:>{x}}")'],
  ['format', 'probe("{} {}".format(1, x))'],
  ['join', 'probe(" ".join([x, "a"]))'],
  ['replace', 'probe("a".replace("a", x))'],
  ['methods of text', 'probe(x.strip().lower())'],
  ['a slice', 'probe(x[1:])'],
  ['an attribute', 'probe(x.text)'],
  ['a list', 'probe([1, x])'],
  ['a list that is appended to', 'y = []\ny.append(x)\nprobe(y)'],
  ['a list that is extended', 'y = []\ny.extend([x])\nprobe(y[0])'],
  ['a dict', 'probe({"a": x})'],
  ['an entry that is set', 'y = {}\ny["a"] = x\nprobe(y)'],
  ['an entry that is a default', 'y = {}\ny.setdefault("a", x)\nprobe(y)'],
  ['an entry by its key', 'y = {"a": x, "b": 1}\nprobe(y["a"])'],
  ['an entry by a key that is not known', 'y = {"a": x}\nprobe(y[k])'],
  ['an entry of something unknown', 'y = json.loads(x)\nprobe(y["a"])'],
  ['an entry that is asked for', 'y = {"a": x}\nprobe(y.get("a"))'],
  ['the default of an entry', 'y = {}\nprobe(y.get("a", x))'],
  ['an entry that is set under a key that is not known', 'y = {}\ny[k] = x\nprobe(y["a"])'],
  ['an entry of an entry', 'y = {"a": {"b": x}}\nprobe(y["a"]["b"])'],
  ['an entry of a spread', 'y = {"a": x}\nz = {**y, "b": 1}\nprobe(z["a"])'],
  ['an entry of an update', 'y = {"b": 1}\ny.update({"a": x})\nprobe(y["a"])'],
  ['an entry of dict()', 'y = dict(a=x, b=1)\nprobe(y["a"])'],
  ['an entry of a copy', 'y = {"a": x}\nprobe(y.copy()["a"])'],
  ['an entry of what a helper makes', 'def f(a): return {"a": a, "b": 1}\nprobe(f(x)["a"])'],
  ['an entry of an argument', 'def f(d): probe(d["a"])\nf({"a": x})'],
  ['an entry of a record in a list', 'y = []\ny.append({"a": x, "b": 1})\nfor z in y: probe(z["a"])'],
  ['an entry of either', 'y = {"a": x} or {}\nprobe(y["a"])'],
  [
    'an entry that self keeps',
    'class A:\n    def __init__(self):\n        self.y = {"a": x}\n    def f(self): probe(self.y["a"])',
  ],
  ['named arguments', 'def f(**d): probe(d["a"])\nf(a=x, b=1)'],
  ['named arguments as a whole', 'def f(**d): probe(d)\nf(a=x)'],
  ['named arguments of a dict', 'def f(**d): probe(d["a"])\nf(**{"a": x})'],
  ['a dict spread', 'y = {"a": x}\nprobe({**y})'],
  ['a conditional', 'probe("a" if b else x)'],
  ['an alternative', 'probe(x or "a")'],
  ['a comprehension', 'probe([y for y in x])'],
  ['a comprehension that uses it', 'probe([f"{y}{x}" for y in z])'],
  ['a comprehension with its name', 'probe([x for x in x])'],
  ['await', 'async def f():\n    probe((await x))'],
  ['a carrier', 'probe(json.loads(x))\n'],
  ['carriers in carriers', 'probe(str(list(x)))'],
  ['a helper that gives it back', 'def f(a): return a\nprobe(f(x))'],
  [
    'a helper that makes something of it',
    'def f(a, b="c"):\n    y = a + b\n    return y.strip()\nprobe(f(x))',
  ],
  ['a helper in a helper', 'def f(a): return a\ndef g(a): return f(a)\nprobe(g(x))'],
  ['a helper called twice', 'def f(a): return a\nprobe(f(f(x)))'],
  ['a helper by keyword', 'def f(a, b): return b\nprobe(f(1, b=x))'],
  ['a helper that reads it', 'def f(): return input()\nprobe(f())'],
  ['a generator', 'def f():\n    yield x\nprobe(f())'],
  ['a parameter', 'def f(a): probe(a)\nf(x)'],
  ['a parameter by keyword', 'def f(a, b=1): probe(b)\nf(1, b=x)'],
  ['a parameter of a parameter', 'def f(a): probe(a)\ndef g(b): f(b)\ng(x)'],
  ['a method', 'class A:\n    def f(self, a): probe(a)\nA().f(x)'],
  [
    'an attribute of self',
    'class A:\n    def __init__(self):\n        self.y = x\n    def f(self): probe(self.y)',
  ],
  [
    'an attribute of self from a parameter',
    'class A:\n    def __init__(self, a):\n        self.y = a\n    def f(self): probe(self.y)\nA(x)',
  ],
  ['an attribute of an object', 'class A:\n    def __init__(self):\n        self.y = x\nprobe(A().y)'],
  ['the module, seen from a function', 'def f(): probe(x)'],
  [
    'a function that is run elsewhere',
    'import asyncio\ndef f(a): return a\nasync def g(): probe(await asyncio.to_thread(f, x))',
  ],
  [
    'a function that a pool runs',
    'from concurrent.futures import ThreadPoolExecutor\ndef f(a): return a\nwith ThreadPoolExecutor() as pool:\n    probe(pool.submit(f, x).result())',
  ],
  [
    'a function that a loop runs',
    'def f(a): return a\nasync def g(loop): probe(await loop.run_in_executor(None, f, x))',
  ],
  ['a thread', 'import threading\ndef f(a, b): probe(b)\nthreading.Thread(target=f, args=(1, x)).start()'],
  [
    'a thread with named arguments',
    'import threading\ndef f(a): probe(a)\nthreading.Thread(target=f, kwargs={"a": x}).start()',
  ],
  [
    'a method in a thread',
    'import threading\nclass A:\n    def f(self, a): probe(a)\n    def g(self): threading.Thread(target=self.f, args=[x]).start()',
  ],
  [
    'what a pool is handed',
    'from concurrent.futures import ThreadPoolExecutor\ndef f(a): probe(a)\nwith ThreadPoolExecutor() as pool:\n    pool.submit(f, x)',
  ],
  ['what map is handed', 'def f(a): probe(a)\nlist(map(f, [x]))'],
  [
    'a pool of processes',
    'from multiprocessing import Pool\ndef f(a): probe(a)\npool = Pool()\npool.map(f, [x, 1])',
  ],
  [
    'a task in the background',
    'from fastapi import BackgroundTasks\ndef f(a): probe(a)\ndef g(tasks: BackgroundTasks): tasks.add_task(f, x)',
  ],
  ['a task that is sent', 'import ray\n@ray.remote\ndef f(a): probe(a)\nf.remote(x)'],
  ['what a sent task gives back', 'import ray\n@ray.remote\ndef f(a): return a\nprobe(ray.get(f.remote(x)))'],
  ['partial that is handed on', 'def f(a, b): probe(a)\ng = partial(f, x)'],
  ['a property', 'class A:\n    @property\n    def p(self): return input()\nprobe(A().p)'],
  [
    'a property of the object itself',
    'class A:\n    @property\n    def p(self): return input()\n    @p.setter\n    def p(self, v): pass\n    def f(self): probe(self.p)',
  ],
  [
    'a method of one of several objects',
    'class A:\n    def f(self): return input()\nM = {"a": A(), "b": 1}\nprobe(M[k].f())',
  ],
  [
    'a method that is left to derived classes',
    'class A:\n    def f(self):\n        raise NotImplementedError\n    def g(self): probe(self.f())\nclass B(A):\n    def f(self): return input()',
  ],
  [
    'a method that is left to derived classes, by an annotation',
    'class A:\n    def f(self): ...\nclass B(A):\n    def f(self): return input()\ndef g(a: A): probe(a.f())',
  ],
  ['an item of what a helper gives back', 'def f(a): return "b", a\ny, z = f(x)\nprobe(z)'],
  ['values beside keys', 'y = {"a": x, "b": 1}\nfor k, v in y.items(): probe(v)'],
  ['keys of what was read', 'y = json.loads(x)\nfor k, v in y.items(): probe(k)'],
  ['what is counted', 'for i, z in enumerate(x): probe(z)'],
  ['items of something unknown', 'y, z = json.loads(x)\nprobe(z)'],
  ['items that were added', 'l = []\nl.append(x)\nl.append("b")\ny, z = l\nprobe(z)'],
  ['a field of a record', 'class R:\n    a: str\n    b: str\ny = R(a=x, b="c")\nprobe(y.a)'],
  ['with', 'with open(x) as y:\n    probe(y)'],
  ['a list that self keeps', `${KEEPING}    def add(self): self.y.append(x)\n    def f(self): probe(self.y)`],
  [
    'a list that self keeps, of the base',
    `${KEEPING}class B(A):\n    def add(self): self.y.append(x)\n    def f(self): probe(self.y)`,
  ],
  [
    'a list that the base keeps',
    `${KEEPING}    def add(self): self.y.append(x)\nclass B(A):\n    def f(self): probe(self.y[-1])`,
  ],
  ['a list that self adds to', `${KEEPING}    def add(self): self.y += [x]\n    def f(self): probe(self.y)`],
  [
    'an entry that self sets',
    `${KEEPING}    def add(self): self.z["a"] = x\n    def f(self): probe(self.z["a"])`,
  ],
  [
    'entries that self is given',
    `${KEEPING}    def add(self): self.z.update({"a": x})\n    def f(self): probe(self.z.get("a"))`,
  ],
  ['a list in an attribute', 'class R:\n    pass\nr = R()\nr.y = []\nr.y.append(x)\nprobe(r.y[0])'],
  ['a queue', 'import queue\nq = queue.Queue()\nq.put(x)\nprobe(q.get())'],
  [
    'a queue of a loop',
    'import asyncio\nq = asyncio.Queue()\nasync def f():\n    await q.put(x)\n    probe(await q.get())',
  ],
  ['a property', 'class A:\n    @property\n    def y(self): return x\n    def f(self): probe(self.y)'],
  [
    'a method of what a field is annotated with',
    'class B:\n    def g(self): return x\nclass A:\n    b: B\n    def f(self): probe(self.b.g())',
  ],
  [
    'a method of what a property gives back',
    'class B:\n    def g(self): return x\nclass A:\n    @property\n    def b(self) -> B: ...\n    def f(self): probe(self.b.g())',
  ],
  [
    'a method of what a function gives back in branches',
    'class A:\n    def g(self): return 1\nclass B:\n    def g(self): return x\ndef make(k):\n    if k: return A()\n    else: return B()\nprobe(make(1).g())',
  ],
  ['arguments in a dict', 'def f(a, b): probe(b)\nf(**{"a": 1, "b": x})'],
  ['arguments in something unknown', 'def f(a, b): probe(b)\nf(**json.loads(x))'],
  ['arguments in a list', 'def f(a, b): probe(b)\nf(1, *[x])'],
  ['a function in a dict', 'def f(a): probe(a)\nT = {"f": f}\nT[k](x)'],
  [
    'a function in a dict that is asked for',
    'def f(a): probe(a)\nT = {"f": f}\ndef h(k):\n    g = T.get(k)\n    g(a=x)',
  ],
  ['a function that is put into a dict', 'def f(a): probe(a)\nT = {}\nT["f"] = f\nT[k](**json.loads(x))'],
  ['a function in a list', 'def f(a): probe(a)\nT = [f]\nfor g in T: g(x)'],
  ['functions by their names', 'def f(a): probe(a)\nT = {g.__name__: g for g in [f]}\nT[k](x)'],
  [
    'a method in a dict that self keeps',
    'class A:\n    def __init__(self):\n        self.t = {"f": self.f}\n    def f(self, a): probe(a)\n    def g(self, k): self.t[k](x)',
  ],
  [
    'a function that self keeps',
    'class A:\n    def run(self, a): raise NotImplementedError\n    def use(self):\n        def local(a): probe(a)\n        self.run = local\n    def g(self): self.run(x)',
  ],
  [
    'arguments of a class method',
    'class A:\n    @classmethod\n    def f(cls, a, b): return a\nprobe(A.f(x, 1))',
  ],
  ['arguments that are collected', 'def f(*a): probe(a[0])\nf(x)'],
  ['arguments that are handed on', 'def f(a, b): probe(b)\ndef g(*a, **k): f(*a, **k)\ng(1, x)'],
  ['named arguments that are handed on', 'def f(a, b): probe(b)\ndef g(*a, **k): f(*a, **k)\ng(1, b=x)'],
  ['a method of what a caller passes', 'class B:\n    def g(self): return x\ndef f(o): probe(o.g())\nf(B())'],
  [
    'a method of what a constructor is passed',
    'class B:\n    def g(self): return x\nclass A:\n    def __init__(self, o):\n        self.o = o\n    def f(self): probe(self.o.g())\nA(B())',
  ],
  [
    'a parameter of a method that another leaves open',
    'class A:\n    def f(self, a): ...\nclass B(A):\n    def f(self, a): probe(a)\ndef g(o: A): o.f(x)',
  ],
  [
    'a parameter of a method, from the base',
    'from abc import abstractmethod\nclass A:\n    @abstractmethod\n    def f(self, a): return 1\n    def g(self): self.f(x)\nclass M(A): pass\nclass B(M):\n    def f(self, a): probe(a)',
  ],
];

/** Code after `x = input()`; the probe gets nothing from outside. */
const STOPS: readonly (readonly [name: string, code: string])[] = [
  ['a constant', 'probe("a")'],
  ['something else', 'probe(y)'],
  ['a number made of it', 'probe(int(x))'],
  ['its length', 'probe(f"a{len(x)}")'],
  ['a comparison', 'probe(x == "a")'],
  ['a negation', 'probe(not x)'],
  ['a name bound again', 'y = x\ny = "a"\nprobe(y)'],
  ['a function of which nothing is known', 'probe(unknown(x))'],
  ['a helper that drops it', 'def f(a): return "a"\nprobe(f(x))'],
  ['a helper that cleans it', 'def f(a): return int(a)\nprobe(f(x))'],
  ['another argument', 'def f(a, b): return a\nprobe(f(1, x))'],
  ['another parameter', 'def f(a, b): probe(a)\nf(1, x)'],
  [
    'another attribute',
    'class A:\n    def __init__(self):\n        self.y = x\n        self.z = 1\n    def f(self): probe(self.z)',
  ],
  ['another entry', 'y = {"a": x, "b": 1}\nprobe(y["b"])'],
  ['another entry that is set', 'y = {"b": 1}\ny["a"] = x\nprobe(y["b"])'],
  ['another entry of an update', 'y = {"b": 1}\ny.update({"a": x})\nprobe(y["b"])'],
  ['another entry that is asked for', 'y = {"a": x, "b": 1}\nprobe(y.get("b"))'],
  ['another entry of a record in a list', 'y = []\ny.append({"a": x, "b": 1})\nfor z in y: probe(z["b"])'],
  ['another entry of an argument', 'def f(d): probe(d["b"])\nf({"a": x, "b": 1})'],
  ['another entry of what a helper makes', 'def f(a): return {"a": a, "b": 1}\nprobe(f(x)["b"])'],
  [
    'another entry that self keeps',
    'class A:\n    def __init__(self):\n        self.y = {"a": x, "b": 1}\n    def f(self): probe(self.y["b"])',
  ],
  ['another item of what a helper gives back', 'def f(a): return a, "b"\ny, z = f(x)\nprobe(z)'],
  ['a member of another item', 'def f(a): return a, g()\ny, z = f(x)\nprobe(z.name)'],
  ['another item, by a name', 'def f(a): return a, "b"\nt = f(x)\ny, z = t\nprobe(z)'],
  ['another field of a record', 'class R:\n    a: str\n    b: str\ny = R(a=x, b="c")\nprobe(y.b)'],
  [
    'a method that does something itself',
    'class A:\n    def f(self): return "a"\n    def g(self): probe(self.f())\nclass B(A):\n    def f(self): return input()',
  ],
  [
    'another argument of a thread',
    'import threading\ndef f(a, b): probe(a)\nthreading.Thread(target=f, args=(1, x)).start()',
  ],
  [
    'what a thread is called',
    'import threading\ndef f(a): probe(a)\nthreading.Thread(target=f, name=x, args=(1,)).start()',
  ],
  ['an unknown call that is handed a function', 'def f(a): probe(a)\nregister(f, x)'],
  [
    'another method of a name that sends',
    'def f(a): probe(a)\nclass F:\n    def remote(self, a): pass\nF().remote(x)',
  ],
  [
    'what a model was made of',
    'from smolagents import LiteLLMModel\nm = LiteLLMModel(model_id="a/b")\nprobe(m.model_id)',
  ],
  [
    'a parameter that no component fills',
    'import gradio as gr\ndef f(a, b="c"): probe(b)\nwith gr.Blocks() as page:\n    box = gr.Textbox()\n    box.submit(fn=f, inputs=[box], outputs=box)',
  ],
  ['another named argument', 'def f(**d): probe(d["b"])\nf(a=x, b=1)'],
  ['an entry that leads to itself', 'y = {"a": 1}\ny["a"] = y["a"]\nprobe(y["a"])'],
  ['a parameter of the same name', 'def f(x): probe(x)\nf(1)'],
  ['keys that the text spells out', 'y = {"a": x, "b": 1}\nfor k, v in y.items(): probe(k)'],
  ['a count', 'for i, z in enumerate(x): probe(i)'],
  ['the test of a conditional', 'probe(1 if x else 2)'],
  ['a lambda', 'probe(lambda: x)'],
  [
    'another list that self keeps',
    `${KEEPING}    def add(self): self.z["a"] = x\n    def f(self): probe(self.y)`,
  ],
  [
    'another entry that self sets',
    `${KEEPING}    def add(self): self.z["a"] = x\n    def f(self): probe(self.z["b"])`,
  ],
  [
    'a list that another class keeps',
    `${KEEPING}    def add(self): self.y.append(x)\nclass B:\n    def f(self): probe(self.y)`,
  ],
  [
    'another argument of a class method',
    'class A:\n    @classmethod\n    def f(cls, a, b): return b\nprobe(A.f(x, 1))',
  ],
  ['another argument that is handed on', 'def f(a, b): probe(a)\ndef g(*a, **k): f(*a, **k)\ng(1, x)'],
  [
    'a method of something else that a caller passes',
    'class B:\n    def g(self): return x\nclass C:\n    def g(self): return 1\ndef f(o): probe(o.g())\nf(C())',
  ],
  ['another argument in a dict', 'def f(a, b): probe(b)\nf(**{"a": x, "b": 1})'],
  ['another argument in a list', 'def f(a, b): probe(b)\nf(*[x, 1])'],
  ['another function in a dict', 'def f(a): probe(a)\ndef g(a): pass\nT = {"g": g}\nU = {"f": f}\nT[k](x)'],
  [
    'a dict of another class',
    'class A:\n    def __init__(self):\n        self.t = {"f": self.f}\n    def f(self, a): probe(a)\nclass B:\n    def g(self, k): self.t[k](x)',
  ],
  [
    'a method of the same name in another class',
    'class A:\n    def f(self, a): ...\nclass B:\n    def f(self, a): probe(a)\ndef g(o: A): o.f(x)',
  ],
  [
    'a method of the base that does something itself',
    'class A:\n    def f(self, a): return 1\nclass B(A):\n    def f(self, a): probe(a)\ndef g(o: A): o.f(x)',
  ],
  ['a method that is no property', 'class A:\n    def y(self): return x\n    def f(self): probe(self.y)'],
];

const OPTION_HEAD = 'import argparse\np = argparse.ArgumentParser()\np.add_argument("--path")\n';
const OPTION_TAIL =
  'a = p.parse_args()\nb = p.parse_known_args()[0]\nc, rest = p.parse_known_args()\ndef run(n): return n\ndef parse(): return p.parse_args()\n';

/** What is said of the option `--n`, the value that is probed, and whether it may be any text. */
const OPTIONS: readonly (readonly [declared: string, value: string, isOpen: boolean])[] = [
  ['default=""', 'a.n', true],
  ['type=str', 'a.n', true],
  ['type=Path', 'a.n', true],
  ['type=int', 'a.n', false],
  ['type=float, nargs="+"', 'a.n', false],
  ['choices=["a", "b"]', 'a.n', false],
  ['action="store_true"', 'a.n', false],
  ['action="append"', 'a.n', true],
  ['type=int', 'a.path', true],
  ['type=int', 'vars(a)["n"]', false],
  ['type=int', 'vars(a)["path"]', true],
  ['type=int', 'run(**vars(a))', false],
  ['type=str', 'run(**vars(a))', true],
  ['type=int', 'b.n', false],
  ['type=str', 'b.n', true],
  ['type=int', 'c.n', false],
  ['type=int', 'parse().n', false],
  ['type=str', 'parse().n', true],
];

const ANSWER =
  'import instructor\nfrom enum import Enum\nfrom openai import OpenAI\nfrom pydantic import BaseModel\nclass Kind(Enum):\n    A = "a"\nclass Plan(BaseModel):\n    kind: Kind\n    name: str\nc = instructor.from_openai(OpenAI())\nr = c.chat.completions.create(response_model=Plan)\n';

const SOURCES: readonly (readonly [kind: OriginKind | undefined, code: string])[] = [
  ['argv', 'probe(sys.argv[1])'],
  ['argv', 'import argparse\np = argparse.ArgumentParser()\na = p.parse_args()\nprobe(a.path)'],
  ...OPTIONS.map(
    ([declared, value, isOpen]) =>
      [
        isOpen ? 'argv' : undefined,
        `${OPTION_HEAD}p.add_argument("--n", ${declared})\n${OPTION_TAIL}probe(${value})`,
      ] as const,
  ),
  ['argv', 'import click\n@click.command()\n@click.option("--n", type=str)\ndef run(n): probe(n)'],
  [undefined, 'import click\n@click.command()\n@click.option("--n", type=int)\ndef run(n): probe(n)'],
  [
    undefined,
    'import click\n@click.command()\n@click.argument("n", type=click.Choice(["a"]))\ndef run(n): probe(n)',
  ],
  [undefined, 'import click\n@click.command()\n@click.option("--n", is_flag=True)\ndef run(n): probe(n)'],
  [
    'argv',
    'import argparse\nclass A(argparse.Action):\n    def __call__(self, parser, namespace, values, option=None): probe(values)',
  ],
  [
    undefined,
    'import argparse\nclass A(argparse.Action):\n    def __call__(self, parser, namespace, values, option=None): probe(option)',
  ],
  ['environment', 'probe(os.environ["A"])'],
  ['environment', 'probe(os.getenv("A"))'],
  ['request', 'from flask import request\nprobe(request.args["a"])'],
  ['request', 'from fastapi import FastAPI\napp = FastAPI()\n@app.post("/")\ndef f(a: str): probe(a)'],
  ['download', 'import requests\nprobe(requests.get(u).content)'],
  ['download', 'import requests\nwith requests.Session() as s:\n    probe(s.get(u).text)'],
  [
    'model-output',
    'from openai import OpenAI\nc = OpenAI()\nr = c.chat.completions.create()\nprobe(r.choices[0].message.content)',
  ],
  ['user-input', 'probe(input("?"))'],
  [
    'request',
    'from django.http import HttpResponse\ndef f(request):\n    probe(request.GET["a"])\n    return HttpResponse("b")',
  ],
  [
    undefined,
    'from django.http import HttpResponse\ndef f(request):\n    probe(request.GET["a"])\n    return Other("b")',
  ],
  [
    'request',
    'from aiohttp import web\nasync def f(request): probe(await request.json())\napp = web.Application()\napp.router.add_post("/", f)',
  ],
  [
    undefined,
    'from aiohttp import web\nasync def f(request): probe(request.app["a"])\napp = web.Application()\napp.router.add_post("/", f)',
  ],
  [
    'request',
    'import websockets\nasync def f(ws):\n    async for a in ws: probe(a)\nwebsockets.serve(f, "", 1)',
  ],
  [
    'request',
    'from multiprocessing.connection import Listener\nc = Listener(("", 1)).accept()\nprobe(c.recv())',
  ],
  [
    'model-output',
    'from langchain_core.callbacks import BaseCallbackHandler\nclass A(BaseCallbackHandler):\n    def on_llm_end(self, a, **b): probe(a.generations)',
  ],
  [
    undefined,
    'from langchain_core.callbacks import BaseCallbackHandler\nclass A(BaseCallbackHandler):\n    def on_llm_start(self, a, b, **c): probe(b)',
  ],
  ['model-output', `${ANSWER}probe(r.name)`],
  [undefined, `${ANSWER}probe(r.kind.value)`],
  [undefined, 'def input(): return 1\nprobe(input())'],
  [undefined, 'def f(self): probe(self)'],
];

describe('value flow', () => {
  const { semantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function kindOf({ module, probes }: ProbedModule): OriginKind | undefined {
    const [probe] = probes;
    assert.ok(probe !== undefined, 'there is no probe');
    return module.tracer.trace(probe.value, probe.site, KINDS)?.kind;
  }

  for (const [name, code] of FLOWS) {
    it(`goes through ${name}`, () => {
      assert.equal(kindOf(probeModule(`${HEAD}x = input()\n${code}`, parser, semantics)), 'user-input');
    });
  }

  for (const [name, code] of STOPS) {
    it(`stops at ${name}`, () => {
      assert.equal(kindOf(probeModule(`${HEAD}x = input()\n${code}`, parser, semantics)), undefined);
    });
  }

  for (const [kind, code] of SOURCES) {
    it(`begins with ${kind ?? 'nothing'}: ${code.split('\n').at(-1)}`, () => {
      assert.equal(kindOf(probeModule(HEAD + code, parser, semantics)), kind);
    });
  }

  it('looks for the wanted kinds only', () => {
    const { module, probes } = probeModule('x = input()\nprobe(x)', parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined);
    assert.equal(module.tracer.trace(probe.value, probe.site, ['request']), undefined);
  });

  it('tells its way, source first', () => {
    const code = 'x = input()\ndef f(a):\n    b = a.strip()\n    probe(f"{b}")\nf(x)\n';
    const { module, probes } = probeModule(code, parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined);
    const flow = module.tracer.trace(probe.value, probe.site, KINDS);
    assert.deepEqual(
      flow?.steps.map(({ span, label }) => [code.slice(span.start, span.end), label]),
      [
        ['input()', 'user input comes from here'],
        ['x', 'flows into `x`'],
        ['a', 'passed as `a`'],
        ['b', 'flows into `b`'],
      ],
    );
  });

  for (const [name, code] of [
    ['a name that leads to itself', 'while a:\n    y = y\nprobe(y)'],
    ['names that lead to each other', 'while a:\n    y = z\n    z = y\nprobe(y)'],
    ['a function that calls itself', 'def f(a): return f(a)\nprobe(f(1))'],
    ['functions that call each other', 'def f(a): return g(a)\ndef g(a): return f(a)\nprobe(f(1))'],
    ['a parameter passed on to itself', 'def f(a):\n    f(a)\n    probe(a)\nf(1)'],
    [
      'an attribute that leads to itself',
      'class A:\n    def f(self):\n        self.y = self.y\n        probe(self.y)',
    ],
    ['a comprehension in itself', 'y = [y for y in y]\nprobe(y)'],
  ] as const) {
    it(`ends at ${name}`, () => {
      assert.equal(kindOf(probeModule(code, parser, semantics)), undefined);
    });
  }

  it('still finds what a recursive function gives back in the end', () => {
    const code = 'def f(a):\n    if a:\n        return input()\n    return f(1)\nprobe(f(0))';
    assert.equal(kindOf(probeModule(code, parser, semantics)), 'user-input');
  });

  it('gives up where there are too many ways', () => {
    const names = Array.from({ length: 80 }, (_, at) => `n${at}`);
    const lines = names.map((name) => `    if c:\n        ${name} = [${names.join(', ')}]\n`);
    const { module, probes } = probeModule(`while x:\n${lines.join('')}probe(n0)`, parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined);
    assert.equal(module.tracer.trace(probe.value, probe.site, KINDS), undefined);
    assert.equal(module.resolver.isExhausted, false);
  });
});
