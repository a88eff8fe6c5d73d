import assert from 'node:assert/strict';
import { type ModuleText, openModuleText } from '../../../src/core/source/module-text.js';
import { openJson, openNotebook, sliceRange, writeNotebook } from './notebook-samples.js';

const CODE = { cell_type: 'code', metadata: {}, outputs: [] };

function openCells(cells: readonly object[], metadata: object = {}): ModuleText {
  return openNotebook(JSON.stringify({ cells, metadata, nbformat: 4 }));
}

describe('a notebook as a module', () => {
  it('joins the code cells and knows where each begins', () => {
    const module = openCells([
      { cell_type: 'markdown', source: '# Title' },
      { ...CODE, source: ['import os\n', '!ls\n', 'x = 1'] },
      { cell_type: 'raw', source: 'raw' },
      { ...CODE, source: '' },
      { ...CODE, source: '%time os.getcwd()' },
    ]);
    assert.equal(module.languageId, 'python');
    assert.equal(module.original, 'import os\n!ls\nx = 1\n\n%time os.getcwd()');
    assert.equal(module.text, 'import os\n0  \nx = 1\n\n0    ;os.getcwd()');
    assert.deepEqual(module.cellStarts, [0, 20, 21]);
    assert.deepEqual(
      module.magics.map(({ kind, cell, span }) => [kind, cell, module.original.slice(span.start, span.end)]),
      [
        ['shell', 1, '!ls'],
        ['line', 4, '%time os.getcwd()'],
      ],
    );
  });

  it('places a span in its cell and in the raw JSON', () => {
    const json = writeNotebook([['a = "\u00e9"\n', '\tload(x)'], 'b']);
    const module = openNotebook(json);
    const at = module.text.indexOf('load');
    const location = module.locate({ start: at, end: at + 4 });
    assert.deepEqual(location.range, { start: { line: 1, character: 1 }, end: { line: 1, character: 5 } });
    assert.equal(location.cell, 0);
    assert.equal(sliceRange(json, location.rawRange ?? location.range), 'load');
    const quote = module.locate({ start: 4, end: 7 });
    assert.equal(sliceRange(json, quote.rawRange ?? quote.range), '\\"\u00e9\\"');
    const both = module.locate({ start: 5, end: 10 });
    assert.equal(sliceRange(json, both.rawRange ?? both.range), '\u00e9\\"\\n",\n    "\\tl');
  });

  it('stops at the end of the cell in which a span begins', () => {
    const module = openNotebook(writeNotebook(['ab', 'cd']));
    assert.deepEqual(module.locate({ start: 1, end: 5 }).range.end, { line: 0, character: 2 });
    assert.deepEqual(
      [module.locate({ start: 2, end: 2 }).cell, module.locate({ start: 3, end: 3 }).cell],
      [0, 1],
    );
    assert.deepEqual(module.locate({ start: -4, end: -2 }).range.end, { line: 0, character: 0 });
  });

  it('reads lines without a line end as VS Code does', () => {
    assert.equal(openNotebook(writeNotebook([['import os', 'x = 1', '']])).original, 'import os\nx = 1\n');
  });

  it('masks cells in another language and keeps their text', () => {
    const metadata = { vscode: { languageId: 'sql' } };
    const module = openCells([
      { ...CODE, metadata, source: "select 'x" },
      { ...CODE, source: 'x' },
    ]);
    assert.equal(module.text, '0        \nx');
    assert.equal(module.original, "select 'x\nx");
  });

  for (const [metadata, expected] of [
    [{}, 'python'],
    [{ kernelspec: { name: 'python3', language: 'python' } }, 'python'],
    [{ language_info: { name: 'ipython' } }, 'python'],
    [{ language_info: { name: 'pyspark' } }, 'python'],
    [{ kernelspec: { language: 'R' } }, 'r'],
    [{ language_info: { name: 'julia' }, kernelspec: { language: '' } }, 'julia'],
    [{ kernelspec: 3, language_info: null }, 'python'],
  ] as const) {
    it(`takes the kernel ${JSON.stringify(metadata)} for ${expected}`, () => {
      const module = openCells([{ ...CODE, source: '!ls "' }], metadata);
      assert.equal(module.languageId, expected);
      assert.equal(module.text, expected === 'python' ? '0    ' : '!ls "');
    });
  }

  it('reads format 3', () => {
    const code = { cell_type: 'code', language: 'python', input: ['import os\n', 'x = 1'] };
    const output = { output_type: 'stream', text: 'token' };
    const json = JSON.stringify({
      nbformat: 3,
      metadata: { name: '' },
      worksheets: [
        { cells: [{ cell_type: 'heading', source: 'a' }, code] },
        { cells: [{ ...code, outputs: [output] }] },
      ],
    });
    const module = openNotebook(json);
    assert.equal(module.text, 'import os\nx = 1\nimport os\nx = 1');
    const location = module.locate({ start: 16, end: 22 });
    assert.deepEqual([location.cell, location.range.start], [2, { line: 0, character: 0 }]);
    assert.equal(sliceRange(json, location.rawRange ?? location.range), 'import');
    assert.deepEqual(
      module.outputs.map(({ text, cell }) => [text, cell]),
      [['token', 2]],
    );
  });

  it('takes an empty file and a notebook without code for empty modules', () => {
    for (const json of ['', ' \n', '{"cells":[]}', '{"cells":[{"cell_type":"markdown","source":"a"}]}']) {
      const module = openNotebook(json);
      assert.deepEqual([module.text, module.cellStarts, module.outputs], ['', [], []]);
      assert.deepEqual(module.locate({ start: 0, end: 3 }).range.end, { line: 0, character: 0 });
      assert.equal(module.createEdit({ start: 0, end: 0 }, 'x').newText, 'x');
    }
  });

  it('believes the last of two properties of one name, as JSON.parse does', () => {
    const json = '{"cells":[{"cell_type":"code","source":["a\\n","b"],"source":["c"]}]}';
    const location = openNotebook(json).locate({ start: 0, end: 1 });
    assert.equal(sliceRange(json, location.rawRange ?? location.range), 'c');
  });
});

describe('a notebook that cannot be read', () => {
  for (const [text, expected] of [
    ['{"cells": [}', 'Notebook not scanned: invalid JSON, value expected at line 1, column 12; '],
    ['{\n "cells": [\n', 'Notebook not scanned: invalid JSON, closing bracket expected at line '],
    ['{"a": NaN, "cells": []}', 'Notebook not scanned: invalid JSON, unexpected text at line 1, column 7; '],
    [
      '{\n<<<<<<< HEAD\n}',
      'Notebook not scanned: unresolved merge conflict at line 2, column 1; resolve it.',
    ],
    [
      '// no\n{"cells": []}',
      'Notebook not scanned: invalid JSON, comments are not allowed at line 1, column 1; ',
    ],
    ['[1]', 'Notebook not scanned: the file holds no JSON object at line 1, column 1; '],
    ['\n 3', 'Notebook not scanned: the file holds no JSON object at line 2, column 2; '],
    ['{"a": 1}', 'Notebook not scanned: the notebook has no list of cells at line 1, column 1; '],
    [
      '{"a": 1,\n"cells": {}}',
      'Notebook not scanned: the notebook has no list of cells at line 2, column 10; ',
    ],
    [
      '{"worksheets": [{"cells": []}, 2]}',
      'Notebook not scanned: a worksheet has no list of cells at line 1, column 16; ',
    ],
    [
      '{"cells": [{"source": ""},\n7]}',
      'Notebook not scanned: cell 2 is not an object at line 1, column 11; ',
    ],
    [
      '{"cells": [\n{"source": ["a", 1]}]}',
      'Notebook not scanned: `source` of cell 1 is neither a string nor a list of strings at line 2, column 12; ',
    ],
  ] as const) {
    it(`says so of ${JSON.stringify(text)}`, () => {
      const opened = openJson(text);
      assert.ok('notice' in opened);
      assert.equal(opened.notice.kind, 'not-scanned');
      assert.equal(opened.notice.path, 'nb.ipynb');
      assert.equal(opened.notice.message.slice(0, expected.length), expected);
      assert.ok(opened.notice.location !== undefined);
    });
  }

  it('survives nesting deeper than any stack', () => {
    for (const deep of [
      `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      '{"a":'.repeat(100_000),
      `{"cells":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ]) {
      assert.ok('notice' in openJson(deep));
    }
    const nested = `{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},"cells":[{"cell_type":"code","source":"a"}]}`;
    assert.ok(openNotebook(nested).locate({ start: 0, end: 1 }).rawRange !== undefined);
  });
});

describe('outputs of a notebook', () => {
  const outputs = [
    { output_type: 'stream', name: 'stdout', text: ['key: \u001b[31mhf_abc\u001b[0m\n', 'next'] },
    {
      output_type: 'execute_result',
      data: { 'text/plain': "'sk-1'", 'image/png': 'aGY=', 'text/html': '<b>' },
    },
    { output_type: 'display_data', data: { 'image/png': ['aGY='] } },
    { output_type: 'error', ename: 'E', evalue: 'v', traceback: ['line 1', '\u001b[0mline 2'] },
    { output_type: 'stream', text: 3 },
    null,
  ];
  const json = JSON.stringify(
    { cells: [{ cell_type: 'markdown' }, { ...CODE, source: 'f()\ng()', outputs }] },
    null,
    1,
  );
  const module = openNotebook(json);

  it('are its texts, never its images, without colours', () => {
    assert.deepEqual(
      module.outputs.map(({ text, cell }) => [text, cell]),
      [
        ['key:      hf_abc    \nnext', 1],
        ["'sk-1'", 1],
        ['line 1\n    line 2', 1],
      ],
    );
  });

  it('are placed on the first line of their cell and exactly in the raw JSON', () => {
    for (const [index, word] of [
      [0, 'hf_abc'],
      [0, 'next'],
      [1, 'sk-1'],
      [2, 'line 2'],
    ] as const) {
      const output = module.outputs[index];
      const start = output?.text.indexOf(word) ?? -1;
      const location = output?.locate({ start, end: start + word.length });
      assert.deepEqual(location?.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } });
      assert.equal(location?.cell, 1);
      assert.equal(sliceRange(json, location?.rawRange ?? location.range), word);
    }
  });

  it('are unknown to an editor', () => {
    const opened = openModuleText({
      kind: 'notebook-cells',
      path: 'nb.ipynb',
      kernelLanguage: 'python',
      cells: [{ index: 0, kind: 'code', text: 'x' }],
    });
    assert.ok('module' in opened);
    assert.deepEqual(opened.module.outputs, []);
  });
});
