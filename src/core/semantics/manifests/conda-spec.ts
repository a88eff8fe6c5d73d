import { normalizePackageName } from '../project.js';

/** A package specification of conda. */
export interface CondaSpec {
  /** Normalised name on PyPI. */
  readonly name: string;
  /** PEP 440 specifiers of which one must hold; an empty one allows any version. At least one. */
  readonly specifiers: readonly string[];
}

/** Packages whose name on conda channels is not the one on PyPI. Facts: conda-forge and pytorch channels. */
const pypiNames: ReadonlyMap<string, string> = new Map([
  ['pytorch', 'torch'],
  ['pytorch-cpu', 'torch'],
  ['pytorch-gpu', 'torch'],
  ['py-xgboost', 'xgboost'],
  ['py-opencv', 'opencv-python'],
]);

/**
 * Reads a specification such as `conda-forge::pytorch=2.1`, `numpy 1.26.4 py311_0` or `scipy >=1.9,<2|3.*`.
 *
 * @returns undefined when the text is no specification
 */
export function parseCondaSpec(text: string): CondaSpec | undefined {
  const spec = text.trim().replace(/^.*::/, '');
  const match = /^([a-z0-9_][a-z0-9_.-]*)\s*(.*)$/is.exec(spec);
  if (match === null) return undefined;
  const written = normalizePackageName(match[1] ?? '');
  const name = pypiNames.get(written) ?? written;
  const rest = (match[2] ?? '').trim();
  const bracket = rest.endsWith(']') ? rest.indexOf('[') : -1;
  const inBrackets = /(?:^|,)\s*version\s*=\s*(?:"([^"]*)"|'([^']*)'|([^,\s]+))/.exec(
    bracket < 0 ? '' : rest.slice(bracket + 1, -1),
  );
  const version =
    inBrackets?.[1] ??
    inBrackets?.[2] ??
    inBrackets?.[3] ??
    (bracket < 0 ? rest : rest.slice(0, bracket).trim());
  return { name, specifiers: toSpecifiers(version) };
}

function toSpecifiers(version: string): readonly string[] {
  const withBuild = /^={0,2}\s*([^=<>!~\s|,]+)(?:\s*=\s*|\s+)[^=<>!~\s|,]+$/.exec(version)?.[1];
  if (withBuild !== undefined) return [toClause(withBuild)];
  return version.split('|').map((alternative) =>
    alternative
      .split(',')
      .map((part) => toClause(part.replace(/\s+/g, '')))
      .filter((clause) => clause !== '')
      .join(','),
  );
}

/** A single `=` matches the release and everything below it; no operator means exactly this version. */
function toClause(part: string): string {
  const match = /^(===?|~=|!=|<=|>=|<|>|=)?(.*)$/s.exec(part);
  const operator = match?.[1] ?? '==';
  const version = match?.[2] ?? '';
  if (version === '' || version === '*') return '';
  const release = version.replace(/\.?\*$/, '');
  const isWildcard = release !== version;
  if (operator === '=') return `==${release}.*`;
  if (operator === '==' || operator === '!=') return `${operator}${release}${isWildcard ? '.*' : ''}`;
  return `${operator}${release}`;
}
