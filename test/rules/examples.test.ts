import assert from 'node:assert/strict';
import { loadKnowledge } from '../../src/build/load-knowledge.js';
import type { Engine } from '../../src/core/api.js';
import { type ExampleOutcome, testRule } from '../../src/core/rules/test-rule.js';
import { createContext, createTestEngine } from '../support/engine.js';

const knowledge = loadKnowledge(process.cwd());

describe('rule examples', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());

  for (const rule of knowledge.rules) {
    describe(rule.id, () => {
      let outcomes: readonly ExampleOutcome[] = [];
      before(async () => {
        outcomes = await testRule(rule, engine, createContext);
      });
      const check = (kind: ExampleOutcome['kind'], index: number): void => {
        const outcome = outcomes.find((one) => one.kind === kind && one.index === index);
        assert.ok(outcome, 'the example was run');
        assert.equal(outcome.problem, undefined);
      };
      for (const [index, example] of rule.examples.bad.entries()) {
        it(`reports: ${example.name ?? `example ${index + 1}`}`, () => check('bad', index));
      }
      for (const [index, example] of rule.examples.good.entries()) {
        it(`stays silent: ${example.name ?? `example ${index + 1}`}`, () => check('good', index));
      }
    });
  }
});
