import type { Framework, FrameworkStatus, ProjectInput, ProjectStatus } from '../../core/index.js';
import type { Core } from '../engine-loader.js';

/**
 * Judges a project item by item, so that the work can be spread; the result is that of one call of `assessProject`.
 *
 * @param pause called after each item
 * @param isFirst true when the cache of the input is still empty
 */
export async function assessInSlices(
  input: ProjectInput,
  { assessProject, measureProgress }: Pick<Core, 'assessProject' | 'measureProgress'>,
  pause: () => Promise<void>,
  isFirst = false,
): Promise<ProjectStatus> {
  const { remarks, date } = assessProject({ ...input, frameworks: [] });
  if (isFirst) {
    // Looking into files takes long the first time only, since the cache keeps it: so it is done file by file.
    for (const file of input.texts) {
      assessProject({ ...input, paths: [file.path], texts: [file], findings: [], landmarks: [] });
      await pause();
    }
  }
  const frameworks: FrameworkStatus[] = [];
  for (const framework of input.frameworks) {
    const assessed: FrameworkStatus[] = [];
    for (const part of listParts(framework)) {
      const [status] = assessProject({ ...input, frameworks: [part] }).frameworks;
      if (status) assessed.push(status);
      await pause();
    }
    const [first] = assessed;
    if (first === undefined) continue;
    const sections = framework.sections.flatMap(({ id }) => {
      const parts = assessed.flatMap((status) => status.sections.filter((section) => section.id === id));
      const [head] = parts;
      if (head === undefined) return [];
      const items = parts.flatMap((section) => section.items);
      return [{ ...head, items, progress: measureProgress(items.flatMap(({ questions }) => questions)) }];
    });
    const questions = sections.flatMap(({ items }) => items.flatMap((item) => item.questions));
    frameworks.push({ ...first, sections, progress: measureProgress(questions) });
  }
  return { date, frameworks, remarks };
}

/** The framework once for each item, with nothing else in it. */
function listParts(framework: Framework): readonly Framework[] {
  return framework.sections.flatMap((section) =>
    section.items.map((item) => ({ ...framework, sections: [{ ...section, items: [item] }] })),
  );
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
