import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { LineIndex } from '../../source/position.js';
import { normalizePackageName } from '../project.js';
import { ManifestCollector, type ManifestFile, type ManifestReading } from './manifest-reading.js';
import { parsePackageAddress } from './parse-requirement.js';
import { asTable, asText, getTable, getText, parseToml, TomlLines } from './toml-file.js';

/** Reads a Pipfile: its packages, those for development, and the Python version. */
export function readPipfile(file: ManifestFile): ManifestReading {
  const collector = new ManifestCollector(file.path);
  const root = parseToml(file.text, collector);
  if (root === undefined) return collector.finish();
  const lines = new TomlLines(file.text);
  const requires = getTable(root, 'requires');
  const series = getText(requires, 'python_version');
  const full = getText(requires, 'python_full_version');
  if (full !== undefined) collector.setPython(`==${full}`);
  else if (series !== undefined) collector.setPython(`==${series}.*`);
  for (const section of ['packages', 'dev-packages']) {
    for (const [written, value] of Object.entries(getTable(root, section))) {
      const table = asTable(value);
      const version = table === undefined ? asText(value) : getText(table, 'version');
      const address = getText(table, 'file') ?? getText(table, 'path') ?? '';
      const specifier = version ?? parsePackageAddress(address)?.specifier ?? '';
      collector.addStatement(normalizePackageName(written), lines.findKey(section, written), {
        specifier: specifier === '*' ? '' : specifier.replace(/\s+/g, ''),
        marker: getText(table, 'markers'),
      });
    }
  }
  return collector.finish();
}

/** Reads a Pipfile.lock. */
export function readPipfileLock(file: ManifestFile): ManifestReading {
  const collector = new ManifestCollector(file.path);
  const lines = new LineIndex(file.text);
  const errors: ParseError[] = [];
  const root = parseJson(file.text, errors);
  const [error] = errors;
  if (root === undefined || error !== undefined) {
    const { line, character } = lines.positionAt(error?.offset ?? 0);
    const reason = error === undefined ? 'nested too deeply' : printParseErrorCode(error.error);
    collector.addNotice('not-scanned', `is not valid JSON: ${reason}`, line, character);
    return collector.finish();
  }
  for (const section of ['default', 'develop']) {
    for (const [written, value] of listMembers(findMember(root, section))) {
      const specifier: unknown = findMember(value, 'version')?.value;
      if (typeof specifier !== 'string') continue;
      const marker: unknown = findMember(value, 'markers')?.value;
      collector.addStatement(
        normalizePackageName(written),
        lines.positionAt(value.parent?.offset ?? 0).line,
        {
          specifier,
          locked: true,
          marker: asText(marker),
        },
      );
    }
  }
  return collector.finish();
}

function parseJson(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { disallowComments: true });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function listMembers(node: Node | undefined): readonly (readonly [string, Node])[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }) => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[String(key.value), value] as const];
  });
}

function findMember(node: Node | undefined, name: string): Node | undefined {
  return listMembers(node).find(([key]) => key === name)?.[1];
}
