import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Knowledge, RegexJudge } from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { type CheckKnowledge, completeKnowledge } from './check-knowledge.js';
import { CliError } from './cli-error.js';

/** What every command reads beside the program. */
export interface Resources {
  /** The version of the program, from its package.json. */
  readVersion(): string;
  /** Rules, frameworks and the rest, as the build wrote them. */
  readKnowledge(): Knowledge;
  /** What judges the expressions of a team's own rules; large, so loaded only where there are any. */
  loadRegexJudge(): RegexJudge;
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
    readKnowledge: () =>
      completeKnowledge(
        readJson(join(folder, 'check-knowledge.json')) as CheckKnowledge,
        () => readJson(join(folder, 'knowledge.json')) as Knowledge,
      ),
    loadRegexJudge() {
      // Built from core's own module, which has this one export.
      const load = createRequire(join(folder, 'cli.cjs'));
      return (load('./regex-safety.cjs') as { explainSlowRegex: RegexJudge }).explainSlowRegex;
    },
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
