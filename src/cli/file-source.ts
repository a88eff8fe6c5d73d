import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '../core/index.js';
import type { Pacer } from './pacer.js';

const hashChunk = 1 << 20;

/** An open file that is read in parts. */
export interface FileSource extends ByteSource {
  /** SHA-256 of the whole file as 64 hexadecimal digits; reads all of it, a part at a time. */
  hash(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens a file for ranged reads.
 *
 * @throws Error when it cannot be opened or is not a regular file
 */
export async function openFileSource(absolute: string, pacer: Pacer): Promise<FileSource> {
  // Without O_NONBLOCK a pipe under a file's name would stop the program.
  const handle = await open(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new Error('it is not a regular file');
    const read = async (offset: number, length: number): Promise<Uint8Array> => {
      await pacer.breathe();
      return readRange(handle, offset, Math.max(0, Math.min(length, stats.size - offset)));
    };
    return {
      size: stats.size,
      read,
      async hash() {
        const hash = createHash('sha256');
        for (let at = 0; at < stats.size; at += hashChunk) hash.update(await read(at, hashChunk));
        return hash.digest('hex');
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
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
