import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { AnalysisContext, DocumentSession, Engine } from '../../../src/core/api.js';
import { isCheckedFile } from '../../../src/core/source/checked-files.js';
import type { CellInput, DocumentInput } from '../../../src/core/source/document.js';
import { runSteps } from '../../../src/core/steps.js';
import { createRandom } from '../../bench/statistics.js';
import { resultOf } from '../../support/analysis-result.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { editAtRandom, pick } from '../../support/random-edit.js';
import { createPort, type Files } from '../../support/workspace.js';

/**
 * For a long search by hand, over other files too: `FAIRLEAD_FILES=FOLDER FAIRLEAD_SHARE=0.1 FAIRLEAD_EDITS=30
 * FAIRLEAD_SEED=2 npx mocha out/test/core/engine/edited-files.test.js`.
 */
const FOLDERS = process.env['FAIRLEAD_FILES']?.split(':') ?? ['examples', 'test/corpus', 'test/fixtures/cli'];
const SHARE = Number(process.env['FAIRLEAD_SHARE'] ?? 1);
const EDITS = Number(process.env['FAIRLEAD_EDITS'] ?? 2);
const SEED = Number(process.env['FAIRLEAD_SEED'] ?? 1);
const MAX_SIZE = 400_000;
/** Modules that are linked to one. */
const MAX_MODULES = 12;
/** Some edits are taken back right away. */
const UNDONE = 0.35;

const random = createRandom(SEED);
const kinds = [
  ['Python, by itself', /\.pyi?$/, false],
  ['Python, with other modules', /\.py$/, true],
  ['JavaScript and TypeScript', /\.[cm]?[jt]sx?$/, false],
  ['notebooks', /\.ipynb$/, false],
  ['other documents', /(?<!\.(?:pyi?|[cm]?[jt]sx?|ipynb))$/, false],
] as const;

describe('edits of files', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  const all = FOLDERS.flatMap(listFiles);
  for (const [name, pattern, isLinked] of kinds) {
    it(`give what a fresh analysis gives: ${name}`, async () => {
      const paths = all.filter((path) => pattern.test(path) && random() < SHARE);
      assert.ok(paths.length > 0 || FOLDERS[0] !== 'examples');
      for (const path of paths)
        await compareEdits(engine, path, isLinked ? modulesAround(path, all) : undefined);
    }).timeout(36_000_000);
  }
});

/** Edits a file in one session, and analyses each version from nothing as well. */
async function compareEdits(engine: Engine, path: string, files: Files | undefined): Promise<void> {
  const name = files === undefined ? basename(path) : path;
  const versions = createVersions(readFileSync(path, 'utf8'), name);
  const context = createContext(
    name,
    {},
    {
      wantLandmarks: true,
      wantInventory: random() < 0.5,
      ...(files === undefined ? {} : linkModules(engine, files)),
    },
  );
  const session = engine.openSession();
  try {
    let last = '';
    for (const { input, change } of versions) {
      await compare(engine, session, input, context, `${path}, seed ${SEED}: after ${last} ${change}`);
      last = change;
    }
  } finally {
    session.dispose();
  }
}

async function compare(
  engine: Engine,
  session: DocumentSession,
  input: DocumentInput,
  context: AnalysisContext,
  what: string,
): Promise<void> {
  const kept = resultOf(await session.analyse(input, context));
  assert.deepEqual(kept, resultOf(await engine.analyse(input, context)), what);
}

interface Version {
  readonly input: DocumentInput;
  /** What the last edit did. */
  readonly change: string;
}

function* createVersions(first: string, path: string): Generator<Version> {
  const cells = path.endsWith('.ipynb') && random() < 0.7 ? readCells(first) : undefined;
  if (cells === undefined) {
    const toInput = (text: string): DocumentInput => ({ kind: 'text', path, text });
    yield { input: toInput(first), change: 'opening it' };
    for (const [text, change] of editAgain(first)) yield { input: toInput(text), change };
    return;
  }
  const toInput = (own: readonly CellInput[]): DocumentInput => ({
    kind: 'notebook-cells',
    path,
    kernelLanguage: 'python',
    cells: own,
  });
  yield { input: toInput(cells), change: 'opening it' };
  const code = pick(cells, random);
  for (const [text, change] of editAgain(code.text)) {
    yield { input: toInput(cells.map((cell) => (cell === code ? { ...cell, text } : cell))), change };
  }
}

/** Versions of a text, each with what differs from the one before. */
function* editAgain(first: string): Generator<readonly [text: string, change: string]> {
  let text = first;
  for (let number = 0; number < EDITS; number += 1) {
    const before = text;
    text = editAtRandom(before, random);
    yield [text, describeChange(before, text)];
    if (random() >= UNDONE) continue;
    yield [before, 'taking it back'];
    text = before;
  }
}

function describeChange(before: string, after: string): string {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start += 1;
  return JSON.stringify(
    `${after.slice(Math.max(0, start - 40), start)}<here>${after.slice(start, start + 40)}`,
  );
}

function readCells(text: string): readonly CellInput[] | undefined {
  try {
    const { cells } = JSON.parse(text) as { cells: { cell_type: string; source: string | string[] }[] };
    const read = cells.map(({ cell_type: type, source }, index): CellInput => {
      const kind = type === 'code' ? 'code' : 'markdown';
      const languageId = kind === 'code' ? 'python' : 'markdown';
      return { index, kind, languageId, text: typeof source === 'string' ? source : source.join('') };
    });
    return read.length === 0 ? undefined : read;
  } catch {
    // Broken on purpose: such a file is read as text.
    return undefined;
  }
}

/** The other modules as an editor knows them: at hand, and sometimes with a plan of what they mean for each other. */
function linkModules(engine: Engine, files: Files): Partial<AnalysisContext> {
  const modules = createPort(files);
  if (random() < 0.5) return { modules };
  const outlines = Object.entries(files).flatMap(
    ([path, text]) => engine.outline({ kind: 'text', path, text }) ?? [],
  );
  return { modules, plan: runSteps(engine.planInSteps(outlines, modules)) };
}

function modulesAround(path: string, all: readonly string[]): Files {
  const folder = `${dirname(path)}/`;
  const others = all.filter((other) => other !== path && other.endsWith('.py') && other.startsWith(folder));
  return Object.fromEntries(
    [path, ...others.slice(0, MAX_MODULES)].map((name) => [name, readFileSync(name, 'utf8')]),
  );
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path).replaceAll('\\', '/'))
    .filter((path) => isCheckedFile(basename(path)) && isFitting(path))
    .sort();
}

function isFitting(path: string): boolean {
  const entry = statSync(path, { throwIfNoEntry: false });
  return entry?.isFile() === true && entry.size <= MAX_SIZE;
}
