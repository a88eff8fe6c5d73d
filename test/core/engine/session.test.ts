import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Analysis, AnalysisContext, DocumentSession, Engine } from '../../../src/core/api.js';
import type { DocumentInput } from '../../../src/core/source/document.js';
import { createLargeModule, exampleLines } from '../../support/corpus.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
/** More for a long search by hand: `FAIRLEAD_RUNS=2000`. */
const RUNS = Number(process.env['FAIRLEAD_RUNS'] ?? 40);

const CONTEXT: AnalysisContext = createContext('app.py', {}, { wantLandmarks: true });

function inputOf(text: string): DocumentInput {
  return { kind: 'text', path: 'app.py', text };
}

/** What a version of a document holds; the work differs by design. */
function resultOf({ findings, landmarks, notices }: Analysis): unknown {
  return { findings, landmarks, notices };
}

/** A change as an editor makes it: at a share of the text, this much taken away, this put in. */
interface Change {
  readonly place: number;
  readonly removed: number;
  readonly inserted: string;
}

function applyChange(text: string, { place, removed, inserted }: Change): string {
  const at = Math.floor(place * (text.length + 1));
  return text.slice(0, at) + inserted + text.slice(at + removed);
}

const LARGE = createLargeModule(knowledge, 2000);

describe('sessions', () => {
  let engine: Engine;
  let session: DocumentSession;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());
  beforeEach(() => {
    session = engine.openSession();
  });
  afterEach(() => session.dispose());

  it('give for every version what a fresh analysis gives', async () => {
    const lines = exampleLines(knowledge);
    const pieces = fc.oneof(
      fc.constantFrom(...lines),
      fc.constantFrom(
        '\n',
        ' ',
        '    ',
        '"""',
        "'",
        '(',
        ')',
        '#',
        ':',
        '\\',
        'x',
        '\u{1f600}',
        '\r\n',
        'else:\n',
        '@',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const change = fc.record({
      place: fc.double({ min: 0, max: 0.9999, noNaN: true }),
      removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
      inserted: fc.oneof(fc.constant(''), pieces),
    });
    const start = fc
      .array(fc.constantFrom(...lines), { minLength: 5, maxLength: 40 })
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(start, fc.array(change, { minLength: 1, maxLength: 15 }), async (first, changes) => {
        const edited = engine.openSession();
        let text = first;
        try {
          await edited.analyse(inputOf(text), CONTEXT);
          for (const step of changes) {
            text = applyChange(text, step);
            const kept = await edited.analyse(inputOf(text), CONTEXT);
            const fresh = await engine.analyse(inputOf(text), CONTEXT);
            assert.deepEqual(resultOf(kept), resultOf(fresh), JSON.stringify(text));
          }
        } finally {
          edited.dispose();
        }
      }),
      { numRuns: RUNS },
    );
  }).timeout(600_000);

  it('parse one statement after a change of one character in 2,000 lines', async () => {
    const text = LARGE;
    const first = await session.analyse(inputOf(text), CONTEXT);
    assert.ok(first.work.parsedBlocks > 30, `${first.work.parsedBlocks} blocks`);
    const again = await session.analyse(inputOf(text), CONTEXT);
    assert.equal(again.work.parsedBlocks, 0, 'nothing changed');
    const places = [...text.matchAll(/torch\.load\(/g)].map(({ index }) => index);
    for (const at of [places[0], places[places.length >> 1], places.at(-1)]) {
      assert.ok(at !== undefined);
      const edited = `${text.slice(0, at)}x${text.slice(at)}`;
      const { work } = await session.analyse(inputOf(edited), CONTEXT);
      assert.ok(work.parsedBlocks <= 1, `${work.parsedBlocks} blocks`);
      assert.ok(work.parsedLength < 2000, `${work.parsedLength} code units`);
      await session.analyse(inputOf(text), CONTEXT);
    }
  });

  it('parse nothing after a change outside of what rules look at', async () => {
    const text = LARGE;
    await session.analyse(inputOf(text), CONTEXT);
    const at = text.indexOf('return left_side + right_side', text.length / 2);
    const { work } = await session.analyse(
      inputOf(`${text.slice(0, at)}# note\n    ${text.slice(at)}`),
      CONTEXT,
    );
    assert.equal(work.parsedBlocks, 0);
  });

  it('parse few statements after lines were put in at the top', async () => {
    const text = LARGE;
    await session.analyse(inputOf(text), CONTEXT);
    const { work } = await session.analyse(inputOf(`import sys\nimport json\n\n${text}`), CONTEXT);
    assert.ok(work.parsedBlocks <= 3, `${work.parsedBlocks} blocks`);
  });

  it('take over nothing from another document', async () => {
    const [one = '', other = ''] = ['import torch\ntorch.load(p)\n', 'import pickle\n\n\npickle.load(f)\n'];
    for (const text of [one, other, '', one, 'x = 1\n', other]) {
      const kept = await session.analyse(inputOf(text), CONTEXT);
      assert.deepEqual(resultOf(kept), resultOf(await engine.analyse(inputOf(text), CONTEXT)));
    }
  });

  it('start again after they were disposed of', async () => {
    const text = 'import torch\ntorch.load(p)\n';
    const first = await session.analyse(inputOf(text), CONTEXT);
    session.dispose();
    const second = await session.analyse(inputOf(text), CONTEXT);
    assert.deepEqual(resultOf(second), resultOf(first));
    assert.ok(second.work.parsedBlocks > 0);
  });

  it('say why when the engine is gone', async () => {
    const warnings: string[] = [];
    const other = createTestEngine(knowledge, { info: () => undefined, warn: (line) => warnings.push(line) });
    other.dispose();
    const { findings, notices } = await other.analyse(inputOf('import torch\ntorch.load(p)\n'), CONTEXT);
    assert.deepEqual(findings, []);
    assert.deepEqual(notices, [
      { kind: 'not-scanned', path: 'app.py', message: 'Not scanned: The engine is disposed.' },
    ]);
    assert.equal(warnings.length, 1);
  });
});
