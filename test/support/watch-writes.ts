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

/** Is told of each step before it is done; what it throws, the program gets in place of the step. */
type TakeStep = (step: WriteStep) => void;

/** Watches what this process does to files from now on, whatever part of it does it. */
export function watchWrites(take: TakeStep): void {
  for (const [owner, ending] of [
    [fs, 'Sync'],
    [fsPromises, ''],
  ] as const) {
    for (const name of ['rm', 'mkdir', 'unlink', 'symlink', 'truncate', 'rmdir']) {
      watch(owner, `${name}${ending}`, take, ([path]) => ({ name, path: String(path) }));
    }
    for (const name of ['rename', 'link', 'copyFile']) {
      watch(owner, `${name}${ending}`, take, ([path, to]) => ({ name, path: String(path), to: String(to) }));
    }
    for (const name of ['writeFile', 'appendFile']) {
      watch(owner, `${name}${ending}`, take, ([path, content]) => ({
        name,
        path: String(path),
        content: encode(content),
      }));
    }
  }
  watch(fs, 'openSync', take, ([path, flags]) =>
    isWriting(flags) ? { name: 'open', path: String(path) } : undefined,
  );
  watchOpen(take);
  syncBuiltinESMExports();
}

function watchOpen(take: TakeStep): void {
  const { open } = fsPromises;
  Object.assign(fsPromises, {
    open: async (...words: Parameters<typeof open>): Promise<FileHandle> => {
      const path = String(words[0]);
      if (isWriting(words[1])) take({ name: 'open', path });
      const handle = await open(...words);
      for (const name of ['chmod', 'sync', 'datasync', 'truncate']) {
        watch(handle, name, take, () => ({ name, path }));
      }
      for (const name of ['writeFile', 'appendFile', 'write']) {
        watch(handle, name, take, ([content]) => ({ name, path, content: encode(content) }));
      }
      return handle;
    },
  });
}

type Call = (...words: unknown[]) => unknown;

/** Puts a step before a function of an object. */
function watch(
  owner: object,
  name: string,
  take: TakeStep,
  toStep: (words: readonly unknown[]) => WriteStep | undefined,
): void {
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

function isWriting(flags: unknown): boolean {
  return typeof flags === 'string' && /[wa+]/.test(flags);
}

function encode(content: unknown): string {
  if (typeof content === 'string') return Buffer.from(content).toString('base64');
  if (!ArrayBuffer.isView(content)) throw new Error('content that this test cannot record');
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('base64');
}
