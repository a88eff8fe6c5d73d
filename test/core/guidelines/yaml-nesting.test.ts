import assert from 'node:assert/strict';
import { parseYaml } from '../../../src/core/guidelines/yaml-reader.js';

describe('yaml nesting', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['open brackets', '['.repeat(50_000)],
    ['brackets', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['braces', `a: ${'{a: '.repeat(50_000)}`],
    ['dashes', '- '.repeat(50_000)],
    ['question marks', '? '.repeat(50_000)],
    ['indentation', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ];
  for (const [name, text] of hostile) {
    it(`refuses absurd nesting by ${name} before composing it`, () => {
      const [problem, ...others] = parseYaml('f.yaml', text).problems;
      assert.equal(problem?.message, 'nested too deeply, expected at most 100 levels');
      assert.deepEqual(others, []);
    });
  }

  it('does not take text in scalars and comments, or many siblings, for nesting', () => {
    const brackets = '[{'.repeat(300);
    const text = `# ${brackets}\na: '${brackets}'\nb: "${brackets}"\nc: x ${brackets}\nd: |\n  ${brackets}\n   - - x\n`;
    const siblings = Array.from({ length: 500 }, (_, index) => `k${index}: {a: [x, y], b: [{c: d}]}`).join(
      '\n',
    );
    assert.deepEqual(parseYaml('f.yaml', text + siblings).problems, []);
  });
});
