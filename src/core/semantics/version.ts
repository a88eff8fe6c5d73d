/** A version by PEP 440, in parts. Numbers above 2^53 lose their last digits. */
export interface Version {
  /** Counts restarts of a numbering; 0 when not written. */
  readonly epoch: number;
  /** At least one number. */
  readonly release: readonly number[];
  readonly pre?: { readonly phase: 'a' | 'b' | 'rc'; readonly number: number };
  readonly post?: number;
  readonly dev?: number;
  /** Label of a local build, such as `cu121`, in lower case; empty when there is none. */
  readonly local: string;
}

const versionForm = new RegExp(
  [
    '^v?(?:(\\d+)!)?',
    '(\\d+(?:\\.\\d+)*)',
    '(?:[-_.]?(alpha|a|beta|b|preview|pre|rc|c)[-_.]?(\\d*))?',
    '(?:-(\\d+)|[-_.]?(post|rev|r)[-_.]?(\\d*))?',
    '(?:[-_.]?(dev)[-_.]?(\\d*))?',
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
  ].join(''),
);

/**
 * Reads a version as PEP 440 defines it, with its alternative spellings (`v1.0`, `1.0-beta.2`, `1.0-1`).
 *
 * @returns undefined when the text is no such version
 */
export function parseVersion(text: string): Version | undefined {
  const match = versionForm.exec(text.trim().toLowerCase());
  if (match === null) return undefined;
  const [, epoch, release = '', phase, phaseNumber, implicitPost, post, postNumber, dev, devNumber, local] =
    match;
  return {
    epoch: Number(epoch ?? 0),
    release: release.split('.').map(Number),
    ...(phase === undefined ? {} : { pre: { phase: toPhase(phase), number: Number(phaseNumber) } }),
    ...(implicitPost === undefined && post === undefined ? {} : { post: Number(implicitPost ?? postNumber) }),
    ...(dev === undefined ? {} : { dev: Number(devNumber) }),
    local: (local ?? '').replace(/[-_]/g, '.'),
  };
}

/** Whether a version comes before a release: alpha, beta, candidate or development build. */
export function isPreRelease(version: Version): boolean {
  return version.pre !== undefined || version.dev !== undefined;
}

/**
 * Orders two versions as PEP 440 does.
 *
 * @returns below, at or above 0 when `a` is below, equal to or above `b`
 */
export function compareVersions(a: Version, b: Version): number {
  return (
    compareNumbers(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    comparePairs(rankPre(a), rankPre(b)) ||
    compareNumbers(a.post ?? -1, b.post ?? -1) ||
    compareNumbers(a.dev ?? Number.POSITIVE_INFINITY, b.dev ?? Number.POSITIVE_INFINITY) ||
    compareLocals(a.local, b.local)
  );
}

function toPhase(word: string): 'a' | 'b' | 'rc' {
  if (word === 'a' || word === 'alpha') return 'a';
  return word === 'b' || word === 'beta' ? 'b' : 'rc';
}

/** Development builds of a release come before its alphas, the release itself after its candidates. */
function rankPre(version: Version): readonly [number, number] {
  if (version.pre !== undefined) return [['a', 'b', 'rc'].indexOf(version.pre.phase), version.pre.number];
  const isBareDev = version.post === undefined && version.dev !== undefined;
  return [isBareDev ? -1 : 3, 0];
}

function comparePairs(a: readonly [number, number], b: readonly [number, number]): number {
  return compareNumbers(a[0], b[0]) || compareNumbers(a[1], b[1]);
}

function compareReleases(a: readonly number[], b: readonly number[]): number {
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const order = compareNumbers(a[at] ?? 0, b[at] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers rank above words, more segments above fewer, and any label above none. */
function compareLocals(a: string, b: string): number {
  const left = a === '' ? [] : a.split('.');
  const right = b === '' ? [] : b.split('.');
  const shared = Math.min(left.length, right.length);
  for (let at = 0; at < shared; at += 1) {
    const x = left[at] ?? '';
    const y = right[at] ?? '';
    const isNumber = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (isNumber[0] !== isNumber[1]) return isNumber[0] ? 1 : -1;
    const order = isNumber[0] ? compareNumbers(Number(x), Number(y)) : x < y ? -1 : x > y ? 1 : 0;
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Unlike a subtraction, right for two infinities. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
