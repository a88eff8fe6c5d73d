import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knowledge } from '../core/index.js';
import { CliError, describeFileError } from './cli-error.js';

/** What every command reads beside the program. */
export interface Resources {
  /** The version of the program, from its package.json. */
  readVersion(): string;
  /** Rules, frameworks and the rest, as the build wrote them. */
  readKnowledge(): Knowledge;
  /** A file beside the program, such as a grammar. */
  readAsset(name: string): Promise<Uint8Array>;
}

/**
 * The files that the build put beside the bundle; each is read when it is asked for.
 *
 * @param folder absolute path of the bundle's folder
 */
export function createResources(folder: string): Resources {
  return {
    readVersion() {
      const manifest: unknown = readJson(join(folder, '..', 'package.json'));
      const version = typeof manifest === 'object' && manifest !== null && Reflect.get(manifest, 'version');
      return typeof version === 'string' ? version : 'unknown';
    },
    // Written by our own build, and validated there.
    readKnowledge: () => readJson(join(folder, 'knowledge.json')) as Knowledge,
    readAsset: (name) => readFile(join(folder, name)),
  };
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new CliError(
      `the installation is damaged: ${path}: ${describeFileError(error)}; install fairlead again`,
    );
  }
}
