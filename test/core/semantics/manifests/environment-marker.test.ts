import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isNeverTrue } from '../../../../src/core/semantics/manifests/environment-marker.js';

describe('environment markers', () => {
  const table: readonly (readonly [string, string | undefined, boolean])[] = [
    ['python_version < "3"', undefined, true],
    ['python_version < "3.8"', undefined, false],
    ['python_version < "3.8"', '>=3.8', true],
    ['python_version <= "3.8"', '>=3.8.2', false],
    ['python_version > "3.12"', '>=3.9,<3.13', true],
    ['python_version == "3.8"', '>=3.9', true],
    ["python_version == '3.9'", '==3.9.7', false],
    ['python_version != "3.9"', '==3.9.*', true],
    ['python_version >= "3.12"', '<3.12', true],
    ['python_full_version < "3.9.2"', '>=3.9.2', true],
    ['python_version < "3.9.1"', '==3.9.5', false],
    ['sys_platform == "win32"', '>=3.9', false],
    ['extra == "gpu"', undefined, false],
    ['python_version < "3" and sys_platform == "win32"', undefined, true],
    ['sys_platform == "win32" and python_version < "3"', undefined, true],
    ['python_version < "3" or sys_platform == "win32"', undefined, false],
    ['python_version < "3" or python_version > "4.0"', '>=3,<4', true],
    ['(python_version < "3" or python_version >= "4") and extra == "a"', '>=3,<4', true],
    ['sys_platform not in "win32" and python_version < "3"', undefined, true],
    ['python_version in "2.7 2.6"', undefined, false],
    ['python_version < "3" nonsense', undefined, false],
    ['python_version < "3"', 'not a specifier', true],
    ['', undefined, false],
  ];
  for (const [marker, python, expected] of table) {
    it(`${marker || 'nothing'} ${expected ? 'never holds' : 'may hold'} for Python ${python ?? 'unstated'}`, () => {
      assert.equal(isNeverTrue(marker, python), expected);
    });
  }

  it('never throw, however deep or odd', () => {
    assert.equal(isNeverTrue('('.repeat(1999), undefined), false);
    assert.equal(isNeverTrue('('.repeat(1_000_000), undefined), false);
    const pieces = fc.constantFrom(
      '(',
      ')',
      'and',
      'or',
      'not',
      'in',
      'python_version',
      '<',
      '"3"',
      'x',
      '"',
    );
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join(' ')),
        (text) => void isNeverTrue(text, '>=3'),
      ),
    );
  });
});
