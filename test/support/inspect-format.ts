import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { parseYaml } from '../../src/core/guidelines/yaml-reader.js';
import { createCountedSource, createMemorySource } from '../../src/core/modelfiles/byte-sources.js';
import { createArchiveFormats, createFormatReaders } from '../../src/core/modelfiles/format-readers.js';
import type { GlobalList } from '../../src/core/modelfiles/global-list.js';
import { DEFAULT_LIMITS, InspectionBudget } from '../../src/core/modelfiles/inspection-budget.js';
import type { ByteSource, ModelFormat } from '../../src/core/modelfiles/model-file.js';
import { type ModelFileLists, readModelFileLists } from '../../src/core/modelfiles/model-file-lists.js';
import { HEAD_LENGTH, type ReaderContext } from '../../src/core/modelfiles/reader.js';
import { ReportCollector } from '../../src/core/modelfiles/report-collector.js';

/** The real lists of guidelines/modelfiles. */
export function loadModelFileLists(): ModelFileLists {
  const read = (name: string) => {
    const file = `guidelines/modelfiles/${name}.yaml`;
    return parseYaml(file, readFileSync(file, 'utf8'));
  };
  const result = readModelFileLists({
    jinja: read('jinja'),
    operators: read('operators'),
    configurations: read('configurations'),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems.slice(0, 5)));
  return result.lists;
}

const LISTS = loadModelFileLists();
const READERS = createFormatReaders(LISTS);
const ARCHIVES = createArchiveFormats(LISTS);

/** Knows a few dangerous modules and no harmless ones. */
const GLOBALS: GlobalList = {
  judge: (module, name) =>
    ['os', 'posix', 'subprocess', 'builtins', 'operator', 'shutil'].includes(module.split('.')[0] ?? '')
      ? {
          verdict: 'dangerous',
          reason: `${module}.${name} can run anything`,
          references: [],
          loadsArgument: false,
        }
      : { verdict: 'unknown', reason: 'on no list', references: [], loadsArgument: false },
};

/** What one format reader says of bytes, without the front door: for tests of the readers alone. */
export async function inspectFormat(
  bytes: Uint8Array,
  limits = DEFAULT_LIMITS,
  open: (bytes: Uint8Array) => ByteSource = createMemorySource,
) {
  const report = new ReportCollector();
  const budget = new InspectionBudget(limits);
  const inspect = async (source: ByteSource, member: readonly string[]): Promise<ModelFormat> => {
    const context: ReaderContext = {
      member,
      depth: member.length,
      budget,
      globals: GLOBALS,
      report,
      inspectMember: (inner, name) => inspect(inner, [...member, name]),
    };
    try {
      const head = await source.read(0, Math.min(HEAD_LENGTH, source.size));
      for (const reader of READERS) {
        if (await reader.matches(head, source)) return await reader.read(source, context);
      }
      if (head[0] === 0x50 && head[1] === 0x4b) return await inspectZip(bytes, context);
    } catch (error) {
      report.addUnread(error instanceof Error ? error.message : String(error));
    }
    return 'unknown';
  };
  const format = await inspect(createCountedSource(open(bytes), budget), []);
  return { format, ...report.finish() };
}

/** A zip archive in memory; the real zip reader has tests of its own. */
async function inspectZip(bytes: Uint8Array, context: ReaderContext): Promise<ModelFormat> {
  const entries = Object.entries(unzipSync(bytes)).map(([name, content]) => ({
    name,
    size: content.length,
    compressedSize: content.length,
    open: async () => createMemorySource(content),
  }));
  const archive = ARCHIVES.find(({ matches }) => matches(entries));
  return archive ? archive.read(entries, context) : 'zip';
}
