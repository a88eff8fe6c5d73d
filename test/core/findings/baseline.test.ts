import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Baseline,
  type BaselineEntry,
  type BaselineScope,
  findStaleEntries,
  formatBaseline,
  knownIn,
  readBaseline,
  updateBaseline,
} from '../../../src/core/findings/baseline.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { createTestEngine } from '../../support/engine.js';

const entry = (fingerprint: string, rule = 'python/a'): BaselineEntry => ({ rule, symbol: 'f', fingerprint });
const EVERYTHING: BaselineScope = { isScanned: () => true, exists: () => true };

function finding(path: string, fingerprint: string, suppression?: Finding['suppression']): Finding {
  const at = { line: 0, character: 0 };
  return {
    ruleId: 'python/a',
    level: 'warning',
    confidence: 'high',
    message: 'm',
    location: { path, range: { start: at, end: at } },
    related: [],
    isFlow: false,
    fixes: [],
    guidelines: [],
    fingerprint,
    symbol: 'f',
    ...(suppression === undefined ? {} : { suppression }),
  };
}

const A = '00000000000000aa';
const B = '00000000000000bb';

describe('a baseline file', () => {
  it('is read as it was written, whatever the names', () => {
    const entries = fc.array(
      fc.record({
        rule: fc.string(),
        symbol: fc.string(),
        fingerprint: fc.stringMatching(/^[0-9a-f]{16}$/),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const baselines = fc.dictionary(fc.string(), entries, { maxKeys: 4 });
    fc.assert(
      fc.property(baselines, (record) => {
        const baseline: Baseline = new Map(Object.entries(record));
        const text = formatBaseline(baseline);
        const { baseline: read, problems } = readBaseline('b.json', text);
        assert.deepEqual(problems, []);
        assert.equal(formatBaseline(read), text);
        for (const [path, own] of baseline) {
          assert.deepEqual(knownIn(read, path), new Set(own.map(({ fingerprint }) => fingerprint)));
        }
      }),
    );
  });

  it('does not depend on the order of what was found', () => {
    const one = new Map([
      ['b.py', [entry(B), entry(A)]],
      ['a.py', [entry(A)]],
    ]);
    const other = new Map([
      ['a.py', [entry(A)]],
      ['b.py', [entry(A), entry(B)]],
    ]);
    assert.equal(formatBaseline(one), formatBaseline(other));
  });

  const broken: readonly { readonly what: string; readonly text: string; readonly at: string }[] = [
    { what: 'not JSON', text: '{\n  "version" 1 }', at: '2:13' },
    { what: 'a conflict of a merge', text: '{\n<<<<<<< ours\n', at: '2:1' },
    { what: 'another version', text: '{\n  "version": 2, "findings": {} }', at: '2:14' },
    { what: 'no version', text: '{ "findings": {} }', at: '1:1' },
    { what: 'a list', text: '[]', at: '1:1' },
    { what: 'findings as a list', text: '{ "version": 1, "findings": [] }', at: '1:29' },
    { what: 'no list for a path', text: '{ "version": 1, "findings": {\n "a.py": 3 } }', at: '2:10' },
    {
      what: 'a fingerprint of the wrong length',
      text: '{ "version": 1, "findings": { "a.py": [\n { "rule": "r", "symbol": "", "fingerprint": "12" } ] } }',
      at: '2:2',
    },
    { what: 'brackets without end', text: '['.repeat(100_000), at: '1:1' },
  ];
  for (const { what, text, at } of broken) {
    it(`says where it is wrong: ${what}`, () => {
      const { problems } = readBaseline('b.json', text);
      const start = problems[0]?.location?.range.start;
      assert.equal(`${(start?.line ?? -1) + 1}:${(start?.character ?? -1) + 1}`, at);
    });
  }

  it('keeps the entries that are right beside one that is not', () => {
    const text = `{"version":1,"findings":{"a.py":[7,{"rule":"r","symbol":"","fingerprint":"${A}"}]}}`;
    const { baseline, problems } = readBaseline('b.json', text);
    assert.equal(problems.length, 1);
    assert.deepEqual([...knownIn(baseline, 'a.py')], [A]);
  });
});

describe('updating a baseline', () => {
  const earlier: Baseline = new Map([
    ['seen.py', [entry(A)]],
    ['unseen.py', [entry(A)]],
    ['gone.py', [entry(A)]],
  ]);
  const scope: BaselineScope = {
    isScanned: (path) => path === 'seen.py',
    exists: (path) => path !== 'gone.py',
  };

  it('replaces what was looked at, keeps what was not, drops what is gone', () => {
    const updated = updateBaseline(earlier, [finding('seen.py', B)], scope);
    assert.deepEqual([...updated.keys()].sort(), ['seen.py', 'unseen.py']);
    assert.deepEqual(updated.get('seen.py'), [entry(B)]);
  });

  it('takes no finding that the source suppresses', () => {
    const suppressed = finding('seen.py', B, { kind: 'in-source', reason: 'r' });
    assert.equal(updateBaseline(earlier, [suppressed], scope).has('seen.py'), false);
  });

  it('names entries that meet nothing, of files looked at or gone', () => {
    const known = finding('seen.py', B, { kind: 'baseline', reason: '' });
    const both: Baseline = new Map([...earlier, ['seen.py', [entry(A), entry(B)]]]);
    const stale = findStaleEntries(both, [known], scope);
    assert.deepEqual(
      stale.map(({ path, message }) => `${path}: ${message}`),
      [
        'seen.py: 1 entry of the baseline: nothing like that is found any more (python/a); run --update-baseline.',
        'gone.py: 1 entry of the baseline: the file is gone; run --update-baseline.',
      ],
    );
    assert.deepEqual(findStaleEntries(new Map([['seen.py', [entry(B)]]]), [known], EVERYTHING), []);
  });
});

describe('a check against a baseline', () => {
  const engine = createTestEngine();
  after(() => engine.dispose());
  const load = 'torch.load(path)\n';
  const analyse = async (text: string, known?: ReadonlySet<string>, isGrouping = true) =>
    (
      await engine.analyse(
        { kind: 'text', path: 'a.py', text },
        {
          project: { packages: {} },
          settings: { rules: {}, maxDocumentLength: 100_000 },
          today: '2026-01-01',
          isGrouping,
          ...(known === undefined ? {} : { known }),
        },
      )
    ).findings;
  const open = (findings: readonly Finding[]) =>
    findings.filter(({ suppression }) => suppression === undefined);

  it('reports one copy more than are known, wherever lines moved to', async () => {
    const before = await analyse(`import torch\n${load}${load}`);
    assert.equal(before.length, 2);
    const known = new Set(before.map(({ fingerprint }) => fingerprint));
    assert.deepEqual(open(await analyse(`import torch\n\n# moved\n${load}\n${load}`, known)), []);
    assert.equal(open(await analyse(`import torch\n${load}${load}${load}`, known)).length, 1);
  });

  it('counts only what is new where a rule makes one finding of a file', async () => {
    const pull = (name: string) => `AutoModel.from_pretrained("org/${name}")\n`;
    const head = 'from transformers import AutoModel\n';
    const rule = 'python/hub-revision-unpinned';
    const of = (findings: readonly Finding[]) => findings.filter(({ ruleId }) => ruleId === rule);
    const before = of(await analyse(`${head}${pull('a')}${pull('b')}`, undefined, false));
    assert.equal(before.length, 2, 'each by itself while a baseline is written');
    const known = new Set(before.map(({ fingerprint }) => fingerprint));
    const after = of(open(await analyse(`${head}${pull('a')}${pull('b')}${pull('c')}`, known)));
    assert.equal(after.length, 1);
    assert.equal(after[0]?.location.range.start.line, 3);
  });
});
