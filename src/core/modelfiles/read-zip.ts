import { createWindow } from './byte-sources.js';
import { showText } from './decode-text.js';
import { inflate } from './inflate.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import { readPickles, startsPickle } from './read-pickle.js';
import type { ArchiveEntry, ArchiveFormat, FormatReader, ReaderContext } from './reader.js';
import { findContent, findZipEnd, readZipDirectory, reportOdd, type ZipEntry } from './zip-directory.js';

const DEFAULT_LIMIT = 16 << 20;
const PICKLE_LIMIT = 64 << 20;
const METHODS: Readonly<Record<number, string>> = {
  9: 'Deflate64',
  12: 'bzip2',
  14: 'LZMA',
  93: 'Zstandard',
  95: 'xz',
};
const CODE = /\.(py|pyc|so|dll|dylib|sh|exe|cpp|cubin)$/i;

/** A zip with what it may stand for: PyTorch, TorchScript, TorchServe, NumPy, and formats of other files. */
export function createZipReader(formats: readonly ArchiveFormat[]): FormatReader {
  return {
    matches: async (head, source) =>
      startsZip(head) ? true : (await findZipEnd(source)) !== undefined && !(await startsPickle(source)),
    read: (source, context) => readZip(source, context, formats),
  };
}

function startsZip(head: Uint8Array): boolean {
  return (
    head[0] === 0x50 &&
    head[1] === 0x4b &&
    ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6))
  );
}

/** Reads the directory, judges it, and inspects every member that can hold code. */
export async function readZip(
  source: ByteSource,
  context: ReaderContext,
  formats: readonly ArchiveFormat[],
): Promise<ModelFormat> {
  const place = await findZipEnd(source);
  if (!place) {
    context.report.addUnread('the zip has no directory: it is cut off or broken, and nothing of it was read');
    return 'zip';
  }
  if (place.prefix > 0) reportOdd(context, `${place.prefix} bytes stand before the zip`, 0);
  const listed = await readZipDirectory(source, place, context);
  const entries = listed
    .filter(({ name }) => !name.endsWith('/'))
    .map((entry) => openEntry(source, entry, context));
  const names = listed.map(({ name }) => name);
  const isTorch =
    names.some((name) => /(^|\/)data\.pkl$/.test(name)) &&
    names.some((name) => /(^|\/)(version|byteorder|\.data\/version)$/.test(name));
  const isTorchScript =
    isTorch &&
    names.some((name) => /(^|\/)code\//.test(name)) &&
    names.some((name) => /(^|\/)constants\.pkl$/.test(name));
  const special = formats.find((format) => format.matches(entries));
  const format = special ? await special.read(entries, context) : nameZip(names, isTorch, isTorchScript);
  const unknown = await inspectEntries(entries, context, { isTorch, isTorchScript });
  if (!special && format === 'zip' && unknown > 0) {
    context.report.addUnread(
      `${unknown} of ${entries.length} members have no known format and were not read`,
    );
  }
  if (format === 'torch-archive' || isTorchScript) reportCode(names, context, format);
  return format;
}

function nameZip(names: readonly string[], isTorch: boolean, isTorchScript: boolean): ModelFormat {
  if (
    names.includes('MAR-INF/MANIFEST.json') ||
    names.some((name) => /(^|\/)archive_format$/.test(name)) ||
    names.includes('serialized_exported_program.json')
  )
    return 'torch-archive';
  if (isTorchScript) return 'torchscript';
  if (isTorch) return 'pytorch-zip';
  return names.length > 0 && names.every((name) => name.endsWith('.npy')) ? 'npz' : 'zip';
}

function reportCode(names: readonly string[], context: ReaderContext, format: ModelFormat): void {
  const code = names.filter((name) => CODE.test(name));
  if (format === 'torchscript') {
    context.report.addDetail('TorchScript code', `${code.length} files; it runs when the model is called`);
    return;
  }
  for (const name of code) {
    context.report.addFinding({
      ruleId: 'model-file/archive-code',
      verdict: 'unknown',
      message: `carries the program ${showText(name)}, which the server of the archive runs; read it before use`,
      member: [...context.member, name],
      chain: [],
    });
  }
}

/** Storages that the pickles name are raw; everything else is looked into, whatever its name. */
async function inspectEntries(
  entries: readonly ArchiveEntry[],
  context: ReaderContext,
  torch: { readonly isTorch: boolean; readonly isTorchScript: boolean },
): Promise<number> {
  let unknown = 0;
  const storages = new Map<string, number>();
  const isMain = ({ name }: ArchiveEntry): boolean =>
    torch.isTorch && /(^|\/)(data|constants)\.pkl$/.test(name);
  const isStorage = ({ name }: ArchiveEntry): boolean => {
    const [, key] = /(?:^|\/)(?:data|constants|tensors)\/(\d+)$/.exec(name) ?? [];
    return torch.isTorch && key !== undefined && storages.has(key);
  };
  // The pickles first: what they do not name as a storage is looked into, whatever it is called.
  for (const entry of [...entries.filter(isMain), ...entries.filter((entry) => !isMain(entry))]) {
    context.budget.takeSteps();
    if (isStorage(entry)) continue;
    const content = await entry.open(PICKLE_LIMIT);
    if (!content || content.size === 0) continue;
    if (isMain(entry) && (await startsPickle(content))) {
      await readPickles(
        content,
        { ...context, member: [...context.member, entry.name] },
        { hasStorages: true, isTorchScript: torch.isTorchScript, storages },
      );
    } else if ((await context.inspectMember(content, entry.name)) === 'unknown') unknown += 1;
  }
  return unknown;
}

function openEntry(source: ByteSource, entry: ZipEntry, context: ReaderContext): ArchiveEntry {
  const note = (reason: string) => context.report.addUnread(`${showText(entry.name)}: ${reason}`);
  return {
    name: entry.name,
    size: entry.size,
    compressedSize: entry.compressedSize,
    async open(limit = DEFAULT_LIMIT) {
      const start = await findContent(source, entry, context);
      if (start === undefined) {
        note('its content cannot be found');
        return undefined;
      }
      const raw = createWindow(source, start, entry.compressedSize);
      if (raw.size < entry.compressedSize) note('its content is cut off');
      if (entry.method === 0) {
        if (entry.isEncrypted && !(await startsPickle(raw))) {
          note('it is encrypted and was not read');
          return undefined;
        }
        if (entry.size !== entry.compressedSize)
          reportOdd(
            context,
            `${showText(entry.name)} is stored, but its two sizes differ`,
            entry.headerOffset,
          );
        return raw;
      }
      if (entry.method !== 8) {
        note(
          `it is compressed with ${METHODS[entry.method] ?? `method ${entry.method}`}, which is not read here`,
        );
        return undefined;
      }
      const { source: content, problem } = await inflate(raw, 'deflate', limit, context);
      if (problem !== undefined) note(entry.isEncrypted ? 'it is encrypted and was not read' : problem);
      return content.size === 0 && problem !== undefined ? undefined : content;
    },
  };
}
