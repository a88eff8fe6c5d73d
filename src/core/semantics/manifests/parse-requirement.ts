import { normalizePackageName } from '../project.js';

/** One requirement in PEP 508 form. */
export interface ParsedRequirement {
  /** Normalised. */
  readonly name: string;
  /** Without blanks; empty when it states no version. */
  readonly specifier: string;
  readonly marker?: string;
}

const namePattern = /^([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)\s*(?:\[[^\]]*\])?\s*/i;
const clausePattern = /^(===|~=|==|!=|<=|>=|<|>)\s*([^\s,;()]+)$/;

/**
 * Reads a requirement such as `torch[extra] >=2.1,<2.6 ; python_version >= "3.9"` or `torch @ https://...whl`. The
 * form is checked, the versions are not.
 *
 * @returns undefined when the text is no requirement
 */
export function parseRequirement(text: string): ParsedRequirement | undefined {
  const match = namePattern.exec(text.trim());
  if (match === null) return undefined;
  const name = normalizePackageName(match[1] ?? '');
  const rest = text.trim().slice(match[0].length);
  if (rest.startsWith('@')) return parseDirectReference(name, rest.slice(1).trim());
  const semicolon = rest.indexOf(';');
  const versions = semicolon < 0 ? rest : rest.slice(0, semicolon);
  const specifier = parseSpecifiers(versions);
  if (specifier === undefined) return undefined;
  return { name, specifier, ...toMarker(semicolon < 0 ? '' : rest.slice(semicolon + 1)) };
}

/**
 * Reads the name, and the version where a file name tells it, from an address or a path: a wheel, a source archive, or
 * a repository with `#egg=name`.
 *
 * @returns undefined when the address names no package
 */
export function parsePackageAddress(address: string): ParsedRequirement | undefined {
  const [location = '', fragment = ''] = address.split('#');
  const egg = /(?:^|&)egg=([a-z0-9][a-z0-9._-]*)/i.exec(fragment)?.[1];
  const version = readFileVersion(location);
  if (egg !== undefined) return { name: normalizePackageName(egg), specifier: version?.specifier ?? '' };
  return version;
}

/** The specifiers without blanks, joined by commas; undefined when one is malformed. */
function parseSpecifiers(text: string): string | undefined {
  const inner = /^\((.*)\)$/.exec(text.trim())?.[1] ?? text;
  const clauses: string[] = [];
  for (const part of inner.split(',')) {
    const clause = part.trim();
    if (clause === '') continue;
    const match = clausePattern.exec(clause);
    if (match === null) return undefined;
    clauses.push(`${match[1]}${match[2]}`);
  }
  return clauses.join(',');
}

function parseDirectReference(name: string, text: string): ParsedRequirement | undefined {
  const blank = text.search(/\s/);
  const address = blank < 0 ? text : text.slice(0, blank);
  const rest = blank < 0 ? '' : text.slice(blank).trim();
  if (address === '' || (rest !== '' && !rest.startsWith(';'))) return undefined;
  const specifier = readFileVersion(address.split('#')[0] ?? '')?.specifier ?? '';
  return { name, specifier, ...toMarker(rest.slice(1)) };
}

/** Name and version from the file name of a wheel or a source archive. */
function readFileVersion(location: string): ParsedRequirement | undefined {
  const file = (location.split('?')[0] ?? '').split('/').at(-1)?.replace(/%2B/gi, '+') ?? '';
  const wheel = /^([a-z0-9][a-z0-9._]*)-([^-]+)(?:-\d[^-]*)?-[^-]+-[^-]+-[^-]+\.whl$/i.exec(file);
  const archive = /^([a-z0-9][a-z0-9._-]*)-(\d[^-]*?)(?:\.tar\.gz|\.tar\.bz2|\.tgz|\.zip)$/i.exec(file);
  const [, name, version] = wheel ?? archive ?? [];
  if (name === undefined || version === undefined) return undefined;
  return { name: normalizePackageName(name), specifier: `==${version.replaceAll('_', '.')}` };
}

function toMarker(text: string): { readonly marker?: string } {
  const marker = text.trim();
  return marker === '' ? {} : { marker };
}
