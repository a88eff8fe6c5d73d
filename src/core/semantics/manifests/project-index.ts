import type { Notice } from '../../findings/finding.js';
import { NO_PROJECT_FACTS, type PackageRequirement, type ProjectFacts } from '../project.js';
import { parseVersion } from '../version.js';
import { isInRange, parseVersionRange } from '../version-range.js';
import { findManifestReader, getFolder, getManifestScope } from './manifest-kinds.js';
import { createNotice, type ManifestFile, type ManifestReading, type Statement } from './manifest-reading.js';
import { readRequirements } from './read-requirements.js';

/** What the dependency files of a project say, by the place of the code that asks. */
export interface ProjectIndex {
  /**
   * The facts that hold for a document: those of dependency files in its folder and the folders above. For each package
   * the nearest folder that names it counts; a lock file further up counts too while the nearer statements admit the
   * version it locks, as in a workspace with one lock. Of a folder that states again what stands further up, only locks
   * and constraints from there count: it is a program of its own. The same object for all documents with the same facts.
   *
   * @param documentPath relative to the project root, with `/`
   */
  factsFor(documentPath: string): ProjectFacts;
  /** What all dependency files state together, as for a document about the project as a whole. */
  readonly all: ProjectFacts;
  /** Files that are broken, entries that are no requirements, and includes that are not among the files. */
  readonly notices: readonly Notice[];
}

/**
 * Reads the dependency files of a project. Never throws for what they hold: that becomes a notice.
 *
 * @param files files that `isManifest` accepts, in any order, and any other file that one of them includes; files that
 *   are neither are ignored. The caller bounds their size.
 */
export function createProjectIndex(files: readonly ManifestFile[]): ProjectIndex {
  const { manifests, notices } = readManifests(files);
  const byScope = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    const scope = getManifestScope(manifest.path);
    const group = byScope.get(scope);
    if (group === undefined) byScope.set(scope, [manifest]);
    else group.push(manifest);
  }
  const known = new Map<string, ProjectFacts>();
  const factsOf = (folder: string): ProjectFacts => {
    const cached = known.get(folder);
    if (cached !== undefined) return cached;
    const above = folder === '' ? NO_PROJECT_FACTS : factsOf(getFolder(folder));
    const own = byScope.get(folder);
    const facts =
      own === undefined
        ? above
        : inherit(collectFacts(own), repeats(own, above) ? narrowingOf(above) : above);
    known.set(folder, facts);
    return facts;
  };
  return {
    factsFor: (documentPath) => factsOf(getFolder(documentPath)),
    all: collectFacts(manifests),
    notices,
  };
}

/**
 * Reads dependency files that together describe one project, wherever they lie. Never throws for what they hold.
 *
 * @param files as for {@link createProjectIndex}
 */
export function readProjectFacts(files: readonly ManifestFile[]): {
  readonly facts: ProjectFacts;
  readonly notices: readonly Notice[];
} {
  const { manifests, notices } = readManifests(files);
  return { facts: collectFacts(manifests), notices };
}

/** A dependency file with what it includes. */
interface Manifest {
  readonly path: string;
  readonly statements: readonly Statement[];
  readonly python?: string;
}

/** Manifests in the order in which they count, and in the order of their paths within a kind. */
function readManifests(files: readonly ManifestFile[]): { manifests: Manifest[]; notices: Notice[] } {
  const texts = new Map(files.map(({ path, text }) => [path, text.replace(/^\uFEFF/, '')]));
  const readings = new Map<string, ManifestReading | undefined>();
  const notices: Notice[] = [];
  const open = (path: string): ManifestReading | undefined => {
    if (readings.has(path)) return readings.get(path);
    const text = texts.get(path);
    const read = findManifestReader(path)?.read ?? readRequirements;
    const reading = text === undefined ? undefined : read({ path, text });
    readings.set(path, reading);
    notices.push(...(reading?.notices ?? []));
    return reading;
  };
  const ranked = [...texts.keys()].flatMap((path) => {
    const rank = findManifestReader(path)?.rank;
    return rank === undefined ? [] : [{ path, rank }];
  });
  ranked.sort((a, b) => a.rank - b.rank || (a.path < b.path ? -1 : 1));
  const manifests: Manifest[] = [];
  for (const { path } of ranked) {
    const reading = open(path);
    if (reading === undefined) continue;
    const statements = gatherStatements(path, reading, open);
    manifests.push({ path, statements, ...(reading.python === undefined ? {} : { python: reading.python }) });
  }
  for (const [path, reading] of readings) {
    const missing = new Set<string>();
    for (const { path: included, target, line } of reading?.includes ?? []) {
      const isRead = included !== undefined && readings.get(included) !== undefined;
      if (isRead || missing.has(target)) continue;
      missing.add(target);
      const message = `includes ${JSON.stringify(target)}, which was not read; versions stated there do not count`;
      notices.push(createNotice('partly-scanned', path, message, line));
    }
  }
  return { manifests, notices };
}

/** The statements of a manifest and of all it includes; what is included as a constraint only constrains. */
function gatherStatements(
  path: string,
  reading: ManifestReading,
  open: (path: string) => ManifestReading | undefined,
): readonly Statement[] {
  const statements: Statement[] = [];
  const seen = new Set<string>();
  const pending = [{ path, reading, isConstraint: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { isConstraint } = next;
    const key = `${isConstraint}:${next.path}`;
    if (seen.has(key)) continue;
    seen.add(key);
    for (const { name, requirement } of next.reading.statements) {
      statements.push({
        name,
        requirement: isConstraint ? { ...requirement, constraint: true } : requirement,
      });
    }
    for (const include of next.reading.includes) {
      const included = include.path === undefined ? undefined : open(include.path);
      if (include.path === undefined || included === undefined) continue;
      pending.push({
        path: include.path,
        reading: included,
        isConstraint: isConstraint || include.isConstraint,
      });
    }
  }
  return statements;
}

/** All statements of one folder, each once, in the order of path and line. */
function collectFacts(manifests: readonly Manifest[]): ProjectFacts {
  const packages = new Map<string, Map<string, PackageRequirement>>();
  for (const { statements } of manifests) {
    for (const { name, requirement } of statements) {
      const known = packages.get(name) ?? new Map<string, PackageRequirement>();
      packages.set(name, known);
      known.set(JSON.stringify(requirement), requirement);
    }
  }
  const python = manifests.find((manifest) => manifest.python !== undefined)?.python;
  return {
    packages: Object.fromEntries(
      [...packages].map(([name, known]) => [name, sortByPlace([...known.values()])]),
    ),
    ...(python === undefined ? {} : { python: { specifier: python } }),
  };
}

function sortByPlace(requirements: readonly PackageRequirement[]): readonly PackageRequirement[] {
  return [...requirements].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
}

/** Files of what is installed beside something else: for one purpose, or only to narrow it. */
const ADDED = /(?:^|\/)(?:requirements[-_.]\w[\w.-]*\.txt|[\w.-]+-requirements\.txt|constraints[^/]*\.txt)$/i;
const MIN_REPEATED = 3;

/**
 * True when half of what a folder needs is stated further up as well. What is installed on top of another list does not
 * say that list again, so such a folder belongs to a program that is installed without it.
 */
function repeats(manifests: readonly Manifest[], above: ProjectFacts): boolean {
  const main = manifests.filter(({ path }) => !ADDED.test(path));
  const names = new Set(main.flatMap(({ statements }) => statements.map(({ name }) => name)));
  const repeated = [...names].filter((name) => Object.hasOwn(above.packages, name));
  return repeated.length >= MIN_REPEATED && repeated.length * 2 >= names.size;
}

/** What holds for every program of a repository: what is locked, and what only narrows. */
function narrowingOf({ packages, ...rest }: ProjectFacts): ProjectFacts {
  const kept = Object.entries(packages).flatMap(([name, statements]) => {
    const narrowing = statements.filter(({ locked, constraint }) => locked || constraint === true);
    return narrowing.length === 0 ? [] : [[name, narrowing] as const];
  });
  return { ...rest, packages: Object.fromEntries(kept) };
}

/** The facts of a folder together with those of the folders above it. */
function inherit(own: ProjectFacts, above: ProjectFacts): ProjectFacts {
  const packages = new Map(Object.entries(above.packages));
  for (const [name, statements] of Object.entries(own.packages)) {
    const locks = statements.some(({ locked }) => locked)
      ? []
      : (packages.get(name) ?? []).filter(
          ({ locked, specifier }) => locked && isAdmitted(specifier, statements),
        );
    packages.set(name, [...statements, ...locks]);
  }
  const python = own.python ?? above.python;
  return { packages: Object.fromEntries(packages), ...(python === undefined ? {} : { python }) };
}

/** Whether every statement allows the version of a lock. */
function isAdmitted(lock: string, statements: readonly PackageRequirement[]): boolean {
  const version = parseVersion(lock.replace(/^=+/, ''));
  return (
    version !== undefined &&
    statements.every(({ specifier }) => {
      const range = parseVersionRange(specifier);
      return range !== undefined && isInRange(range, version);
    })
  );
}
