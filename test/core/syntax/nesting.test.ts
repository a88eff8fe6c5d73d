import assert from 'node:assert/strict';
import type { Analysis, Engine } from '../../../src/core/api.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const NEST = 3000;

const CASES: readonly (readonly [name: string, code: string])[] = [
  ['10,000 parentheses', `x = ${'('.repeat(10_000)}torch.load(p)${')'.repeat(10_000)}\n`],
  ['10,000 lists', `x = ${'['.repeat(10_000)}torch.load(p)${']'.repeat(10_000)}\n`],
  ['5,000 calls in calls', `x = ${'f('.repeat(5000)}torch.load(p)${')'.repeat(5000)}\n`],
  ['5,000 calls in a chain', `x = torch.load(p)${'.f()'.repeat(5000)}\n`],
  ['5,000 attributes', `x = torch.load(p)${'.f'.repeat(5000)}\n`],
  ['5,000 subscripts', `x = torch.load(p)${'[0]'.repeat(5000)}\n`],
  ['a + b, 3,000 times', `x = torch.load(p)${' + a'.repeat(NEST)}\n`],
  ['not, 3,000 times', `x = ${'not '.repeat(NEST)}torch.load(p)\n`],
  ['3,000 lambdas', `x = ${'lambda: '.repeat(NEST)}torch.load(p)\n`],
  ['3,000 conditionals', `x = ${'a if b else '.repeat(NEST)}torch.load(p)\n`],
  ['3,000 targets', `${'a = '.repeat(NEST)}torch.load(p)\n`],
  ['3,000 dicts', `x = ${'{1: '.repeat(NEST)}torch.load(p)${'}'.repeat(NEST)}\n`],
  ['3,000 comprehensions', `x = ${'['.repeat(NEST)}torch.load(p)${' for a in b]'.repeat(NEST)}\n`],
  [
    '700 ifs',
    `${Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}if a:\n`).join('')}${' '.repeat(700)}torch.load(p)\n`,
  ],
  [
    '700 functions',
    `${Array.from({ length: 700 }, (_, at) => `${' '.repeat(at)}def f():\n`).join('')}${' '.repeat(700)}torch.load(p)\n`,
  ],
  ['10,000 parentheses that nobody closes', `x = ${'('.repeat(10_000)}torch.load(p)\n`],
];

describe('code that is nested too deeply', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  function analyse(text: string): Promise<Analysis> {
    return engine.analyse(
      { kind: 'text', path: 'app.py', text },
      createContext('app.py', {}, { wantLandmarks: true }),
    );
  }

  for (const [name, code] of CASES) {
    it(`${name}: says so, and finds what stands beside it`, async () => {
      const { findings, notices } = await analyse(`import torch\n${code}\nimport os\ntorch.load(q)\n`);
      const height = code.split('\n').length;
      assert.equal(findings.at(-1)?.location.range.start.line, height + 2);
      if (name.endsWith('closes')) return;
      const [notice, ...others] = notices;
      assert.deepEqual(others, []);
      assert.equal(notice?.kind, 'partly-scanned');
      const line = notice.location?.range.start.line ?? 0;
      assert.ok(line >= 1 && line <= height, `line ${line}`);
      const text = `Partly scanned: the code at line ${line + 1} is nested too deeply and was left out; split it up.`;
      assert.equal(notice.message, text);
    });
  }

  it('a chain of 3,000 elif is read whole', async () => {
    const chain = Array.from({ length: NEST }, (_, at) => `elif a == ${at}:\n  torch.load(p)\n`).join('');
    const { findings, notices } = await analyse(
      `import torch\nif a:\n  pass\n${chain}else:\n  torch.load(p)\n`,
    );
    assert.deepEqual(notices, []);
    assert.equal(findings.length, NEST + 1);
  });

  it('says nothing about code that people write', async () => {
    const nested = `x = ${'f('.repeat(60)}torch.load(p)${')'.repeat(60)}\ny = ${'a + '.repeat(300)}torch.load(p)\n`;
    const { findings, notices } = await analyse(`import torch\n${nested}`);
    assert.deepEqual(notices, []);
    assert.equal(findings.length, 2);
  });
});
