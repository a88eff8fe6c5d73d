import assert from 'node:assert/strict';
import { loadKnowledge } from '../../src/build/load-knowledge.js';
import type { Analysis, Engine } from '../../src/core/api.js';
import type { Finding } from '../../src/core/findings/finding.js';
import { applyEdits } from '../../src/core/report/apply-edits.js';
import { selectFixes } from '../../src/core/report/select-fixes.js';
import type { BadExample, GoodExample, Rule } from '../../src/core/rules/rule.js';
import type { DocumentInput, Location } from '../../src/core/source/document.js';
import { createContext, createTestEngine } from '../support/engine.js';
import { expandTokens } from '../support/expand-tokens.js';

const knowledge = loadKnowledge(process.cwd());

function pathOf(rule: Rule, example: GoodExample): string {
  if (example.path !== undefined) return example.path;
  if (example.cells !== undefined) return 'notebook.ipynb';
  return rule.languages.includes('python') ? 'app.py' : 'settings.txt';
}

/** The cells that make up `code`, which has as many lines as the example's own; code that is no notebook is one. */
function cellsOf({ cells }: GoodExample, code: string): readonly string[] {
  if (cells === undefined) return [code];
  const lines = code.split('\n');
  return cells.map((cell) => lines.splice(0, cell.split('\n').length).join('\n'));
}

function inputOf(path: string, example: GoodExample, code: string): DocumentInput {
  if (example.cells === undefined) return { kind: 'text', path, text: expandTokens(code) };
  const cells = cellsOf(example, code).map((text, index) => ({
    index,
    kind: 'code' as const,
    languageId: 'python',
    text: expandTokens(text),
  }));
  return { kind: 'notebook-cells', path, kernelLanguage: 'python', cells };
}

/** Line from 1, counted through all cells. */
function lineOf({ cell = 0, range }: Location, { cells = [] }: GoodExample): number {
  const before = cells.slice(0, cell).reduce((sum, text) => sum + text.split('\n').length, 0);
  return before + range.start.line + 1;
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
    const analysis = await engine.analyse(inputOf(path, example, code), createContext(path, example.files));
    assert.deepEqual(analysis.notices, []);
    return analysis;
  }

  function ofRule(rule: Rule, analysis: Analysis): readonly Finding[] {
    return analysis.findings.filter((finding) => finding.ruleId === rule.id);
  }

  async function checkBad(rule: Rule, example: BadExample): Promise<void> {
    const findings = ofRule(rule, await run(rule, example, example.code));
    const lines = findings.map(({ location }) => lineOf(location, example));
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
    const fixed = cellsOf(example, example.code)
      .map((text, cell) => {
        const own = edits.filter(({ location }) => (location.cell ?? 0) === cell);
        return applyEdits(expandTokens(text), own, 'text');
      })
      .join('\n');
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
