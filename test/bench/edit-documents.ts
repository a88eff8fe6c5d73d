import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Knowledge } from '../../src/core/api.js';
import type { CellInput, DocumentInput } from '../../src/core/source/document.js';
import { SKIPPED_FOLDERS } from '../../src/core/source/skipped-folders.js';
import { generateGiantClass, generateTrainingModule } from './generate-module.js';

/** A document as an editor holds it: one text, or the texts of the code cells of a notebook. */
export interface EditedDocument {
  readonly name: string;
  readonly path: string;
  readonly texts: readonly string[];
  /** The document with other texts in the same places. */
  toInput(texts: readonly string[]): DocumentInput;
}

/** What is edited: generated modules, and files below a folder when one is given. */
export function listEditedDocuments(knowledge: Knowledge, folder?: string): readonly EditedDocument[] {
  return [
    ...[2_000, 20_000].map((lines) =>
      createText(`training module, ${lines} lines`, 'train.py', generateTrainingModule(knowledge, lines)),
    ),
    createText('one class, 2000 lines', 'train.py', generateGiantClass(2_000)),
    ...(folder === undefined ? [] : findRealDocuments(folder)),
  ];
}

/** The Python file nearest to 2,000 lines, the longest one, and the notebook with the most code, in an order that stays. */
function findRealDocuments(folder: string): readonly EditedDocument[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.split(/[\\/]/).some((name) => SKIPPED_FOLDERS.includes(name)))
    .sort();
  const modules = paths
    .filter((path) => path.endsWith('.py'))
    .map((path) => ({ path, lines: readFileSync(join(folder, path), 'utf8').split('\n').length }));
  const longest = modules.toSorted((a, b) => b.lines - a.lines)[0];
  const nearest = modules.toSorted((a, b) => Math.abs(a.lines - 2_000) - Math.abs(b.lines - 2_000))[0];
  const notebooks = paths
    .filter((path) => path.endsWith('.ipynb'))
    .map((path) => readNotebook(path, readFileSync(join(folder, path), 'utf8')));
  const most = notebooks.toSorted((a, b) => b.texts.join('').length - a.texts.join('').length)[0];
  return [
    ...[...new Set([nearest, longest])].flatMap((module) =>
      module === undefined
        ? []
        : [
            createText(
              `${basename(module.path)}, ${module.lines} lines`,
              module.path.replaceAll('\\', '/'),
              readFileSync(join(folder, module.path), 'utf8'),
            ),
          ],
    ),
    ...(most === undefined ? [] : [most]),
  ];
}

function createText(name: string, path: string, text: string): EditedDocument {
  return { name, path, texts: [text], toInput: ([edited = '']) => ({ kind: 'text', path, text: edited }) };
}

function readNotebook(path: string, json: string): EditedDocument {
  const { cells = [] } = JSON.parse(json) as {
    cells?: readonly { cell_type: string; source: string | readonly string[] }[];
  };
  const all = cells.map(({ cell_type: kind, source }, index): CellInput => {
    const text = typeof source === 'string' ? source : source.join('');
    return kind === 'code'
      ? { index, kind, languageId: 'python', text }
      : { index, kind: 'markdown', languageId: 'markdown', text };
  });
  const code = all.filter(({ kind }) => kind === 'code');
  const lines = code.reduce((sum, { text }) => sum + text.split('\n').length, 0);
  return {
    name: `${basename(path)}, ${code.length} cells, ${lines} lines`,
    path: path.replaceAll('\\', '/'),
    texts: code.map(({ text }) => text),
    toInput: (texts) => ({
      kind: 'notebook-cells',
      path,
      kernelLanguage: 'python',
      cells: all.map((cell) => {
        const at = code.indexOf(cell);
        return at === -1 ? cell : { ...cell, text: texts[at] ?? '' };
      }),
    }),
  };
}
