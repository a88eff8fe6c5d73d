import type { CellInput } from './document.js';
import type { JsonPath } from './notebook-json.js';
import { isStoredText, joinStoredText, type StoredText } from './notebook-text.js';

/** A notebook as its JSON holds it, whatever the version of the format. */
export interface StoredNotebook {
  readonly kernelLanguage: string;
  readonly cells: readonly StoredCell[];
}

/** One cell; `source` and `outputs` know their place in the JSON. */
export interface StoredCell extends CellInput {
  readonly source: StoredPiece;
  readonly outputs: readonly StoredPiece[];
}

/** A text and the path of the JSON value that holds it. */
export interface StoredPiece {
  readonly stored: StoredText;
  readonly path: JsonPath;
  /** True when each element of the array is a line without its line end. */
  readonly isLines: boolean;
}

/** What keeps a notebook from being read, and the JSON value at fault. */
export interface NotebookProblem {
  readonly problem: string;
  readonly path: JsonPath;
}

/** Reads a parsed `.ipynb` of format 3 (worksheets) or 4. */
export function readNotebook(json: unknown): StoredNotebook | NotebookProblem {
  if (!isRecord(json)) return { problem: 'the file holds no JSON object', path: [] };
  const lists: { readonly list: readonly unknown[]; readonly path: JsonPath }[] = [];
  if (Array.isArray(json['cells'])) {
    lists.push({ list: json['cells'], path: ['cells'] });
  } else if (json['cells'] === undefined && Array.isArray(json['worksheets'])) {
    for (const [index, sheet] of json['worksheets'].entries()) {
      const path = ['worksheets', index, 'cells'];
      if (!isRecord(sheet) || !Array.isArray(sheet['cells']))
        return { problem: 'a worksheet has no list of cells', path };
      lists.push({ list: sheet['cells'], path });
    }
  } else {
    return { problem: 'the notebook has no list of cells', path: ['cells'] };
  }
  const kernelLanguage = findKernelLanguage(json['metadata']);
  const cells: StoredCell[] = [];
  for (const { list, path } of lists) {
    for (const [index, cell] of list.entries()) {
      const read = readCell(cell, cells.length, [...path, index]);
      if ('problem' in read) return read;
      cells.push(read);
    }
  }
  return { kernelLanguage, cells };
}

/** VS Code language id for the name that a kernel gives its language. */
export function normaliseLanguage(name: string): string {
  const id = name.trim().toLowerCase();
  if (/^(?:ipython|pyspark|python)?\d*$/.test(id)) return 'python';
  return LANGUAGE_IDS.get(id) ?? id;
}

const LANGUAGE_IDS: ReadonlyMap<string, string> = new Map([
  ['bash', 'shellscript'],
  ['sh', 'shellscript'],
  ['c#', 'csharp'],
  ['f#', 'fsharp'],
  ['c++', 'cpp'],
  ['c++11', 'cpp'],
  ['c++14', 'cpp'],
  ['c++17', 'cpp'],
]);

function findKernelLanguage(metadata: unknown): string {
  if (!isRecord(metadata)) return 'python';
  const { language_info: info, kernelspec } = metadata;
  const names = [
    isRecord(info) ? info['name'] : undefined,
    isRecord(kernelspec) ? kernelspec['language'] : undefined,
    metadata['language'],
  ];
  const name = names.find((one) => typeof one === 'string' && one.trim() !== '');
  return normaliseLanguage(typeof name === 'string' ? name : 'python');
}

function readCell(cell: unknown, index: number, path: JsonPath): StoredCell | NotebookProblem {
  if (!isRecord(cell)) return { problem: `cell ${index + 1} is not an object`, path };
  const type = cell['cell_type'];
  const kind = type === 'code' || type === 'markdown' ? type : 'raw';
  // Format 3 calls the text of a code cell `input`.
  const field = cell['source'] === undefined && cell['input'] !== undefined ? 'input' : 'source';
  const stored = cell[field] ?? '';
  if (!isStoredText(stored)) {
    return {
      problem: `\`${field}\` of cell ${index + 1} is neither a string nor a list of strings`,
      path: [...path, field],
    };
  }
  const languageId = findCellLanguage(cell);
  return {
    index,
    kind,
    ...(languageId === undefined ? {} : { languageId }),
    text: joinStoredText(stored),
    source: { stored, path: [...path, field], isLines: false },
    outputs: kind === 'code' ? readOutputs(cell['outputs'], [...path, 'outputs']) : [],
  };
}

function findCellLanguage(cell: Readonly<Record<string, unknown>>): string | undefined {
  const metadata = cell['metadata'];
  const vscode = isRecord(metadata) ? metadata['vscode'] : undefined;
  const name =
    isRecord(vscode) && vscode['languageId'] !== undefined ? vscode['languageId'] : cell['language'];
  return typeof name === 'string' && name !== '' ? normaliseLanguage(name) : undefined;
}

function readOutputs(outputs: unknown, path: JsonPath): StoredPiece[] {
  const pieces: StoredPiece[] = [];
  if (!Array.isArray(outputs)) return pieces;
  for (const [index, output] of outputs.entries()) {
    if (!isRecord(output)) continue;
    const data = output['data'];
    const candidates: readonly [unknown, JsonPath][] = [
      [output['text'], ['text']],
      [output['traceback'], ['traceback']],
      [isRecord(data) ? data['text/plain'] : undefined, ['data', 'text/plain']],
    ];
    for (const [stored, below] of candidates) {
      if (stored === undefined || !isStoredText(stored)) continue;
      pieces.push({ stored, path: [...path, index, ...below], isLines: below[0] === 'traceback' });
    }
  }
  return pieces;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
