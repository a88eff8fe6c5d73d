import { parseVersionRange } from '../version-range.js';

/** Longest marker that is looked into; longer ones are taken to hold. */
const MAX_MARKER_LENGTH = 2000;

/**
 * Whether a PEP 508 marker can never hold for the Python versions of a project. Only comparisons of the Python version
 * are decided; anything else (platform, extra, implementation) may hold. A marker that cannot be read may hold.
 *
 * @param marker such as `python_version < "3" and sys_platform == "win32"`
 * @param python specifier of the versions the project runs on; Python 3 when absent or unreadable
 */
export function isNeverTrue(marker: string, python: string | undefined): boolean {
  if (marker.length > MAX_MARKER_LENGTH) return false;
  const tokens = marker.match(/[()]|"[^"]*"|'[^']*'|[<>=!~]+|[\w.]+|\S/g) ?? [];
  const reader = { tokens, at: 0, python: python ?? '' };
  const verdict = readAlternatives(reader);
  return verdict && reader.at === tokens.length;
}

interface MarkerReader {
  readonly tokens: readonly string[];
  at: number;
  readonly python: string;
}

/** Each function answers: can what it reads never be true? */
function readAlternatives(reader: MarkerReader): boolean {
  let isNever = readConjunction(reader);
  while (reader.tokens[reader.at] === 'or') {
    reader.at += 1;
    isNever = readConjunction(reader) && isNever;
  }
  return isNever;
}

function readConjunction(reader: MarkerReader): boolean {
  let isNever = readComparison(reader);
  while (reader.tokens[reader.at] === 'and') {
    reader.at += 1;
    isNever = readComparison(reader) || isNever;
  }
  return isNever;
}

function readComparison(reader: MarkerReader): boolean {
  if (reader.tokens[reader.at] === '(') {
    reader.at += 1;
    const isNever = readAlternatives(reader);
    reader.at += 1;
    return isNever;
  }
  const [variable = '', operator = '', value = ''] = reader.tokens.slice(reader.at, reader.at + 3);
  reader.at += operator === 'not' ? 4 : 3;
  const specifier = toSpecifier(variable, operator, value.slice(1, -1));
  return specifier !== undefined && !hasCommonVersion(specifier, reader.python);
}

/** The comparison as a specifier of full Python versions; undefined when it is about something else. */
function toSpecifier(variable: string, operator: string, value: string): string | undefined {
  if (!/^\d+(\.\d+)*$/.test(value)) return undefined;
  if (variable === 'python_full_version') return `${operator}${value}`;
  if (variable !== 'python_version') return undefined;
  // `python_version` is cut to two numbers: 3.9.7 counts as 3.9, so `<= "3.9"` lets all of 3.9 in.
  const [major = '', minor, rest] = value.split('.');
  if (rest !== undefined) return undefined;
  if (operator === '<' || operator === '>=') return `${operator}${value}`;
  if (minor === undefined) return undefined;
  const next = `${major}.${Number(minor) + 1}`;
  if (operator === '<=') return `<${next}`;
  if (operator === '>') return `>=${next}`;
  if (operator === '==' || operator === '!=') return `${operator}${value}.*`;
  return undefined;
}

function hasCommonVersion(specifier: string, python: string): boolean {
  const project = python === '' || parseVersionRange(python) === undefined ? '>=3' : python;
  const common = parseVersionRange(`${specifier},${project}`);
  return common === undefined || !common.isEmpty;
}
