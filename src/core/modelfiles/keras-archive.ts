import { readAll } from './byte-sources.js';
import { decodeUtf8 } from './decode-text.js';
import { judgeKerasConfiguration } from './keras-configuration.js';
import type { ConfigurationList } from './model-file-lists.js';
import type { ArchiveEntry, ArchiveFormat, ReaderContext } from './reader.js';
import { JsonProblem, type JsonValue, readJson } from './strict-json.js';
import { quoteText } from './text-bytes.js';

const MAX_JSON = 32 << 20;

/** A reader of `.keras` archives: `config.json` and `metadata.json`. The weights are a member like any other. */
export function createKerasArchive(list: ConfigurationList['keras']): ArchiveFormat {
  return {
    matches: (entries) =>
      entries.some(({ name }) => name === 'config.json') &&
      entries.some(({ name }) => name === 'metadata.json' || name.endsWith('.weights.h5')),
    async read(entries, context) {
      for (const entry of entries) {
        if (entry.name === 'config.json') {
          const value = await readJsonEntry(entry, context);
          if (value !== undefined) judgeKerasConfiguration(value, entry.name, false, context, list);
        } else if (entry.name === 'metadata.json') {
          const value = await readJsonEntry(entry, context);
          if (value instanceof Map) {
            for (const [name, item] of value) context.report.addDetail(name.replace('_', ' '), String(item));
          }
        }
      }
      return 'keras';
    },
  };
}

/** The JSON of an archive entry; undefined when it cannot be had, which is in the report then. */
export async function readJsonEntry(
  entry: ArchiveEntry,
  context: ReaderContext,
): Promise<JsonValue | undefined> {
  const source = await entry.open(MAX_JSON);
  if (source === undefined) return undefined;
  if (source.size > MAX_JSON) {
    context.report.addUnread(`${entry.name}: ${source.size} bytes are more than is read`);
    return undefined;
  }
  try {
    const { value, duplicateKeys } = readJson(decodeUtf8(await readAll(source, 0, source.size)));
    if (duplicateKeys.length > 0) {
      context.report.addUnread(
        `${entry.name}: a key stands twice (${quoteText(duplicateKeys[0] ?? '')}), programs read either`,
      );
    }
    return value;
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    context.report.addUnread(`${entry.name}: ${error.message}`);
    return undefined;
  }
}
