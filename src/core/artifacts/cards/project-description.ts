import { ManifestCollector } from '../../semantics/manifests/manifest-reading.js';
import {
  asTable,
  asText,
  getTable,
  getText,
  parseToml,
  type Table,
  TomlLines,
} from '../../semantics/manifests/toml-file.js';
import type { Location } from '../../source/document.js';
import type { Licence } from './card-knowledge.js';
import { detectLicence, findLicence } from './detect-licence.js';

/** A text that a file of the project states. */
export interface Stated {
  readonly value: string;
  readonly location: Location;
}

/** A licence that a file of the project states. */
export interface StatedLicence {
  readonly licence: Licence;
  readonly location: Location;
}

/** What the files at the root say about the project. Absent means that no file says it. */
export interface ProjectDescription {
  readonly name?: Stated;
  readonly version?: Stated;
  readonly summary?: Stated;
  readonly authors: readonly Stated[];
  /** Addresses with their labels, such as `Repository`. */
  readonly links: readonly (Stated & { readonly label: string })[];
  /** Every file that states a known licence; files may disagree. */
  readonly licences: readonly StatedLicence[];
  /** Lines of CODEOWNERS that name somebody: pattern and owners. */
  readonly owners: readonly {
    readonly pattern: string;
    readonly owners: string;
    readonly location: Location;
  }[];
  /** Files that stand for themselves, by what they are. */
  readonly documents: Readonly<Partial<Record<ProjectDocument, Location>>>;
}

export type ProjectDocument = 'security-policy' | 'threat-model' | 'incident-plan';

interface TextFile {
  readonly path: string;
  readonly text: string;
}

const documentNames: readonly (readonly [ProjectDocument, RegExp])[] = [
  ['security-policy', /(?:^|\/)security\.(?:md|rst|txt)$/i],
  ['threat-model', /threat[-_]?model[\w-]*\.md$/i],
  ['incident-plan', /(?:incident|runbook)[\w-]*\.md$/i],
];

/** Reads what the files at the root say. A file that cannot be parsed says nothing here. */
export function readProjectDescription(
  files: readonly TextFile[],
  licences: readonly Licence[],
): ProjectDescription {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const pyproject = sorted.find(({ path }) => path.toLowerCase() === 'pyproject.toml');
  const documents: Partial<Record<ProjectDocument, Location>> = {};
  for (const [kind, name] of documentNames) {
    const file = sorted.find(({ path }) => name.test(path));
    if (file !== undefined) documents[kind] = locateLine(file.path, 0);
  }
  const texts = sorted.flatMap((file): StatedLicence[] => {
    if (!/^(?:licen[cs]e|copying)\b[^/]*$/i.test(file.path)) return [];
    const licence = detectLicence(file.text, licences);
    return licence === undefined ? [] : [{ licence, location: locateLine(file.path, 0) }];
  });
  const metadata = pyproject === undefined ? undefined : readMetadata(pyproject, licences);
  return {
    authors: [],
    links: [],
    ...metadata?.description,
    licences: [...texts, ...(metadata?.licences ?? [])],
    owners: sorted.filter(({ path }) => /(?:^|\/)codeowners$/i.test(path)).flatMap(readOwners),
    documents,
  };
}

function readMetadata(
  file: TextFile,
  licences: readonly Licence[],
):
  | { readonly description: Partial<ProjectDescription>; readonly licences: readonly StatedLicence[] }
  | undefined {
  const root = parseToml(file.text, new ManifestCollector(file.path));
  if (root === undefined) return undefined;
  const lines = new TomlLines(file.text);
  const standard = getTable(root, 'project');
  const poetry = getTable(root, 'tool', 'poetry');
  const keys = Object.hasOwn(root, 'project') ? ['project'] : ['tool', 'poetry'];
  const table = Object.hasOwn(root, 'project') ? standard : poetry;
  const at = (...path: readonly string[]): Location => locateLine(file.path, lines.findKey(...keys, ...path));
  const state = (key: string): Stated | undefined => {
    const value = getText(table, key)?.trim();
    return value === undefined || value === '' ? undefined : { value, location: at(key) };
  };
  const name = state('name');
  const version = state('version');
  const summary = state('description');
  const links = Object.entries(getTable(table, 'urls')).flatMap(([label, value]) => {
    const address = asText(value);
    return address !== undefined && /^https?:\/\/\S+$/.test(address)
      ? [{ label, value: address, location: at('urls', label) }]
      : [];
  });
  return {
    description: {
      ...(name === undefined ? {} : { name }),
      ...(version === undefined ? {} : { version }),
      ...(summary === undefined ? {} : { summary }),
      authors: readAuthors(table['authors'], at('authors')),
      links,
    },
    licences: readLicence(table, licences).map((licence) => ({ licence, location: at('license') })),
  };
}

function readAuthors(value: unknown, location: Location): readonly Stated[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((author: unknown) => {
    // Poetry writes `Name <address>`; addresses of people are left out of generated documents.
    const name = asTable(author) === undefined ? asText(author) : getText(asTable(author), 'name');
    const bare = name?.replace(/<[^>]*>/g, '').trim();
    return bare === undefined || bare === '' || bare.includes('@') ? [] : [{ value: bare, location }];
  });
}

function readLicence(table: Table, licences: readonly Licence[]): readonly Licence[] {
  const stated = asText(table['license']) ?? getText(asTable(table['license']), 'text');
  if (stated === undefined) return [];
  const licence = findLicence(stated, licences) ?? detectLicence(stated, licences);
  return licence === undefined ? [] : [licence];
}

function readOwners(file: TextFile): ProjectDescription['owners'] {
  return file.text.split(/\r\n|\n|\r/).flatMap((line, index) => {
    const [pattern = '', ...owners] = line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    const names = owners.filter((owner) => /^@[\w./-]+$|^[^\s@]+@[^\s@]+$/.test(owner));
    return pattern === '' || pattern.startsWith('[') || names.length === 0
      ? []
      : [{ pattern, owners: names.join(' '), location: locateLine(file.path, index) }];
  });
}

/** The place of a line from 0, without a width. */
function locateLine(path: string, line: number): Location {
  return { path, range: { start: { line, character: 0 }, end: { line, character: 0 } } };
}
