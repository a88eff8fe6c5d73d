import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

/** Loaded before the program, in each of its threads: whatever leads out of the process is written down and refused. */
const GUARD = `
const { appendFileSync } = require('node:fs');
const refuse = (what) => function () {
  appendFileSync(process.env.FAIRLEAD_TEST_LOG, what + '\\n');
  throw new Error('refused: ' + what);
};
const net = require('node:net');
net.Socket.prototype.connect = refuse('socket');
net.Server.prototype.listen = refuse('server');
require('node:dgram').Socket.prototype.bind = refuse('datagram');
require('node:dgram').Socket.prototype.send = refuse('datagram');
const dns = require('node:dns');
for (const name of ['lookup', 'resolve', 'resolve4']) dns[name] = refuse('dns.' + name);
const processes = require('node:child_process');
for (const name of ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork']) {
  processes[name] = refuse('child_process.' + name);
}
globalThis.fetch = refuse('fetch');
appendFileSync(process.env.FAIRLEAD_TEST_LOG + '.loaded', 'x');
if (process.argv[2] === 'prove-the-guard') {
  try { require('node:net').connect(1); } catch {}
  try { require('node:child_process').spawnSync('true'); } catch {}
  try { fetch('http://127.0.0.1/'); } catch {}
}
`;

/** Modules of Node that a bundle may ask for. None of them reaches a network or starts a process. */
const MODULES = new Set([
  ...['buffer', 'crypto', 'fs', 'fs/promises', 'module', 'os', 'path', 'process', 'timers/promises'],
  ...['url', 'util', 'v8', 'vm', 'worker_threads'],
]);

describe('the shipped program', function () {
  this.timeout(120_000);
  let folder: string;
  const log = () => join(folder, 'reached.log');
  before(() => {
    folder = createTemporaryFolder();
    cpSync('examples/ticket-triage', join(folder, 'project'), { recursive: true });
    mkdirSync(join(folder, 'project/.git'));
    cpSync('test/fixtures/modelfiles', join(folder, 'project/weights'), { recursive: true });
    for (let number = 0; number < 450; number += 1) {
      writeFileSync(join(folder, `project/f${number}.py`), 'import torch\ntorch.load(path)\n');
    }
    writeFileSync(join(folder, 'guard.cjs'), GUARD);
  });
  after(() => removeFolder(folder));

  function run(...words: readonly string[]): { readonly reached: string; readonly code: number | null } {
    for (const file of [log(), `${log()}.loaded`]) rmSync(file, { force: true });
    const environment = {
      NODE_OPTIONS: `--require "${join(folder, 'guard.cjs')}"`,
      FAIRLEAD_TEST_LOG: log(),
    };
    const { code } = runFairlead(join(folder, 'project'), words, { environment });
    assert.ok(existsSync(`${log()}.loaded`), 'the guard was there');
    return { reached: existsSync(log()) ? readFileSync(log(), 'utf8') : '', code };
  }

  it('would be caught by this test', () => {
    assert.equal(run('prove-the-guard').reached, 'socket\nchild_process.spawnSync\nfetch\n');
  });

  for (const [command, ...codes] of [
    ['check --format sarif', 1],
    ['check . --fix --unsafe-fixes', 1],
    ['status', 0],
    ['status --format html', 0],
    ['inventory --format json', 0],
    ['generate threat-model', 0],
    ['generate ai-bom --check', 1],
    ['inspect weights/pickles/tree.pkl', 0],
    ['explain ncsc-2.1', 0],
    ['attest ncsc-1.1.q1 --reason because --by me', 0],
  ] as const) {
    it(`reaches nothing outside its process: fairlead ${command}`, () => {
      const { reached, code } = run(...command.split(' '));
      assert.equal(reached, '');
      assert.ok(
        codes.some((expected) => expected === code),
        `exit code ${code}`,
      );
    });
  }

  for (const bundle of [
    ...['analyst.cjs', 'cli.cjs', 'core.cjs', 'extension.cjs', 'extension.web.cjs'],
    ...['program.cjs', 'regex-safety.cjs'],
  ]) {
    it(`asks for harmless modules only: ${bundle}`, () => {
      const text = readFileSync(resolve('dist', bundle), 'utf8');
      const asked = [...text.matchAll(/(?:require|import)\("([\w:/.@-]+)"\)/g)].map(([, name = '']) =>
        name.replace(/^node:/, ''),
      );
      const allowed = new Set(MODULES);
      if (bundle.startsWith('extension')) allowed.add('vscode');
      if (/^(?:extension|analyst)\./.test(bundle)) allowed.add('./core.cjs');
      assert.deepEqual(
        asked.filter((name) => !allowed.has(name)),
        [],
      );
    });
  }

  /** What of a browser or of a thread in it leads out of the program. */
  const ways = (file: string): readonly string[] => {
    const text = readFileSync(resolve(file), 'utf8');
    const found = text.matchAll(
      /\bnew (?:EventSource|WebSocket|XMLHttpRequest)\b|\b(?:sendBeacon|importScripts)\(|(?<![#.\w$]|async )fetch\((?![^()]*\)\{)/g,
    );
    return [...found].map(([way]) => way).sort();
  };

  for (const bundle of [
    'analyst.cjs',
    'extension.cjs',
    'extension.web.cjs',
    'page/model-file.js',
    'regex-safety.cjs',
  ]) {
    it(`knows no way out of a browser: ${bundle}`, () => {
      assert.deepEqual(ways(`dist/${bundle}`), []);
    });
  }

  for (const bundle of ['core.cjs', 'program.cjs']) {
    it(`knows none but those of the loader of the parser, which is given its bytes: ${bundle}`, () => {
      assert.deepEqual(ways(`dist/${bundle}`), ways('node_modules/web-tree-sitter/web-tree-sitter.js'));
    });
  }
});
