import { createCountedSource, createWindow } from './byte-sources.js';
import { detectReader, listReaders } from './detect-format.js';
import { createArchiveFormats, createFormatReaders } from './format-readers.js';
import { createGlobalList } from './global-list.js';
import { BudgetExceeded, type BudgetLimits, DEFAULT_LIMITS, InspectionBudget } from './inspection-budget.js';
import type { ByteSource, ModelFileReport, ModelFormat } from './model-file.js';
import type { ModelFileKnowledge } from './model-file-lists.js';
import { readZip } from './read-zip.js';
import type { ArchiveFormat, ReaderContext } from './reader.js';
import { ReportCollector } from './report-collector.js';
import { findZipEnd } from './zip-directory.js';

/** How a model file is looked into. */
export interface ModelInspectionOptions {
  /** What it may cost; absent for {@link DEFAULT_LIMITS}. */
  readonly limits?: BudgetLimits | undefined;
  /** Called between pieces of work of some milliseconds, so that a host can do other things. */
  readonly pause?: () => Promise<void>;
}

/**
 * Looks into a model file without executing a byte of it. `path` is only repeated in the report: the format comes from magic
 * bytes and structure. Never rejects: what cannot be read becomes the verdict `not-verified` with the reason in `unread`.
 */
export async function inspectModelFile(
  path: string,
  source: ByteSource,
  knowledge: ModelFileKnowledge,
  { limits = DEFAULT_LIMITS, pause }: ModelInspectionOptions = {},
): Promise<ModelFileReport> {
  const budget = new InspectionBudget(limits, pause);
  const report = new ReportCollector();
  const globals = createGlobalList(knowledge.globals);
  const archives = createArchiveFormats(knowledge.lists);
  const readers = listReaders(createFormatReaders(knowledge.lists), archives);

  const inspect = async (
    content: ByteSource,
    member: readonly string[],
    depth: number,
  ): Promise<ModelFormat> => {
    const context: ReaderContext = {
      member,
      depth,
      budget,
      globals,
      report,
      async inspectMember(inner, name) {
        if (depth >= budget.limits.depth) {
          report.addUnread('content nested too deeply was not read');
          return 'unknown';
        }
        return inspect(inner, [...member, name], depth + 1);
      },
    };
    try {
      const reader = await detectReader(content, readers);
      const format = reader ? await reader.read(content, context) : 'unknown';
      if (reader === undefined) {
        if (depth === 0) report.addUnread('the format is not known, so nothing was read');
      } else if (depth === 0) await inspectAppendedZip(content, format, context, archives);
      return format;
    } catch (error) {
      report.addUnread(describeFailure(error, member));
      return 'unknown';
    }
  };

  const format = await inspect(createCountedSource(source, budget), [], 0);
  return { path, size: source.size, format, ...report.finish() };
}

const ZIPS = new Set<ModelFormat>([
  'zip',
  'pytorch-zip',
  'torchscript',
  'torch-archive',
  'npz',
  'keras',
  'tensorflow-savedmodel',
]);

/** Some loaders take the zip at the end of a file whatever stands before it. */
async function inspectAppendedZip(
  source: ByteSource,
  format: ModelFormat,
  context: ReaderContext,
  archives: readonly ArchiveFormat[],
): Promise<void> {
  const place = await findZipEnd(source);
  if (!place) return;
  if (!ZIPS.has(format)) {
    await readZip(source, { ...context, member: ['zip at the end'], depth: 1 }, archives);
  } else if (place.prefix > 0)
    await context.inspectMember(createWindow(source, 0, place.prefix), 'bytes before the zip');
}

function describeFailure(error: unknown, member: readonly string[]): string {
  const where = member.length === 0 ? 'the file' : 'a member';
  if (error instanceof BudgetExceeded) return `${where} holds ${error.message}`;
  return `${where} could not be read to its end: ${error instanceof Error ? error.message : 'unknown cause'}`;
}
