import { ManifestCollector, type ManifestFile, type ManifestReading } from './manifest-reading.js';
import { parseRequirement } from './parse-requirement.js';
import { createInclude } from './read-requirements.js';

/** Reads the dependencies, extras and Python versions of setup.cfg; other tools' sections do not count. */
export function readSetupCfg(file: ManifestFile): ManifestReading {
  const collector = new ManifestCollector(file.path);
  for (const { section, key, line, text } of readEntries(file.text)) {
    const isList =
      section === 'options.extras_require' || (section === 'options' && key === 'install_requires');
    if (section === 'options' && key === 'python_requires') collector.setPython(text.replace(/\s+/g, ''));
    if (!isList) continue;
    if (text.startsWith('file:')) {
      for (const target of text.slice(5).split(',')) {
        if (target.trim() !== '') collector.addInclude(createInclude(file.path, target.trim(), line, false));
      }
      continue;
    }
    const parsed = parseRequirement(text);
    if (parsed === undefined) {
      collector.skip(line, text);
      continue;
    }
    const { name, ...details } = parsed;
    collector.addStatement(name, line, details);
  }
  return collector.finish();
}

interface Entry {
  readonly section: string;
  readonly key: string;
  readonly line: number;
  readonly text: string;
}

/** The values as configparser reads them: indented lines go on, one entry for each line that is not empty. */
function* readEntries(text: string): Generator<Entry> {
  let section = '';
  let key = '';
  let line = -1;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    line += 1;
    if (/^\s*(?:[#;]|$)/.test(raw)) continue;
    if (/^\s/.test(raw)) {
      yield { section, key, line, text: raw.trim() };
      continue;
    }
    const header = /^\[([^\]]*)\]/.exec(raw)?.[1];
    if (header !== undefined) {
      section = header.trim();
      key = '';
      continue;
    }
    const separator = raw.search(/[=:]/);
    key = (separator < 0 ? raw : raw.slice(0, separator)).trim().toLowerCase();
    const value = separator < 0 ? '' : raw.slice(separator + 1).trim();
    if (value !== '') yield { section, key, line, text: value };
  }
}
