import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import { examplePathOf } from '../../../src/core/rules/example-path.js';
import { DOCUMENT_KINDS } from '../../../src/core/structured/document-kind.js';
import { createContext, createTestEngine } from '../../support/engine.js';

describe('rules on documents', () => {
  const knowledge = loadKnowledge(process.cwd());
  const kinds = new Set<string>(DOCUMENT_KINDS);
  let engine: Engine;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());

  it('find the same without needles, in examples and in what is left of them', async () => {
    let compared = 0;
    for (const rule of knowledge.rules.filter(({ languages }) => languages.some((one) => kinds.has(one)))) {
      for (const example of [...rule.examples.bad, ...rule.examples.good]) {
        const path = examplePathOf(rule, example);
        for (const text of [example.code, example.code.slice(0, example.code.length / 2)]) {
          const input = { kind: 'text', path, text } as const;
          const trimmed = await engine.analyse(input, createContext(path));
          const whole = await engine.analyse(input, createContext(path, {}, { trim: false }));
          assert.deepEqual(trimmed.findings, whole.findings, `${rule.id}: ${path}`);
          compared += trimmed.findings.length;
        }
      }
    }
    assert.ok(compared > 50);
  });

  it('look at YAML of 100,000 lines once', async () => {
    const text = `apiVersion: v1\nkind: ConfigMap\ndata:\n${'  key: value\n'.repeat(100_000)}`;
    const { findings } = await engine.analyse(
      { kind: 'text', path: 'a.yaml', text },
      createContext('a.yaml'),
    );
    assert.deepEqual(findings, []);
  });
});
