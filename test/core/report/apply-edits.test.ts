import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyEdits } from '../../../src/core/report/apply-edits.js';
import { selectFixes } from '../../../src/core/report/select-fixes.js';
import type { TextEdit } from '../../../src/core/source/document.js';
import { LineIndex } from '../../../src/core/source/position.js';
import { createFinding, locate } from './sample-report.js';

function edit(line: number, from: number, to: number, newText: string): TextEdit {
  return { location: locate('a.py', line, from, to), newText };
}

describe('applyEdits', () => {
  const cases: readonly (readonly [
    name: string,
    text: string,
    edits: readonly TextEdit[],
    result: string,
  ])[] = [
    ['nothing', 'ab', [], 'ab'],
    ['a replacement', 'abc', [edit(0, 1, 2, 'X')], 'aXc'],
    ['edits in any order', 'abc', [edit(0, 2, 3, 'Y'), edit(0, 0, 1, 'X')], 'XbY'],
    ['insertions at one place in the order given', 'ab', [edit(0, 1, 1, '1'), edit(0, 1, 1, '2')], 'a12b'],
    ['an insertion before a replacement', 'ab', [edit(0, 1, 2, 'R'), edit(0, 1, 1, 'I')], 'aIR'],
    ['edits that touch', 'abcd', [edit(0, 0, 2, 'X'), edit(0, 2, 4, 'Y')], 'XY'],
    ['CRLF lines, kept', 'a\r\nb\r\n', [edit(1, 0, 1, 'X')], 'a\r\nX\r\n'],
    ['UTF-16 columns', '\u{1f600}b', [edit(0, 2, 3, 'X')], '\u{1f600}X'],
    ['an insertion at the end', 'a\n', [edit(1, 0, 0, 'b\n')], 'a\nb\n'],
  ];
  for (const [name, text, edits, result] of cases) {
    it(`applies ${name}`, () => assert.equal(applyEdits(text, edits, 'text'), result));
  }

  it('uses the raw form of notebook edits', () => {
    const location = { ...locate('a.ipynb', 9, 0, 1), cell: 0, rawRange: locate('', 0, 2, 3).range };
    const edits = [{ location, newText: '"', rawNewText: '\\"' }];
    assert.equal(applyEdits('["x"]', edits, 'raw'), '["\\""]');
  });

  const refusals: readonly (readonly [name: string, edits: readonly TextEdit[], form: 'text' | 'raw'])[] = [
    ['overlapping edits', [edit(0, 0, 2, 'X'), edit(0, 1, 3, 'Y')], 'text'],
    ['an insertion inside a replacement', [edit(0, 0, 2, 'X'), edit(0, 1, 1, 'Y')], 'text'],
    ['a line outside the text', [edit(5, 0, 0, 'X')], 'text'],
    ['a range that ends before it starts', [edit(0, 2, 1, 'X')], 'text'],
    ['a missing raw form', [edit(0, 0, 1, 'X')], 'raw'],
  ];
  for (const [name, edits, form] of refusals) {
    it(`refuses ${name}`, () => assert.throws(() => applyEdits('abc', edits, form), RangeError));
  }

  it('equals splicing from the end, for any text and any cuts', () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', '\n', '\r', '\t', '\u{1f600}', 'é'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(texts, fc.array(fc.nat(), { maxLength: 8 }), (text, numbers) => {
        const cuts = numbers.map((number) => number % (text.length + 1)).sort((a, b) => a - b);
        const lines = new LineIndex(text);
        const edits: TextEdit[] = [];
        let expected = text;
        for (let index = 0; index + 1 < cuts.length; index += 2) {
          const span = { start: cuts[index] ?? 0, end: cuts[index + 1] ?? 0 };
          edits.push({ location: { path: 'a.py', range: lines.rangeOf(span) }, newText: `<${index}>` });
        }
        for (let index = cuts.length - (cuts.length % 2) - 2; index >= 0; index -= 2) {
          expected = `${expected.slice(0, cuts[index])}<${index}>${expected.slice(cuts[index + 1])}`;
        }
        assert.equal(applyEdits(text, edits, 'text'), expected);
      }),
    );
  });
});

describe('selectFixes', () => {
  const withFix = (keepsBehaviour: boolean, ...edits: readonly TextEdit[]) =>
    createFinding({ fixes: [{ title: 'Fix', keepsBehaviour, edits }] });

  it('takes a fix that changes behaviour only when allowed', () => {
    const finding = withFix(false, edit(0, 0, 1, 'X'));
    assert.equal(selectFixes([finding], { onlySafe: true }).fixed.length, 0);
    assert.equal(selectFixes([finding], { onlySafe: false }).fixed.length, 1);
  });

  it('takes the first allowed fix of several', () => {
    const unsafe = { title: 'Unsafe', keepsBehaviour: false, edits: [edit(0, 0, 1, 'U')] };
    const safe = { title: 'Safe', keepsBehaviour: true, edits: [edit(0, 0, 1, 'S')] };
    const finding = createFinding({ fixes: [unsafe, safe] });
    const take = (onlySafe: boolean) => selectFixes([finding], { onlySafe }).edits.get('a.py')?.[0]?.newText;
    assert.equal(take(true), 'S');
    assert.equal(take(false), 'U');
  });

  it('leaves suppressed findings alone', () => {
    const finding = {
      ...withFix(true, edit(0, 0, 1, 'X')),
      suppression: { kind: 'baseline', reason: '' } as const,
    };
    assert.equal(selectFixes([finding], { onlySafe: false }).edits.size, 0);
  });

  it('postpones the later of two fixes that overlap or touch, as a whole', () => {
    const first = withFix(true, edit(0, 0, 4, 'X'));
    const touching = withFix(true, edit(0, 4, 4, 'Y'), edit(7, 0, 0, 'Z'));
    const apart = withFix(true, edit(0, 5, 6, 'W'));
    const selection = selectFixes([first, touching, apart], { onlySafe: true });
    assert.deepEqual(selection.fixed, [first, apart]);
    assert.deepEqual(selection.postponed, [touching]);
    assert.equal(selection.edits.get('a.py')?.length, 2);
  });

  it('takes an import that two fixes need once', () => {
    const addImport = edit(0, 0, 0, 'import ast\n');
    const selection = selectFixes(
      [withFix(true, addImport, edit(3, 0, 4, 'X')), withFix(true, addImport, edit(5, 0, 4, 'X'))],
      { onlySafe: true },
    );
    assert.equal(selection.fixed.length, 2);
    assert.equal(selection.edits.get('a.py')?.filter(({ newText }) => newText === 'import ast\n').length, 1);
  });

  it('keeps files and cells apart', () => {
    const inCell = (cell: number) =>
      withFix(true, { location: { ...locate('n.ipynb', 0, 0, 1), cell }, newText: 'X' });
    assert.equal(selectFixes([inCell(0), inCell(1)], { onlySafe: true }).fixed.length, 2);
  });
});
