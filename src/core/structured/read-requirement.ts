import { parseCondaSpec } from '../semantics/manifests/conda-spec.js';
import { parsePackageAddress, parseRequirement } from '../semantics/manifests/parse-requirement.js';
import { convertPoetryConstraint } from '../semantics/manifests/poetry-specifier.js';
import { normalizePackageName } from '../semantics/project.js';
import type { Span } from '../source/position.js';

/** More packages of one document are passed over. */
export const MAX_REQUIREMENTS = 20_000;

/** A package that a document asks for. */
export interface Requirement {
  /** Normalised for PyPI; as written for npm. */
  readonly name: string;
  readonly registry: 'pypi' | 'npm';
  /** Versions in PEP 440 form, of which one must hold; an empty text stands for any. At least one. */
  readonly specifiers: readonly string[];
  /** `elsewhere`: from an address, a repository or a folder. */
  readonly from: 'registry' | 'elsewhere';
  /** True in lock files and for pins with a hash. */
  readonly isLocked: boolean;
  readonly span: Span;
  /** Where the one version stands that is asked for. */
  readonly versionSpan?: Span;
  readonly symbol: string;
}

/** A requirement without its place. */
export type ReadRequirement = Omit<Requirement, 'isLocked' | 'symbol'>;

/** Reads `torch[x]==2.3.0 ; marker` that begins at an offset; undefined when it is none. */
export function readPep508(text: string, start: number): ReadRequirement | undefined {
  const content = text.trim();
  const at = start + text.indexOf(content);
  const span = { start: at, end: at + content.length };
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|\.|\/|file:)/i.test(content)) {
    const address = parsePackageAddress(content.split(/[\s;]/)[0] ?? '');
    if (address === undefined) return undefined;
    const { name, specifier } = address;
    return { name, registry: 'pypi', specifiers: [specifier], from: 'elsewhere', span };
  }
  const parsed = parseRequirement(content);
  if (parsed === undefined) return undefined;
  const { name, specifier } = parsed;
  const from = /^[\w.-]+\s*(?:\[[^\]]*\])?\s*@/.test(content) ? 'elsewhere' : 'registry';
  const pin = /^[^;]*?===?\s*([\w.!+-]+)\s*(?:;|$)/.exec(content);
  const pinned = pin?.[1] === undefined || specifier.includes(',') ? undefined : pin[1];
  return {
    name,
    registry: 'pypi',
    specifiers: [specifier],
    from,
    span,
    ...versionAt(content, pinned, at),
  };
}

/** Reads `torch=2.3`, `conda-forge::pytorch==2.3.0` of conda. */
export function readConda(text: string, start: number): ReadRequirement | undefined {
  const spec = parseCondaSpec(text);
  if (spec === undefined) return undefined;
  const content = text.trim();
  const at = start + text.indexOf(content);
  const pinned = /^[^=<>!~\s]+\s*={1,2}\s*([\w.]+)$/.exec(content)?.[1];
  return {
    name: spec.name,
    registry: 'pypi',
    specifiers: spec.specifiers,
    from: 'registry',
    span: { start: at, end: at + content.length },
    ...versionAt(content, pinned, at),
  };
}

/** Reads a name with a constraint of Poetry, Pipenv or npm, which stands at `start`. */
export function readConstraint(
  name: string,
  constraint: string | undefined,
  form: 'poetry' | 'pipfile' | 'npm',
  span: Span,
  start: number | undefined,
): ReadRequirement {
  const registry = form === 'npm' ? 'npm' : 'pypi';
  const written = (constraint ?? '').trim();
  const isElsewhere = /:|^\.{0,2}\//.test(written) && !/^npm:/.test(written);
  const version = /^[\^~=v]{0,2}\s*(\d[\w.+-]*)$/.exec(written)?.[1];
  const own = written.replace(/^v(?=\d)/, '');
  return {
    name: registry === 'npm' ? name : normalizePackageName(name),
    registry,
    specifiers: isElsewhere ? [''] : toSpecifiers(own, form),
    from: isElsewhere || constraint === undefined ? 'elsewhere' : 'registry',
    span,
    ...(start === undefined ? {} : versionAt(constraint ?? '', version, start)),
  };
}

function toSpecifiers(constraint: string, form: 'poetry' | 'pipfile' | 'npm'): readonly string[] {
  if (constraint === '' || constraint === '*') return [''];
  // A word instead of a version, such as latest, is the newest there is.
  if (form === 'npm' && /^[a-z]/i.test(constraint)) return [''];
  return form === 'pipfile' ? [constraint.replace(/\s+/g, '')] : convertPoetryConstraint(constraint);
}

/** Reads `name@1.2.3` of npm. */
export function readNpmWord(text: string, span: Span): ReadRequirement | undefined {
  const match = /^((?:@[\w.-]+\/)?[a-z0-9][\w.-]*)(?:@(.+))?$/.exec(text);
  if (match === null) return undefined;
  const [, name = '', version = ''] = match;
  // As it is, or in quotes.
  const quotes = span.end - span.start - text.length;
  const isWritten = version !== '' && (quotes === 0 || quotes === 2);
  const start = isWritten ? span.end - quotes / 2 - version.length : undefined;
  return { ...readConstraint(name, version, 'npm', span, start), from: 'registry' };
}

function versionAt(
  content: string,
  version: string | undefined,
  at: number,
): { readonly versionSpan?: Span } {
  if (version === undefined) return {};
  const start = at + content.lastIndexOf(version);
  return { versionSpan: { start, end: start + version.length } };
}
