import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { AnalysisContext, Engine, Settings } from '../../../src/core/api.js';
import { createEngine } from '../../../src/core/engine/engine.js';
import type { GrammarSource } from '../../../src/core/ports.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
const CODE = 'import torch\ntorch.load(p)\n';

const GRAMMARS: GrammarSource = {
  readRuntime: () => readFile('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
  readGrammar: () => readFile('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
};

describe('the engine', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());

  function analyse(text: string, context: Partial<AnalysisContext> = {}, path = 'app.py') {
    return engine.analyse({ kind: 'text', path, text }, createContext(path, {}, context));
  }

  it('asks for the parser only when a document needs it, and once', async () => {
    const asked: string[] = [];
    const lazy = createEngine({
      knowledge,
      grammars: {
        readRuntime: () => {
          asked.push('runtime');
          return GRAMMARS.readRuntime();
        },
        readGrammar: (language) => {
          asked.push(language);
          return GRAMMARS.readGrammar(language);
        },
      },
    });
    await lazy.analyse({ kind: 'text', path: 'app.py', text: 'x = 1\n' }, createContext('app.py'));
    assert.deepEqual(asked, []);
    const inputs = [CODE, CODE, CODE].map((text) => ({ kind: 'text', path: 'app.py', text }) as const);
    await Promise.all(inputs.map((input) => lazy.analyse(input, createContext('app.py'))));
    assert.deepEqual(asked, ['runtime', 'python']);
    lazy.dispose();
  });

  it('says why there is no parser, and tries again', async () => {
    let failures = 2;
    const warnings: string[] = [];
    const shaky = createEngine({
      knowledge,
      grammars: {
        ...GRAMMARS,
        readGrammar: (language) => {
          failures -= 1;
          return failures >= 0
            ? Promise.reject(new Error('The disk is gone.'))
            : GRAMMARS.readGrammar(language);
        },
      },
      log: { info: () => undefined, warn: (line) => warnings.push(line) },
    });
    const input = { kind: 'text', path: 'app.py', text: CODE } as const;
    for (let round = 0; round < 2; round += 1) {
      const { findings, notices } = await shaky.analyse(input, createContext('app.py'));
      assert.deepEqual(findings, []);
      assert.deepEqual(notices, [
        { kind: 'not-scanned', path: 'app.py', message: 'Not scanned: The disk is gone.' },
      ]);
    }
    assert.equal(warnings.length, 2);
    assert.equal((await shaky.analyse(input, createContext('app.py'))).findings.length, 1);
    shaky.dispose();
  });

  it('stops when nobody waits any more', async () => {
    const { findings } = await analyse(CODE, { cancellation: { isCancelled: true } });
    assert.deepEqual(findings, []);
  });

  it('takes levels from the settings', async () => {
    const [own] = (await analyse(CODE)).findings;
    assert.ok(own !== undefined);
    for (const level of ['error', 'warning', 'note', 'hint'] as const) {
      const settings: Settings = { rules: { [own.ruleId]: level }, maxDocumentLength: 1000 };
      assert.equal((await analyse(CODE, { settings })).findings[0]?.level, level);
      assert.equal((await analyse(CODE, { settings }, 'tests/app.py')).findings[0]?.level, level);
    }
    const settings: Settings = { rules: { [own.ruleId]: 'off' }, maxDocumentLength: 1000 };
    assert.deepEqual((await analyse(CODE, { settings })).findings, []);
  });

  it('counts one level less in tests and examples', async () => {
    const code = 'import yaml\nyaml.unsafe_load(f)\n';
    const [own] = (await analyse(code)).findings;
    const [inTest] = (await analyse(code, {}, 'tests/test_app.py')).findings;
    assert.equal(own?.level, 'warning');
    assert.equal(inTest?.level, 'note');
  });

  it('gives findings in the order of the text, each with a fingerprint of its own', async () => {
    const code = 'import torch, pickle\npickle.load(f)\ntorch.load(p)\npickle.load(f)\ntorch.load(p)\n';
    const { findings } = await analyse(code);
    assert.deepEqual(
      findings.map(({ location }) => location.range.start.line),
      [1, 2, 3, 4],
    );
    assert.equal(new Set(findings.map(({ fingerprint }) => fingerprint)).size, 4);
    const moved = await analyse(`\n# up here\n${code}`);
    assert.deepEqual(
      moved.findings.map(({ fingerprint }) => fingerprint),
      findings.map(({ fingerprint }) => fingerprint),
    );
  });

  it('names the function or class around a finding', async () => {
    const code =
      'import torch\nclass A:\n    def f(self):\n        return [torch.load(p) for p in q]\ntorch.load(p)\n';
    assert.deepEqual(
      (await analyse(code)).findings.map(({ symbol }) => symbol),
      ['A.f', ''],
    );
  });

  it('gives plain data', async () => {
    const analysis = await analyse('import torch, requests\ntorch.load(requests.get(u).content)\n', {
      wantLandmarks: true,
    });
    assert.ok(analysis.findings.length > 0);
    assert.deepEqual(JSON.parse(JSON.stringify(analysis)), analysis);
  });

  it('reads a notebook as one module, whatever is left open in a cell', async () => {
    const cells = ['import torch', 'x = (1,', '%matplotlib inline\nf = torch.load', 'f(p)'].map(
      (text, index) => ({ index, kind: 'code', languageId: 'python', text }) as const,
    );
    const { findings } = await engine.analyse(
      { kind: 'notebook-cells', path: 'a.ipynb', kernelLanguage: 'python', cells },
      createContext('a.ipynb'),
    );
    assert.deepEqual(
      findings.map(({ location }) => [location.cell, location.range.start]),
      [[3, { line: 0, character: 0 }]],
    );
  });

  it('leaves other languages to the rules of any text', async () => {
    const { findings, work } = await analyse(CODE, {}, 'notes.md');
    assert.deepEqual(findings, []);
    assert.equal(work.parsedBlocks, 0);
  });
});
