import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BUNDLE, type Run, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const unsafe = 'import torch\n\n\ndef read(path):\n    return torch.load(path, weights_only=False)\n';
const who = ['--by', 'Ada <ada@example.org>', '--reason', 'reviewed'];
const MAX_STEPS = 60;

/** A way into the program that writes, and the files that it writes. */
interface Door {
  readonly name: string;
  readonly words: readonly string[];
  readonly before: Readonly<Record<string, string>>;
  readonly written: readonly string[];
}

const doors: readonly Door[] = [
  {
    name: 'check --fix',
    words: ['check', '--fix', '--unsafe-fixes', '-q', 'load.py'],
    before: { 'load.py': unsafe },
    written: ['load.py'],
  },
  {
    name: 'check --output over an earlier report',
    words: ['check', 'load.py', '--format', 'json', '--output', 'report.json'],
    before: { 'load.py': unsafe, 'report.json': '{"earlier": true}\n' },
    written: ['report.json'],
  },
  {
    name: 'check --update-baseline',
    words: ['check', 'load.py', '--update-baseline'],
    before: { 'load.py': unsafe },
    written: ['.fairlead/baseline.json'],
  },
  {
    name: 'attest, the first entry',
    words: ['attest', 'ncsc-1.1.q1', ...who],
    before: {},
    written: ['.fairlead/attestations.yaml', '.fairlead/.gitattributes'],
  },
  {
    name: 'generate threat-model',
    words: ['generate', 'threat-model'],
    before: { 'load.py': unsafe },
    written: ['THREAT_MODEL.md'],
  },
];

describe('an interrupted run', function () {
  this.timeout(120_000);
  let folder: string;
  let log: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    log = join(createTemporaryFolder(), 'steps');
  });
  afterEach(() => {
    removeFolder(folder);
    removeFolder(join(log, '..'));
  });

  const hook = pathToFileURL(join(import.meta.dirname, 'interrupt-writes.js')).href;

  function runInterrupted(door: Door, interrupt: string): { run: Run; steps: readonly string[] } {
    rmSync(folder, { recursive: true });
    writeFiles(folder, { 'fairlead.yaml': '', ...door.before });
    writeFiles(join(log, '..'), { steps: '' });
    const environment = {
      NODE_OPTIONS: `--import ${hook}`,
      FAIRLEAD_INTERRUPT: interrupt,
      FAIRLEAD_INTERRUPT_LOG: log,
    };
    const run = runFairlead(folder, door.words, { environment });
    return { run, steps: readFileSync(log, 'utf8').trim().split('\n') };
  }

  const contentsOf = ({ written }: Door): readonly (string | undefined)[] =>
    written.map((name) => {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    });

  const leftIn = (): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tmp$|lock/.test(name));

  for (const door of doors) {
    it(`leaves the old file or the new one at every step of ${door.name}, and the next run ends well`, () => {
      const whole = runInterrupted(door, '');
      assert.ok((whole.run.code ?? 2) < 2, whole.run.stderr);
      const after = contentsOf(door);
      assert.ok(after.every((text) => text !== undefined));
      const before = door.written.map((name) => door.before[name]);
      assert.ok(whole.steps.includes('renameSync') && whole.steps.length < MAX_STEPS, whole.steps.join(' '));
      for (const [index, name] of whole.steps.entries()) {
        for (const manner of name === 'writeFileSync' ? ['kill', 'half'] : ['kill']) {
          const { steps } = runInterrupted(door, `${index + 1} ${manner}`);
          const at = `${manner} at ${steps.length} ${name}`;
          assert.deepEqual(steps, whole.steps.slice(0, index + 1), at);
          for (const [place, text] of contentsOf(door).entries()) {
            assert.ok(text === before[place] || text === after[place], `${at}: ${text}`);
          }
          const next = runFairlead(folder, door.words);
          assert.ok((next.code ?? 2) < 2, `${at}: ${next.stderr}`);
          if (door.words[0] !== 'attest') assert.deepEqual(contentsOf(door), after, at);
        }
      }
    });

    it(`says what failed at every step of ${door.name} on a full disk, and leaves nothing behind`, () => {
      const whole = runInterrupted(door, '');
      const after = contentsOf(door);
      const before = door.written.map((name) => door.before[name]);
      for (const [index, name] of whole.steps.entries()) {
        const { run } = runInterrupted(door, `${index + 1} ENOSPC`);
        const at = `${index + 1} ${name}: ${run.stdout}${run.stderr}`;
        for (const [place, text] of contentsOf(door).entries()) {
          assert.ok(text === before[place] || text === after[place], at);
        }
        if (contentsOf(door).every((text, place) => text === after[place])) continue;
        assert.match(run.stdout + run.stderr, /the disk is full/, at);
        assert.deepEqual(leftIn(), [], at);
      }
    });
  }

  it('writes a file in the order that survives a power cut: content, flush, rename, flush of the folder', () => {
    const [door] = doors;
    assert.ok(door);
    const { steps } = runInterrupted(door, '');
    const order = steps.filter((name) => /^(writeFileSync|fsyncSync|renameSync)$/.test(name));
    assert.deepEqual(order, ['writeFileSync', 'fsyncSync', 'renameSync', 'fsyncSync']);
  });
});

describe('runs at once in one folder', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, { 'fairlead.yaml': '', 'load.py': unsafe });
  });
  afterEach(() => removeFolder(folder));

  /** Starts runs together and waits for all; gives their exit codes and what they said on stderr. */
  async function runAll(runs: readonly (readonly string[])[]): Promise<readonly string[]> {
    return Promise.all(
      runs.map(async (words) => {
        const child = spawn(process.execPath, [BUNDLE, ...words], {
          cwd: folder,
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        let stderr = '';
        child.stderr.setEncoding('utf8').on('data', (text: string) => {
          stderr += text;
        });
        const [code] = await once(child, 'close');
        return `${code} ${stderr}`;
      }),
    );
  }

  it('lose no attestation', async () => {
    const ids = ['1.1.q1', '1.1.q2', '1.2.q1', '1.2.q2', '1.3.q1', '2.1.q1', '2.1.q2', '2.2.q1'];
    const ends = await runAll(ids.map((id) => ['attest', `ncsc-${id}`, ...who]));
    assert.deepEqual([...new Set(ends)], ['0 ']);
    const text = readFileSync(join(folder, '.fairlead/attestations.yaml'), 'utf8');
    assert.deepEqual(
      ids.filter((id) => !text.includes(`ncsc-${id}`)),
      [],
    );
    assert.equal(text.match(/^ {2}- id:|^- id:/gm)?.length, ids.length);
  });

  it('leave a whole report, baseline, document and source', async () => {
    const words = [
      ['check', '--format', 'json', '--output', 'report.json', '--no-baseline'],
      ['check', '--update-baseline'],
      ['generate', 'threat-model'],
      ['check', '--fix', '--unsafe-fixes', '--no-baseline'],
    ];
    const ends = await runAll([...words, ...words]);
    for (const end of ends) assert.match(end, /^[01] |changed (meanwhile|while)/);
    assert.doesNotThrow(() => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
    assert.doesNotThrow(() => JSON.parse(readFileSync(join(folder, '.fairlead/baseline.json'), 'utf8')));
    assert.equal(readFileSync(join(folder, 'load.py'), 'utf8'), unsafe.replace('False', 'True'));
    assert.equal(runFairlead(folder, ['generate', 'threat-model']).code, 0);
    assert.deepEqual(
      readdirSync(folder).filter((name) => /\.tmp$|lock/.test(name)),
      [],
    );
  });
});
