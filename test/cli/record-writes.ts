/**
 * Loaded into a process before the program (`node --import`): writes down what the process does to files, one {@link WriteStep}
 * as JSON a line, before it is done, into the file `FAIRLEAD_STEPS`. `FAIRLEAD_FAIL` is `STEP CODE [TIMES]`: the step of that number,
 * from 1, or each one of that name, the first so many times, fails with that system error instead.
 */
import fs from 'node:fs';
import fsPromises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

/** Something done to files. */
export interface WriteStep {
  readonly name: string;
  readonly path: string;
  /** What it is renamed to. */
  readonly to?: string;
  /** What is written, in Base64. */
  readonly content?: string;
}

const [failing = '', code = '', times = 'Infinity'] = (process.env['FAIRLEAD_FAIL'] ?? '').split(' ');
const log = process.env['FAIRLEAD_STEPS'] ?? '';
const { appendFileSync } = fs;
const state = { steps: 0, failed: 0, isOurs: false };

function take(step: WriteStep): void {
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
}

function encode(content: unknown): string {
  if (typeof content === 'string') return Buffer.from(content).toString('base64');
  if (!ArrayBuffer.isView(content)) throw new Error('content that this test cannot record');
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
}

type Call = (...words: unknown[]) => unknown;

/** Puts a step before a function of an object. */
function watch(owner: object, name: string, toStep: (words: readonly unknown[]) => WriteStep | undefined) {
  const original = Reflect.get(owner, name) as Call;
  Object.assign(owner, {
    [name]: (...words: unknown[]): unknown => {
      const step = toStep(words);
      if (owner === fs || step === undefined) {
        if (step !== undefined) take(step);
        return original.apply(owner, words);
      }
      return Promise.resolve().then(() => {
        take(step);
        return original.apply(owner, words);
      });
    },
  });
}

const isWriting = (flags: unknown): boolean => typeof flags === 'string' && /[wa+]/.test(flags);

for (const [owner, ending] of [
  [fs, 'Sync'],
  [fsPromises, ''],
] as const) {
  for (const name of ['rm', 'mkdir', 'unlink', 'symlink', 'truncate', 'rmdir']) {
    watch(owner, `${name}${ending}`, ([path]) => ({ name, path: String(path) }));
  }
  for (const name of ['rename', 'link', 'copyFile']) {
    watch(owner, `${name}${ending}`, ([path, to]) => ({ name, path: String(path), to: String(to) }));
  }
  for (const name of ['writeFile', 'appendFile']) {
    watch(owner, `${name}${ending}`, ([path, content]) => ({
      name,
      path: String(path),
      content: encode(content),
    }));
  }
}
watch(fs, 'openSync', ([path, flags]) =>
  isWriting(flags) ? { name: 'open', path: String(path) } : undefined,
);

const { open } = fsPromises;
Object.assign(fsPromises, {
  open: async (...words: Parameters<typeof open>): Promise<FileHandle> => {
    const path = String(words[0]);
    if (isWriting(words[1])) take({ name: 'open', path });
    const handle = await open(...words);
    for (const name of ['chmod', 'sync', 'datasync', 'truncate']) watch(handle, name, () => ({ name, path }));
    for (const name of ['writeFile', 'appendFile', 'write']) {
      watch(handle, name, ([content]) => ({ name, path, content: encode(content) }));
    }
    return handle;
  },
});
syncBuiltinESMExports();
