import assert from 'node:assert/strict';
import { isReportedElsewhere } from '../../../src/vscode/diagnostics/equivalents.js';

const range = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});

describe('isReportedElsewhere', () => {
  const own = range(4, 8, 18);
  const cases: readonly [
    string,
    boolean,
    string | undefined,
    string | undefined,
    ReturnType<typeof range>,
  ][] = [
    ['same source and code on the range', true, 'Ruff', 'S301', range(4, 8, 25)],
    ['source in another case', true, 'ruff', 'S301', range(4, 8, 25)],
    ['a range that only touches', true, 'Ruff', 'S301', range(4, 18, 20)],
    ['another code', false, 'Ruff', 'S307', range(4, 8, 25)],
    ['code in another case', false, 'Ruff', 's301', range(4, 8, 25)],
    ['another source with that code', false, 'Pylance', 'S301', range(4, 8, 25)],
    ['before the range', false, 'Ruff', 'S301', range(4, 0, 7)],
    ['another line', false, 'Ruff', 'S301', range(5, 8, 25)],
    ['no code', false, 'Ruff', undefined, range(4, 8, 25)],
    ['no source', false, undefined, 'S301', range(4, 8, 25)],
  ];
  for (const [name, expected, source, code, foreign] of cases) {
    it(`${name}: ${expected}`, () => {
      const others = [{ source, code, range: foreign }];
      assert.equal(isReportedElsewhere(own, ['Bandit:B301', 'Ruff:S301'], others), expected);
    });
  }

  it('is false for a rule without equivalents', () => {
    assert.equal(isReportedElsewhere(own, [], [{ source: 'Ruff', code: 'S301', range: own }]), false);
  });
});
