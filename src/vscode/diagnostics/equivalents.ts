import type { Range } from '../../core/index.js';

/** A finding of another tool, as far as the comparison needs it. */
export interface ForeignDiagnostic {
  /** The tool, such as `Ruff`; undefined when it does not say. */
  readonly source: string | undefined;
  /** Its code, such as `S301`; undefined when it has none. */
  readonly code: string | undefined;
  readonly range: Range;
}

/**
 * True when another tool already reports the same thing on an overlapping range.
 *
 * @param equivalents the rule's entries, `<source>:<code>`; the source is compared without case, the code exactly
 */
export function isReportedElsewhere(
  range: Range,
  equivalents: readonly string[],
  others: readonly ForeignDiagnostic[],
): boolean {
  return others.some(
    (other) =>
      isOverlapping(range, other.range) && equivalents.some((equivalent) => isSameCode(equivalent, other)),
  );
}

function isSameCode(equivalent: string, { source, code }: ForeignDiagnostic): boolean {
  const colon = equivalent.indexOf(':');
  if (source === undefined || code === undefined || colon < 0) return false;
  return (
    equivalent.slice(0, colon).toLowerCase() === source.toLowerCase() && equivalent.slice(colon + 1) === code
  );
}

function isOverlapping(a: Range, b: Range): boolean {
  return isNotAfter(a.start, b.end) && isNotAfter(b.start, a.end);
}

function isNotAfter(a: Range['start'], b: Range['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character <= b.character);
}
