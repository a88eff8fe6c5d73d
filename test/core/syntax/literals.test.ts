import assert from 'node:assert/strict';
import { decodeEscapes, readNumber, readOpening } from '../../../src/core/syntax/python/literals.js';

describe('literals', () => {
  for (const [opening, isRaw, isBytes, isTemplate] of [
    ['"', false, false, false],
    ["r'''", true, false, false],
    ['Rb"', true, true, false],
    ['bR"', true, true, false],
    ['f"', false, false, true],
    ['FR"""', true, false, true],
    ['t"', false, false, true],
    ['u"', false, false, false],
  ] as const) {
    it(`reads the opening ${opening}`, () => {
      assert.deepEqual(readOpening(opening), { isRaw, isBytes, isTemplate });
    });
  }

  for (const [opening, content, value] of [
    ['"', 'plain', 'plain'],
    ['"', '\\n\\t\\\\\\\'\\"', '\n\t\\\'"'],
    ['"', '\\a\\b\\f\\v\\r', '\x07\b\f\v\r'],
    ['"', '\\x41\\101\\0', 'AA\0'],
    ['"', '\\u00e9\\U0001F600', 'é\u{1f600}'],
    ['"', '\\U00110000', '\\U00110000'],
    ['"', '\\d\\ \\x4', '\\d\\ \\x4'],
    ['"', 'a\\\nb', 'ab'],
    ['"', 'a\\\r\nb', 'ab'],
    ['"""', 'a\r\nb\rc', 'a\nb\nc'],
    ['r"', '\\n\\x41', '\\n\\x41'],
    ['b"', '\\x41\\u00e9\\N{DASH}', 'A\\u00e9\\N{DASH}'],
    ['"', '\\N{EM DASH}', '\\N{EM DASH}'],
    ['"', 'ends in \\', 'ends in \\'],
  ] as const) {
    it(`decodes ${JSON.stringify(content)} after ${opening}`, () => {
      assert.equal(decodeEscapes(content, readOpening(opening)), value);
    });
  }

  for (const [literal, value] of [
    ['0', 0],
    ['1_000', 1000],
    ['0XfF', 255],
    ['0o17', 15],
    ['0b1_1', 3],
    ['1.', 1],
    ['.5', 0.5],
    ['1E-3', 0.001],
    ['1j', Number.NaN],
    ['10L', Number.NaN],
  ] as const) {
    it(`reads the number ${literal}`, () => assert.equal(readNumber(literal), value));
  }
});
