import { readAll } from './byte-sources.js';
import type { ByteSource } from './model-file.js';
import { COMPRESSED_READERS } from './read-compressed.js';
import { NPY_READER } from './read-npy.js';
import { PICKLE_READER } from './read-pickle.js';
import { TAR_READER } from './read-tar.js';
import { createZipReader } from './read-zip.js';
import { type ArchiveFormat, type FormatReader, HEAD_LENGTH } from './reader.js';

/** All readers in the order in which they are asked: a pickle is one whatever else it looks like, so pickles
 * and containers come before the others. */
export function listReaders(
  readers: readonly FormatReader[] = [],
  archives: readonly ArchiveFormat[] = [],
): readonly FormatReader[] {
  return [
    NPY_READER,
    ...readers,
    ...COMPRESSED_READERS,
    createZipReader(archives),
    PICKLE_READER,
    TAR_READER,
  ];
}

/** The reader for a content; undefined when none matches. */
export async function detectReader(
  source: ByteSource,
  readers: readonly FormatReader[],
): Promise<FormatReader | undefined> {
  const head = await readAll(source, 0, HEAD_LENGTH);
  for (const reader of readers) if (await reader.matches(head, source)) return reader;
  return undefined;
}
