import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

const JOB = 'from collections import namedtuple\nJob = namedtuple("Job", "a b")\n';
const DATA = 'from dataclasses import dataclass\n@dataclass\nclass Job:\n    a: str\n    b: str = ""\n';
const POOL = 'from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\n';

/** Code after `x = input()`, in which the probe gets user input. */
const FLOWS: readonly (readonly [name: string, code: string])[] = [
  ['a global', 'y = ""\ndef f():\n    global y\n    y = x\ndef g(): probe(y)'],
  ['a global that the module does not bind', 'def f():\n    global y\n    y = x\ndef g(): probe(y)'],
  ['a global of several', 'def f():\n    global z, y\n    y = x\ndef g(): probe(y)'],
  ['a global of a method', 'y = 1\nclass A:\n    def f(self):\n        global y\n        y = x\nprobe(y)'],
  [
    'a global that a branch sets',
    'y = 1\ndef f():\n    global y\n    if a:\n        y = x\ndef g(): probe(y)',
  ],
  ['a queue of the module', 'import queue\ny = queue.Queue()\ndef f(): y.put(x)\ndef g(): probe(y.get())'],
  ['a list of the module', 'y = []\ndef f(): y.append({"a": x})\ndef g(): probe(y[-1]["a"])'],
  ['an entry of the module', 'y = {}\ndef f(k): y[k] = x\ndef g(k): probe(y[k])'],
  ['an attribute of an object of the module', 'y = A()\ndef f(): y.z = x\ndef g(): probe(y.z)'],
  ['a list that a method adds to', 'y = []\nclass A:\n    def f(self): y.append(x)\ndef g(): probe(y)'],
  ['a list added to where it is read', 'y = []\ndef f():\n    y.append(x)\n    probe(y)'],
  ['a lambda in a name', 'f = lambda a: probe(a)\nf(x)'],
  ['what a lambda gives back', 'f = lambda a: a + "b"\nprobe(f(x))'],
  [
    'a lambda in a member',
    'class A:\n    def __init__(self):\n        self.f = lambda a: probe(a)\n    def g(self): self.f(x)',
  ],
  ['a lambda in a dict', 'T = {"a": lambda a: probe(a)}\nT[k](x)'],
  ['a lambda that a pool runs', `${POOL}pool.submit(lambda a: probe(a), x)`],
  ['a lambda for each item', 'x.apply(lambda a: probe(a))'],
  [
    'a member of a member of something imported',
    'import st\ndef f(): st.state.y = x\ndef g(): probe(st.state.y)',
  ],
  [
    'an entry of a member of something imported',
    'import st\ndef f(): st.state["y"] = x\ndef g(): probe(st.state["y"])',
  ],
  [
    'a task that Celery sends',
    'import celery\napp = celery.Celery()\n@app.task\ndef f(a, b): probe(b)\nf.apply_async(args=[1, x])',
  ],
  ['a function that is called by default', 'def ask(): return x\ndef f(a=ask): probe(a())'],
  [
    'a function by default that self keeps',
    'def ask(a): return a\nclass A:\n    def __init__(self, b=ask):\n        self.b = b\n    def f(self): probe(self.b(x))',
  ],
  ['the default of an entry that is not known', 'y = {"a": "b"}\nprobe(y.get(k, x))'],
  ['a field of a named tuple', `${JOB}y = Job(a=1, b=x)\nprobe(y.b)`],
  ['a field of a named tuple by its place', `${JOB}y = Job(1, x)\nprobe(y.b)`],
  [
    'a named tuple of a list of fields',
    'import collections\nJob = collections.namedtuple("Job", ["a", "b"])\nprobe(Job(1, x).b)',
  ],
  ['a field of a data class by its place', `${DATA}y = Job(1, x)\nprobe(y.b)`],
];

/** The same, in which it does not. */
const STOPS: readonly (readonly [name: string, code: string])[] = [
  ['a name of another function', 'y = ""\ndef f():\n    y = x\ndef g(): probe(y)'],
  ['another global', 'y = ""\ndef f():\n    global z\n    z = x\ndef g(): probe(y)'],
  ['a list of another function', 'y = []\ndef f():\n    y = []\n    y.append(x)\ndef g(): probe(y)'],
  ['a parameter of the same name', 'y = []\ndef f(y): y.append(x)\ndef g(): probe(y)'],
  [
    'a list of the function around',
    'y = []\ndef f():\n    y = []\n    def h(): y.append(x)\ndef g(): probe(y)',
  ],
  [
    'a name that is not local',
    'y = 1\ndef f():\n    y = 1\n    def h():\n        nonlocal y\n        y = x\ndef g(): probe(y)',
  ],
  ['another entry of the module', 'y = {}\ndef f(): y["a"] = x\ndef g(): probe(y["b"])'],
  ['another attribute of the module', 'y = A()\ndef f(): y.z = x\ndef g(): probe(y.w)'],
  ['another lambda', 'f = lambda a: probe(a)\ng = lambda a: a\ng(x)'],
  ['a lambda that gives back something else', 'f = lambda a: len(a)\nprobe(f(x))'],
  ['a lambda of another dict', 'T = {"a": lambda a: probe(a)}\nU = {"a": lambda a: a}\nU[k](x)'],
  ['another member of something imported', 'import st\ndef f(): st.key = x\nprobe(st.ask())'],
  ['another member of a member', 'import st\ndef f(): st.state.y = x\ndef g(): probe(st.state.z)'],
  [
    'another argument that Celery sends',
    'import celery\napp = celery.Celery()\n@app.task\ndef f(a, b): probe(a)\nf.apply_async(args=[1, x])',
  ],
  ['another function by default', 'def ask(a): return 1\ndef f(a=ask): probe(a(x))'],
  ['what something unknown gets beside a key', 'probe(y.get(k, x))'],
  ['another field of a named tuple', `${JOB}y = Job(1, x)\nprobe(y.a)`],
  ['another field of a data class', `${DATA}y = Job(x, 1)\nprobe(y.b)`],
];

describe('what functions and objects keep', () => {
  const { semantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function isReached(code: string): boolean {
    const { module, probes } = probeModule(`x = input()\n${code}`, parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined, 'there is no probe');
    return module.tracer.trace(probe.value, probe.site, ['user-input']) !== undefined;
  }

  for (const [name, code] of FLOWS) it(`passes through ${name}`, () => assert.ok(isReached(code)));

  for (const [name, code] of STOPS) it(`does not pass through ${name}`, () => assert.ok(!isReached(code)));
});
