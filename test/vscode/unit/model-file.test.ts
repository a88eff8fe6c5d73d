import assert from 'node:assert/strict';
import type { Finding, Knowledge, ModelFileReport } from '../../../src/core/index.js';
import { describeVerdict } from '../../../src/core/index.js';
import { GuidelineCatalogue } from '../../../src/vscode/guidelines/guideline-catalogue.js';
import { describeInspection, partTensors } from '../../../src/vscode/model-file/describe-inspection.js';
import type { PageTensor } from '../../../src/vscode/model-file/page/messages.js';
import {
  arrangeTensors,
  findWindow,
  type SortOrder,
  turnOrder,
} from '../../../src/vscode/model-file/page/tensor-rows.js';
import { parsePageMessage } from '../../../src/vscode/model-file/page-message.js';
import { renderShell } from '../../../src/vscode/model-file/page-shell.js';
import { sampleFinding, sampleFramework, sampleItem, sampleRule } from './samples.js';

const tensors: readonly PageTensor[] = [
  ['layers.10.weight', 'F16', '[2, 2]', '8 bytes', 8, ''],
  ['layers.9.weight', 'F32', '[2]', '8 bytes', 8, ''],
  ['head.bias', 'F32', '[4]', '16 bytes', 16, 'b.pkl'],
  ['unknown', 'type 9', 'scalar', '', -1, ''],
];
const inFile: SortOrder = { key: 'file', isDescending: false };

describe('rows of tensors', () => {
  for (const [filter, order, expected] of [
    ['', inFile, [0, 1, 2, 3]],
    ['LAYERS', inFile, [0, 1]],
    ['weight f32', inFile, [1]],
    ['[2', inFile, [0, 1]],
    ['b.pkl', inFile, [2]],
    ['missing', inFile, []],
    ['', { key: 'name', isDescending: false }, [2, 1, 0, 3]],
    ['', { key: 'size', isDescending: true }, [2, 1, 0, 3]],
    ['', { key: 'dtype', isDescending: false }, [0, 1, 2, 3]],
  ] as const) {
    it(`are filtered by "${filter}" and sorted by ${order.key}`, () =>
      assert.deepEqual(arrangeTensors(tensors, filter, order), expected));
  }

  it('are sorted one way, the other, and not at all', () => {
    const first = turnOrder(inFile, 'name');
    const second = turnOrder(first, 'name');
    assert.deepEqual(
      [first, second, turnOrder(second, 'name'), turnOrder(second, 'size')],
      [
        { key: 'name', isDescending: false },
        { key: 'name', isDescending: true },
        inFile,
        { key: 'size', isDescending: true },
      ],
    );
  });

  it('exist only in view and a little around it', () => {
    assert.deepEqual(findWindow(0, 240, 24, 100_000), { first: 0, end: 22 });
    assert.deepEqual(findWindow(24_000, 240, 24, 100_000), { first: 988, end: 1022 });
    assert.deepEqual(findWindow(9e9, 240, 24, 5), { first: 5, end: 5 });
    assert.deepEqual(findWindow(0, 240, 24, 0), { first: 0, end: 0 });
  });
});

describe('messages of the page', () => {
  for (const [value, kind] of [
    [{ kind: 'ready' }, 'ready'],
    [{ kind: 'copyText', text: 'a' }, 'copyText'],
    [{ kind: 'copyText', text: 1 }, undefined],
    [{ kind: 'openAnything' }, undefined],
    ['ready', undefined],
    [null, undefined],
  ] as const) {
    it(`${JSON.stringify(value)} is ${kind ?? 'none'}`, () =>
      assert.equal(parsePageMessage(value)?.kind, kind));
  }
});

describe('shell of the page', () => {
  it('allows one script by its nonce, our style and nothing else, whatever the file is called', () => {
    const html = renderShell(`"><script>alert(1)</script>'.pkl`, {
      cspSource: 'https://self.test',
      styleUri: 'https://self.test/a.css',
      scriptUri: 'https://self.test/a.js',
      nonce: 'abc',
    });
    assert.match(
      html,
      /default-src &#39;none&#39;; style-src https:\/\/self.test; script-src &#39;nonce-abc&#39;"/,
    );
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, /unsafe|onclick|style="/);
  });
});

const report: ModelFileReport = {
  path: 'a.pkl',
  size: 5000,
  format: 'pickle',
  details: [{ name: 'pickle protocol', value: '4' }],
  verdict: 'dangerous',
  findings: [],
  imports: [
    { name: 'os.\u202esystem', verdict: 'dangerous', reason: 'r', offset: 3, count: 1000, member: ['m'] },
  ],
  tensors: Array.from({ length: 25_000 }, (_, index) => ({
    name: `t${index}`,
    dtype: 'F32',
    shape: [2],
    bytes: 8,
    member: [],
  })),
  tensorCount: 30_000,
  metadata: [{ name: 'k', value: 'a\nb\u0007' }],
  unread: [],
};

describe('report for the page', () => {
  const frameworks = [
    sampleFramework('ncsc', [{ id: 's', title: 'S', items: [sampleItem('ncsc-2.1', '2.1')] }]),
  ];
  const rule = sampleRule({ references: { cwe: ['CWE-502'], 'owasp-ml-2023': ['ML06:2023'] } });
  const sample: Partial<Knowledge> = { frameworks, taxonomies: [], rules: [rule] };
  const source = {
    guidelines: new GuidelineCatalogue(sample as Knowledge, (id) => id),
    findTarget: (_known: unknown, { taxonomy, id }: { taxonomy: string; id: string }) =>
      taxonomy === 'cwe' && id.startsWith('CWE')
        ? { taxonomyTitle: 'CWE', label: id, title: 't', titleIsExact: true, url: 'https://cwe.example' }
        : undefined,
  };
  const finding: Finding = {
    ...sampleFinding({ ruleId: rule.id, guidelines: ['ncsc-2.1', 'unknown-1'] }),
    binary: { offset: 17, member: ['a', 'b'], chain: ['REDUCE'], references: ['CWE-78'] },
  };
  const page = describeInspection(
    report,
    [finding, { ...finding, suppression: { kind: 'baseline', reason: '' } }],
    source,
  );

  it('has the words of the command line', () => {
    assert.deepEqual(page.verdict, { kind: 'dangerous', ...describeVerdict('dangerous') });
    assert.match(page.facts.map(({ value }) => value).join(), /pickle,4\.9 KiB \(5,000 bytes\),4/);
  });

  it('places findings, links what is known and leaves out what is suppressed', () => {
    assert.equal(page.findings.length, 1);
    const [shown] = page.findings;
    assert.equal(shown?.place, 'a > b, byte 17 (0x11)');
    assert.deepEqual(
      shown?.references.map(({ text }) => text),
      ['CWE-78', 'CWE-502'],
    );
    assert.deepEqual(
      shown?.guidelines.map(({ href }) => href),
      ['command:fairlead.openGuideline?%5B%22ncsc-2.1%22%5D'],
    );
  });

  it('shows what misleads the eye as codes', () => {
    assert.equal(page.imports[0]?.name, 'os.\\u202esystem');
    assert.equal(page.metadata[0]?.value, 'a\nb\\x07');
  });

  it('parts the tensors and says how many are not listed', () => {
    assert.deepEqual(
      [...partTensors(report)].map((part) => part.length),
      [10_000, 10_000, 5000],
    );
    assert.deepEqual([page.tensorCount, page.listedTensors], [30_000, 25_000]);
  });
});
