import assert from 'node:assert/strict';
import { keepsHarmlessOnly } from '../../../src/core/semantics/allow-list.js';
import type { CallExpr, Expr } from '../../../src/core/syntax/ir.js';

const PLACE = { start: 0, end: 0 };

function text(value: string): Expr {
  return { kind: 'constant', type: 'string', value, ...PLACE };
}

function callWith(...values: readonly Expr[]): CallExpr {
  return {
    kind: 'call',
    callee: { kind: 'name', name: 'sub', ...PLACE },
    args: values.map((value) => ({ kind: 'argument', value, ...PLACE })),
    argsStart: 0,
    ...PLACE,
  };
}

describe('re.sub as an allow-list', () => {
  const cases: readonly [pattern: string, replacement: string, isHarmless: boolean][] = [
    ['[^0-9+\\-*/().]', '', true],
    ['[^\\d\\s.]+', ' ', true],
    ['[^-0-9]', '', true],
    ['[^\\w-]', '_', true],
    ['[^a-zA-Z0-9]+', '', true],
    ['[^\\w().]', '', false],
    ['[^a-z ]', '', false],
    ['[^ -~]', '', false],
    ['[^\\S]', '', false],
    ['[^0-9]', 'exec', false],
    ['[^0-9]|x', '', false],
    ['[0-9]', '', false],
  ];
  for (const [pattern, replacement, isHarmless] of cases) {
    it(`${pattern} leaves ${isHarmless ? 'nothing that runs' : 'code'}`, () => {
      const call = callWith(text(pattern), text(replacement), text('x'));
      assert.equal(keepsHarmlessOnly(call, ['re.sub']), isHarmless);
    });
  }

  it('is nothing else', () => {
    const call = callWith(text('[^0-9]'), text(''), text('x'));
    assert.equal(keepsHarmlessOnly(call, ['re.split']), false);
    assert.equal(
      keepsHarmlessOnly(callWith({ kind: 'name', name: 'pattern', ...PLACE }, text('')), ['re.sub']),
      false,
    );
    assert.equal(keepsHarmlessOnly(callWith(), ['re.sub']), false);
  });
});
