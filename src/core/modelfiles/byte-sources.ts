import type { InspectionBudget } from './inspection-budget.js';
import { type ByteSource, MAX_READ } from './model-file.js';

/** Bytes in memory as a source. */
export function createMemorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, Math.min(bytes.length, offset + length)),
  };
}

/** A part of a source; cut at the end of it. `offset` and `length` may be hostile. */
export function createWindow(source: ByteSource, offset: number, length: number): ByteSource {
  const start = Math.min(Math.max(0, offset), source.size);
  const size = Math.min(Math.max(0, length), source.size - start);
  return {
    size,
    read: (at, count) => source.read(start + at, Math.max(0, Math.min(count, size - at))),
  };
}

/** A source that counts what is read, and rejects once the budget is used up. */
export function createCountedSource(source: ByteSource, budget: InspectionBudget): ByteSource {
  return {
    size: source.size,
    async read(offset, length) {
      const count = Math.max(0, Math.min(length, MAX_READ, source.size - offset));
      if (count === 0) return new Uint8Array(0);
      budget.takeBytes(count);
      return source.read(offset, count);
    },
  };
}

/**
 * Reads `length` bytes whatever {@link MAX_READ} is; fewer at the end of the content. `length` must be bounded by the caller:
 * it is kept in memory.
 */
export async function readAll(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  const end = Math.min(source.size, offset + length);
  if (end <= offset) return new Uint8Array(0);
  if (end - offset <= MAX_READ) return source.read(offset, end - offset);
  const bytes = new Uint8Array(end - offset);
  for (let at = offset; at < end; ) {
    const part = await source.read(at, Math.min(MAX_READ, end - at));
    if (part.length === 0) return bytes.subarray(0, at - offset);
    bytes.set(part, at - offset);
    at += part.length;
  }
  return bytes;
}
