import type { ProjectInput, ProjectStatus } from '../../core/index.js';
import type { Core } from '../engine-loader.js';
import { runInSlices } from '../steps.js';

/**
 * Judges a project question by question, so that the work can be spread; the result is that of `assessProject`.
 *
 * @param pause called after each step
 * @param isFirst true when the cache of the input is still empty
 */
export async function assessInSlices(
  input: ProjectInput,
  { assessInSteps, assessProject }: Pick<Core, 'assessInSteps' | 'assessProject'>,
  pause: () => Promise<void>,
  isFirst = false,
): Promise<ProjectStatus> {
  if (isFirst) {
    // Looking into files takes long the first time only, since the cache keeps it: so it is done file by file.
    for (const file of input.texts) {
      assessProject({ ...input, paths: [file.path], texts: [file], findings: [], landmarks: [] });
      await pause();
    }
  }
  return runInSlices(assessInSteps(input), pause);
}

/** Files by the language they are written in. */
export interface LanguageFiles {
  readonly python: readonly string[];
  readonly other: readonly string[];
}

/**
 * As few of the code files as say the same about the language of the project as all of them: whether there is Python
 * that was scanned, and whether there is more other code than that.
 *
 * @param listed files that are there anyway, such as those that evidence speaks about
 */
export function chooseLanguageFiles(
  files: LanguageFiles,
  unscanned: ReadonlySet<string>,
  listed: ReadonlySet<string>,
): readonly string[] {
  const python = files.python.filter((path) => !unscanned.has(path));
  const count = (paths: readonly string[]) => paths.filter((path) => listed.has(path)).length;
  return python.length >= files.other.length
    ? python.slice(0, count(files.other) + 1)
    : [...python.slice(0, 1), ...files.other.slice(0, count(python) + 2)];
}
