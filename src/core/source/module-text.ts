import type { Notice } from '../findings/finding.js';
import type { DocumentInput, Location, TextEdit, TextInput } from './document.js';
import { maskLoneReturns } from './lone-returns.js';
import type { MagicLine } from './magics.js';
import { openCellNotebook, openRawNotebook } from './notebook.js';
import { adaptLineEnds } from './notebook-text.js';
import { LineIndex, type Span } from './position.js';

/** One text to analyse, and the way back from its offsets to the file. */
export interface ModuleText {
  readonly path: string;
  /** VS Code language id; `python` for notebooks of a Python kernel. */
  readonly languageId: string;
  /**
   * What is parsed. For notebooks: the code cells joined by `\n`, with everything that is not Python masked at equal
   * length. A byte order mark becomes a form feed, which Python reads as nothing.
   */
  readonly text: string;
  /** Same length and offsets before masking, in code with line feeds for lone carriage returns; messages and fixes quote this. */
  readonly original: string;
  /** Offsets at which a code cell begins, ascending; empty outside notebooks. */
  readonly cellStarts: readonly number[];
  /** Every magic, shell and help line, in order of offset; empty outside notebooks. */
  readonly magics: readonly MagicLine[];
  /** Text outputs of code cells; empty when the input holds none. */
  readonly outputs: readonly OutputText[];
  /**
   * Where a span of `text` is in the file. Offsets outside are clamped; a span that runs over the end of a cell stops
   * at that end.
   */
  locate(span: Span): Location;
  /**
   * An edit that replaces a span of `text`, ready for the editor and, from raw JSON, for the file. Line feeds in
   * `newText` become the line ends that the file or cell uses. The raw range may be wider than that of `locate`.
   */
  createEdit(span: Span, newText: string): TextEdit;
}

/** Text that a code cell printed, returned or raised. Never an image. */
export interface OutputText {
  /** Decoded text with terminal colour codes masked by spaces at equal length. */
  readonly text: string;
  /** Index of the cell over all cells of the notebook, from 0. */
  readonly cell: number;
  /**
   * Where a span of this `text` is. `range` is the first line of the cell that made the output, because an editor has no
   * position inside outputs; `rawRange` is exact.
   */
  locate(span: Span): Location;
}

/** The text, or why there is none. */
export type OpenedModule = { readonly module: ModuleText } | { readonly notice: Notice };

/**
 * Opens a document for analysis. Never throws for what the document holds: a notebook that cannot be read gives a
 * `not-scanned` notice that says where it is broken.
 */
export function openModuleText(input: DocumentInput): OpenedModule {
  if (input.kind === 'notebook-cells') return openCellNotebook(input);
  if (input.kind === 'notebook-json' || isNotebookText(input)) {
    return openRawNotebook({ kind: 'notebook-json', path: input.path, text: input.text });
  }
  return { module: openText(input) };
}

/** Language id of a file, judged by its name alone; `plaintext` when the name says nothing. */
export function findLanguageId(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (/^(?:dockerfile|containerfile)(?:\.|$)/.test(name)) return 'dockerfile';
  const dot = name.lastIndexOf('.');
  switch (dot < 0 ? '' : name.slice(dot + 1)) {
    case 'py':
    case 'pyi':
    case 'pyw':
      return 'python';
    case 'js':
    case 'mjs':
    case 'cjs':
      return 'javascript';
    case 'jsx':
      return 'javascriptreact';
    case 'ts':
    case 'mts':
    case 'cts':
      return 'typescript';
    case 'tsx':
      return 'typescriptreact';
    case 'yaml':
    case 'yml':
      return 'yaml';
    case 'json':
    case 'jsonc':
    case 'code-workspace':
      return 'json';
    case 'toml':
      return 'toml';
    case 'md':
      return 'markdown';
    case 'sh':
    case 'bash':
      return 'shellscript';
    case 'ini':
    case 'cfg':
      return 'ini';
    case 'properties':
      return 'properties';
    case 'env':
      return 'dotenv';
    case 'dockerfile':
    case 'containerfile':
      return 'dockerfile';
    default:
      return 'plaintext';
  }
}

/** An `.ipynb` handed over as text, unless the host says that the text is something else, such as one cell. */
function isNotebookText(input: TextInput): boolean {
  if (!input.path.toLowerCase().endsWith('.ipynb')) return false;
  const languageId = input.languageId ?? 'json';
  return languageId.startsWith('json') || languageId === 'plaintext';
}

/** Languages in which a lone carriage return ends a line. */
const CODE = /^(?:python|(?:java|type)script(?:react)?)$/;

function openText(input: TextInput): ModuleText {
  const { path } = input;
  const languageId = input.languageId ?? findLanguageId(path);
  const original = CODE.test(languageId) ? maskLoneReturns(input.text) : input.text;
  let lines: LineIndex | undefined;
  const locate = (span: Span): Location => {
    lines ??= new LineIndex(original);
    return { path, range: lines.rangeOf(span) };
  };
  return {
    path,
    languageId,
    text: original.startsWith('\ufeff') ? `\f${original.slice(1)}` : original,
    original,
    cellStarts: [],
    magics: [],
    outputs: [],
    locate,
    createEdit: (span, newText) => ({ location: locate(span), newText: adaptLineEnds(newText, original) }),
  };
}
