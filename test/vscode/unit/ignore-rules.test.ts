import assert from 'node:assert/strict';
import { createIgnoreRules } from '../../../src/vscode/analysis/ignore-rules.js';

describe('createIgnoreRules', () => {
  const isIgnored = createIgnoreRules([
    { folder: '', text: '# a comment\nbuild/\n*.gen.py\n/top.py\n!keep.gen.py\n' },
    { folder: 'src', text: 'local.py\n!back.gen.py\n' },
    { folder: 'build', text: '!wanted.py\n' },
  ]);
  const cases: readonly [string, boolean][] = [
    ['a.py', false],
    ['build/a.py', true],
    ['build/wanted.py', true],
    ['src/build/deep/a.py', true],
    ['x.gen.py', true],
    ['keep.gen.py', false],
    ['src/x.gen.py', true],
    ['src/back.gen.py', false],
    ['top.py', true],
    ['src/top.py', false],
    ['local.py', false],
    ['src/local.py', true],
    ['src/deep/local.py', true],
  ];
  for (const [path, expected] of cases) {
    it(`${path}: ${expected ? 'ignored' : 'kept'}`, () => assert.equal(isIgnored(path), expected));
  }

  it('keeps everything without files', () => {
    assert.equal(createIgnoreRules([])('a.py'), false);
  });
});
