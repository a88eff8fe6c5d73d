import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Analysis, AnalysisContext, Engine } from '../../../src/core/api.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { applyEdits } from '../../../src/core/report/apply-edits.js';
import { selectFixes } from '../../../src/core/report/select-fixes.js';
import type { DocumentInput } from '../../../src/core/source/document.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { checkNotebookAnalysis, checkTextAnalysis } from '../../support/check-analysis.js';
import { exampleProjectSamples, ruleSamples, type Sample } from '../../support/corpus.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { loadParser } from '../../support/syntax.js';

const knowledge = loadKnowledge(process.cwd());
/** More for a long search by hand: `FAIRLEAD_RUNS=20000`. */
const RUNS = Number(process.env['FAIRLEAD_RUNS'] ?? 400);
const CONTEXT: AnalysisContext = createContext('app.py', {}, { wantLandmarks: true });

/** A way to break a text. `at` and `length` are shares of the text. */
interface Damage {
  readonly kind: 'flip' | 'cut' | 'take' | 'repeat' | 'insert';
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}

function applyDamage(text: string, { kind, at, length, piece }: Damage): string {
  const start = Math.floor(at * text.length);
  const end = Math.min(text.length, start + Math.ceil(length * 200));
  switch (kind) {
    case 'flip': {
      const code = text.charCodeAt(start);
      return (
        text.slice(0, start) +
        String.fromCharCode((Number.isNaN(code) ? 0 : code) ^ 4) +
        text.slice(start + 1)
      );
    }
    case 'cut':
      return text.slice(0, start);
    case 'take':
      return text.slice(0, start) + text.slice(end);
    case 'repeat':
      return text.slice(0, end) + text.slice(start, end) + text.slice(end);
    case 'insert':
      return text.slice(0, start) + piece + text.slice(start);
  }
}

const SHARE = fc.double({ min: 0, max: 1, noNaN: true });
const DAMAGE: fc.Arbitrary<Damage> = fc.record({
  kind: fc.constantFrom('flip', 'cut', 'take', 'repeat', 'insert'),
  at: SHARE,
  length: SHARE,
  piece: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 5 }),
    fc.constantFrom(
      '(',
      ')',
      '"""',
      "'",
      '\n',
      '\r',
      '\t',
      '\0',
      '\ufeff',
      '\u2028',
      '\ud800',
      '{',
      '#',
      '\\',
      'f"{',
      ':=',
      '@',
    ),
  ),
});

describe('robustness', () => {
  let engine: Engine;
  let parser: CodeParser;
  before(async () => {
    engine = createTestEngine(knowledge);
    parser = await loadParser();
  });
  after(() => {
    parser.delete();
    engine.dispose();
  });

  function analyse(text: string): Promise<Analysis> {
    return engine.analyse({ kind: 'text', path: 'app.py', text }, CONTEXT);
  }

  function isSound(text: string): boolean {
    const tree = parser.parse(text);
    const isBroken = tree?.rootNode.hasError ?? true;
    tree?.delete();
    return !isBroken;
  }

  function fixAll(text: string, findings: readonly Finding[]): string {
    const edits = [...selectFixes(findings, { onlySafe: false }).edits.values()].flat();
    return applyEdits(text, edits, 'text');
  }

  async function check(text: string): Promise<void> {
    checkTextAnalysis(await analyse(text), text);
  }

  const python: readonly string[] = [...ruleSamples(knowledge), ...exampleProjectSamples()].flatMap(
    ({ input }: Sample) => (input.kind === 'text' && input.path.endsWith('.py') ? [input.text] : []),
  );

  it('holds for damaged examples', async () => {
    const text = fc.tuple(fc.constantFrom(...python), fc.array(DAMAGE, { minLength: 1, maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(text, async ([whole, damages]) => check(damages.reduce(applyDamage, whole))),
      { numRuns: RUNS },
    );
  }).timeout(600_000);

  it('holds for any text', async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), check), {
      numRuns: RUNS,
    });
  }).timeout(600_000);

  it('holds for damaged notebooks', async () => {
    const notebooks = exampleProjectSamples().flatMap(({ input }) =>
      input.kind === 'notebook-json' ? [input.text] : [],
    );
    assert.ok(notebooks.length > 0);
    const text = fc.tuple(fc.constantFrom(...notebooks), fc.array(DAMAGE, { minLength: 1, maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(text, async ([whole, damages]) => {
        const damaged = damages.reduce(applyDamage, whole);
        const input: DocumentInput = { kind: 'notebook-json', path: 'a.ipynb', text: damaged };
        checkNotebookAnalysis(await engine.analyse(input, CONTEXT), damaged);
      }),
      { numRuns: Math.min(RUNS, 2000) },
    );
  }).timeout(600_000);

  for (const [name, text] of [
    ['a string of 1 MB', `import torch\nx = "${'a'.repeat(1_000_000)}"\ntorch.load(p)\n`],
    ['a list of 300,000 items', `import torch\nx = torch.load([${'1,'.repeat(300_000)}])\ntorch.load(p)\n`],
    [
      '100,000 characters that are no code',
      `import torch\n${'?$!'.repeat(33_000)}\nimport os\ntorch.load(p)\n`,
    ],
    ['50,000 quotes', `import torch\n${'"\'`'.repeat(17_000)}\nimport os\ntorch.load(p)\n`],
    ['20,000 calls', `import torch\n${'f(torch.load)\n'.repeat(20_000)}torch.load(p)\n`],
    [
      '20,000 aliases',
      `import torch\n${Array.from({ length: 20_000 }, (_, at) => `a${at} = torch.load\n`).join('')}torch.load(p)\n`,
    ],
    ['one name bound 20,000 times', `import torch\n${'load = torch.load\n'.repeat(20_000)}torch.load(p)\n`],
    [
      'one name bound 3,000 times in branches',
      `import torch\n${'if a:\n    x = f(x)\n'.repeat(3000)}torch.load(x)\n`,
    ],
    [
      'one name bound 1,000 times in a loop',
      `import torch\nwhile a:\n${'    if a:\n        x = f(x)\n'.repeat(1000)}    torch.load(x)\ntorch.load(p)\n`,
    ],
    [
      '2,000 functions that call each other',
      `import torch\n${Array.from({ length: 2000 }, (_, at) => `def f${at}(a): return f${(at * 7 + 1) % 2000}(a) or f${(at * 3 + 2) % 2000}(a)\n`).join('')}torch.load(f0(p))\n`,
    ],
    [
      '2,000 calls of one function',
      `import torch\ndef f(a): return torch.load(a)\n${'f(f(p))\n'.repeat(2000)}torch.load(p)\n`,
    ],
    [
      'a dict of dicts',
      `import torch\nd0 = {"a": 1}\n${Array.from({ length: 500 }, (_, at) => `d${at + 1} = {**d${at}, **d${at}}\n`).join('')}torch.load(p, **d500)\ntorch.load(q)\n`,
    ],
  ] as const) {
    it(`is done in time with ${name}`, async () => {
      const { findings, work } = await analyse(text);
      assert.ok(findings.length > 0, 'nothing was found');
      assert.ok(work.parsedLength <= text.length);
    }).timeout(120_000);
  }

  it('leaves code that can be parsed after every fix', async () => {
    let count = 0;
    for (const text of python) {
      const { findings } = await analyse(text);
      const fixed = fixAll(text, findings);
      if (fixed === text) continue;
      count += 1;
      assert.equal(isSound(fixed), isSound(text), fixed);
    }
    assert.ok(count > 20, `${count} examples were changed`);
  });

  it('leaves code that can be parsed after every fix of lines put together at random', async () => {
    const fixable = knowledge.rules.flatMap(({ examples }) =>
      examples.bad.filter(({ fixed }) => fixed !== undefined),
    );
    const shape = fc.constantFrom<(code: string) => string>(
      (code) => code,
      (code) => code.replaceAll('\n', '\r\n'),
      (code) => code.replace(/\(([^()\n]+)\)$/gm, '(\n    $1,  # note\n)'),
      (code) => code.replaceAll(', ', ' ,\t'),
      (code) => code.replace(/^(?!import|from)(.+\))$/gm, '$1; a = ($1)'),
      (code) => code.replaceAll(')', ' )'),
    );
    const text = fc.tuple(
      fc.array(fc.constantFrom(...fixable), { minLength: 1, maxLength: 3 }),
      fc.array(shape, { maxLength: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(text, async ([parts, shapes]) => {
        const code = shapes.reduce(
          (whole, change) => change(whole),
          parts.map((part) => part.code).join('\n'),
        );
        fc.pre(isSound(code));
        const { findings } = await analyse(code);
        const fixed = fixAll(code, findings);
        assert.ok(isSound(fixed), `${code}\n--- fixed:\n${fixed}`);
      }),
      { numRuns: RUNS },
    );
  }).timeout(600_000);

  it('says so when names lead everywhere, and still ends', async () => {
    const names = Array.from({ length: 100 }, (_, at) => `n${at}`);
    const lines = names.map(
      (name) => `    if c:\n        ${name} = ${names.filter((other) => other !== name).join(' or ')}\n`,
    );
    const calls = Array.from({ length: 700 }, (_, at) => `    n${at % 100}.load(p)\n`);
    const { notices } = await analyse(
      `import torch\nn0 = torch\nwhile x:\n${lines.join('')}${calls.join('')}`,
    );
    assert.deepEqual(notices, [
      {
        kind: 'partly-scanned',
        path: 'app.py',
        message: 'Partly scanned: its names lead to one another in too many ways; split the file up.',
      },
    ]);
  }).timeout(60_000);

  it('reports what is too long, and reads what is not', async () => {
    const settings = { rules: {}, maxDocumentLength: 30 };
    const long = await engine.analyse(
      { kind: 'text', path: 'app.py', text: `${' '.repeat(31)}` },
      { ...CONTEXT, settings },
    );
    assert.deepEqual(long.notices, [
      {
        kind: 'not-scanned',
        path: 'app.py',
        message: 'Not scanned: 31 characters, more than the limit of 30 (setting maxFileSize).',
      },
    ]);
    const short = await engine.analyse(
      { kind: 'text', path: 'app.py', text: 'import torch\ntorch.load(p)\n' },
      { ...CONTEXT, settings },
    );
    assert.equal(short.findings.length, 1);
  });
});
