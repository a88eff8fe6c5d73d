import { readFileSync, writeFileSync } from 'node:fs';
import type { Analysis, DocumentSession, Engine, WorkCounts } from '../../src/core/api.js';
import type { DocumentInput } from '../../src/core/source/document.js';
import { CORPUS, readCorpus } from '../accuracy/corpus-file.js';
import { createContext } from '../support/engine.js';
import { typeInto } from './edit-bench.js';
import { generateGiantClass, generateTrainingModule } from './generate-module.js';
import { formatTable } from './markdown-table.js';
import { createRandom } from './statistics.js';

/** Work for 1,000 code units of text, and the share of the files that were parsed: what does not depend on the machine. */
export interface WorkFigures {
  readonly parsedFiles: number;
  readonly parsedLength: number;
  readonly nodes: number;
  readonly calls: number;
}

/** Figures by what was analysed. */
export type WorkTable = Readonly<Record<string, WorkFigures>>;

/** Where the committed figures are, from the root of the project. */
const EXPECTED = 'test/bench/work-expected.json';
/** So much more work than committed is a regression; new rules and new files of the corpus cost a little each. */
const MORE = 1.1;
/** With so much less the committed figures hold nobody to anything. */
const LESS = 0.75;
const EDITS = 8;
const COMMAND = 'npm run bench -- --only work --update';

/** Counts the work on the labelled corpus, and on generated modules opened and edited. */
export async function measureWork(engine: Engine): Promise<WorkTable> {
  const corpus = readCorpus(CORPUS).map(({ input }) => input);
  const isOf = (extension: RegExp) => corpus.filter(({ path }) => extension.test(path));
  const training = generateTrainingModule(engine.knowledge, 1_000);
  return {
    'corpus, Python': await measureFiles(engine, isOf(/\.(?:py|ipynb)$/)),
    'corpus, JavaScript': await measureFiles(engine, isOf(/\.[cm]?[jt]sx?$/)),
    'corpus, clean': await measureFiles(engine, isOf(/^clean\//)),
    'training module, opened': await measureFiles(engine, [inputOf(training)]),
    'training module, edits': await measureEdits(engine, training),
    'one class, edits': await measureEdits(engine, generateGiantClass(1_000)),
  };
}

/** The committed figures. */
export function readExpectedWork(): WorkTable {
  return JSON.parse(readFileSync(EXPECTED, 'utf8')) as WorkTable;
}

/** Writes the figures to commit. */
export function writeExpectedWork(table: WorkTable): void {
  writeFileSync(EXPECTED, `${JSON.stringify(table, null, 2)}\n`);
}

/** One line for each figure that says more work than committed, or so much less that the committed ones are stale. */
export function compareWork(committed: WorkTable, measured: WorkTable): readonly string[] {
  const gone = Object.keys(committed).filter((name) => measured[name] === undefined);
  return [
    ...gone.map((name) => `${name}: no longer measured; store the figures with ${COMMAND}`),
    ...Object.entries(measured).flatMap(([name, figures]) => {
      const before = committed[name];
      if (before === undefined) return [`${name}: no figures are stored; store them with ${COMMAND}`];
      return KEYS.flatMap((key) => compareFigure(`${name}, ${LABELS[key]}`, before[key], figures[key]));
    }),
  ];
}

/** The figures as a Markdown table. */
export function formatWork(table: WorkTable): string {
  const rows = Object.entries(table).map(([name, figures]) => [
    name,
    ...KEYS.map((key) => figures[key].toFixed(3)),
  ]);
  return formatTable(['of 1,000 code units', ...KEYS.map((key) => LABELS[key])], rows);
}

const LABELS: Readonly<Record<keyof WorkFigures, string>> = {
  parsedFiles: 'share of files parsed',
  parsedLength: 'code units parsed',
  nodes: 'nodes read',
  calls: 'calls judged',
};
const KEYS = ['parsedFiles', 'parsedLength', 'nodes', 'calls'] as const;

function compareFigure(name: string, before: number, after: number): readonly string[] {
  const change = `${before.toFixed(3)} to ${after.toFixed(3)}`;
  if (after > before * MORE)
    return [`${name}: more work than before, from ${change}; mend it, or store it with ${COMMAND}`];
  if (after < before * LESS)
    return [`${name}: less work than stored, from ${change}; store it with ${COMMAND}`];
  return [];
}

async function measureFiles(engine: Engine, inputs: readonly DocumentInput[]): Promise<WorkFigures> {
  const analyses: Analysis[] = [];
  for (const input of inputs) analyses.push(await engine.analyse(input, createContext(input.path)));
  return sumUp(analyses.map(({ work }) => work));
}

/** Types one character at random places and takes it away again, in one session. */
async function measureEdits(engine: Engine, text: string): Promise<WorkFigures> {
  const random = createRandom(7);
  const session = engine.openSession();
  const work: WorkCounts[] = [];
  try {
    await analyse(session, text);
    for (let round = 0; round < EDITS; round += 1) {
      work.push((await analyse(session, typeInto(text, random))).work);
      work.push((await analyse(session, text)).work);
    }
  } finally {
    session.dispose();
  }
  return sumUp(work);
}

function analyse(session: DocumentSession, text: string): Promise<Analysis> {
  const input = inputOf(text);
  return session.analyse(input, createContext(input.path));
}

function inputOf(text: string): DocumentInput {
  return { kind: 'text', path: 'train.py', text };
}

function sumUp(work: readonly WorkCounts[]): WorkFigures {
  const sum = (amountOf: (counts: WorkCounts) => number): number =>
    work.reduce((total, counts) => total + amountOf(counts), 0);
  const per =
    1000 /
    Math.max(
      1,
      sum(({ length }) => length),
    );
  return {
    parsedFiles: round(sum(({ parsedBlocks }) => Math.min(1, parsedBlocks)) / Math.max(1, work.length)),
    parsedLength: round(sum(({ parsedLength }) => parsedLength) * per),
    nodes: round(sum(({ nodes }) => nodes) * per),
    calls: round(sum(({ calls }) => calls) * per),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
