import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compiledName } from '../../src/cli/open-program.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

/** Runs npm without the network and returns what it prints. */
function runNpm(cwd: string, ...words: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync('npm', [...words, '--ignore-scripts', '--offline'], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

describe('package of the command line', function () {
  this.timeout(120_000);
  let folder: string;

  before(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, {
      'package.json': '{}',
      'train.py': 'import torch\ntorch.load(p, weights_only=False)\n',
    });
    const file = runNpm(process.cwd(), 'pack', '--silent', '--pack-destination', folder).trim();
    runNpm(folder, 'install', '--no-audit', '--no-fund', `./${file}`);
  });
  after(() => removeFolder(folder));

  it('holds the program and what it reads, and nothing else', () => {
    const root = join(folder, 'node_modules', 'fairlead');
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) =>
      name.replaceAll('\\', '/'),
    );
    assert.deepEqual(names.sort(), [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'dist/check-knowledge.json',
      'dist/cli.cjs',
      'dist/knowledge.json',
      'dist/program.cjs',
      `dist/${compiledName}`,
      'dist/regex-safety.cjs',
      'dist/tree-sitter-python.wasm',
      'dist/tree-sitter-tsx.wasm',
      'dist/tree-sitter-typescript.wasm',
      'dist/tree-sitter.wasm',
      'package.json',
    ]);
    assert.deepEqual(
      readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.')),
      ['fairlead'],
      'nothing else is installed',
    );
    const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    assert.ok(typeof manifest === 'object' && manifest !== null && !('dependencies' in manifest));
  });

  it('runs by its name where it is installed', () => {
    const { status, stdout, stderr } = spawnSync(
      join(folder, 'node_modules', '.bin', 'fairlead'),
      ['check', 'train.py'],
      { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' },
    );
    assert.match(stdout, /^train\.py:2:1 .*python\/torch-load-unsafe/);
    assert.equal(stderr, '');
    assert.equal(status, 1);
  });
});
