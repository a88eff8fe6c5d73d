import assert from 'node:assert/strict';
import { createFuzzInput, createTargets, showInput, tryInput } from '../fuzz/fuzz-worker.js';

/** Inputs for each reader here; `npm run fuzz` tries as many as wanted. */
const RUNS = 40;

describe('what reads files of strangers', () => {
  for (const target of createTargets()) {
    it(`holds for changed inputs: ${target.name}`, async () => {
      for (let at = 0; at < RUNS; at += 1) {
        const input = createFuzzInput(target, 0, at);
        const why = await tryInput(target, input);
        assert.equal(why, undefined, `--seed 0 --at ${at}: ${why}\n${showInput(input)}`);
      }
    }).timeout(120_000);
  }

  it('fails on an input that breaks what must hold', async () => {
    const [target] = createTargets();
    assert.ok(target);
    const broken = { ...target, run: () => assert.fail('broken') };
    assert.match((await tryInput(broken, '')) ?? '', /broken/);
  });
});
