import { compareText } from '../report/report.js';
import type { EvidenceBase, FileSet } from './evidence.js';

/** A file that the engine needs to look into. */
export interface WantedFile {
  /** Relative to the project root, with `/`. */
  readonly path: string;
  /** Longest text that is looked at, in UTF-16 code units; what comes after may be left out. 0: the path is enough. */
  readonly maxLength: number;
}

/** Most files of one set that are looked into. */
const maxFilesPerSet = 60;
const maxLength = 200_000;

const otherPeoplesFolders =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|vendor|vendored|third[_-]party|external|\.venv|venv)\//;
const samples = /(?:^|\/)(?:tests?|testing|examples?|benchmarks?|fixtures?|templates?|cookiecutter[^/]*)\//;
const template = /template/;
const forge = /^\.(?:github|gitlab|gitea|forgejo)\//;

/**
 * The text files that evidence speaks about, for the host to read, in the order of their paths. Tests, examples,
 * templates and other people's code are left out. Bounded: at most 60 files of a kind, those nearest to the root first.
 *
 * @param paths all files of the project, relative to its root, with `/`
 */
export function findWantedFiles(paths: readonly string[], evidence: EvidenceBase): readonly WantedFile[] {
  const wanted = new Set(evidence.fileSets.flatMap((set) => selectFiles(paths, set)));
  const read = new Set(
    evidence.fileSets.filter(({ unread }) => unread !== true).flatMap((set) => selectFiles(paths, set)),
  );
  return [...wanted].sort(compareText).map((path) => ({ path, maxLength: read.has(path) ? maxLength : 0 }));
}

/** The files of a set: by the set's order of patterns, then nearest to the root, then by path. */
export function selectFiles(paths: readonly string[], set: FileSet): readonly string[] {
  const excepted = (set.except ?? []).map(compileGlob);
  const candidates = paths.filter(
    (path) =>
      (set.samples === true || !isSample(path)) && !excepted.some((expression) => expression.test(path)),
  );
  const found = new Set<string>();
  for (const pattern of set.paths) {
    const expression = compileGlob(pattern);
    const matching = candidates.filter((path) => expression.test(path));
    matching.sort((a, b) => depthOf(a) - depthOf(b) || compareText(a, b));
    for (const path of matching) found.add(path);
  }
  return [...found].slice(0, maxFilesPerSet);
}

/** Whether a file shows how something could be done, and does not speak for the project. */
export function isSample(path: string): boolean {
  const lower = path.toLowerCase();
  if (otherPeoplesFolders.test(lower) || samples.test(lower)) return true;
  return template.test(lower) && !forge.test(lower);
}

function depthOf(path: string): number {
  return path.split('/').length;
}

/** A path pattern as an expression for whole paths, in any letter case. */
export function compileGlob(pattern: string): RegExp {
  const body = pattern
    .replace(/[.+^$()|[\]{}]/g, '\\$&')
    .replaceAll('?', '[^/]')
    .replaceAll('**/', '\0')
    .replaceAll('**', '\u0001')
    .replaceAll('*', '[^/]*')
    .replaceAll('\0', '(?:.*/)?')
    .replaceAll('\u0001', '.*');
  return new RegExp(`^${body}$`, 'i');
}
