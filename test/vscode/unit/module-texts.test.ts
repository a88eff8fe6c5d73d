import assert from 'node:assert/strict';
import type { DocumentInput } from '../../../src/core/source/document.js';
import { isSameText, ModuleTexts } from '../../../src/vscode/modules/module-texts.js';

const text = (path: string, length: number): DocumentInput => ({
  kind: 'text',
  path,
  text: 'x'.repeat(length),
});

describe('texts of modules', () => {
  it('are forgotten when they are too much, those unused for longest first', () => {
    const texts = new ModuleTexts(100);
    texts.set('a.py', text('a.py', 40));
    texts.set('b.py', text('b.py', 40));
    texts.get('a.py');
    texts.set('c.py', text('c.py', 40));
    assert.deepEqual(
      ['a.py', 'b.py', 'c.py'].map((path) => texts.has(path)),
      [true, false, true],
    );
    texts.set('c.py', text('c.py', 1));
    texts.set('d.py', text('d.py', 59));
    assert.deepEqual(
      ['a.py', 'c.py', 'd.py'].map((path) => texts.has(path)),
      [true, true, true],
    );
  });

  it('are kept alone when one is more than all may be', () => {
    const texts = new ModuleTexts(10);
    texts.set('a.py', text('a.py', 5));
    texts.set('b.py', text('b.py', 50));
    assert.deepEqual([texts.has('a.py'), texts.has('b.py')], [false, true]);
  });

  it('are known to be missing until they are set', () => {
    const texts = new ModuleTexts(10);
    texts.set('a.py', undefined);
    assert.deepEqual([texts.has('a.py'), texts.get('a.py')], [true, undefined]);
    texts.delete('a.py');
    assert.equal(texts.has('a.py'), false);
  });

  it('are compared by what they hold', () => {
    const cells = (...sources: readonly string[]): DocumentInput => ({
      kind: 'notebook-cells',
      path: 'a.ipynb',
      kernelLanguage: 'python',
      cells: sources.map((source, index) => ({ index, kind: 'code', languageId: 'python', text: source })),
    });
    assert.equal(isSameText(text('a.py', 3), { ...text('a.py', 3) }), true);
    assert.equal(isSameText(text('a.py', 3), text('a.py', 4)), false);
    assert.equal(isSameText(cells('a', 'b'), cells('a', 'b')), true);
    assert.equal(isSameText(cells('a', 'b'), cells('a', 'c')), false);
    assert.equal(isSameText(cells('a', 'b'), cells('a')), false);
  });
});
