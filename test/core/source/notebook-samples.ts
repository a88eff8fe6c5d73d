import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Location } from '../../../src/core/source/document.js';
import { type ModuleText, type OpenedModule, openModuleText } from '../../../src/core/source/module-text.js';
import { joinStoredText, type StoredText } from '../../../src/core/source/notebook-text.js';
import { LineIndex, type Range } from '../../../src/core/source/position.js';

/** Opens a notebook that must open. */
export function openNotebook(text: string): ModuleText {
  const opened = openJson(text);
  assert.ok('module' in opened, JSON.stringify(opened));
  return opened.module;
}

/** Opens raw JSON, whatever comes of it. */
export function openJson(text: string): OpenedModule {
  return openModuleText({ kind: 'notebook-json', path: 'nb.ipynb', text });
}

/** A notebook of format 4 with Python code cells. */
export function writeNotebook(sources: readonly StoredText[], indent: number | undefined = 1): string {
  const cells = sources.map((source) => ({ cell_type: 'code', metadata: {}, outputs: [], source }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, indent);
}

/** The characters of a text inside a range. */
export function sliceRange(text: string, range: Range): string {
  const lines = new LineIndex(text);
  return text.slice(lines.offsetAt(range.start), lines.offsetAt(range.end));
}

/** A text with the characters of a range replaced. */
export function replaceRange(text: string, range: Range, newText: string): string {
  const lines = new LineIndex(text);
  return text.slice(0, lines.offsetAt(range.start)) + newText + text.slice(lines.offsetAt(range.end));
}

/** What the raw characters of a location say once they are decoded, as a stored text. */
export function decodeRaw(json: string, location: Location): string {
  assert.ok(location.rawRange !== undefined);
  return joinStoredText(JSON.parse(`["${sliceRange(json, location.rawRange)}"]`));
}

/** A location as an editor's cells give it. */
export function withoutRaw({ rawRange: _, ...location }: Location): Location {
  return location;
}

const FRAGMENT = fc.oneof(
  fc.constantFrom('\n', '\n', '\r\n', '\r', '"', '\\', '\u{1f600}', '\u00e9', '\u2028', '\ud800', '\u0007'),
  fc.constantFrom('import os', '%time f(x)', '!ls', 'x = 1', '    ', '%%bash\n', '"""', 'f('),
  fc.string({ maxLength: 5 }),
);

/** Source text that holds everything JSON escapes. */
export const SOURCE_TEXT: fc.Arbitrary<string> = fc
  .array(FRAGMENT, { maxLength: 10 })
  .map((fragments) => fragments.join(''));

/** Source as notebooks store it: whole, a line each, or in pieces that are no lines at all. */
const STORED_SOURCE: fc.Arbitrary<StoredText> = fc.oneof(
  SOURCE_TEXT,
  SOURCE_TEXT.map((text) => text.split(/(?<=\n)/).filter((line) => line !== '')),
  fc.array(SOURCE_TEXT, { maxLength: 4 }),
);

/** Raw notebooks, spaced in different ways, with characters literal or escaped as `\uXXXX`. */
export const RAW_NOTEBOOK: fc.Arbitrary<string> = fc
  .record({
    sources: fc.array(STORED_SOURCE, { minLength: 1, maxLength: 4 }),
    indent: fc.constantFrom(undefined, 1, 2),
    isAscii: fc.boolean(),
    hasMark: fc.boolean(),
    lineEnd: fc.constantFrom('\n', '\r\n'),
  })
  .map(({ sources, indent, isAscii, hasMark, lineEnd }) => {
    const json = writeNotebook(sources, indent).replaceAll('\n', lineEnd);
    const written = isAscii ? json.replace(/[\u007f-\uffff]/g, escapeUnit) : json;
    return hasMark ? `\ufeff${written}` : written;
  });

/** The stored sources of a raw notebook. */
export function readSources(json: string): StoredText[] {
  const { cells } = JSON.parse(json.replace(/^\ufeff/, ''));
  return cells.map((cell: { readonly source: StoredText }) => cell.source);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
