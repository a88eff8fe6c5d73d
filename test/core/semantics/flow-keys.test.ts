import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

/** Code after `x = input()`, in which the probe gets user input. */
const FLOWS: readonly (readonly [name: string, code: string])[] = [
  ['a value of a dict', 'd = {"a": x}\nfor v in d.values(): probe(v)'],
  ['a value beside its key', 'd = {"a": x}\nfor k, v in d.items(): probe(v)'],
  ['a key', 'd = {x: 1}\nfor k in d: probe(k)'],
  ['a key beside its value', 'd = {x: 1}\nfor k, v in d.items(): probe(k)'],
  ['keys that are joined', 'd = {x: 1}\nprobe(", ".join(d))'],
  ['keys as a list', 'd = {x: 1}\nprobe(list(d.keys()))'],
  ['a key that is put in', 'd = {}\nd[x] = 1\nfor k in d: probe(k)'],
  ['a key of a dict that is added', 'd = {"a": 1}\nd.update({x: 1})\nprobe(sorted(d))'],
  ['a key of a spread dict', 'e = {x: 1}\nd = {**e, "a": 1}\nprobe(",".join(d))'],
  ['a key of a comprehension', 'd = {k: 1 for k in x.split()}\nfor k in d: probe(k)'],
  ['keys of another whole', 'import json\nfor k in json.loads(x): probe(k)'],
  ['keys of a parameter', 'def f(row): probe(", ".join(row))\nf({x: 1})'],
  ['keys of a copy', 'd = {x: 1}\nfor k in dict(d).keys(): probe(k)'],
  ['items of a list', 'for k in [x, 1]: probe(k)'],
  ['items of a spread list', 'a = [x]\nfor k in [*a, 1]: probe(k)'],
  ['items that are put in a list by number', 'a = [0]\na[0] = x\nfor k in a: probe(k)'],
  ['items that are added', 'a = []\na.append(x)\nprobe(" ".join(a))'],
  ['items that a function gives back', 'def f(a): return [y.strip() for y in a]\nprobe(f(f([x])))'],
  ['a member of an item', 'for k in [{"a": x}]: probe(k["a"])'],
  ['keys whose length was looked at', 'd = {k: 1 for k in x if len(k) > 2}\nfor k in d: probe(k)'],
];

/** The same, in which it does not. */
const STOPS: readonly (readonly [name: string, code: string])[] = [
  ['keys that are constants', 'd = {"a": x}\nfor k in d: probe(k)'],
  ['keys beside their values', 'd = {"a": x}\nd["b"] = x\nfor k, v in d.items(): probe(k)'],
  ['keys that are joined', 'd = {"a": x, "b": x}\nprobe(f"SET {\', \'.join(d)}")'],
  ['keys as a list', 'd = {"a": x}\nprobe(list(d.keys()))'],
  ['keys that are sorted', 'd = {"a": x}\nd.update(b=x)\nprobe(sorted(d))'],
  ['keys of a parameter', 'def f(row): probe(", ".join(row.keys()))\nf({"a": x})'],
  ['named arguments', 'def f(**row): probe(", ".join(row))\nf(a=x)'],
  ['keys of a spread dict', 'e = {"b": x}\nd = {**e, "a": x}\nprobe(",".join(d))'],
  [
    'keys that are in a list',
    'import json\nALLOWED = {"a", "b"}\nd = {k: v for k, v in json.loads(x).items() if k in ALLOWED}\nprobe(", ".join(f"{k} = ?" for k in d))',
  ],
  [
    'keys of a loop over keys that are in a list',
    'import json\nALLOWED = {"a"}\nd = {k: v for k, v in json.loads(x).items() if k in ALLOWED}\na = []\nfor k, v in d.items(): a.append(f"{k} = ?")\nprobe(", ".join(a))',
  ],
  [
    'keys that were looked at',
    'import json\nd = json.loads(x)\nif set(d) <= {"a"}:\n    for k in d: probe(k)',
  ],
  ['another member of an item', 'for k in [{"a": x, "b": 1}]: probe(k["b"])'],
];

describe('what a loop meets', () => {
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
