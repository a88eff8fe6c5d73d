import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const MARK = '# fairlead: ' + 'ignore';

describe('suppressions in a document', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  async function check(
    lines: readonly string[],
    rules: Record<string, 'off' | 'error'> = {},
  ): Promise<readonly Finding[]> {
    const settings = { rules, maxDocumentLength: 100_000 };
    const context = createContext('app.py', {}, { settings });
    const analysis = await engine.analyse({ kind: 'text', path: 'app.py', text: lines.join('\n') }, context);
    return analysis.findings;
  }

  it('keeps a suppressed finding with its reason', async () => {
    const [finding, ...rest] = await check([
      'import torch',
      `torch.load("a.pt", weights_only=False)  ${MARK}[python/torch-load-unsafe] made by our own job`,
    ]);
    assert.deepEqual(finding?.suppression, { kind: 'in-source', reason: 'made by our own job' });
    assert.deepEqual(rest, []);
  });

  it('reports an unused suppression, unless the rule is off', async () => {
    const lines = ['import torch', `x = 1  ${MARK}[python/torch-load-unsafe] no longer there`];
    assert.deepEqual(
      (await check(lines)).map(({ ruleId, level }) => [ruleId, level]),
      [['fairlead/suppression-unused', 'hint']],
    );
    assert.deepEqual(await check(lines, { 'python/torch-load-unsafe': 'off' }), []);
    assert.deepEqual(await check(lines, { 'fairlead/suppression-unused': 'off' }), []);
  });

  it('lets an expired suppression count and says so', async () => {
    const findings = await check([
      'import torch',
      `${MARK}[python/torch-load-unsafe] until the rewrite until=2026-11-22`,
      'torch.load("a.pt", weights_only=False)',
    ]);
    const finding = findings.find(({ ruleId }) => ruleId === 'python/torch-load-unsafe');
    assert.equal(finding?.suppression, undefined);
    assert.match(finding?.related.at(-1)?.message ?? '', /2026-11-22/);
    assert.ok(findings.some(({ ruleId }) => ruleId === 'fairlead/suppression-expired'));
  });

  it('counts only what is not suppressed in a finding per file', async () => {
    const findings = await check([
      'from transformers import AutoModel',
      'a = AutoModel.from_pretrained("org/a")',
      `b = AutoModel.from_pretrained("org/b")  ${MARK}[python/hub-revision-unpinned] a moving demo`,
      'c = AutoModel.from_pretrained("org/c")',
    ]);
    assert.equal(findings.length, 2);
    assert.match(findings[0]?.message ?? '', /: 2\./);
    assert.deepEqual(
      findings[0]?.related.map(({ location }) => location.range.start.line),
      [3],
    );
    assert.equal(findings[1]?.suppression?.reason, 'a moving demo');
  });
});
