import { parseVersion } from '../version.js';

/**
 * Turns a version constraint of Poetry into PEP 440: carets, tildes and bare versions, joined by commas or blanks.
 *
 * @param constraint such as `^2.1`, `~1.2.3`, `1.*`, `>=1.0,<2.0 || ^3.0`
 * @returns the specifiers of which one must hold, at least one; an empty one allows any version, and what is no
 *   constraint is returned as written
 */
export function convertPoetryConstraint(constraint: string): readonly string[] {
  return constraint.split(/\|\|?/).map((alternative) => {
    const clauses = [...alternative.matchAll(/(?:(\^|~=|~|===?|!=|>=|<=|>|<|=)\s*)?([^\s,^~=<>]+)/g)].map(
      ([, operator = '', version = '']) => convertClause(operator, version),
    );
    return clauses.filter((clause) => clause !== '').join(',');
  });
}

function convertClause(operator: string, written: string): string {
  const version = written.replace(/(?:\.[*x])+$/i, '');
  if (version === '*') return '';
  const isWildcard = version !== written;
  switch (operator) {
    case '^':
      return `>=${version}${limitSeries(version, findCaretPlace)}`;
    case '~':
      return `>=${version}${limitSeries(version, ({ length }) => Math.min(length - 1, 1))}`;
    case '':
    case '=':
    case '==':
      return `==${version}${isWildcard ? '.*' : ''}`;
    case '!=':
      return `!=${version}${isWildcard ? '.*' : ''}`;
    default:
      return `${operator}${version}`;
  }
}

/** A caret holds the first number that is not 0, or the last one written. */
function findCaretPlace(release: readonly number[]): number {
  const first = release.findIndex((number) => number !== 0);
  return first < 0 ? release.length - 1 : first;
}

/** `,<...` with the number at the place raised by one; empty when the text is no version. */
function limitSeries(text: string, findPlace: (release: readonly number[]) => number): string {
  const version = parseVersion(text);
  if (version === undefined) return '';
  const place = findPlace(version.release);
  const next = version.release.slice(0, place + 1).map((number, at) => (at === place ? number + 1 : number));
  return `,<${version.epoch === 0 ? '' : `${version.epoch}!`}${next.join('.')}`;
}
