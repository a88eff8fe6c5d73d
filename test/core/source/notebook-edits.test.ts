import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openModuleText } from '../../../src/core/source/module-text.js';
import { joinStoredText, type StoredText } from '../../../src/core/source/notebook-text.js';
import {
  decodeRaw,
  openJson,
  openNotebook,
  RAW_NOTEBOOK,
  readSources,
  replaceRange,
  SOURCE_TEXT,
  withoutRaw,
  writeNotebook,
} from './notebook-samples.js';

/** A span inside one cell of a module, chosen by three fractions. */
function chooseSpan(
  module: { readonly cellStarts: readonly number[]; readonly original: string },
  [a, b, c]: readonly [number, number, number],
): {
  readonly cell: number;
  readonly start: number;
  readonly span: { readonly start: number; readonly end: number };
} {
  const cell = Math.floor(a * module.cellStarts.length);
  const start = module.cellStarts[cell] ?? 0;
  const length = (module.cellStarts[cell + 1] ?? module.original.length + 1) - 1 - start;
  const [low = 0, high = 0] = [b, c].map((part) => Math.round(part * length)).sort((x, y) => x - y);
  return { cell, start, span: { start: start + low, end: start + high } };
}

const FRACTION = fc.double({ min: 0, max: 0.999, noNaN: true });
const CHOICE = fc.tuple(FRACTION, FRACTION, FRACTION);

describe('edits in raw notebooks', () => {
  const rows: readonly {
    readonly name: string;
    readonly source: StoredText;
    readonly span: readonly [number, number];
    readonly newText: string;
    readonly expected: StoredText;
  }[] = [
    { name: 'inside a line', source: ['a\n', 'bc'], span: [2, 3], newText: 'x"', expected: ['a\n', 'x"c'] },
    {
      name: 'new lines become strings',
      source: ['a\n', 'b'],
      span: [2, 2],
      newText: 'x\ny\n',
      expected: ['a\n', 'x\n', 'y\n', 'b'],
    },
    {
      name: 'over several strings',
      source: ['ab\n', 'c\n', 'de'],
      span: [1, 6],
      newText: 'x',
      expected: ['axe'],
    },
    {
      name: 'a whole line goes with its string',
      source: ['a\n', 'b\n', 'c'],
      span: [2, 4],
      newText: '',
      expected: ['a\n', 'c'],
    },
    {
      name: 'a whole line is replaced',
      source: ['a\n', 'b\n', 'c'],
      span: [2, 4],
      newText: 'x\n',
      expected: ['a\n', 'x\n', 'c'],
    },
    { name: 'appended lines', source: ['a'], span: [1, 1], newText: '\nb\n', expected: ['a\n', 'b\n'] },
    { name: 'into an empty list', source: [], span: [0, 0], newText: 'a\nb', expected: ['a\n', 'b'] },
    { name: 'nothing into an empty list', source: [], span: [0, 0], newText: '', expected: [] },
    {
      name: 'one string stays one string',
      source: 'a\nb',
      span: [0, 0],
      newText: 'x\n',
      expected: 'x\na\nb',
    },
    {
      name: 'a line end that joining added',
      source: ['a', 'b'],
      span: [1, 1],
      newText: 'x\n',
      expected: ['ax\n', '\n', 'b'],
    },
  ];
  for (const { name, source, span, newText, expected } of rows) {
    it(name, () => {
      const json = writeNotebook([source]);
      const edit = openNotebook(json).createEdit({ start: span[0], end: span[1] }, newText);
      assert.ok(edit.location.rawRange !== undefined && edit.rawNewText !== undefined);
      const edited = replaceRange(json, edit.location.rawRange, edit.rawNewText);
      assert.deepEqual(readSources(edited), [expected]);
    });
  }

  it('keeps the spacing of the list', () => {
    const json = writeNotebook([['a\n', 'b']]);
    const edit = openNotebook(json).createEdit({ start: 0, end: 0 }, 'import x\n');
    assert.equal(
      replaceRange(json, edit.location.rawRange ?? edit.location.range, edit.rawNewText ?? ''),
      writeNotebook([['import x\n', 'a\n', 'b']]),
    );
  });
});

describe('any notebook', () => {
  it('gives back every character, in its cell and in the raw JSON', () => {
    fc.assert(
      fc.property(RAW_NOTEBOOK, CHOICE, (json, choice) => {
        const module = openNotebook(json);
        const { cell, start, span } = chooseSpan(module, choice);
        const expected = module.original.slice(span.start, span.end);
        const location = module.locate(span);
        assert.equal(location.cell, cell);
        assert.equal(decodeRaw(json, location), expected);
        const text = joinStoredText(readSources(json)[cell] ?? '');
        const { range } = location;
        assert.equal(
          replaceRange(text, range, '|'),
          `${text.slice(0, span.start - start)}|${text.slice(span.end - start)}`,
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('is edited in the raw JSON as in its cell', () => {
    fc.assert(
      fc.property(RAW_NOTEBOOK, CHOICE, SOURCE_TEXT, (json, choice, newText) => {
        const module = openNotebook(json);
        const { cell, span } = chooseSpan(module, choice);
        const edit = module.createEdit(span, newText);
        assert.ok(edit.location.rawRange !== undefined && edit.rawNewText !== undefined);
        const expected = readSources(json).map((source) => joinStoredText(source));
        expected[cell] = replaceRange(expected[cell] ?? '', edit.location.range, edit.newText);
        const edited = replaceRange(json, edit.location.rawRange, edit.rawNewText);
        assert.deepEqual(
          readSources(edited).map((source) => joinStoredText(source)),
          expected,
        );
        assert.equal(edit.newText.replaceAll('\r\n', '\n'), newText.replaceAll('\r\n', '\n'));
      }),
      { numRuns: 3000 },
    );
  });

  it('takes several edits of one cell at once', () => {
    const lines = SOURCE_TEXT.map((text) => text.split(/(?<=\n)/).filter((line) => line !== ''));
    fc.assert(
      fc.property(
        lines,
        fc.tuple(FRACTION, FRACTION, FRACTION, FRACTION),
        SOURCE_TEXT,
        SOURCE_TEXT,
        (source, parts, x, y) => {
          const json = writeNotebook([source]);
          const module = openNotebook(json);
          const [a = 0, b = 0, c = 0, d = 0] = parts
            .map((part) => Math.round(part * module.original.length))
            .sort((p, q) => p - q);
          fc.pre(b < c);
          const first = module.createEdit({ start: a, end: b }, x);
          const second = module.createEdit({ start: c, end: d }, y);
          const edited = [second, first].reduce(
            (text, { location, rawNewText }) =>
              replaceRange(text, location.rawRange ?? location.range, rawNewText ?? ''),
            json,
          );
          const text = module.original;
          const expected =
            text.slice(0, a) + first.newText + text.slice(b, c) + second.newText + text.slice(d);
          assert.equal(joinStoredText(readSources(edited)[0] ?? ''), expected);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is the same as raw JSON and as the cells of an editor', () => {
    fc.assert(
      fc.property(RAW_NOTEBOOK, CHOICE, (json, choice) => {
        const raw = openNotebook(json);
        const opened = openModuleText({
          kind: 'notebook-cells',
          path: 'nb.ipynb',
          kernelLanguage: 'python',
          cells: readSources(json).map((source, index) => ({
            index,
            kind: 'code',
            languageId: 'python',
            text: joinStoredText(source),
          })),
        });
        assert.ok('module' in opened);
        const cells = opened.module;
        assert.deepEqual([cells.text, cells.original], [raw.text, raw.original]);
        assert.deepEqual([cells.cellStarts, cells.magics], [raw.cellStarts, raw.magics]);
        const { span } = chooseSpan(raw, choice);
        assert.deepEqual(cells.locate(span), withoutRaw(raw.locate(span)));
        const edit = cells.createEdit(span, 'x\n');
        assert.equal(edit.newText, raw.createEdit(span, 'x\n').newText);
        assert.equal(edit.rawNewText, undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('opens or says why not, and never throws', () => {
    const key = fc.constantFrom(
      'cells',
      'worksheets',
      'source',
      'input',
      'outputs',
      'text',
      'data',
      'cell_type',
      'metadata',
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('code', 'a\n', null, 3, true),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(key, tie('json'), { maxKeys: 4 }),
      ),
    }));
    const broken = fc
      .tuple(RAW_NOTEBOOK, fc.nat(), fc.string({ maxLength: 3 }))
      .map(([text, at, part]) => text.slice(0, at % text.length) + part + text.slice((at % text.length) + 1));
    const cells = fc
      .array(fc.dictionary(key, json), { maxLength: 3 })
      .map((list) => JSON.stringify({ cells: list }));
    const garbage = fc.oneof(
      fc.string(),
      json.map((value) => JSON.stringify(value)),
      broken,
      cells,
    );
    fc.assert(
      fc.property(garbage, (text) => {
        const opened = openJson(text);
        if ('notice' in opened) {
          assert.match(opened.notice.message, /^Notebook not scanned: [^\n]+\.$/);
          return;
        }
        const { module } = opened;
        assert.equal(module.text.length, module.original.length);
        module.locate({ start: 0, end: module.text.length });
        module.createEdit({ start: 0, end: 1 }, 'x\n');
        for (const output of module.outputs) output.locate({ start: 0, end: output.text.length });
      }),
      { numRuns: 3000 },
    );
  });
});
