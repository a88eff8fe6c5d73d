import assert from 'node:assert/strict';
import { CHECKED_FILES, isCheckedFile } from '../../../src/core/source/checked-files.js';

const CHECKED = [
  'a.py',
  'src/a.tsx',
  'a.ipynb',
  'k8s/pod.yaml',
  'Dockerfile.gpu',
  'docker/dockerfile',
  '.env.local',
];
const MORE = [
  'uv.lock',
  'Pipfile',
  'conf/config.properties',
  'run.sbatch',
  '.cursorrules',
  'dist/values.yaml',
];
const LEFT_OUT = [
  'a.min.js',
  'types/a.d.ts',
  'dist/a.js',
  'web/dist/deep/a.mjs',
  'a.png',
  'a.csv',
  'Makefile',
  'a.lock',
];

/** The glob as an expression; it has braces, stars and brackets only. */
function toExpression(glob: string): RegExp {
  const body = glob
    .replace(/[.+]/g, '\\$&')
    .replace('**/', '(?:.*/)?')
    .replace(/\*(?!\/)(?!\))/g, '[^/]*')
    .replace('{', '(?:')
    .replace('}', ')')
    .replaceAll(',', '|');
  return new RegExp(`^${body.replace('(?:.[^/]*/)?', '(?:.*/)?')}$`);
}

describe('files that are checked with their folder', () => {
  for (const path of [...CHECKED, ...MORE]) {
    it(`are ${path}`, () => {
      assert.equal(isCheckedFile(path), true);
      assert.match(path, toExpression(CHECKED_FILES));
    });
  }

  for (const path of LEFT_OUT) {
    it(`are not ${path}`, () => assert.equal(isCheckedFile(path), false));
  }
});
