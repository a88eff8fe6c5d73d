import type { Span } from '../source/position.js';
import { alignScalar } from './align-scalar.js';
import { type Command, nameProgram, type Word } from './command.js';
import { findEntry, type ScalarNode } from './data-node.js';
import type { RequirementPlaces } from './document-kind.js';
import { PathPattern, type Place } from './path-pattern.js';
import {
  MAX_REQUIREMENTS,
  type ReadRequirement,
  type Requirement,
  readConda,
  readConstraint,
  readNpmWord,
  readPep508,
} from './read-requirement.js';

/** Packages that the entries at the places of a kind ask for. */
export function collectDataRequirements(
  text: string,
  roots: readonly Place[],
  places: readonly RequirementPlaces[],
): readonly Requirement[] {
  const found: Requirement[] = [];
  for (const { at, form } of places) {
    for (const path of at) {
      const pattern = new PathPattern(path);
      for (const place of roots.flatMap((root) => pattern.find(root))) {
        for (const read of readPlace(text, place, form)) {
          if (found.length >= MAX_REQUIREMENTS) return found;
          found.push({ ...read, isLocked: false, symbol: place.path });
        }
      }
    }
  }
  return found;
}

function readPlace(
  text: string,
  { node, entry }: Place,
  form: RequirementPlaces['form'],
): readonly ReadRequirement[] {
  if (form === 'poetry' || form === 'pipfile' || form === 'npm') {
    if (entry === undefined || (form === 'poetry' && entry.key === 'python')) return [];
    const value = node.kind === 'map' ? findEntry(node, 'version')?.value : node;
    const scalar = value?.kind === 'scalar' && typeof value.value === 'string' ? value : undefined;
    const isElsewhere =
      node.kind === 'map' && ['git', 'url', 'path', 'file'].some((key) => findEntry(node, key) !== undefined);
    const read = readConstraint(
      entry.key,
      isElsewhere ? undefined : scalar === undefined ? '' : String(scalar.value),
      form,
      entry.span,
      scalar === undefined ? undefined : innerStart(text, scalar),
    );
    return [read];
  }
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.isKnown) return [];
  if (form === 'pep508-lines') {
    return [...readLines(text.slice(node.span.start, node.span.end), node.span.start)];
  }
  const start = innerStart(text, node);
  if (start === undefined) return [];
  const read =
    form === 'conda' ? readConda(node.value, start) : readPep508(withoutOptions(node.value), start);
  return read === undefined ? [] : [read];
}

/** Where the text of a scalar begins, when it stands there without escapes. */
function innerStart(text: string, { span, value }: ScalarNode): number | undefined {
  const offsets = typeof value === 'string' ? alignScalar(text, span, value) : undefined;
  return offsets?.[0];
}

function* readLines(text: string, base: number): Generator<ReadRequirement> {
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const content = withoutOptions(line[0].replace(/(?:^|\s)#.*$/, ''));
    const read = content.trim() === '' ? undefined : readPep508(content, base + line.index);
    if (read !== undefined) yield read;
  }
}

/** `torch==2.1 --extra-index-url=...`: pip's options of one line. */
function withoutOptions(line: string): string {
  return line.replace(/\s--?[a-z].*$/, '');
}

/** Packages of a requirements file: one a line, options and comments left out. */
export function collectRequirementLines(text: string): readonly Requirement[] {
  const found: Requirement[] = [];
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    if (found.length >= MAX_REQUIREMENTS) break;
    const content = line[0].replace(/(?:^|\s)#.*$/, '').replace(/\\\s*$/, '');
    if (/^\s*(?:-|$)/.test(content)) continue;
    const hashes = /\s--hash\b/.test(content) || /^\s*--hash\b/.test(nextLine(text, line));
    const read = readPep508(withoutOptions(content), line.index);
    if (read === undefined) continue;
    const { versionSpan, ...rest } = read;
    // A version cannot be changed without its hashes.
    const version = versionSpan === undefined || hashes ? {} : { versionSpan };
    found.push({ ...rest, ...version, isLocked: hashes, symbol: '' });
  }
  return found;
}

function nextLine(text: string, line: RegExpExecArray): string {
  const start = line.index + line[0].length;
  return line[0].trimEnd().endsWith('\\') ? text.slice(start, start + 200).replace(/^\r?\n/, '') : '';
}

/** Commands that fetch packages: what follows their names is a package, an option or the value of one. */
const INSTALLERS: readonly {
  readonly words: readonly string[];
  readonly registry: Requirement['registry'];
  /** True when only the first word is a package. */
  readonly isRunner?: true;
}[] = [
  { words: ['pip', 'install'], registry: 'pypi' },
  { words: ['pip', 'download'], registry: 'pypi' },
  { words: ['uv', 'add'], registry: 'pypi' },
  { words: ['pipx', 'install'], registry: 'pypi' },
  { words: ['uv', 'tool', 'install'], registry: 'pypi' },
  { words: ['uvx'], registry: 'pypi', isRunner: true },
  { words: ['npm', 'install'], registry: 'npm' },
  { words: ['npm', 'i'], registry: 'npm' },
  { words: ['pnpm', 'add'], registry: 'npm' },
  { words: ['yarn', 'add'], registry: 'npm' },
  { words: ['npx'], registry: 'npm', isRunner: true },
  { words: ['bunx'], registry: 'npm', isRunner: true },
];

/** Options whose next word is their value. */
const VALUED =
  /^(?:-[rcfitbe]|--(?:requirement|constraint|find-links|index-url|extra-index-url|index|target|prefix|root|python|platform|python-version|abi|implementation|trusted-host|upgrade-strategy|cache-dir|progress-bar|src|report|editable|registry|config-settings?|only-binary|no-binary|timeout|retries|proxy|cert|log|group|extra|optional|torch-backend|prerelease|build-constraint))$/;

/** Packages that commands install or run. */
export function collectCommandRequirements(commands: readonly Command[]): readonly Requirement[] {
  return commands.flatMap(({ words, hasProgram, symbol }) => {
    if (!hasProgram) return [];
    const installer = INSTALLERS.find(({ words: wanted }) =>
      wanted.every((text, index) => nameOf(words[index], index) === text),
    );
    if (installer === undefined) return [];
    const packages = operandsOf(words.slice(installer.words.length));
    const wanted = installer.isRunner === true ? packages.slice(0, 1) : packages;
    return wanted.flatMap((word): readonly Requirement[] => {
      const read =
        installer.registry === 'npm' ? readNpmWord(word.text, word.span) : readWord(word, installer.isRunner);
      return read === undefined ? [] : [{ ...read, isLocked: false, symbol }];
    });
  });
}

function nameOf(word: Word | undefined, index: number): string {
  return word?.isKnown !== true ? '' : index === 0 ? nameProgram(word.text) : word.text;
}

function operandsOf(words: readonly Word[]): readonly Word[] {
  const found: Word[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (word.text.startsWith('-')) {
      if (VALUED.test(word.text)) at += 1;
    } else if (word.isKnown) found.push(word);
  }
  return found;
}

function readWord({ text, span }: Word, isRunner: true | undefined): ReadRequirement | undefined {
  if (/[/\\]|\.(?:whl|txt|toml|gz|zip)$/.test(text)) return undefined;
  const own = isRunner === true ? text.replace('@', '==') : text;
  const read = readPep508(own, 0);
  if (read === undefined) return undefined;
  const { versionSpan, ...rest } = read;
  const place = toPlace(text, span, versionSpan);
  return { ...rest, span, ...(place === undefined ? {} : { versionSpan: place }) };
}

/** The version inside a word that stands as it is, or in quotes. */
function toPlace(text: string, span: Span, version: Span | undefined): Span | undefined {
  const quotes = span.end - span.start - text.length;
  if (version === undefined || (quotes !== 0 && quotes !== 2)) return undefined;
  const end = span.end - quotes / 2;
  return { start: end - (version.end - version.start), end };
}
