import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { arch, platform } from 'node:process';
import { Script } from 'node:vm';
import { tuneV8 } from './tune-v8.js';

/** The program, compiled and not run yet. */
interface Program {
  /** Whether V8 took what it had compiled before. */
  readonly isCompiled: boolean;
  /** Starts it in this thread, as the command line of the process says. */
  run(): void;
  /** What it is compiled to by now, for {@link compiledName}. */
  compile(): Uint8Array;
}

type Main = (require: NodeJS.Require, filename: string, folder: string) => void;

/**
 * The file that holds the compiled program, beside it. V8 takes it only when it made it itself, in the same version and
 * under the same flags, and compiles the program anew when not.
 */
export const compiledName = `program.${platform}-${arch}.cache`;

/**
 * Opens the program that the build put into a folder, as compiled there where that is of use.
 *
 * @param folder absolute
 */
export function openProgram(folder: string): Program {
  // First: V8 takes nothing that was compiled under other flags.
  tuneV8();
  const filename = join(folder, 'program.cjs');
  const cachedData = readCompiled(join(folder, compiledName));
  // The build writes plain ASCII.
  const script = new Script(readFileSync(filename, 'latin1'), {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  return {
    isCompiled: script.cachedDataRejected === false,
    run: () => (script.runInThisContext() as Main)(createRequire(filename), filename, folder),
    compile: () => script.createCachedData(),
  };
}

function readCompiled(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
