import { Gunzip, Inflate, Unzlib } from 'fflate';
import { createMemorySource } from './byte-sources.js';
import { BudgetExceeded } from './inspection-budget.js';
import { type ByteSource, MAX_READ } from './model-file.js';
import type { ReaderContext } from './reader.js';

/** What could be unpacked. */
export interface Inflated {
  readonly source: ByteSource;
  /** Why it is not all; undefined when it is. */
  readonly problem: string | undefined;
}

const PIECE = 1 << 16;

/** Unpacks DEFLATE data piece by piece, at most `limit` bytes, and keeps what came before a break. */
export async function inflate(
  source: ByteSource,
  kind: 'deflate' | 'zlib' | 'gzip',
  limit: number,
  context: ReaderContext,
): Promise<Inflated> {
  const parts: Uint8Array[] = [];
  let length = 0;
  let isDone = false;
  const stream = kind === 'gzip' ? new Gunzip() : kind === 'zlib' ? new Unzlib() : new Inflate();
  stream.ondata = (part, isFinal) => {
    context.budget.takeInflated(part.length);
    length += part.length;
    isDone ||= isFinal;
    if (length - part.length < limit) parts.push(part.slice(0, Math.max(0, limit - length + part.length)));
  };
  let problem: string | undefined;
  try {
    for (let at = 0; at < source.size && length <= limit && !(isDone && kind !== 'gzip'); at += PIECE) {
      const piece = await source.read(at, Math.min(PIECE, MAX_READ, source.size - at));
      stream.push(piece, at + piece.length >= source.size);
    }
    if (!isDone && length <= limit) problem = 'the compressed data end early';
  } catch (error) {
    if (error instanceof BudgetExceeded) problem = error.message;
    else problem = 'the compressed data are broken';
  }
  if (length > limit) problem = `more than ${limit >> 20} MiB when unpacked; the rest was not read`;
  const bytes = new Uint8Array(Math.min(length, limit));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.subarray(0, bytes.length - at), at);
    at += part.length;
  }
  return { source: createMemorySource(bytes), problem };
}
