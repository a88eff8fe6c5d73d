import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assertFlushed, type Cut, listCuts, replayWrites } from '../support/replay-writes.js';
import type { WriteStep } from '../support/watch-writes.js';
import { BUNDLE, type Run, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';
import { DOORS, type Door, UNSAFE, WHO } from './write-doors.js';

describe('an interrupted run', function () {
  this.timeout(120_000);
  let folder: string;
  let log: string;
  before(() => {
    folder = createTemporaryFolder();
    log = join(createTemporaryFolder(), 'steps');
  });
  after(() => {
    removeFolder(folder);
    removeFolder(join(log, '..'));
  });

  const hook = pathToFileURL(join(import.meta.dirname, 'record-writes.js')).href;

  function putBack({ before }: Door): void {
    rmSync(folder, { recursive: true });
    writeFiles(folder, { 'fairlead.yaml': '', ...before });
  }

  /** Runs the program from the start; one step may fail. */
  function record(door: Door, failing: string): { run: Run; steps: readonly WriteStep[] } {
    putBack(door);
    writeFileSync(log, '');
    const environment = { NODE_OPTIONS: `--import ${hook}`, FAIRLEAD_FAIL: failing, FAIRLEAD_STEPS: log };
    const run = runFairlead(folder, door.words, { environment });
    const lines = readFileSync(log, 'utf8').trim().split('\n');
    return { run, steps: lines.map((line): WriteStep => JSON.parse(line)) };
  }

  /** Makes the folder what it would be, had the process been killed there. */
  function replay(door: Door, steps: readonly WriteStep[], cut: Cut): void {
    putBack(door);
    replayWrites(steps, cut);
    // Killed long ago: the next run does not wait for what a run marked just now.
    for (const name of leftIn()) utimesSync(join(folder, name), 0, 0);
  }

  const contentsOf = ({ written }: Door): readonly (string | undefined)[] =>
    written.map((name) => {
      const path = join(folder, name);
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    });

  const namesIn = (): readonly string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const leftIn = (): readonly string[] => namesIn().filter((name) => /\.tmp$|lock/.test(name));
  /** The names in the folder, temporary files under one. */
  const shapeOf = (): string =>
    namesIn()
      .join('\n')
      .replaceAll(/-[0-9a-f]{16}\.tmp$/gm, '.tmp');

  for (const door of DOORS) {
    const earlier = door.written.map((name) => door.before[name]?.toString());
    let steps: readonly WriteStep[];
    let later: readonly (string | undefined)[];

    it(`is not there in ${door.name}`, () => {
      const first = record(door, '');
      assert.ok((first.run.code ?? 2) < 2, first.run.stderr);
      steps = first.steps;
      later = contentsOf(door);
      assert.ok(later.every((text) => text !== undefined));
    });

    it(`leaves the old file or the new one at every step of ${door.name}, and the next run ends well`, () => {
      putBack(door);
      const seen = new Set([shapeOf()]);
      for (const cut of listCuts(steps)) {
        replay(door, steps, cut);
        const at = `${cut[1] ? 'in the middle of' : 'after'} step ${cut[0]}, ${steps[cut[0] - 1]?.name}`;
        for (const [place, text] of contentsOf(door).entries()) {
          assert.ok(text === earlier[place] || text === later[place], `${at}: ${text}`);
        }
        // What is left lying about differs by name; the content of a temporary file is never read.
        const shape = shapeOf();
        if (seen.has(shape)) continue;
        seen.add(shape);
        const isDone = contentsOf(door).every((text, place) => text === later[place]);
        const next = runFairlead(folder, door.words);
        if (isDone && door.again === 'refuses') assert.match(next.stderr, /is there already/, at);
        else assert.ok((next.code ?? 2) < 2, `${at}: ${next.stderr}`);
        if (door.again !== 'adds') assert.deepEqual(contentsOf(door), later, at);
      }
      assert.ok(seen.size >= 2, 'too few states: what the program writes was not seen');
      // What was recorded is all that was done.
      replay(door, steps, [steps.length, false]);
      assert.deepEqual(contentsOf(door), later);
      assert.deepEqual(leftIn(), []);
    });

    it(`says what failed on a full disk in ${door.name}, and leaves nothing behind`, () => {
      const { run } = record(door, 'writeFile ENOSPC');
      assert.deepEqual(contentsOf(door), earlier);
      assert.match(run.stdout + run.stderr, /the disk is full/);
      assert.doesNotMatch(run.stderr, /internal error|\n\s+at /);
      assert.deepEqual(leftIn(), []);
    });

    it(`survives a power cut in ${door.name}: content, flush, rename, flush of the folder`, () => {
      assertFlushed(steps, door.written.length);
    });
  }
});

describe('runs at once in one folder', function () {
  this.timeout(120_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, { 'fairlead.yaml': '', 'load.py': UNSAFE });
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
    const ends = await runAll(ids.map((id) => ['attest', `ncsc-${id}`, ...WHO]));
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
    assert.equal(readFileSync(join(folder, 'load.py'), 'utf8'), UNSAFE.replace('False', 'True'));
    assert.equal(runFairlead(folder, ['generate', 'threat-model']).code, 0);
    assert.deepEqual(
      readdirSync(folder).filter((name) => /\.tmp$|lock/.test(name)),
      [],
    );
  });
});
