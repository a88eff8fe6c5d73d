import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expandTokens } from '../../src/core/rules/expand-tokens.js';
import type { DocumentInput } from '../../src/core/source/document.js';
import { readLabels } from './labels.js';

/** A place in the corpus and the rule that belongs there. */
export interface Mark {
  readonly path: string;
  /** Index over all cells of a notebook, from 0; absent outside notebooks. */
  readonly cell?: number;
  /** Line from 1, in the cell for notebooks. */
  readonly line: number;
  readonly rule: string;
}

/** One file of the corpus, without labels and with made-up tokens filled in. */
export interface CorpusFile {
  readonly input: Extract<DocumentInput, { readonly text: string }>;
  readonly expected: readonly Mark[];
  readonly wanted: readonly Mark[];
}

interface RawNotebook {
  readonly cells: readonly { readonly source: readonly string[] }[];
}

/** The folder of the corpus, from the root of the project. */
export const CORPUS = 'test/corpus';

/**
 * Reads all files below `root` but its README; `.labelled` is cut from names that tools of our own look for; paths are relative to it, so that the folder's name lowers no level.
 *
 * @throws Error when a label cannot be read, or a file in `clean` has one
 */
export function readCorpus(root: string): readonly CorpusFile[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path !== 'README.md' && statSync(join(root, path)).isFile())
    .sort()
    .map((file) => {
      const text = readFileSync(join(root, file), 'utf8');
      const path = file.replace(/\.labelled$/, '');
      const read = path.endsWith('.ipynb') ? readNotebook(path, text) : readModule(path, text);
      if (path.startsWith('clean/') && read.expected.length > 0)
        throw new Error(`${path} is meant to be clean`);
      return read;
    });
}

function readModule(path: string, labelled: string): CorpusFile {
  const { text, expected, wanted } = readLabels(labelled);
  return {
    input: { kind: 'text', path, text: expandTokens(text) },
    expected: expected.map((label) => ({ path, ...label })),
    wanted: wanted.map((label) => ({ path, ...label })),
  };
}

function readNotebook(path: string, labelled: string): CorpusFile {
  const notebook = JSON.parse(labelled) as RawNotebook;
  const sources = notebook.cells.map(({ source }) => readLabels(source.join('')));
  const cells = notebook.cells.map((cell, index) => ({
    ...cell,
    source: sources[index]?.text.split(/(?<=\n)/) ?? [],
  }));
  return {
    input: {
      kind: 'notebook-json',
      path,
      text: expandTokens(`${JSON.stringify({ ...notebook, cells }, null, 1)}\n`),
    },
    expected: sources.flatMap(({ expected }, cell) => expected.map((label) => ({ path, cell, ...label }))),
    wanted: sources.flatMap(({ wanted }, cell) => wanted.map((label) => ({ path, cell, ...label }))),
  };
}
