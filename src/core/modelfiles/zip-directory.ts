import { readAll } from './byte-sources.js';
import { decodeUtf8, showText } from './decode-text.js';
import type { ByteSource } from './model-file.js';
import type { ReaderContext } from './reader.js';

/** One entry of the central directory of a zip, with where its content lies. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  readonly size: number;
  /** Of the local header in the file. */
  readonly headerOffset: number;
}

const END_LENGTH = 22;
const MAX_COMMENT = 65_535;
const MAX_DIRECTORY = 64 << 20;
const SENTINEL = 0xffffffff;

/** Where the central directory lies. */
interface DirectoryPlace {
  readonly offset: number;
  readonly size: number;
  readonly count: number;
  /** Bytes before the archive begins. */
  readonly prefix: number;
}

/** Finds the end record of a zip as Python and PyTorch do: the last one in the file. Undefined when there is none that holds. */
export async function findZipEnd(source: ByteSource): Promise<DirectoryPlace | undefined> {
  const tailLength = Math.min(source.size, END_LENGTH + MAX_COMMENT);
  const tailOffset = source.size - tailLength;
  const tail = await readAll(source, tailOffset, tailLength);
  const view = new DataView(tail.buffer, tail.byteOffset, tail.byteLength);
  for (let at = tail.length - END_LENGTH; at >= 0; at -= 1) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const place = await readEnd(source, tailOffset + at, view, at);
    if (place) return place;
  }
  return undefined;
}

async function readEnd(
  source: ByteSource,
  end: number,
  view: DataView,
  at: number,
): Promise<DirectoryPlace | undefined> {
  let count = view.getUint16(at + 10, true);
  let size = view.getUint32(at + 12, true);
  let offset = view.getUint32(at + 16, true);
  let tail = end;
  const locator = await readView(source, end - 20, 20);
  if (locator?.getUint32(0, true) === 0x07064b50) {
    for (const start of [end - 76, readLong(locator, 8)]) {
      const record = await readView(source, start, 56);
      if (record?.getUint32(0, true) !== 0x06064b50) continue;
      count = readLong(record, 32);
      size = readLong(record, 40);
      offset = readLong(record, 48);
      tail = start;
      break;
    }
  }
  const prefix = tail - size - offset;
  if (prefix < 0 || offset + prefix + size > source.size) return undefined;
  return { offset: offset + prefix, size, count, prefix };
}

/** Reads the central directory and compares it with the local headers; what differs is reported. */
export async function readZipDirectory(
  source: ByteSource,
  place: DirectoryPlace,
  context: ReaderContext,
): Promise<ZipEntry[]> {
  if (place.size > MAX_DIRECTORY) {
    context.report.addUnread(`the directory of the zip has ${place.size} bytes, more than is read`);
    return [];
  }
  const bytes = await readAll(source, place.offset, place.size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let at = 0;
  while (at + 46 <= bytes.length && view.getUint32(at, true) === 0x02014b50) {
    context.budget.takeSteps();
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const extraAt = at + 46 + nameLength;
    const name = decodeUtf8(bytes.subarray(at + 46, extraAt));
    const sizes = readSizes(view, at, extraAt, Math.min(bytes.length, extraAt + extraLength));
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const entry = {
      name,
      method,
      isEncrypted: flags % 2 === 1,
      ...sizes,
      headerOffset: sizes.headerOffset + place.prefix,
    };
    if (names.has(name))
      reportOdd(
        context,
        `${showText(name)} is listed twice; readers differ in which one they take`,
        place.offset + at,
      );
    names.add(name);
    checkName(name, context, place.offset + at);
    entries.push(entry);
    at = extraAt + extraLength + view.getUint16(at + 32, true);
  }
  if (at < bytes.length || (entries.length !== place.count && place.count !== entries.length % 65_536)) {
    context.report.addUnread(
      `the directory of the zip is broken: ${place.count} entries announced, ${entries.length} read`,
    );
  }
  return entries;
}

function readSizes(view: DataView, at: number, extraStart: number, extraEnd: number) {
  let compressedSize = view.getUint32(at + 20, true);
  let size = view.getUint32(at + 24, true);
  let headerOffset = view.getUint32(at + 42, true);
  for (let extra = extraStart; extra + 4 <= extraEnd; ) {
    const length = view.getUint16(extra + 2, true);
    if (view.getUint16(extra, true) === 1) {
      let field = extra + 4;
      const next = (value: number): number => {
        if (value !== SENTINEL || field + 8 > Math.min(extraEnd, extra + 4 + length)) return value;
        field += 8;
        return readLong(view, field - 8);
      };
      size = next(size);
      compressedSize = next(compressedSize);
      headerOffset = next(headerOffset);
    }
    extra += 4 + length;
  }
  return { compressedSize, size, headerOffset };
}

/** Where the content of an entry begins; undefined when its local header is missing. Differences to the directory are reported. */
export async function findContent(
  source: ByteSource,
  entry: ZipEntry,
  context: ReaderContext,
): Promise<number | undefined> {
  const header = await readView(source, entry.headerOffset, 30);
  if (header?.getUint32(0, true) !== 0x04034b50) {
    reportOdd(
      context,
      `${showText(entry.name)} has no local header where the directory says`,
      entry.headerOffset,
    );
    return undefined;
  }
  const nameLength = header.getUint16(26, true);
  const localName = decodeUtf8(await readAll(source, entry.headerOffset + 30, nameLength));
  const flags = header.getUint16(6, true);
  const differences: string[] = [];
  if (localName !== entry.name) differences.push(`the name ${showText(localName)}`);
  if (header.getUint16(8, true) !== entry.method) differences.push('another compression method');
  if ((flags % 2 === 1) !== entry.isEncrypted) differences.push('another encryption flag');
  const localSize = header.getUint32(18, true);
  const isLater = (flags & 8) !== 0 || localSize === SENTINEL;
  if (!isLater && localSize !== entry.compressedSize % 2 ** 32) differences.push('another size');
  if (differences.length > 0) {
    reportOdd(
      context,
      `the local header of ${showText(entry.name)} has ${differences.join(' and ')}; readers differ in which they believe`,
      entry.headerOffset,
    );
  }
  return entry.headerOffset + 30 + nameLength + header.getUint16(28, true);
}

/** Reports a trick of the archive itself. */
export function reportOdd(context: ReaderContext, message: string, offset: number): void {
  context.report.addFinding({
    ruleId: 'model-file/archive-structure-odd',
    verdict: 'unknown',
    message,
    offset,
    member: context.member,
    chain: [],
  });
}

/** Reports names that leave the folder when the archive is unpacked. */
export function checkName(name: string, context: ReaderContext, offset: number): void {
  const steps = name.split(/[\\/]/);
  if (!steps.includes('..') && !/^([\\/]|[a-zA-Z]:)/.test(name) && !name.includes('\0')) return;
  context.report.addFinding({
    ruleId: 'model-file/archive-path-outside',
    verdict: 'dangerous',
    message: `${showText(name)} leaves the folder that the archive is unpacked into`,
    offset,
    member: context.member,
    chain: [],
    references: ['CWE-22'],
  });
}

async function readView(source: ByteSource, offset: number, length: number): Promise<DataView | undefined> {
  if (offset < 0 || offset + length > source.size) return undefined;
  const bytes = await readAll(source, offset, length);
  return bytes.length < length ? undefined : new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readLong(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
}
