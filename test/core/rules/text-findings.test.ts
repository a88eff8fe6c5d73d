import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { applyEdits } from '../../../src/core/report/apply-edits.js';
import type { Rule } from '../../../src/core/rules/rule.js';
import type { DocumentInput } from '../../../src/core/source/document.js';
import { createRule } from '../../support/create-rule.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());

async function analyse(rule: Rule, document: DocumentInput) {
  const engine = createTestEngine({ ...knowledge, rules: [rule] });
  try {
    return (await engine.analyse(document, createContext(document.path))).findings;
  } finally {
    engine.dispose();
  }
}

function notebookOf(...cells: readonly string[]): DocumentInput {
  return {
    kind: 'notebook-cells',
    path: 'a.ipynb',
    kernelLanguage: 'python',
    cells: cells.map((text, index) => ({ index, kind: 'code', languageId: 'python', text })),
  };
}

describe('rules on the commands of a notebook', () => {
  const rule = createRule({ kind: 'magic', patterns: ['^pip install (?<token>\\w+)', '^run '] });
  const rows: readonly (readonly [
    string,
    readonly string[],
    readonly (readonly [number, number, string])[],
  ])[] = [
    ['a shell line', ['x = 1\n!pip install a'], [[0, 1, 'a']]],
    [
      'a line magic',
      ['%pip install a', '%run b.py'],
      [
        [0, 0, 'a'],
        [1, 0, 'run b.py'],
      ],
    ],
    [
      'lines of a shell cell',
      ['%%bash\nset -e\n  pip install a\npip install b'],
      [
        [0, 2, 'a'],
        [0, 3, 'b'],
      ],
    ],
    ['a line that goes on', ['%%sh\npip \\\ninstall a\npip install c'], [[0, 3, 'c']]],
    [
      'nothing in a cell of another language',
      ['%%html\npip install a', '%%writefile a.sh\npip install a'],
      [],
    ],
    ['nothing in Python and its strings', ['s = """\n!pip install a\n"""\n# !pip install a'], []],
    ['nothing in a request for help', ['%pip?', '?run'], []],
  ];
  for (const [name, cells, expected] of rows) {
    it(`sees ${name}`, async () => {
      const findings = await analyse(rule, notebookOf(...cells));
      assert.deepEqual(
        findings.map(({ location, message }) => [location.cell, location.range.start.line, message]),
        expected.map(([cell, line, value]) => [cell, line, `Test ${value}.`]),
      );
    });
  }

  it('stays silent outside notebooks', async () => {
    const document = { kind: 'text', path: 'a.py', text: '# !pip install a\n' } as const;
    assert.deepEqual(await analyse(rule, document), []);
  });
});

describe('rules on text', () => {
  const edit = { kind: 'replace-match', text: '' } as const;
  const fix = [{ title: 'Delete', keepsBehaviour: false, edits: [edit] }];
  const patterns = [{ label: 'a mark', regex: '[\\u202a-\\u202e]+' }];

  it('need no literal, and replace what they found', async () => {
    const text = 'a\u202e\u202d = 1\nb = 2\n';
    const document = { kind: 'text', path: 'a.md', text } as const;
    const [finding, ...others] = await analyse(createRule({ kind: 'text', patterns }, fix), document);
    assert.deepEqual(others, []);
    assert.equal(applyEdits(text, finding?.fixes[0]?.edits ?? [], 'text'), 'a = 1\nb = 2\n');
  });
});
