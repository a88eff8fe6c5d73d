import { decodeUtf8 } from './decode-text.js';
import type { Hdf5File, Hdf5Message } from './hdf5-file.js';
import { BrokenContent } from './paged-cursor.js';
import { quoteText } from './text-bytes.js';

/** A name in a group. */
export type Hdf5Link =
  | { readonly kind: 'hard'; readonly name: string; readonly position: number }
  /** `target` is file and path in it, as written. */
  | { readonly kind: 'external'; readonly name: string; readonly target: string };

const LINK_INFO = 2;
const LINK = 6;
const SYMBOL_TABLE = 17;
const MAX_DEPTH = 16;
const MAX_LINKS = 300_000;

/** The links of a group from its header messages. Soft links stay inside and are left out; dense storage is noted as unread. */
export async function readHdf5Links(
  file: Hdf5File,
  messages: readonly Hdf5Message[],
  note: (line: string) => void,
  path: string,
): Promise<readonly Hdf5Link[]> {
  const links: Hdf5Link[] = [];
  for (const { kind, offset } of messages) {
    file.cursor.seek(offset);
    if (kind === LINK) {
      const link = await readLink(file);
      if (link !== undefined) links.push(link);
    } else if (kind === LINK_INFO) {
      file.cursor.skip(1);
      const flags = await file.cursor.u8();
      if ((flags & 1) !== 0) file.cursor.skip(8);
      if ((await file.readAddress()) !== undefined) {
        note(`links of ${quoteText(path === '' ? '/' : path)}, which are stored densely`);
      }
    } else if (kind === SYMBOL_TABLE) {
      const tree = await file.readAddress();
      const heap = await file.readAddress();
      if (tree !== undefined && heap !== undefined) {
        await readTree(file, tree, await readHeapStart(file, heap), links, new Set(), 0);
      }
    }
  }
  return links;
}

async function readLink(file: Hdf5File): Promise<Hdf5Link | undefined> {
  const { cursor } = file;
  cursor.skip(1);
  const flags = await cursor.u8();
  const kind = (flags & 8) !== 0 ? await cursor.u8() : 0;
  if ((flags & 4) !== 0) cursor.skip(8);
  if ((flags & 16) !== 0) cursor.skip(1);
  const length = await cursor.uint(2 ** (flags & 3));
  const name = decodeUtf8(await cursor.bytes(Math.min(length, 65_536)));
  if (kind === 0) {
    const position = await file.readAddress();
    return position === undefined ? undefined : { kind: 'hard', name, position };
  }
  if (kind !== 64) return undefined;
  const size = await cursor.u16();
  const target = decodeUtf8(await cursor.bytes(size))
    .slice(1)
    .replace(/\0$/, '')
    .replace('\0', ' at ');
  return { kind: 'external', name, target };
}

async function readHeapStart(file: Hdf5File, heap: number): Promise<number> {
  file.cursor.seek(heap);
  if (!(await file.hasSignature('HEAP'))) throw new BrokenContent(`there is no local heap at ${heap}`);
  file.cursor.skip(4 + file.lengthSize * 2);
  const segment = await file.readAddress();
  if (segment === undefined) throw new BrokenContent(`the local heap at ${heap} leads nowhere`);
  return segment;
}

/** Goes through the B-tree of a group; `seen` ends trees that lead back into themselves. */
async function readTree(
  file: Hdf5File,
  position: number,
  heap: number,
  links: Hdf5Link[],
  seen: Set<number>,
  depth: number,
): Promise<void> {
  const { cursor } = file;
  if (depth > MAX_DEPTH || seen.has(position))
    throw new BrokenContent(`the tree at ${position} does not end`);
  seen.add(position);
  cursor.seek(position);
  if (!(await file.hasSignature('TREE'))) throw new BrokenContent(`there is no tree at ${position}`);
  cursor.skip(1);
  const level = await cursor.u8();
  const count = await cursor.u16();
  cursor.skip(file.addressSize * 2);
  const children: number[] = [];
  for (let index = 0; index < count; index += 1) {
    cursor.skip(file.lengthSize);
    const child = await file.readAddress();
    if (child !== undefined) children.push(child);
  }
  for (const child of children) {
    if (level > 0) await readTree(file, child, heap, links, seen, depth + 1);
    else if (!seen.has(child)) {
      seen.add(child);
      await readSymbols(file, child, heap, links);
    }
  }
}

async function readSymbols(file: Hdf5File, position: number, heap: number, links: Hdf5Link[]): Promise<void> {
  const { cursor } = file;
  cursor.seek(position);
  if (!(await file.hasSignature('SNOD'))) throw new BrokenContent(`there are no symbols at ${position}`);
  cursor.skip(2);
  const count = await cursor.u16();
  const entrySize = file.lengthSize + file.addressSize + 24;
  for (let index = 0; index < count && links.length < MAX_LINKS; index += 1) {
    const start = position + 8 + index * entrySize;
    cursor.seek(start);
    const nameOffset = await file.readLength();
    const target = await file.readAddress();
    const cache = await cursor.u32();
    cursor.seek(heap + nameOffset);
    const name = await file.readZeroText();
    // Cache type 2 is a soft link.
    if (cache !== 2 && target !== undefined) links.push({ kind: 'hard', name, position: target });
  }
}
