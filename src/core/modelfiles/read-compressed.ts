import { inflate } from './inflate.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import type { FormatReader } from './reader.js';

const LIMIT = 64 << 20;

/** Compressed content: gzip and zlib are unpacked up to 64 MiB and looked into. */
export const COMPRESSED_READERS: readonly FormatReader[] = [
  createInflatingReader('gzip', (head) => head[0] === 0x1f && head[1] === 0x8b),
  createInflatingReader(
    'zlib',
    (head) =>
      head[0] === 0x78 &&
      ((head[0] << 8) | (head[1] ?? 0)) % 31 === 0 &&
      [0x01, 0x5e, 0x9c, 0xda].includes(head[1] ?? 0),
  ),
  createClosedReader('bzip2', [0x42, 0x5a, 0x68]),
  createClosedReader('xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),
  createClosedReader('lzma', [0x5d, 0x00, 0x00]),
  createClosedReader('lz4', [0x04, 0x22, 0x4d, 0x18]),
  createClosedReader('zstd', [0x28, 0xb5, 0x2f, 0xfd]),
  createClosedReader('7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
];

function createInflatingReader(kind: 'gzip' | 'zlib', matches: (head: Uint8Array) => boolean): FormatReader {
  return {
    matches,
    async read(source, context) {
      const { source: content, problem } = await inflate(source, kind, LIMIT, context);
      if (problem !== undefined) context.report.addUnread(`${kind}: ${problem}`);
      else if (kind === 'gzip' && !(await isWhole(source, content.size))) {
        context.report.addUnread(
          'gzip: the length at its end does not fit; it is cut off or has several parts',
        );
      }
      const format = await context.inspectMember(content, `${kind} content`);
      if (format === 'unknown') context.report.addUnread(`${kind}: the format of the content is not known`);
      return format === 'pickle' || format === 'joblib' ? 'joblib' : kind;
    },
  };
}

/** Formats that are recognised but not unpacked. */
function createClosedReader(format: ModelFormat, magic: readonly number[]): FormatReader {
  return {
    matches: (head) => magic.every((byte, at) => head[at] === byte),
    async read(_source, context) {
      context.report.addUnread(
        `${format} is not unpacked here, so its content was not read; unpack it and inspect what comes out`,
      );
      return format;
    },
  };
}

/** Whether the last four bytes of a gzip state the length of what was unpacked. */
async function isWhole(source: ByteSource, length: number): Promise<boolean> {
  const tail = await source.read(Math.max(0, source.size - 4), 4);
  if (tail.length < 4) return false;
  return new DataView(tail.buffer, tail.byteOffset, 4).getUint32(0, true) === length % 2 ** 32;
}
