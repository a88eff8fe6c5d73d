import { normalizePackageName } from '../project.js';
import { ManifestCollector, type ManifestFile, type ManifestReading } from './manifest-reading.js';
import { asTable, getText, parseToml, TomlLines } from './toml-file.js';

/** Reads uv.lock, poetry.lock and pdm.lock (`[[package]]`) and pylock.toml (PEP 751, `[[packages]]`). */
export function readLock(file: ManifestFile): ManifestReading {
  const collector = new ManifestCollector(file.path);
  const root = parseToml(file.text, collector);
  if (root === undefined) return collector.finish();
  const python = getText(root, 'requires-python');
  if (python !== undefined) collector.setPython(python.replace(/\s+/g, ''));
  for (const key of ['package', 'packages']) {
    const entries: unknown = root[key];
    if (!Array.isArray(entries)) continue;
    const lines = new TomlLines(file.text).findEntries(key);
    entries.forEach((entry: unknown, at) => {
      const table = asTable(entry);
      const name = getText(table, 'name');
      const version = getText(table, 'version');
      if (name === undefined || version === undefined) return;
      // Poetry writes one marker, or one for each group.
      const marker = getText(table, 'marker') ?? getText(table, 'markers');
      const specifier = `==${version}`;
      collector.addStatement(normalizePackageName(name), lines[at] ?? 0, { specifier, locked: true, marker });
    });
  }
  return collector.finish();
}
