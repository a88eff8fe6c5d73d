import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { describeFileError } from '../node/file-error.js';
import { type DecodedText, decodeText } from './decode-text.js';

/** A file as it was read. */
export interface ReadFile extends DecodedText {
  /** The file's content, to see later whether it changed. */
  readonly bytes: Uint8Array;
}

/** Either the file, or why it was not read. */
export type Reading =
  | { readonly ok: true; readonly file: ReadFile }
  | { readonly ok: false; readonly why: string };

/**
 * Reads a text file whole.
 *
 * @param maxSize largest size in bytes
 * @param isPython whether a coding comment counts
 */
export function readSource(absolute: string, maxSize: number, isPython: boolean): Reading {
  let bytes: Uint8Array;
  try {
    // Without O_NONBLOCK a pipe under a file's name would stop the program.
    const descriptor = openSync(absolute, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = fstatSync(descriptor);
      if (!stats.isFile()) return { ok: false, why: 'it is not a regular file' };
      if (stats.size > maxSize) return { ok: false, why: describeTooLarge(stats.size, maxSize) };
      bytes = readWhole(descriptor, stats.size);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return { ok: false, why: describeFileError(error) };
  }
  const decoding = decodeText(bytes, isPython);
  return decoding.ok ? { ok: true, file: { ...decoding.value, bytes } } : decoding;
}

/** Reads an open file, which may have grown or shrunk meanwhile. */
function readWhole(descriptor: number, size: number): Uint8Array {
  // One byte more than there should be tells the end in one read where the size holds.
  const bytes = Buffer.allocUnsafeSlow(size + 1);
  const count = readSync(descriptor, bytes, 0, size + 1, 0);
  return count === size ? bytes.subarray(0, size) : readFileSync(descriptor);
}

/** Says that something has too many bytes, and what to do. */
export function describeTooLarge(size: number, maxSize: number): string {
  return `it has ${formatSize(size)}, more than the limit of ${formatSize(maxSize)}; raise it with --max-file-size`;
}

function formatSize(size: number): string {
  if (size >= 1024 * 1024) return `${(size / 1024 / 1024).toFixed(1)} MiB`;
  return size >= 1024 ? `${(size / 1024).toFixed(1)} KiB` : `${size} bytes`;
}
