import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

/** What each `probe(...)` of the code stands for, in the order of the text. */
type Row = readonly [name: string, code: string, ...names: (readonly string[])[]];

const LOAD = ['torch.load'];
const DUMP = ['pickle.dump'];
const BOTH = ['pickle.dump', 'torch.load'];

const TABLE: readonly Row[] = [
  // Properties
  [
    'a property',
    'import torch\nclass A:\n    @property\n    def p(self): return torch\n    def f(self): probe(self.p.load)\nprobe(A().p.load)',
    LOAD,
    LOAD,
  ],
  [
    'a property that is kept',
    'import functools, torch\nclass A:\n    @functools.cached_property\n    def p(self): return torch.load\nprobe(A().p)',
    LOAD,
  ],
  [
    'a property with a setter',
    'import torch\nclass A:\n    @property\n    def p(self): return torch.load\n    @p.setter\n    def p(self, value): self.x = value\nprobe(A().p)',
    LOAD,
  ],
  [
    'a property that is called',
    'import torch\nclass A:\n    @property\n    def p(self): return 1\nprobe(A().p())',
    [],
  ],
  // Imports
  ['an import', 'import torch\nprobe(torch.load)', LOAD],
  ['an import of a submodule', 'import torch.nn.functional\nprobe(torch.load)', LOAD],
  ['an import with a name', 'import torch as t\nprobe(t.load)', LOAD],
  ['a submodule with a name', 'import torch.nn as nn\nprobe(nn.Linear)', ['torch.nn.Linear']],
  ['from', 'from torch import load\nprobe(load)', LOAD],
  ['from with a name', 'from torch import load as l\nprobe(l)\nprobe(load)', LOAD, []],
  ['a star import', 'from torch import *\nprobe(load)', LOAD],
  ['a builtin behind a star import', 'from torch import *\nprobe(eval)', ['builtins.eval']],
  [
    'a relative import',
    'from . import torch\nfrom .a import b\nprobe(torch.load)\nprobe(b)',
    ['.torch.load'],
    ['.a.b'],
  ],
  [
    'try and except',
    'try:\n    from torch import load as f\nexcept ImportError:\n    from pickle import dump as f\nprobe(f)',
    BOTH,
  ],
  [
    'an import in a function',
    'def f():\n    import torch\n    probe(torch.load)\nprobe(torch.load)',
    LOAD,
    [],
  ],
  [
    'a module of which a function sets something',
    'import torch\ndef f():\n    torch.seed = 1\n    torch.flags["a"] = 2\n    probe(torch.load)',
    LOAD,
  ],
  [
    'an import by text',
    'import importlib\nprobe(importlib.import_module("torch").load)\nprobe(__import__("torch").load)',
    LOAD,
    LOAD,
  ],
  [
    'a name known elsewhere',
    'import cPickle\nfrom torch.serialization import load\nprobe(cPickle.dump)\nprobe(load)',
    DUMP,
    LOAD,
  ],
  ['a builtin', 'probe(eval)\nprobe(nothing)', ['builtins.eval'], []],
  // Aliases
  ['an assignment', 'import torch\nf = torch.load\nprobe(f)', LOAD],
  ['a chain of assignments', 'import torch\na = b = torch.load\nc = b\nprobe(c)', LOAD],
  ['unpacking', 'import torch\na, (b, c) = 1, (torch.load, 2)\nprobe(b)\nprobe(a)', LOAD, []],
  ['a walrus', 'import torch\nif f := torch.load:\n    probe(f)', LOAD],
  ['a conditional', 'import torch, pickle\nprobe(pickle.dump if a else torch.load)', BOTH],
  ['an alternative', 'import torch, pickle\nprobe(pickle.dump or torch.load)', BOTH],
  ['parentheses and await', 'import torch\nasync def f():\n    probe((await torch.load))', LOAD],
  [
    'getattr',
    'import torch\nprobe(getattr(torch, "load"))\nprobe(getattr(torch, name))',
    LOAD,
    ['builtins.getattr()'],
  ],
  ['partial', 'import torch\nfrom functools import partial\nf = partial(torch.load, "a")\nprobe(f)', LOAD],
  ['an annotated assignment', 'import torch\nf: Callable = torch.load\nprobe(f)', LOAD],
  // Instances and results
  [
    'an instance',
    'from fastapi import FastAPI\napp = FastAPI()\nprobe(app)\nprobe(app.get)',
    ['fastapi.FastAPI'],
    ['fastapi.FastAPI.get'],
  ],
  ['a result', 'import torch\nx = torch.load(p)\nprobe(x)\nprobe(x.y)', ['torch.load()'], ['torch.load().y']],
  [
    'a known result',
    'import transformers\nm = transformers.AutoModel.from_pretrained(n)\nprobe(m.eval)',
    ['transformers.AutoModel.eval'],
  ],
  ['with', 'import requests\nwith requests.Session() as s:\n    probe(s.get)', ['requests.Session.get']],
  [
    'a parameter with an annotation',
    'import torch\ndef f(m: torch.nn.Module): probe(m.eval)',
    ['torch.nn.Module.eval'],
  ],
  [
    'an optional annotation',
    'import a\nfrom typing import Optional\ndef f(x: Optional[a.B], y: a.B | None): probe(x.c), probe(y.c)',
    ['a.B.c'],
    ['a.B.c'],
  ],
  [
    'an annotation with details',
    'import a\nfrom typing import Annotated\ndef f(x: Annotated[a.B, 1]): probe(x.c)',
    ['a.B.c'],
  ],
  ['a declaration', 'import a\nx: a.B\nprobe(x.c)', ['a.B.c']],
  ['a list of things is no thing', 'import a\nx: list[a.B] = f()\nprobe(x.c)', []],
  ['what a function gives back', 'import torch\ndef get(): return torch.load\nprobe(get())', LOAD],
  ['what a function says it gives back', 'import a\ndef get() -> a.B: ...\nprobe(get().c)', ['a.B.c']],
  // Classes
  ['a class attribute', 'import torch\nclass A:\n    f = torch.load\nprobe(A.f)\nprobe(A().f)', LOAD, LOAD],
  [
    'an attribute of self',
    'import torch\nclass A:\n    def __init__(self):\n        self.f = torch.load\n    def m(self):\n        probe(self.f)\nprobe(A().f)',
    LOAD,
    LOAD,
  ],
  [
    'attributes of self, unpacked',
    'import torch\nclass A:\n    def __init__(self):\n        self.f, self.g = torch.load, 1\n    def m(self):\n        probe(self.f)',
    LOAD,
  ],
  [
    'a class of the module above it',
    'import torch\nclass A:\n    f = torch.load\nclass B(A): pass\nprobe(B().f)',
    LOAD,
  ],
  [
    'a class from elsewhere above it',
    'import torch\nclass A(torch.nn.Module):\n    def m(self):\n        probe(self.eval)',
    ['torch.nn.Module.eval'],
  ],
  ['classes above themselves', 'class A(B): pass\nclass B(A): pass\nprobe(A().f)', []],
  ['a class with the name of its base', 'from a import B\nclass B(B): pass\nprobe(B().f)', ['a.B.f']],
  [
    'names of a class are not seen in its methods',
    'import torch\nclass A:\n    f = torch.load\n    def m(self):\n        probe(f)',
    [],
  ],
  // Shadowing
  ['a parameter', 'from torch import load\ndef f(load): probe(load)\nprobe(load)', [], LOAD],
  [
    'a parameter that takes the rest',
    'from torch import load\ndef f(*load): probe(load)\ndef g(**load): probe(load)',
    [],
    [],
  ],
  ['a function', 'from torch import load\ndef load(p): pass\nprobe(load)', []],
  ['a function in a function', 'from torch import load\ndef f():\n    def load(): pass\n    probe(load)', []],
  [
    'a variable of a comprehension',
    'from torch import load\nx = [probe(load) for load in y]\nprobe(load)',
    [],
    LOAD,
  ],
  ['the first iterable of a comprehension', 'from torch import load\nx = [a for load in probe(load)]', LOAD],
  [
    'a variable of a lambda',
    'from torch import load\nf = lambda load: probe(load)\ng = lambda: probe(load)',
    [],
    LOAD,
  ],
  ['a variable of a loop', 'from torch import load\nfor load in probe(load):\n    probe(load)', LOAD, []],
  ['an exception', 'from torch import load\ntry: pass\nexcept E as load: probe(load)', []],
  ['a pattern', 'from torch import load\nmatch x:\n    case [load]: probe(load)', []],
  [
    'a class in a pattern binds nothing',
    'from torch import load\nmatch x:\n    case load(): probe(load)',
    LOAD,
  ],
  [
    'a global',
    'import torch\nf = torch.load\ndef g():\n    if a:\n        global f\n    f = 1\n    probe(f)',
    LOAD,
  ],
  // Order
  [
    'a name bound again',
    'from torch import load as f\nprobe(f)\nfrom pickle import dump as f\nprobe(f)',
    LOAD,
    DUMP,
  ],
  [
    'a name bound again, seen from a function',
    'from torch import load as f\ndef g(): probe(f)\nfrom pickle import dump as f',
    DUMP,
  ],
  [
    'a branch',
    'from torch import load as f\nif a:\n    from pickle import dump as f\n    probe(f)\nprobe(f)',
    DUMP,
    [...LOAD, ...DUMP],
  ],
  [
    'a loop',
    'from torch import load as f\nwhile a:\n    probe(f)\n    from pickle import dump as f\nprobe(f)',
    [...LOAD, ...DUMP],
    [...LOAD, ...DUMP],
  ],
  [
    'a loop that ends in a binding',
    'import a, b, c\nx = a.f\nfor i in j:\n    probe(x)\n    x = b.f\n    x = c.f',
    ['a.f', 'c.f'],
  ],
  [
    'a loop in a loop',
    'import a, b, c\nx = a.f\nfor i in j:\n    for k in l:\n        probe(x)\n        x = b.f\n    x = c.f',
    ['a.f', 'b.f', 'c.f'],
  ],
  [
    'with, which always runs',
    'from torch import load as f\nwith a:\n    from pickle import dump as f\nprobe(f)',
    DUMP,
  ],
  [
    'finally, which always runs',
    'from torch import load as f\ntry: pass\nfinally:\n    from pickle import dump as f\nprobe(f)',
    DUMP,
  ],
  // Cycles
  ['names that lead to each other', 'a = b\nb = a\nprobe(a)', []],
  [
    'a name that leads to itself and elsewhere',
    'import torch\nwhile c:\n    f = f or torch.load\n    probe(f)',
    LOAD,
  ],
  ['a function that gives itself back', 'def f(): return f()\nprobe(f())', []],
  [
    'an attribute that leads to itself',
    'class A:\n    def m(self):\n        self.f = self.f\n        probe(self.f)',
    [],
  ],
];

describe('resolving names', () => {
  const { semantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  for (const [name, code, ...names] of TABLE) {
    it(`sees through ${name}`, () => {
      const { module, probes } = probeModule(code, parser, semantics);
      const found = probes.map(({ value, site }) => [...module.resolver.namesOf(value, site)].sort());
      assert.deepEqual(
        found,
        names.map((list) => [...list].sort()),
      );
    });

    it(`sees through ${name}, whatever was asked before`, () => {
      const { module, probes } = probeModule(code, parser, semantics);
      const backwards = [...probes]
        .reverse()
        .map(({ value, site }) => [...module.resolver.namesOf(value, site)].sort());
      assert.deepEqual(
        backwards.reverse(),
        names.map((list) => [...list].sort()),
      );
    });
  }

  it('gives up on long chains alike, whatever was asked before', () => {
    const chain = Array.from({ length: 60 }, (_, at) => `a${at + 1} = a${at}\nprobe(a${at + 1})\n`).join('');
    const code = `import torch\na0 = torch.load\n${chain}`;
    const answers = (order: (list: readonly number[]) => readonly number[]): readonly string[] => {
      const { module, probes } = probeModule(code, parser, semantics);
      const found: string[] = [];
      for (const index of order([...probes.keys()])) {
        const probe = probes[index];
        if (probe !== undefined) found[index] = module.resolver.namesOf(probe.value, probe.site).join();
      }
      return found;
    };
    const forwards = answers((list) => list);
    assert.deepEqual(
      answers((list) => [...list].reverse()),
      forwards,
    );
    assert.equal(forwards[5], 'torch.load');
    assert.equal(forwards[59], '');
  });

  it('bounds the work where everything leads everywhere', () => {
    const names = Array.from({ length: 60 }, (_, at) => `n${at}`);
    const lines = names.map(
      (name, at) =>
        `    if c${at}:\n        ${name} = ${names.filter((other) => other !== name).join(' or ')}\n`,
    );
    const code = `import torch\nn0 = torch.load\nwhile x:\n${lines.join('')}${names.map((name) => `    probe(${name})\n`).join('')}`;
    const { module, probes } = probeModule(code, parser, semantics);
    for (const { value, site } of probes) module.resolver.namesOf(value, site);
    assert.equal(probes.length, 60);
    assert.equal(module.resolver.isExhausted, false);
  });
});
