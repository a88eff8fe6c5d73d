import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type MagicLine, maskAll, maskMagics } from '../../../src/core/source/magics.js';
import { loadPythonParser, type ParsedPython } from './python-parser.js';

interface Row {
  readonly cell: string;
  /** Absent when the cell stays as it is. */
  readonly masked?: string;
  /** `kind name command` of each magic. */
  readonly magics?: readonly string[];
}

const MAGIC_ROWS: readonly Row[] = [
  { cell: '%pip install x', masked: '0             ', magics: ['line pip install x'] },
  { cell: '!ls "it\'s (', masked: '0          ', magics: ['shell  ls "it\'s ('] },
  { cell: '!!ls', masked: '0   ', magics: ['shell  ls'] },
  { cell: '!{var} x', masked: '0       ', magics: ['shell  {var} x'] },
  { cell: '% matplotlib inline', masked: '0                  ', magics: ['line matplotlib inline'] },
  { cell: '?obj', masked: '0   ', magics: ['help  obj'] },
  { cell: 'obj.a[0]?', masked: '0        ', magics: ['help  obj.a[0]'] },
  { cell: 'x = obj??', masked: '0        ', magics: ['help  x = obj'] },
  { cell: '%timeit?', masked: '0       ', magics: ['help  %timeit'] },
  { cell: '%%timeit??', masked: '0         ', magics: ['help  %%timeit'] },
  { cell: '/f a', masked: '0   ', magics: ['call  f a'] },
  { cell: ',f a', masked: '0   ', magics: ['call  f a'] },
  { cell: 'x = !ls (', masked: 'x = 0    ', magics: ['shell  ls ('] },
  { cell: 'x: list = %sql "a', masked: 'x: list = 0      ', magics: ['line sql "a'] },
  { cell: 'if a == b: x = %pwd', masked: 'if a == b: x = 0   ', magics: ['line pwd '] },
  { cell: 'if a:\n    !ls\nx', masked: 'if a:\n    0  \nx', magics: ['shell  ls'] },
  { cell: 'for x in y:\n\t%cd {x}', masked: 'for x in y:\n\t0      ', magics: ['line cd {x}'] },
  { cell: '!pip \\\n  a \\\n  b\nx', masked: '0     \n     \n   \nx', magics: ['shell  pip    a    b'] },
  { cell: 'x\n%%time\ny', masked: 'x\n0     \ny', magics: ['line time '] },
  { cell: 'pip install -q x\n', masked: '0               \n', magics: ['line pip install -q x'] },
  { cell: 'cd ..', masked: '0    ', magics: ['line cd ..'] },
];

const PYTHON_ROWS: readonly Row[] = [
  { cell: 'x = (a\n % b)' },
  { cell: 'x = a \\\n % b' },
  { cell: 's = """\n%no\n!no\n"""' },
  { cell: "s = '\\\n%no'" },
  { cell: 'x = 1  # really?' },
  { cell: 'print("what?")' },
  { cell: '# %pip install x\n#@param {type: "string"}\n# MAGIC %sql' },
  { cell: 'x = a % b' },
  { cell: 'x %= b' },
  { cell: 'x = f"{a!r}"' },
  { cell: 'a != b' },
  { cell: 'time - start' },
  { cell: 'run = 1' },
  { cell: 'pip install\nx' },
];

const CODE_ROWS: readonly Row[] = [
  { cell: '%time f(x)', masked: '0    ;f(x)', magics: ['line time f(x)'] },
  { cell: '%time x = f(x)', masked: '0    ;x = f(x)', magics: ['line time x = f(x)'] },
  { cell: '%time f(x,\n  y)', masked: '0    ;f(x,\n  y)', magics: ['line time f(x,'] },
  { cell: '%timeit -n 10 -r3 -q f(x)', masked: '0                   ;f(x)' },
  { cell: '%timeit -n 2 \\\n f(x)', masked: '0           ;\\\n f(x)' },
  { cell: '%prun -s cumulative -l "a b" f(x)', masked: '0                           ;f(x)' },
  { cell: '%lprun -f g -m m f(x)', masked: '0               ;f(x)' },
  { cell: '%memit -r 3 f(x)', masked: '0          ;f(x)' },
  { cell: '%debug --breakpoint a.py:3 f(x)', masked: '0                         ;f(x)' },
  { cell: '%debug', masked: '0     ' },
  { cell: '%px --targets 0 import os', masked: '0              ;import os' },
  { cell: 'x = %time f(y)', masked: 'x =       f(y)', magics: ['line time f(y)'] },
  { cell: '%time !ls', masked: '0    ;0  ', magics: ['line time !ls', 'shell  ls'] },
  { cell: '%time for x in y: f(x)', masked: '     \ffor x in y: f(x)' },
  { cell: 'if a:\n\t%time with a: b\n\tc', masked: 'if a:\n\t    \f\twith a: b\n\tc' },
  { cell: 'time f(x)', masked: '0   ;f(x)', magics: ['line time f(x)'] },
];

const CELL_ROWS: readonly Row[] = [
  { cell: '%%time\nx = 1', masked: '0     \nx = 1', magics: ['cell time '] },
  { cell: '\n\n  %%time\nx', masked: '\n\n  0     \nx', magics: ['cell time '] },
  {
    cell: '%%timeit -n 3 x = 1\nf(x)',
    masked: '0            ;x = 1\nf(x)',
    magics: ['cell timeit -n 3 x = 1'],
  },
  { cell: '%%time\n%%capture out\n!ls\nx', masked: '0     \n0            \n0  \nx' },
  { cell: '%%bash\necho "it\'s (', masked: '0     \n            ', magics: ['cell bash '] },
  { cell: '%%writefile a.py\nimport os', masked: '0               \n         ' },
  { cell: '%%html\n<a>\n\n', masked: '0     \n   \n\n' },
  { cell: '%%anything\nx = 1', masked: '0         \n     ' },
  { cell: '%%bash\r\nls\r\n', masked: '0     \r\n  \r\n' },
  { cell: "%md\n# It's", masked: '0  \n      ', magics: ['line md '] },
  { cell: '%sql\nselect 1', masked: '0   \n        ' },
  { cell: '%sql select 1\nx = 1', masked: '0            \nx = 1' },
  { cell: '# first\n%%bash', masked: '# first\n0     ' },
];

const REPAIR_ROWS: readonly Row[] = [
  { cell: '    x = 1\n    if x:\n        y\n', masked: '   \fx = 1\n   \fif x:\n   \f    y\n' },
  { cell: '>>> if x:\n...     y', masked: '   \fif x:\n   \f    y' },
  { cell: 'In [1]: x\n   ...: y', masked: '       \fx\n       \fy' },
  { cell: 'x = foo(\ny = 1', masked: 'x = foo \ny = 1' },
  { cell: 'foo(\n%time y', masked: 'foo \n0    ;y', magics: ['line time y'] },
  { cell: '    (%time y', masked: '   \f 0    ;y', magics: ['line time y'] },
  { cell: '(%cd a\\', masked: ' 0     ', magics: ['line cd a\\'] },
  { cell: 'x = rb"""a\nb', masked: 'x = 0     \n ' },
  { cell: 'x = 1 \\', masked: 'x = 1  ' },
  { cell: 'x\ry', masked: 'x\ny' },
];

function describeMagic(magic: MagicLine): string {
  return `${magic.kind} ${magic.name} ${magic.command}`;
}

function checkRows(rows: readonly Row[]): void {
  for (const { cell, masked, magics } of rows) {
    it(JSON.stringify(cell), () => {
      const result = maskMagics(cell, 3);
      assert.equal(result.text, masked ?? cell);
      if (masked === undefined || magics !== undefined) {
        assert.deepEqual(result.magics.map(describeMagic), magics ?? []);
      }
    });
  }
}

describe('masking of magics', () => {
  let parse: (text: string) => ParsedPython;
  before(async () => {
    parse = await loadPythonParser();
  });

  describe('replaces what is not Python', () => checkRows(MAGIC_ROWS));
  describe('leaves Python alone', () => checkRows(PYTHON_ROWS));
  describe('keeps the Python that a magic carries', () => checkRows(CODE_ROWS));
  describe('tells cell magics with a Python body from others', () => checkRows(CELL_ROWS));
  describe('undoes what would break the parse', () => checkRows(REPAIR_ROWS));

  it('leaves text that the shipped parser reads without an error', () => {
    const broken = [...MAGIC_ROWS, ...CODE_ROWS, ...CELL_ROWS, ...REPAIR_ROWS]
      .map(({ cell }) => maskMagics(cell, 0).text)
      .filter((text) => parse(text).hasError);
    assert.deepEqual(broken, []);
  });

  it('keeps a statement after a form feed at its own depth', () => {
    const { statements } = parse(
      maskMagics('    import a\n    if x:\n        import b\n    import c', 0).text,
    );
    assert.deepEqual(
      statements.map(({ type }) => type),
      ['import_statement', 'if_statement', 'import_statement'],
    );
  });

  for (const cell of ['f(', 'x = """', 'x = 1 \\', 'd = {"a": [1,\n "b": (', "x = 'a", '%%bash\nls "']) {
    it(`keeps ${JSON.stringify(cell)} from swallowing the next cell`, () => {
      const { statements } = parse(`${maskMagics(cell, 0).text}\nimport os\nx = f(1)\n`);
      assert.deepEqual(
        statements.slice(-2).map(({ text }) => text),
        ['import os', 'x = f(1)'],
      );
    });
  }

  it('says where a magic and the body below it are', () => {
    const [cell] = maskMagics('\n%%bash -e\nls\n', 7).magics;
    assert.deepEqual(cell, {
      kind: 'cell',
      name: 'bash',
      command: '-e',
      span: { start: 1, end: 10 },
      body: { start: 11, end: 14 },
      cell: 7,
    });
    const [shell] = maskMagics('if x:\n  y = !a \\\n  b\n', 0).magics;
    assert.deepEqual(shell?.span, { start: 12, end: 20 });
  });

  it('masks a whole cell as one expression', () => {
    assert.equal(maskAll('\n  select *\nfrom x'), '\n  0       \n      ');
    assert.equal(maskAll(' \n'), ' \n');
    assert.equal(maskAll(''), '');
  });

  it('never changes the length, the line ends or the order of anything', () => {
    const piece = fc.constantFrom(
      ...[
        '%',
        '%%',
        '!',
        '?',
        '(',
        ')',
        '"""',
        "'",
        '\\',
        '\n',
        '\r\n',
        '\r',
        '    ',
        '\t',
        '#',
        '=',
        'x',
        ';',
        '/',
      ],
      ...[
        '%time ',
        '%%time\n',
        '%%bash',
        '>>> ',
        'for ',
        'if x:\n',
        'x = !',
        '-n ',
        'pip ',
        '\f',
        '\u{1f600}',
      ],
    );
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(piece, { maxLength: 25 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(cell, (text) => {
        const { text: masked, magics } = maskMagics(text, 0);
        assert.equal(masked.length, text.length);
        assert.equal(
          masked.replace(/[^\r\n]/g, 'x'),
          text.replace(/\r(?!\n)/g, '\n').replace(/[^\r\n]/g, 'x'),
        );
        let last = 0;
        for (const { span } of magics) {
          assert.ok(span.start >= last && span.end >= span.start && span.end <= text.length);
          last = span.start;
        }
        // Nothing is left open: a magic in the next cell would still be seen.
        const next = maskMagics(`x\n${masked}\n%pip`, 0).magics.at(-1);
        assert.deepEqual(next?.span, { start: masked.length + 3, end: masked.length + 7 });
      }),
      { numRuns: 3000 },
    );
  });

  it('takes hostile cells in linear time', () => {
    for (const unit of [
      '%time ',
      'x = %time ',
      '(\n!(\n',
      '%%time\n',
      '!a\\\n',
      '"""a\n',
      '?',
      '\\\n',
      '>>> x\n',
    ]) {
      const text = unit.repeat(20_000);
      assert.equal(maskMagics(text, 0).text.length, text.length);
    }
  }).timeout(5000);
});
