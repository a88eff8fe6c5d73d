import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { probeModule } from '../../support/probe.js';
import { loadParser } from '../../support/syntax.js';

const HEAD =
  'import os, re, sys, uuid, hashlib, pathlib\nfrom pathlib import Path\nfrom urllib.parse import urlparse\n' +
  'from enum import Enum\nfrom typing import Literal\nclass Mode(str, Enum):\n    a = "a"\nALLOWED = ["a", "b"]\nROOT = Path("/data")\n';

/** Body of a function of `x`, which is user input; the value may not get to the probe. */
const CLEAR: readonly (readonly [name: string, code: string])[] = [
  ['membership that raises', 'if x not in ("a", "b"): raise ValueError\nprobe(x)'],
  ['membership that returns', 'if x not in ALLOWED:\n    return None\nprobe(x)'],
  ['membership that exits', 'if x not in ALLOWED:\n    sys.exit(1)\nprobe(x)'],
  ['membership that goes on with the loop', 'for y in x:\n    if y not in ALLOWED: continue\n    probe(y)'],
  ['membership in what an object holds', 'if x not in self.models: raise KeyError\nprobe(x)'],
  ['not (membership)', 'if not (x in ALLOWED): raise ValueError\nprobe(x)'],
  ['an enclosing test', 'if x in {"a", "b"}:\n    probe(x)'],
  ['the other branch', 'if x not in ALLOWED:\n    pass\nelse:\n    probe(x)'],
  ['an elif', 'if x == "a":\n    pass\nelif x in ALLOWED:\n    probe(x)'],
  ['an assertion', 'assert x in ALLOWED, "no"\nprobe(x)'],
  ['equality', 'if x == "a":\n    probe(x)'],
  ['either of two constants', 'if x == "a" or x == "b":\n    probe(x)'],
  ['one of two tests', 'if debug and x in ALLOWED:\n    probe(x)'],
  ['two tests that both leave', 'if x is None or x not in ALLOWED: return\nprobe(x)'],
  ['and', 'x in ALLOWED and probe(x)'],
  ['a conditional', 'probe(x if x in ALLOWED else "a")'],
  ['a conditional that is assigned', 'y = x if x in ALLOWED else "a"\nprobe(y)'],
  ['a comprehension', 'probe([y for y in x if y in ALLOWED])'],
  ['match', 'match x:\n    case "a" | "b":\n        probe(x)'],
  ['a value made of a checked one', 'if x not in ALLOWED: raise ValueError\ny = f"m/{x}"\nprobe(y)'],
  ['a member', 'if x.name not in ALLOWED: raise ValueError\nprobe(x.name)'],
  ['an entry', 'if x["n"] not in ALLOWED: raise ValueError\nprobe(x["n"])'],
  ['a name for a member', 'n = x.name\nif n not in ALLOWED: raise ValueError\nprobe(n)'],
  ['the member of a checked name', 'n = x.name\nif n not in ALLOWED: raise ValueError\nprobe(x.name)'],
  ['cleaned first', 'if x.strip().lower() not in ALLOWED: raise ValueError\nprobe(x)'],
  ['digits', 'if not x.isdigit(): raise ValueError\nprobe(x)'],
  ['a number', 'if not isinstance(x, (int, float)): raise ValueError\nprobe(x)'],
  ['an attempt to read a number', 'try:\n    int(x)\nexcept ValueError:\n    return\nprobe(x)'],
  ['a UUID', 'uuid.UUID(x)\nprobe(x)'],
  ['an enumeration', 'Mode(x)\nprobe(x)'],
  ['an enumeration that is kept', 'mode = Mode(x)\nprobe(mode.value)'],
  ['a full match', 'if not re.fullmatch(r"[a-z0-9_-]+", x): raise ValueError\nprobe(x)'],
  ['a match to the end', 'if re.match(r"^[\\w-]{1,64}$", x) is None: raise ValueError\nprobe(x)'],
  ['a compiled pattern', 'P = re.compile(r"^\\d+$")\nif not P.match(x): raise ValueError\nprobe(x)'],
  ['a match that is kept', 'm = re.fullmatch(r"\\w+", x)\nif not m: return\nprobe(x)'],
  ['each letter', 'if not all(c in "0123456789+-" for c in x): raise ValueError\nprobe(x)'],
  ['letters as a set', 'if not set(x) <= set("0123"): raise ValueError\nprobe(x)'],
  ['one of several', 'if not any(x == y for y in ALLOWED): raise ValueError\nprobe(x)'],
  ['a loop over all parts', 'for y in x:\n    if y not in ALLOWED: raise ValueError\nprobe(x)'],
  ['is_relative_to', 'p = (ROOT / x).resolve()\nif not p.is_relative_to(ROOT): raise ValueError\nprobe(p)'],
  [
    'is_relative_to, by another name',
    'p = (ROOT / x).resolve()\nif not p.is_relative_to(ROOT): raise ValueError\nprobe(ROOT / x)',
  ],
  [
    'relative_to',
    'p = (ROOT / x).resolve()\ntry:\n    p.relative_to(ROOT)\nexcept ValueError:\n    return\nprobe(p)',
  ],
  ['parents', 'p = (ROOT / x).resolve()\nif ROOT not in p.parents: raise ValueError\nprobe(p)'],
  [
    'commonpath',
    'p = os.path.realpath(x)\nif os.path.commonpath([p, "/d"]) != "/d": raise ValueError\nprobe(p)',
  ],
  [
    'startswith of a path that was worked out',
    'p = os.path.realpath(x)\nif not p.startswith("/d/"): raise ValueError\nprobe(p)',
  ],
  ['the host', 'if urlparse(x).hostname not in ALLOWED: raise ValueError\nprobe(x)'],
  ['the host, by a name', 'u = urlparse(x)\nif u.netloc not in ALLOWED: raise ValueError\nprobe(x)'],
  ['an address of one host', 'if not x.startswith("https://a.invalid/"): raise ValueError\nprobe(x)'],
  ['a digest', 'if hashlib.sha256(x).hexdigest() != "ab": raise ValueError\nprobe(x)'],
  ['a function that raises', 'check(x)\nprobe(x)'],
  ['a function that raises, on what it holds', 'check_name(x)\nprobe(x.name)'],
  ['a function that says yes', 'if not is_allowed(x): raise ValueError\nprobe(x)'],
  ['a function that says yes in several ways', 'if not is_fine(x): raise ValueError\nprobe(x)'],
  ['a function that says no', 'if is_bad(x): raise ValueError\nprobe(x)'],
  ['an answer that is kept', 'ok = is_allowed(x)\nif not ok: return\nprobe(x)'],
  ['where it is called', 'def f(y): probe(y)\nif x in ALLOWED:\n    f(x)'],
  ['in the function that gives it back', 'probe(pick(x))'],
  ['a closure', 'if x not in ALLOWED: raise ValueError\ndef f():\n    probe(x)\nf()'],
];

const HELPERS =
  'def check(n):\n    if n not in ALLOWED:\n        raise ValueError(n)\n' +
  'def check_name(body):\n    if body.name not in ALLOWED:\n        raise ValueError(body)\n' +
  'def is_allowed(n):\n    return n in ALLOWED\n' +
  'def is_fine(n):\n    if n is None or "." not in n:\n        return True\n' +
  '    head = n.rsplit(".", 1)[0]\n    return any(n == p or head.startswith(p) for p in ALLOWED)\n' +
  'def is_bad(n):\n    if n in ALLOWED:\n        return False\n    return True\n' +
  'def pick(n):\n    if n not in ALLOWED:\n        raise ValueError\n    return n\n' +
  'def is_clean(n):\n    for bad in ("rm", "dd"):\n        if bad in n:\n            return False\n    return True\n' +
  'def deny(n):\n    for bad in ("rm", "dd"):\n        if bad in n:\n            raise ValueError\n' +
  'def is_short(n):\n    return len(n) < 5\n' +
  'def check_sometimes(n, strict):\n    if strict:\n        if n not in ALLOWED:\n            raise ValueError\n';

/** The value gets to the probe as one that somebody looked at. */
const WEAK: readonly (readonly [name: string, code: string])[] = [
  ['an unknown function that says yes', 'if not guard.allows(x): raise ValueError\nprobe(x)'],
  ['an unknown function, kept', 'ok, why = guard.check(x)\nif not ok: return\nprobe(x)'],
  ['a list of what is forbidden', 'if any(b in x for b in ("rm", "dd")): raise ValueError\nprobe(x)'],
  ['two dots', 'if ".." in x: raise ValueError\nprobe(x)'],
  ['the first word', 'if x.split()[0] not in ALLOWED: raise ValueError\nprobe(x)'],
  ['a pattern that lets most through', 'if not re.match(r"^https?://.*$", x): raise ValueError\nprobe(x)'],
  ['a pattern with an open end', 'if not re.match(r"[a-z]+", x): raise ValueError\nprobe(x)'],
  ['how it begins', 'if not x.startswith("SELECT"): raise ValueError\nprobe(x)'],
  ['a function that looks for what is forbidden', 'if not is_clean(x): raise ValueError\nprobe(x)'],
  ['a function that raises for what is forbidden', 'deny(x)\nprobe(x)'],
];

/** The value gets to the probe as if there was no test. */
const OPEN: readonly (readonly [name: string, code: string])[] = [
  ['no test', 'probe(x)'],
  ['a test that leaves nothing', 'if x not in ALLOWED:\n    print("no")\nprobe(x)'],
  ['a test of something else', 'if y not in ALLOWED: raise ValueError\nprobe(x)'],
  ['a test afterwards', 'probe(x)\nif x not in ALLOWED: raise ValueError'],
  ['what is bound again', 'if x not in ALLOWED: raise ValueError\nx = input()\nprobe(x)'],
  ['a test in another branch', 'if a:\n    if x not in ALLOWED: raise ValueError\nprobe(x)'],
  ['the branch where it is not', 'if x in ALLOWED:\n    pass\nelse:\n    probe(x)'],
  ['one of two ways to pass', 'if x in ALLOWED or debug:\n    probe(x)'],
  ['words that end the talk', 'if x in ("exit", "quit"): return\nprobe(x)'],
  ['an empty text', 'if not x: return\nprobe(x)'],
  ['nothing', 'if x is None: return\nprobe(x)'],
  ['a text', 'if not isinstance(x, str): raise ValueError\nprobe(x)'],
  ['its length', 'if len(x) > 100: raise ValueError\nprobe(x)'],
  ['its ending', 'if not x.endswith(".py"): raise ValueError\nprobe(x)'],
  ['that it exists', 'if not os.path.exists(x): raise ValueError\nprobe(x)'],
  ['its suffix', 'if Path(x).suffix not in ALLOWED: raise ValueError\nprobe(x)'],
  ['the kind of answer', 'if x.status_code != 200: raise ValueError\nprobe(x)'],
  ['the kind of answer, of a member', 'if x.type == "text":\n    probe(x.text)'],
  ['another member', 'if x.kind not in ALLOWED: raise ValueError\nprobe(x.name)'],
  ['a word that says it went wrong', 'if "error" in x: raise ValueError\nprobe(x)'],
  ['the shape it has', 'if "=" not in x:\n    probe(x)'],
  ['that something stands in it', 'if "```" in x:\n    probe(x)'],
  ['a function about something else', 'if not is_short(x): raise ValueError\nprobe(x)'],
  ['a function that checks when it is asked to', 'check_sometimes(x, False)\nprobe(x)'],
  ['a cache', 'if cache.get(x): return\nprobe(x)'],
  ['a test that a loop repeats for the rest', 'while a:\n    if x not in ALLOWED: continue\nprobe(x)'],
  ['a handler that goes on', 'try:\n    int(x)\nexcept ValueError:\n    pass\nprobe(x)'],
];

describe('checks that a value has passed', () => {
  const { semantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function judge(code: string): string {
    const body = code
      .split('\n')
      .map((line) => `    ${line}\n`)
      .join('');
    const text = `${HEAD}${HELPERS}def run(self, x):\n${body}\nrun(None, input())\n`;
    const { module, probes } = probeModule(text, parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined, 'there is no probe');
    const flow = module.tracer.trace(probe.value, probe.site, ['user-input']);
    return flow === undefined ? 'clear' : flow.isChecked === true ? 'weak' : 'open';
  }

  for (const [outcome, rows] of [
    ['clear', CLEAR],
    ['weak', WEAK],
    ['open', OPEN],
  ] as const) {
    for (const [name, code] of rows) it(`${outcome}: ${name}`, () => assert.equal(judge(code), outcome));
  }

  it('tells where the value was looked at', () => {
    const code = 'x = input()\nif not guard.allows(x): raise ValueError\nprobe(x)\n';
    const { module, probes } = probeModule(code, parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined);
    const flow = module.tracer.trace(probe.value, probe.site, ['user-input']);
    const steps = flow?.steps.map(({ span, label }) => [code.slice(span.start, span.end), label]);
    assert.deepEqual(steps?.at(-1), ['not guard.allows(x)', 'checked here']);
  });

  it('goes the way without a check where there is one', () => {
    const code =
      'x = input()\nif a:\n    if not guard.allows(x): raise ValueError\n    y = x\nelse:\n    y = x\nprobe(y)\n';
    const { module, probes } = probeModule(code, parser, semantics);
    const [probe] = probes;
    assert.ok(probe !== undefined);
    assert.equal(module.tracer.trace(probe.value, probe.site, ['user-input'])?.isChecked, undefined);
  });

  for (const [name, code] of [
    ['a question before', 'if input("Run it? ") != "y": raise SystemExit\nprobe(r)'],
    ['a question around', 'if input("Run it? ").lower() == "y":\n    probe(r)'],
    ['an answer that is kept', 'import click\nok = click.confirm("Run it?")\nif ok:\n    probe(r)'],
  ] as const) {
    it(`weak: model output after ${name}`, () => {
      const text = `from openai import OpenAI\nr = OpenAI().responses.create()\n${code}\n`;
      const { module, probes } = probeModule(text, parser, semantics);
      const [probe] = probes;
      assert.ok(probe !== undefined);
      assert.equal(module.tracer.trace(probe.value, probe.site, ['model-output'])?.isChecked, true);
    });
  }
});
