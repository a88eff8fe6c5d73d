import { normalizePackageName } from '../project.js';
import { ManifestCollector, type ManifestFile, type ManifestReading } from './manifest-reading.js';
import { parsePackageAddress, parseRequirement } from './parse-requirement.js';
import { convertPoetryConstraint } from './poetry-specifier.js';
import { asTable, asText, getTable, getText, parseToml, type Table, TomlLines } from './toml-file.js';

/**
 * Reads pyproject.toml: dependencies of the project with its extras (PEP 621), dependency groups (PEP 735), those of
 * Poetry and uv, and the Python versions. What only the build needs does not count.
 */
export function readPyproject(file: ManifestFile): ManifestReading {
  const collector = new ManifestCollector(file.path);
  const root = parseToml(file.text, collector);
  if (root === undefined) return collector.finish();
  const lines = new TomlLines(file.text);
  const python = getText(getTable(root, 'project'), 'requires-python');
  if (python !== undefined) collector.setPython(python.replace(/\s+/g, ''));
  const reader: PyprojectReader = { root, lines, collector };
  readList(reader, ['project', 'dependencies']);
  for (const path of [['project', 'optional-dependencies'], ['dependency-groups']]) {
    for (const group of Object.keys(getTable(root, ...path))) readList(reader, [...path, group]);
  }
  readList(reader, ['tool', 'uv', 'dev-dependencies']);
  readList(reader, ['tool', 'uv', 'override-dependencies']);
  readList(reader, ['tool', 'uv', 'constraint-dependencies'], true);
  const poetry = ['tool', 'poetry'];
  readPoetryTable(reader, [...poetry, 'dependencies']);
  readPoetryTable(reader, [...poetry, 'dev-dependencies']);
  for (const group of Object.keys(getTable(root, ...poetry, 'group'))) {
    readPoetryTable(reader, [...poetry, 'group', group, 'dependencies']);
  }
  return collector.finish();
}

interface PyprojectReader {
  readonly root: Table;
  readonly lines: TomlLines;
  readonly collector: ManifestCollector;
}

/** A list of PEP 508 requirements; the tables in it that include another group are read with that group. */
function readList(reader: PyprojectReader, path: readonly string[], isConstraint = false): void {
  const { root, lines, collector } = reader;
  const value = getTable(root, ...path.slice(0, -1))[path.at(-1) ?? ''];
  if (value === undefined) return;
  let line = lines.findKey(...path);
  if (!Array.isArray(value)) {
    collector.addNotice('partly-scanned', `${path.join('.')} must be a list of requirements`, line);
    return;
  }
  for (const entry of value) {
    const text = asText(entry);
    if (text === undefined) continue;
    line = lines.findText(text, line);
    const parsed = parseRequirement(text);
    if (parsed === undefined) {
      collector.skip(line, text);
      continue;
    }
    const { name, ...details } = parsed;
    collector.addStatement(name, line, { ...details, ...(isConstraint ? { constraint: true } : {}) });
  }
}

/** A table of Poetry: package to constraint, to a table with `version`, or to a list of such tables. */
function readPoetryTable(reader: PyprojectReader, path: readonly string[]): void {
  for (const [written, value] of Object.entries(getTable(reader.root, ...path))) {
    const line = reader.lines.findKey(...path, written);
    const alternatives: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (written === 'python') {
      const [specifier, another] = convertPoetryConstraint(asText(value) ?? '');
      if (specifier !== undefined && specifier !== '' && another === undefined) {
        reader.collector.setPython(specifier);
      }
      continue;
    }
    for (const alternative of alternatives) {
      for (const specifier of readPoetryValue(alternative)) {
        const marker = getText(asTable(alternative), 'markers');
        reader.collector.addStatement(normalizePackageName(written), line, { specifier, marker });
      }
    }
  }
}

/** The specifiers of which one must hold. */
function readPoetryValue(value: unknown): readonly string[] {
  const table = asTable(value);
  const version = table === undefined ? asText(value) : getText(table, 'version');
  if (version !== undefined) return convertPoetryConstraint(version);
  const address = getText(table, 'url') ?? getText(table, 'path');
  return [address === undefined ? '' : (parsePackageAddress(address)?.specifier ?? '')];
}
