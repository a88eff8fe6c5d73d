import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../core/index.js';

const hashChunk = 1 << 20;

/** A file that is open for reading in parts. */
export interface OpenFile extends ByteSource {
  close(): Promise<void>;
}

/** How a hash is watched and given up. */
export interface HashControl {
  /** Told the share done, 0 to 1, now and then. */
  report(share: number): void;
  readonly isCancelled: boolean;
}

/**
 * Opens a file for ranged reads.
 *
 * @param breathe waited for before each read; what it throws ends the read
 * @throws Error when it cannot be opened or is not a regular file
 */
export async function openFile(
  path: string,
  breathe: () => Promise<void> = async () => undefined,
): Promise<OpenFile> {
  // Without O_NONBLOCK a pipe under a file's name would stop the reader for good.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) throw new Error('it is a folder');
    if (!stats.isFile()) throw new Error('it is not a regular file');
    const { size } = stats;
    return {
      size,
      async read(offset, length) {
        await breathe();
        return readRange(handle, offset, Math.max(0, Math.min(length, size - offset)));
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * SHA-256 of a source as 64 hexadecimal digits, read a mebibyte at a time; undefined when it was given up.
 *
 * @throws Error when the source ends before its size
 */
export async function hashInSteps(source: ByteSource, control: HashControl): Promise<string | undefined> {
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256');
  for (let at = 0; at < source.size; at += hashChunk) {
    const bytes = await source.read(at, hashChunk);
    if (control.isCancelled) return undefined;
    if (bytes.length === 0) throw new Error(`the file ends at ${at} bytes: it was cut while it was read`);
    hash.update(bytes);
    control.report(Math.min(1, (at + bytes.length) / source.size));
  }
  return hash.digest('hex');
}

async function readRange(handle: FileHandle, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return bytes.subarray(0, filled);
}
