import { isSecondaryPath } from '../findings/secondary-path.js';
import { compareText } from '../report/report.js';
import type { ProjectFacts } from '../semantics/project.js';
import type { Location } from '../source/document.js';
import { isSample } from './evidence-paths.js';
import { countOf, type Verdict } from './evidence-words.js';

/** Whether a dependency file names one of some packages. */
export function judgePackages(names: readonly string[], project: ProjectFacts): Verdict {
  const locations = names.flatMap((name) => statementsOf(name, project).slice(0, 1).map(locateStatement));
  if (locations.length > 0) return { holds: true, locations, gaps: [] };
  return fail(`no dependency file names ${names[0] ?? ''}${names.length > 1 ? ' or its like' : ''}`);
}

/** Whether a dependency file names a package at all. */
export function judgeDeclared(project: ProjectFacts): Verdict {
  const isDeclared = Object.keys(project.packages).some((name) => statementsOf(name, project).length > 0);
  return isDeclared ? { holds: true, locations: [], gaps: [] } : fail('no dependency file names a package');
}

/** Holds for packages for which neither a lock file nor an exact version says which release is installed. */
export function judgeUnlocked(project: ProjectFacts): Verdict {
  const locations = Object.keys(project.packages)
    .sort(compareText)
    .flatMap((name) => {
      if (name === 'python') return [];
      const statements = statementsOf(name, project);
      const loose = statements.find(({ specifier }) => !isExact(specifier));
      if (loose === undefined || statements.some(({ locked }) => locked)) return [];
      return [locateStatement(loose)];
    });
  return { holds: locations.length > 0, locations, gaps: [] };
}

/** Holds when every package that is named is in a lock file. */
export function judgeLocked(project: ProjectFacts): Verdict {
  const loose = Object.keys(project.packages)
    .sort(compareText)
    .filter((name) => {
      const statements = statementsOf(name, project);
      return name !== 'python' && statements.length > 0 && !statements.some(({ locked }) => locked);
    });
  const [first = ''] = loose;
  if (loose.length === 0) return { holds: true, locations: [], gaps: [] };
  const text =
    loose.length === 1
      ? `the package ${first} is in no lock file`
      : `${countOf(loose.length, 'package')}, such as ${first}, are in no lock file`;
  return { holds: false, locations: [], gaps: [{ isNear: true, text }] };
}

function fail(text: string): Verdict {
  return { holds: false, locations: [], gaps: [{ isNear: false, text }] };
}

function statementsOf(name: string, { packages }: ProjectFacts) {
  const all = Object.hasOwn(packages, name) ? (packages[name] ?? []) : [];
  return all.filter(
    ({ path, constraint }) => constraint !== true && !isSample(path) && !isSecondaryPath(path),
  );
}

function isExact(specifier: string): boolean {
  return /^={2,3}[^*,]+$/.test(specifier.trim());
}

function locateStatement({ path, line }: { readonly path: string; readonly line: number }): Location {
  return { path, range: { start: { line, character: 0 }, end: { line, character: 0 } } };
}
