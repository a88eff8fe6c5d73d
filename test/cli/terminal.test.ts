import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { createProgress } from '../../src/cli/progress.js';
import { type Output, wantsColour, writeText } from '../../src/cli/terminal.js';

function createOutput(isTTY: boolean) {
  const written: string[] = [];
  const output: Output = {
    isTTY,
    columns: 40,
    write(text, done) {
      written.push(text);
      done();
      return true;
    },
  };
  return { output, written };
}

describe('terminal', () => {
  const colours: readonly (readonly [
    isTTY: boolean,
    environment: Record<string, string>,
    expected: boolean,
  ])[] = [
    [true, {}, true],
    [false, {}, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ];
  for (const [isTTY, environment, expected] of colours) {
    it(`${expected ? 'has' : 'has no'} colours ${isTTY ? 'on' : 'off'} a terminal with ${JSON.stringify(environment)}`, () => {
      assert.equal(wantsColour(createOutput(isTTY).output, environment), expected);
    });
  }

  it('takes a closed pipe for an end, and other errors for errors', async () => {
    const fail = (code: string): Output => ({
      write(_text, done) {
        done(Object.assign(new Error(code), { code }));
        return false;
      },
    });
    await writeText(fail('EPIPE'), 'x');
    await assert.rejects(writeText(fail('ENOSPC'), 'x'), /cannot write the output: the disk is full/);
  });
});

describe('progress', () => {
  it('says nothing off a terminal or when quiet', () => {
    for (const [isTTY, isQuiet] of [
      [false, false],
      [true, true],
    ] as const) {
      const { output, written } = createOutput(isTTY);
      const progress = createProgress(output, isQuiet);
      progress.show(1, 2, 'a.py');
      progress.clear();
      assert.deepEqual(written, []);
    }
  });

  it('shows one line that fits, at most ten times a second, and removes it', async () => {
    const { output, written } = createOutput(true);
    const progress = createProgress(output, false);
    for (let step = 0; step < 50; step += 1) progress.show(step, 50, `${'long/'.repeat(20)}\u001b[2J.py`);
    await wait(120);
    progress.show(50, 50, 'end.py');
    progress.clear();
    assert.equal(written.length, 3);
    assert.ok(written.slice(0, 2).every((text) => text.startsWith('\r\u001b[K') && text.length <= 4 + 39));
    assert.equal(written[2], '\r\u001b[K');
  });
});
