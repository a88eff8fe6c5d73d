import assert from 'node:assert/strict';
import type { DocumentInput } from '../../../src/core/source/document.js';
import { findLanguageId, type ModuleText, openModuleText } from '../../../src/core/source/module-text.js';

function open(input: DocumentInput): ModuleText {
  const opened = openModuleText(input);
  assert.ok('module' in opened, JSON.stringify(opened));
  return opened.module;
}

describe('plain text as a module', () => {
  it('is the text itself', () => {
    const module = open({ kind: 'text', path: 'src/a.py', text: 'x = 1\ny = !ls\n' });
    assert.equal(module.text, 'x = 1\ny = !ls\n');
    assert.equal(module.original, module.text);
    assert.deepEqual([module.cellStarts, module.magics, module.outputs], [[], [], []]);
    assert.deepEqual(module.locate({ start: 6, end: 7 }), {
      path: 'src/a.py',
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 1 } },
    });
  });

  it('clamps offsets outside the text', () => {
    const module = open({ kind: 'text', path: 'a.py', text: 'ab\nc' });
    assert.deepEqual(module.locate({ start: -5, end: 99 }).range, {
      start: { line: 0, character: 0 },
      end: { line: 1, character: 1 },
    });
  });

  it('keeps offsets when it hides a byte order mark from the parser', () => {
    const module = open({ kind: 'text', path: 'a.py', text: '\ufeffimport os' });
    assert.equal(module.text, '\fimport os');
    assert.equal(module.original, '\ufeffimport os');
  });

  for (const [path, ends] of [
    ['a.py', '\n\r\n\n'],
    ['a.ts', '\n\r\n\n'],
    ['Dockerfile', '\r\r\n\n'],
  ] as const) {
    it(`ends lines of ${path} as its language does`, () => {
      const [first, second, third] = ['\r', '\r\n', '\n'];
      const { text, original } = open({ kind: 'text', path, text: `a${first}b${second}c${third}` });
      assert.equal(text.replaceAll(/[abc]/g, ''), ends);
      assert.equal(original, text);
    });
  }

  it('gives new lines the line ends of the file', () => {
    const edit = (text: string, newText: string): string =>
      open({ kind: 'text', path: 'a.py', text }).createEdit({ start: 0, end: 0 }, newText).newText;
    assert.equal(edit('a\r\nb', 'x\ny\r\n'), 'x\r\ny\r\n');
    assert.equal(edit('a\nb\r\n', 'x\n'), 'x\n');
    assert.equal(edit('a', 'x\n'), 'x\n');
    assert.equal(edit('\nb', 'x\n'), 'x\n');
  });

  for (const [path, expected] of [
    ['a.py', 'python'],
    ['a/b.PYI', 'python'],
    ['requirements-dev.txt', 'plaintext'],
    ['py', 'plaintext'],
    ['Makefile', 'plaintext'],
    ['conf/fairlead.yml', 'yaml'],
    ['docker/Dockerfile', 'dockerfile'],
    ['Dockerfile.gpu', 'dockerfile'],
    ['pyproject.toml', 'toml'],
  ] as const) {
    it(`takes ${path} for ${expected}`, () => assert.equal(findLanguageId(path), expected));
  }

  it('believes the host about the language', () => {
    assert.equal(open({ kind: 'text', path: 'train', languageId: 'python', text: '' }).languageId, 'python');
  });

  it('reads an .ipynb handed over as text as a notebook, unless it is one cell', () => {
    const text = JSON.stringify({ cells: [{ cell_type: 'code', source: 'x' }] });
    assert.equal(open({ kind: 'text', path: 'a.ipynb', text }).text, 'x');
    assert.equal(open({ kind: 'text', path: 'a.ipynb', languageId: 'json', text }).text, 'x');
    assert.equal(open({ kind: 'text', path: 'a.ipynb', languageId: 'python', text: 'y' }).text, 'y');
  });
});
