/**
 * Loaded into a process before the program (`node --import`): counts what the process does to files and interrupts it at one
 * of these steps, as a crash, a power cut or a full disk would.
 *
 * `FAIRLEAD_INTERRUPT` is `STEP MANNER`: the number of the step, from 1, and `kill` (before the step), `half` (a write of the
 * first half, then kill), or the code of a system error (`ENOSPC`) that the step fails with. Each step is named on a line of
 * the file `FAIRLEAD_INTERRUPT_LOG`.
 */
import fs from 'node:fs';

const [wanted = '', manner = ''] = (process.env['FAIRLEAD_INTERRUPT'] ?? '').split(' ');
const log = process.env['FAIRLEAD_INTERRUPT_LOG'] ?? '';
const { appendFileSync } = fs;
const state = { steps: 0, isOurs: false };

/** Counts a step; at the wanted one, `half` may still do a part of it. */
function step(name: string, half: () => void): void {
  if (state.isOurs) return;
  state.steps += 1;
  state.isOurs = true;
  appendFileSync(log, `${name}\n`);
  if (String(state.steps) === wanted) {
    if (manner === 'kill' || manner === 'half') {
      if (manner === 'half') half();
      process.kill(process.pid, 'SIGKILL');
    }
    state.isOurs = false;
    throw Object.assign(new Error(`${manner}: interrupted, ${name}`), { code: manner });
  }
  state.isOurs = false;
}

type Operation = 'openSync' | 'fsyncSync' | 'fchmodSync' | 'renameSync' | 'rmSync' | 'mkdirSync' | 'linkSync';

function watch(name: Operation, isStep: (words: readonly unknown[]) => boolean = () => true): void {
  const original: (...words: never[]) => unknown = fs[name];
  Object.assign(fs, {
    [name]: (...words: never[]): unknown => {
      if (isStep(words)) step(name, () => {});
      return original(...words);
    },
  });
}

watch('openSync', ([, flags]) => typeof flags === 'string' && /[wa+]/.test(flags));
watch('fsyncSync');
watch('fchmodSync');
watch('renameSync');
watch('rmSync');
watch('mkdirSync');
watch('linkSync');

const { writeFileSync } = fs;
Object.assign(fs, {
  writeFileSync: (...[target, content, options]: Parameters<typeof writeFileSync>): void => {
    const bytes =
      typeof content === 'string'
        ? Buffer.from(content)
        : Buffer.from(content.buffer, content.byteOffset, content.byteLength);
    step('writeFileSync', () => writeFileSync(target, bytes.subarray(0, bytes.length >> 1), options));
    writeFileSync(target, content, options);
  },
});
