import type { Analysis, DocumentSession, Engine, Knowledge } from '../../src/core/api.js';
import type { DocumentInput } from '../../src/core/source/document.js';
import { createContext, createTestEngine } from '../support/engine.js';
import { type EditedDocument, listEditedDocuments } from './edit-documents.js';
import { openThreadClock, type ThreadClock } from './main-thread-time.js';
import { formatNumber, formatTable } from './markdown-table.js';
import { createRandom, median, quantile } from './statistics.js';

const WARM_UP = 10;
/** One analysis from nothing for so many edits. */
const EDITS_PER_FRESH = 40;
/** Where an analysis from nothing takes longer, fewer edits say as much. */
const LONG_MS = 1000;
/** What a person types, one at a time; the bracket and the quote leave the statement open until the next edit. */
const KEYS = ['a', 'x', '1', ' ', '\n', '.', '(', '"'] as const;

interface Timed {
  readonly milliseconds: number;
  readonly analysis: Analysis;
}

const HEAD = [
  'document',
  'KB',
  'findings',
  'edit p50 ms',
  'edit p95 ms',
  'edit max ms',
  'fresh p50 ms',
  'p50 edit/fresh',
  'parsed per edit, mean KB',
  'parsed per edit, p95 KB',
  'parsed fresh KB',
];

/**
 * From one edit to the findings, in one session: each round types one character at a random place and takes it away
 * again, so that the document stays what it was. `count` edits are timed, in processor time, and a few fresh analyses of
 * the same text between them. With a folder, files of it are edited too.
 */
export async function benchEdits(knowledge: Knowledge, count: number, folder?: string): Promise<string> {
  const engine = createTestEngine(knowledge);
  const clock = openThreadClock();
  try {
    const rows: string[][] = [];
    for (const document of listEditedDocuments(knowledge, folder)) {
      rows.push(await new EditBench(engine, clock, document).measure(count));
    }
    const method = `${count} edits of one character at random places, after ${WARM_UP} to warm up; ${clock.name}.`;
    return `${method}\n\n${formatTable(HEAD, rows)}`;
  } finally {
    clock.close();
    engine.dispose();
  }
}

class EditBench {
  readonly #engine: Engine;
  readonly #clock: ThreadClock;
  readonly #document: EditedDocument;

  constructor(engine: Engine, clock: ThreadClock, document: EditedDocument) {
    this.#engine = engine;
    this.#clock = clock;
    this.#document = document;
  }

  async measure(most: number): Promise<string[]> {
    const { texts } = this.#document;
    const unchanged = this.#document.toInput(texts);
    const random = createRandom(7);
    const edits: Timed[] = [];
    const fresh: Timed[] = [];
    const session = this.#engine.openSession();
    try {
      const { milliseconds } = await this.#analyse(session, unchanged);
      const count = milliseconds < LONG_MS ? most : most >> 2;
      for (let round = -WARM_UP; round < count; round += 1) {
        const isTyped = (round + WARM_UP) % 2 === 0;
        const input = isTyped ? this.#document.toInput(typeIntoOne(texts, random)) : unchanged;
        const edit = await this.#analyse(session, input);
        if (round >= 0) edits.push(edit);
        if (round >= 0 && round % EDITS_PER_FRESH === 0) fresh.push(await this.#analyseFresh(unchanged));
      }
    } finally {
      session.dispose();
    }
    return this.#describe(edits, fresh);
  }

  #describe(edits: readonly Timed[], fresh: readonly Timed[]): string[] {
    const { name, texts } = this.#document;
    const times = edits.map(({ milliseconds }) => milliseconds);
    const parsed = edits.map(({ analysis }) => analysis.work.parsedLength / 1024);
    const freshTime = median(fresh.map(({ milliseconds }) => milliseconds));
    const first = fresh[0]?.analysis;
    return [
      name,
      formatNumber(texts.join('').length / 1024),
      `${first?.findings.length ?? 0}`,
      formatNumber(median(times)),
      formatNumber(quantile(times, 0.95)),
      formatNumber(quantile(times, 1)),
      formatNumber(freshTime),
      formatNumber(median(times) / freshTime),
      formatNumber(parsed.reduce((sum, value) => sum + value, 0) / parsed.length),
      formatNumber(quantile(parsed, 0.95)),
      formatNumber((first?.work.parsedLength ?? 0) / 1024),
    ];
  }

  async #analyse(session: DocumentSession, input: DocumentInput): Promise<Timed> {
    const context = createContext(input.path, {}, { wantLandmarks: true });
    const start = this.#clock.now();
    const analysis = await session.analyse(input, context);
    return { milliseconds: this.#clock.now() - start, analysis };
  }

  async #analyseFresh(input: DocumentInput): Promise<Timed> {
    const session = this.#engine.openSession();
    try {
      return await this.#analyse(session, input);
    } finally {
      session.dispose();
    }
  }
}

/** The texts with one character typed at a random place of all of them. */
function typeIntoOne(texts: readonly string[], random: () => number): readonly string[] {
  const length = texts.reduce((sum, text) => sum + text.length, 0);
  let place = Math.floor(random() * length);
  const index = texts.findIndex((text) => {
    if (place < text.length) return true;
    place -= text.length;
    return false;
  });
  return texts.map((text, at) => (at === index ? typeInto(text, random) : text));
}

/** The text with one character typed at a random place. */
export function typeInto(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const key = KEYS[Math.floor(random() * KEYS.length)] ?? 'a';
  return text.slice(0, at) + key + text.slice(at);
}
