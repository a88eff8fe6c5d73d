import assert from 'node:assert/strict';
import { classifyFile, isBuilt } from '../../../../src/core/source/checked-files.js';
import { isSourcePath } from '../../../../src/vscode/documents/source-paths.js';

const names = [
  ...['a.py', 'a.pyi', 'a.ipynb', 'a.js', 'a.mjs', 'a.tsx', 'a.min.js', 'a.chunk.js', 'a.d.ts', 'A.PY'],
  ...['Dockerfile', 'Dockerfile.gpu', 'containerfile', 'a.dockerfile', '.env', '.env.local', 'b.env'],
  ...['.envrc', 'Pipfile', 'MLproject', 'requirements.in', 'requirements.txt', 'a.sbatch', 'a.mdc'],
  ...['a.png', 'a.csv', 'LICENSE', 'Makefile', 'a.pt', 'a.rst', '.gitignore', 'py', '.py', 'xdockerfile'],
  ...['.cursorrules', 'a.code-workspace', 'a.properties', 'entrypoint', 'dockerfile.'],
];

describe('files that documents are made from', () => {
  for (const folder of ['', 'src/', 'dist/', 'dist/deep/']) {
    it(`are those of the command line in ${folder === '' ? 'the root' : folder}`, () => {
      for (const name of names) {
        const kind = classifyFile(name);
        const expected = kind !== undefined && !(kind === 'script' && isBuilt(`${folder}${name}`));
        assert.equal(isSourcePath(`${folder}${name}`), expected, `${folder}${name}`);
      }
    });
  }
});
