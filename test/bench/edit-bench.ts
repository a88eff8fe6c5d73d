import type { Analysis, DocumentSession, Engine } from '../../src/core/api.js';
import { createContext, createTestEngine } from '../support/engine.js';
import { generateGiantClass, generateTrainingModule } from './generate-module.js';
import { formatNumber, formatTable } from './markdown-table.js';
import { createRandom, median, quantile } from './statistics.js';

const WARM_UP = 40;
const PATH = 'train.py';
/** What a person types, one at a time; the bracket and the quote leave the statement open until the next edit. */
const KEYS = ['a', 'x', '1', ' ', '\n', '.', '(', '"'] as const;

interface Timed {
  readonly milliseconds: number;
  readonly analysis: Analysis;
}

/**
 * From one edit to the findings, in one session: each round types one character at a random place and takes it away
 * again, so that the module stays what it was. `count` edits are timed, and as many fresh analyses of the same text as
 * fit between them (one for ten edits).
 */
export async function benchEdits(count: number): Promise<string> {
  const engine = createTestEngine();
  try {
    const rows: string[][] = [];
    for (const lineCount of [2_000, 20_000]) {
      const text = generateTrainingModule(engine.knowledge, lineCount);
      rows.push(await measure(engine, `training module, ${lineCount} lines`, text, count));
    }
    rows.push(await measure(engine, 'one class, 2000 lines', generateGiantClass(2_000), count));
    const head = [
      'document',
      'KB',
      'findings',
      'edit p50 ms',
      'edit p95 ms',
      'edit max ms',
      'fresh p50 ms',
      'p50 edit/fresh',
      'p95 edit/fresh',
      'parsed per edit, mean KB',
      'parsed per edit, p95 KB',
      'parsed fresh KB',
    ];
    return `${count} edits of one character at random places, after ${WARM_UP} to warm up; engine time.\n\n${formatTable(head, rows)}`;
  } finally {
    engine.dispose();
  }
}

async function measure(engine: Engine, name: string, text: string, count: number): Promise<string[]> {
  const random = createRandom(7);
  const edits: Timed[] = [];
  const fresh: Timed[] = [];
  const session = engine.openSession();
  try {
    await analyse(session, text);
    let typed: string | undefined;
    for (let round = -WARM_UP; round < count; round += 1) {
      typed = typed === undefined ? typeInto(text, random) : undefined;
      const edit = await analyse(session, typed ?? text);
      if (round >= 0) edits.push(edit);
      if (round >= 0 && round % 10 === 0) fresh.push(await analyseFresh(engine, text));
    }
  } finally {
    session.dispose();
  }
  const times = edits.map(({ milliseconds }) => milliseconds);
  const parsed = edits.map(({ analysis }) => analysis.work.parsedLength / 1024);
  const freshTime = median(fresh.map(({ milliseconds }) => milliseconds));
  const first = fresh[0]?.analysis;
  return [
    name,
    formatNumber(text.length / 1024),
    `${first?.findings.length ?? 0}`,
    formatNumber(median(times)),
    formatNumber(quantile(times, 0.95)),
    formatNumber(quantile(times, 1)),
    formatNumber(freshTime),
    formatNumber(median(times) / freshTime),
    formatNumber(quantile(times, 0.95) / freshTime),
    formatNumber(parsed.reduce((sum, value) => sum + value, 0) / parsed.length),
    formatNumber(quantile(parsed, 0.95)),
    formatNumber((first?.work.parsedLength ?? 0) / 1024),
  ];
}

/** The text with one character typed at a random place. */
export function typeInto(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const key = KEYS[Math.floor(random() * KEYS.length)] ?? 'a';
  return text.slice(0, at) + key + text.slice(at);
}

async function analyse(session: DocumentSession, text: string): Promise<Timed> {
  const context = createContext(PATH);
  const start = performance.now();
  const analysis = await session.analyse({ kind: 'text', path: PATH, text }, context);
  return { milliseconds: performance.now() - start, analysis };
}

async function analyseFresh(engine: Engine, text: string): Promise<Timed> {
  const session = engine.openSession();
  try {
    return await analyse(session, text);
  } finally {
    session.dispose();
  }
}
