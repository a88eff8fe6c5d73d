/**
 * Loaded into a process before the program (`node --import`): writes down what the process does to files, one {@link WriteStep}
 * as JSON a line, before it is done, into the file `FAIRLEAD_STEPS`. `FAIRLEAD_FAIL` is `STEP CODE [TIMES]`: the step of that number,
 * from 1, or each one of that name, the first so many times, fails with that system error instead.
 */
import fs from 'node:fs';
import { watchWrites } from '../support/watch-writes.js';

const [failing = '', code = '', times = 'Infinity'] = (process.env['FAIRLEAD_FAIL'] ?? '').split(' ');
const log = process.env['FAIRLEAD_STEPS'] ?? '';
const { appendFileSync } = fs;
const state = { steps: 0, failed: 0, isOurs: false };

watchWrites((step) => {
  if (state.isOurs) return;
  state.steps += 1;
  state.isOurs = true;
  appendFileSync(log, `${JSON.stringify(step)}\n`);
  state.isOurs = false;
  const isMeant = String(state.steps) === failing || step.name === failing;
  if (isMeant && state.failed < Number(times)) {
    state.failed += 1;
    throw Object.assign(new Error(`${code}: interrupted, ${step.name}`), { code });
  }
});
