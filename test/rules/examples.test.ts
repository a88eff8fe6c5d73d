import assert from 'node:assert/strict';
import { loadKnowledge } from '../../src/build/load-knowledge.js';
import type { Analysis, Engine } from '../../src/core/api.js';
import type { Finding } from '../../src/core/findings/finding.js';
import { applyEdits } from '../../src/core/report/apply-edits.js';
import { selectFixes } from '../../src/core/report/select-fixes.js';
import type { BadExample, GoodExample, Rule } from '../../src/core/rules/rule.js';
import { createContext, createTestEngine } from '../support/engine.js';
import { expandTokens } from '../support/expand-tokens.js';

const knowledge = loadKnowledge(process.cwd());

function pathOf(rule: Rule, example: GoodExample): string {
  return example.path ?? (rule.languages.includes('python') ? 'app.py' : 'settings.txt');
}

function nameOf(example: GoodExample, index: number): string {
  return example.name ?? `example ${index + 1}`;
}

describe('rule examples', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());

  async function run(rule: Rule, example: GoodExample, code: string): Promise<Analysis> {
    const path = pathOf(rule, example);
    const analysis = await engine.analyse(
      { kind: 'text', path, text: expandTokens(code) },
      createContext(path, example.files),
    );
    assert.deepEqual(analysis.notices, []);
    return analysis;
  }

  function ofRule(rule: Rule, analysis: Analysis): readonly Finding[] {
    return analysis.findings.filter((finding) => finding.ruleId === rule.id);
  }

  async function checkBad(rule: Rule, example: BadExample): Promise<void> {
    const findings = ofRule(rule, await run(rule, example, example.code));
    const lines = findings.map((finding) => finding.location.range.start.line + 1);
    if (example.lines === undefined)
      assert.equal(findings.length, 1, `findings on lines ${lines.join(', ')}`);
    else assert.deepEqual(lines, example.lines);
    for (const finding of findings) {
      if (example.case !== undefined) assert.equal(finding.caseId, example.case);
      if (example.level !== undefined) assert.equal(finding.level, example.level);
      assert.ok(finding.message.length <= 160, finding.message);
      assert.doesNotMatch(finding.message, /[{}]/, 'a placeholder was not filled in');
    }
    const fixable = findings.filter((finding) => finding.fixes.length > 0);
    if (example.fixed === undefined) {
      assert.deepEqual(fixable, [], 'there is a fix: give the code after it as `fixed`');
      return;
    }
    const edits = [...selectFixes(fixable, { onlySafe: false }).edits.values()].flat();
    const fixed = applyEdits(expandTokens(example.code), edits, 'text');
    assert.equal(fixed, expandTokens(example.fixed));
    const again = ofRule(rule, await run(rule, example, example.fixed));
    assert.deepEqual(
      again.filter((finding) => finding.fixes.length > 0),
      [],
      'after the fix something fixable remains',
    );
  }

  for (const rule of knowledge.rules) {
    describe(rule.id, () => {
      for (const [index, example] of rule.examples.bad.entries()) {
        it(`reports: ${nameOf(example, index)}`, () => checkBad(rule, example));
      }
      for (const [index, example] of rule.examples.good.entries()) {
        it(`stays silent: ${nameOf(example, index)}`, async () => {
          assert.deepEqual(ofRule(rule, await run(rule, example, example.code)), []);
        });
      }
    });
  }
});
