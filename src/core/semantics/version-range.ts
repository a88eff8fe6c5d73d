import { compareVersions, isPreRelease, parseVersion, type Version } from './version.js';

/** One end of a range of versions. */
export interface VersionEdge {
  /** Without a local label: specifiers other than `==` ignore it, and it never moves a version past a bound. */
  readonly version: Version;
  readonly isIncluded: boolean;
}

/** The versions that a specifier allows, between its outermost ends. Ends that are absent are open. */
export interface VersionRange {
  readonly lower?: VersionEdge;
  readonly upper?: VersionEdge;
  /** True when no version is allowed. */
  readonly isEmpty: boolean;
}

/** How a set of versions lies to a bound. */
export type RangeVerdict = 'always-below' | 'may-be-below' | 'never-below';

interface Interval {
  readonly lower: VersionEdge;
  readonly upper: VersionEdge;
}

interface Clause {
  readonly lower?: VersionEdge;
  readonly upper?: VersionEdge;
  readonly hole?: Interval;
  /** Whether it names a pre-release, which makes pre-releases candidates at all. */
  readonly namesPreRelease: boolean;
}

/**
 * Reads PEP 440 specifiers (`>=2.1,!=2.3.*,<2.6`) as the range that they allow together. Pre-releases are in the
 * range only when a specifier names one, as with pip. Versions that `!=` takes out count where they touch an end.
 *
 * @param specifiers comma-separated; empty allows everything
 * @returns undefined when a specifier is malformed, or an arbitrary equality (`===`) with something that is no version
 */
export function parseVersionRange(specifiers: string): VersionRange | undefined {
  const clauses: Clause[] = [];
  for (const part of specifiers.split(',')) {
    if (part.trim() === '') continue;
    const clause = parseClause(part.trim());
    if (clause === undefined) return undefined;
    clauses.push(clause);
  }
  return tighten(clauses);
}

/** Whether the range holds the version; holes that do not touch an end are not known to a range. */
export function isInRange(range: VersionRange, version: Version): boolean {
  if (range.isEmpty) return false;
  const bare = toPublic(version);
  if (range.lower !== undefined) {
    const order = compareVersions(bare, range.lower.version);
    if (order < 0 || (order === 0 && !range.lower.isIncluded)) return false;
  }
  if (range.upper === undefined) return true;
  const order = compareVersions(bare, range.upper.version);
  return order < 0 || (order === 0 && range.upper.isIncluded);
}

/** Says whether all, some or none of the range lies below the bound. An empty range says nothing: `may-be-below`. */
export function judgeRange(range: VersionRange, bound: Version): RangeVerdict {
  if (range.isEmpty) return 'may-be-below';
  const limit = toPublic(bound);
  if (range.upper !== undefined) {
    const order = compareVersions(range.upper.version, limit);
    if (order < 0 || (order === 0 && !range.upper.isIncluded)) return 'always-below';
  }
  if (range.lower !== undefined && compareVersions(range.lower.version, limit) >= 0) return 'never-below';
  return 'may-be-below';
}

function parseClause(text: string): Clause | undefined {
  const match = /^(===|~=|==|!=|<=|>=|<|>)\s*(\S+)$/.exec(text);
  if (match === null) return undefined;
  const [, operator = '', operand = ''] = match;
  if (operand.endsWith('.*')) return parseWildcard(operator, operand.slice(0, -2));
  const parsed = parseVersion(operand);
  if (parsed === undefined) return undefined;
  const version = toPublic(parsed);
  const namesPreRelease = operator !== '!=' && isPreRelease(version);
  const point = { version, isIncluded: true };
  switch (operator) {
    case '===':
    case '==':
      return { lower: point, upper: point, namesPreRelease };
    case '!=':
      return { hole: { lower: point, upper: point }, namesPreRelease };
    case '>=':
      return { lower: point, namesPreRelease };
    case '>':
      return { lower: { version, isIncluded: false }, namesPreRelease };
    case '<=':
      return { upper: point, namesPreRelease };
    case '<':
      return { upper: { version: toExclusiveEnd(version), isIncluded: false }, namesPreRelease };
    default: {
      if (version.release.length < 2) return undefined;
      const series = { ...version, release: version.release.slice(0, -1) };
      return { lower: point, upper: getSeries(series).upper, namesPreRelease };
    }
  }
}

function parseWildcard(operator: string, prefix: string): Clause | undefined {
  const version = parseVersion(prefix);
  const isPlain =
    version !== undefined && !isPreRelease(version) && version.post === undefined && version.local === '';
  if (!isPlain) return undefined;
  const series = getSeries(version);
  if (operator === '==') return { ...series, namesPreRelease: false };
  return operator === '!=' ? { hole: series, namesPreRelease: false } : undefined;
}

/** All versions that begin with these release numbers. */
function getSeries({ epoch, release }: Version): Interval {
  const next = [...release.slice(0, -1), (release.at(-1) ?? 0) + 1];
  return {
    lower: { version: { epoch, release, dev: 0, local: '' }, isIncluded: true },
    upper: { version: { epoch, release: next, dev: 0, local: '' }, isIncluded: false },
  };
}

/** `<2.6` takes out the pre-releases of 2.6 too, unless it names one itself. */
function toExclusiveEnd(version: Version): Version {
  return isPreRelease(version) || version.post !== undefined ? version : { ...version, dev: 0 };
}

function tighten(clauses: readonly Clause[]): VersionRange {
  let lower: VersionEdge | undefined;
  let upper: VersionEdge | undefined;
  for (const clause of clauses) {
    if (clause.lower !== undefined && (lower === undefined || compareLower(clause.lower, lower) > 0)) {
      lower = clause.lower;
    }
    if (clause.upper !== undefined && (upper === undefined || compareUpper(clause.upper, upper) < 0)) {
      upper = clause.upper;
    }
  }
  const allowsPreReleases = clauses.some((clause) => clause.namesPreRelease);
  const holes = clauses.flatMap((clause) => clause.hole ?? []);
  lower = skipPreReleases(lower, allowsPreReleases);
  for (const hole of holes.sort((a, b) => compareLower(a.lower, b.lower))) {
    if (lower === undefined || compareLower(hole.lower, lower) > 0) continue;
    const beyond = { version: hole.upper.version, isIncluded: !hole.upper.isIncluded };
    if (compareLower(beyond, lower) > 0) lower = skipPreReleases(beyond, allowsPreReleases);
  }
  for (const hole of holes.sort((a, b) => compareUpper(b.upper, a.upper))) {
    if (upper === undefined || compareUpper(hole.upper, upper) < 0) continue;
    const before = { version: hole.lower.version, isIncluded: !hole.lower.isIncluded };
    if (compareUpper(before, upper) < 0) upper = before;
  }
  return {
    ...(lower === undefined ? {} : { lower }),
    ...(upper === undefined ? {} : { upper }),
    isEmpty: lower !== undefined && upper !== undefined && isCrossed(lower, upper),
  };
}

/** Moves a lower end from a pre-release to the release it leads to. */
function skipPreReleases(
  lower: VersionEdge | undefined,
  allowsPreReleases: boolean,
): VersionEdge | undefined {
  if (lower === undefined || allowsPreReleases || !isPreRelease(lower.version)) return lower;
  const { epoch, release, post } = lower.version;
  return {
    version: { epoch, release, ...(post === undefined ? {} : { post }), local: '' },
    isIncluded: true,
  };
}

function isCrossed(lower: VersionEdge, upper: VersionEdge): boolean {
  const order = compareVersions(lower.version, upper.version);
  return order > 0 || (order === 0 && !(lower.isIncluded && upper.isIncluded));
}

/** Orders lower ends by what they leave out. */
function compareLower(a: VersionEdge, b: VersionEdge): number {
  return compareVersions(a.version, b.version) || Number(b.isIncluded) - Number(a.isIncluded);
}

/** Orders upper ends by what they let in. */
function compareUpper(a: VersionEdge, b: VersionEdge): number {
  return compareVersions(a.version, b.version) || Number(a.isIncluded) - Number(b.isIncluded);
}

function toPublic(version: Version): Version {
  return version.local === '' ? version : { ...version, local: '' };
}
