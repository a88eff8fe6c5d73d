import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { runFairlead, startFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const unsafe = 'import torch\ntorch.load(p, weights_only=False)\n';

describe('fairlead process', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  it('shows help and version', () => {
    assert.match(runFairlead(folder, ['--help']).stdout, /^fairlead: .*\n\nUsage:/);
    assert.match(runFairlead(folder, ['help', 'check']).stdout, /--fail-on LEVEL/);
    assert.match(runFairlead(folder, ['--version']).stdout, /^fairlead \d+\.\d+\.\d+\n$/);
  });

  it('explains rules and guideline items, whatever the case', () => {
    const rule = runFairlead(folder, ['explain', 'Python/Torch-Load-Unsafe']);
    assert.equal(rule.code, 0);
    for (const heading of ['Message', 'Why', 'Guidelines', 'References', 'Fixed', 'Not reported']) {
      assert.match(rule.stdout, new RegExp(`^${heading}`, 'm'));
    }
    const item = runFairlead(folder, ['explain', 'ncsc-2.1']);
    assert.match(item.stdout, /^ncsc-2\.1\n/);
    assert.match(item.stdout, /^Rules\n(.*\n)* {2}python\/torch-load-unsafe /m);
    assert.equal(runFairlead(folder, ['explain', 'ncsc-2.1.q1']).stdout, item.stdout);
  });

  it('suggests an id', () => {
    const { code, stderr } = runFairlead(folder, ['explain', 'torch-load']);
    assert.equal(code, 2);
    assert.match(stderr, /no rule or guideline item is called "torch-load"; did you mean python\/torch-load/);
  });

  it('is quiet when its reader goes away', async () => {
    writeFiles(
      folder,
      Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}.py`, unsafe])),
    );
    const child = startFairlead(folder, ['check', '--format', 'json']);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdout.destroy();
    const [code] = await once(child, 'exit');
    assert.equal(stderr, '');
    assert.equal(code, 1);
  });

  it('writes long reports to a slow pipe whole', async () => {
    writeFiles(
      folder,
      Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`f${index}.py`, unsafe])),
    );
    const child = startFairlead(folder, ['check', '--format', 'json']);
    await wait(500);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    await once(child, 'close');
    assert.equal(JSON.parse(stdout).findings.length, 400);
  });

  it('ends with 130 on Ctrl+C and leaves every file whole', async () => {
    const names = Array.from({ length: 4000 }, (_, index) => `f${String(index).padStart(4, '0')}.py`);
    writeFiles(folder, Object.fromEntries(names.map((name) => [name, unsafe])));
    const child = startFairlead(folder, ['check', '--fix', '--unsafe-fixes', '--output', 'out.txt']);
    const exit = once(child, 'exit');
    const fixed = unsafe.replace('False', 'True');
    while (readFileSync(join(folder, 'f0000.py'), 'utf8') !== fixed) await wait(5);
    child.kill('SIGINT');
    assert.deepEqual(await exit, [130, null]);
    assert.deepEqual(readdirSync(folder).sort(), names);
    const texts = new Set(names.map((name) => readFileSync(join(folder, name), 'utf8')));
    assert.deepEqual([...texts].sort(), [unsafe, fixed].sort());
  });

  it('ends with 130 on Ctrl+C while it waits for input', async () => {
    const child = startFairlead(folder, ['check', '--stdin', '--stdin-path', 'a.py']);
    const exit = once(child, 'exit');
    // The program has no sign of being ready, so ask until it hears; the handler answers the first time only.
    await wait(1500);
    child.kill('SIGINT');
    assert.deepEqual(await exit, [130, null]);
  });
});
