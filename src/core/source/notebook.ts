import type { CellNotebookInput, Location, RawNotebookInput } from './document.js';
import type { OpenedModule, OutputText } from './module-text.js';
import {
  type NotebookProblem,
  normaliseLanguage,
  readNotebook,
  type StoredCell,
  type StoredNotebook,
  type StoredPiece,
} from './notebook-cells.js';
import { findJsonError, type JsonPath, walkJson } from './notebook-json.js';
import { NotebookModule } from './notebook-module.js';
import { type RawStrings, RawText } from './notebook-raw.js';
import { joinStoredText } from './notebook-text.js';
import { LineIndex, type Span } from './position.js';

/** Opens a notebook given as raw JSON. An empty file is a notebook without cells, as in VS Code. */
export function openRawNotebook(input: RawNotebookInput): OpenedModule {
  const json = input.text.startsWith('\ufeff') ? input.text.slice(1) : input.text;
  let parsed: unknown;
  try {
    parsed = json.trim() === '' ? { cells: [] } : JSON.parse(json);
  } catch {
    const error = findJsonError(input.text);
    return refuse(input, `invalid JSON${error === undefined ? '' : `, ${error.problem}`}`, error?.offset);
  }
  const notebook = readNotebook(parsed);
  if ('problem' in notebook) return refuse(input, notebook.problem, findValue(input.text, notebook));
  return { module: new NotebookModule(new RawOrigin(input, notebook), listCodeCells(notebook.cells)) };
}

/** Opens a notebook given as cells. It has no outputs, because an editor's cells come without them. */
export function openCellNotebook(input: CellNotebookInput): OpenedModule {
  const cells = listCodeCells(input.cells).map((cell) =>
    cell.languageId === undefined ? cell : { ...cell, languageId: normaliseLanguage(cell.languageId) },
  );
  const languageId = normaliseLanguage(input.kernelLanguage);
  return { module: new NotebookModule({ path: input.path, languageId, listOutputs: () => [] }, cells) };
}

function listCodeCells<T extends { readonly kind: string }>(cells: readonly T[]): T[] {
  return cells.filter((cell) => cell.kind === 'code');
}

function refuse(input: RawNotebookInput, problem: string, offset: number | undefined): OpenedModule {
  const remedy = 'save it again from Jupyter or restore it';
  if (offset === undefined) {
    return {
      notice: {
        kind: 'not-scanned',
        path: input.path,
        message: `Notebook not scanned: ${problem}; ${remedy}.`,
      },
    };
  }
  const lines = new LineIndex(input.text);
  const range = lines.rangeOf({ start: offset, end: offset });
  const place = `line ${range.start.line + 1}, column ${range.start.character + 1}`;
  const line = input.text.slice(lines.lineStart(range.start.line), lines.lineStart(range.start.line) + 8);
  const isConflict = /^(?:<{7}|={7}|>{7})/.test(line);
  const message = isConflict
    ? `Notebook not scanned: unresolved merge conflict at ${place}; resolve it.`
    : `Notebook not scanned: ${problem} at ${place}; ${remedy}.`;
  return {
    notice: { kind: 'not-scanned', path: input.path, message, location: { path: input.path, range } },
  };
}

/** Offset of the value at fault, or of the nearest value around it. */
function findValue(json: string, { path }: NotebookProblem): number {
  const start = json.search(/[^\s\ufeff]/);
  let offset = Math.max(start, 0);
  walkJson(json, {
    visitValue(current, depth, kind, span) {
      if (depth === 0 || depth > path.length) return;
      if (current().every((key, index) => key === path[index]))
        offset = kind === 'string' ? span.start - 1 : span.start;
    },
  });
  return offset;
}

/** Finds the raw JSON behind cells and outputs; reads it when first asked. */
class RawOrigin {
  readonly path: string;
  readonly languageId: string;
  readonly #json: string;
  readonly #cells: ReadonlyMap<number, StoredCell>;
  readonly #texts = new Map<StoredPiece, RawText>();
  #lines: LineIndex | undefined;
  #strings: ReadonlyMap<string, RawStrings> | undefined;

  constructor(input: RawNotebookInput, notebook: StoredNotebook) {
    this.path = input.path;
    this.languageId = notebook.kernelLanguage;
    this.#json = input.text;
    this.#cells = new Map(listCodeCells(notebook.cells).map((cell) => [cell.index, cell]));
  }

  findRawSource(cell: number): RawText | undefined {
    const source = this.#cells.get(cell)?.source;
    return source === undefined ? undefined : this.#findRaw(source);
  }

  getRawLines(): LineIndex {
    this.#lines ??= new LineIndex(this.#json);
    return this.#lines;
  }

  listOutputs(): OutputText[] {
    const outputs: OutputText[] = [];
    for (const cell of this.#cells.values()) {
      for (const piece of cell.outputs) {
        const text = maskColours(joinStoredText(piece.stored, piece.isLines));
        outputs.push({
          text,
          cell: cell.index,
          locate: (span) => this.#locateOutput(cell, piece, clamp(span, text)),
        });
      }
    }
    return outputs;
  }

  #locateOutput(cell: StoredCell, piece: StoredPiece, span: Span): Location {
    const end = cell.text.search(/[\r\n]|$/);
    const range = new LineIndex(cell.text).rangeOf({ start: 0, end });
    const location = { path: this.path, range, cell: cell.index };
    const raw = this.#findRaw(piece)?.locate(span);
    return raw === undefined ? location : { ...location, rawRange: this.getRawLines().rangeOf(raw) };
  }

  #findRaw(piece: StoredPiece): RawText | undefined {
    const known = this.#texts.get(piece);
    if (known !== undefined) return known;
    this.#strings ??= this.#readStrings();
    const strings = this.#strings.get(JSON.stringify(piece.path));
    if (strings === undefined) return undefined;
    const text = joinStoredText(piece.stored, piece.isLines);
    const raw = new RawText(this.#json, text, piece.stored, strings, piece.isLines);
    this.#texts.set(piece, raw);
    return raw;
  }

  /** Places of all stored texts by their path. A property that is given twice counts the last time, as in JSON.parse. */
  #readStrings(): ReadonlyMap<string, RawStrings> {
    const wanted = new Set<string>();
    const depths = new Set<number>();
    const want = (path: JsonPath): void => {
      wanted.add(JSON.stringify(path));
      depths.add(path.length);
    };
    for (const cell of this.#cells.values()) {
      want(cell.source.path);
      for (const output of cell.outputs) want(output.path);
    }
    const found = new Map<string, RawStrings>();
    let open: { readonly depth: number; readonly spans: Span[] } | undefined;
    walkJson(this.#json, {
      visitValue(path, depth, kind, span) {
        if (open !== undefined && depth === open.depth + 1 && kind === 'string') {
          open.spans.push(span);
          return;
        }
        open = undefined;
        if (!depths.has(depth) || kind === 'object') return;
        const key = JSON.stringify(path());
        if (!wanted.has(key)) return;
        if (kind === 'string') {
          found.set(key, { spans: [span] });
          return;
        }
        open = { depth, spans: [] };
        found.set(key, { spans: open.spans, arrayStart: span.end });
      },
    });
    return found;
  }
}

function clamp(span: Span, text: string): Span {
  const start = Math.min(Math.max(span.start, 0), text.length);
  return { start, end: Math.min(Math.max(span.end, start), text.length) };
}

/** Terminal colour codes would hide the beginning of a word from patterns. */
function maskColours(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape character begins a colour code.
  return text.replace(/\x1b\[[0-9;]*[A-Za-z]/g, (code) => ' '.repeat(code.length));
}
