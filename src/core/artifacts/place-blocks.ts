import { encodeId, isRecordStart, offeredId, readBegin } from './document-marker.js';
import type { GeneratedSection } from './generated-document.js';
import type { DocumentBlock, LivingDocument } from './read-document.js';

/** Finds where new text goes in a document whose sections a person may have moved. Line indexes from 0. */
export class Places {
  readonly #document: LivingDocument;
  readonly #headings: ReadonlySet<number>;
  readonly #blocks: ReadonlyMap<string, DocumentBlock>;

  constructor(document: LivingDocument, firstLine: number) {
    this.#document = document;
    this.#blocks = new Map(document.blocks.map((block) => [block.marker.id, block]));
    this.#headings = findHeadings(document, firstLine);
  }

  /** The line before which text about a block goes: below what people wrote after it. */
  after(id: string): number | undefined {
    const block = this.#blocks.get(offeredId(id)) ?? this.#blocks.get(id);
    return block === undefined ? undefined : this.#skipText(block.end + 1);
  }

  /** The line before which the blocks of a section go whose heading stands in the document without any block. */
  afterHeading(section: GeneratedSection): number | undefined {
    const at = this.headingOf(section);
    return at === undefined ? undefined : this.#skipText(at + 1);
  }

  /** The line of the section's heading, when it still has the words it was given. */
  headingOf(section: GeneratedSection): number | undefined {
    const heading = section.opening.split('\n', 1)[0]?.trim();
    const at = this.#document.lines.findIndex(
      (line, index) => this.#headings.has(index) && line.trim() === heading,
    );
    return at < 0 ? undefined : at;
  }

  /** The line before which a section goes that must stand before a block: above the heading that the block is under. */
  before(id: string): number | undefined {
    const block = this.#blocks.get(id);
    if (block === undefined) return undefined;
    const previous = this.#document.blocks.findLast(({ end }) => end < block.start)?.end ?? -1;
    for (let at = block.start - 1; at > previous; at -= 1) if (this.#headings.has(at)) return at;
    return block.start;
  }

  /** The line before which text at the end goes: before the record and the empty lines above it. */
  get end(): number {
    const { record, lines } = this.#document;
    return this.#skipEmpty(record === undefined ? lines.length : record.start);
  }

  /** The sections of which at least one block stands in the document. */
  hasBlockOf(section: GeneratedSection): boolean {
    return section.blocks.some(({ id }) => this.#blocks.has(encodeId(id)));
  }

  #skipText(start: number): number {
    const { lines } = this.#document;
    let at = start;
    while (at < lines.length) {
      const line = lines[at] ?? '';
      if (this.#headings.has(at) || readBegin(line) !== undefined || isRecordStart(line)) break;
      at += 1;
    }
    return Math.max(start, this.#skipEmpty(at));
  }

  #skipEmpty(end: number): number {
    let at = end;
    while (at > 0 && (this.#document.lines[at - 1] ?? '').trim() === '') at -= 1;
    return at;
  }
}

/** Headings outside blocks, front matter and fenced code. */
function findHeadings({ lines, blocks }: LivingDocument, firstLine: number): ReadonlySet<number> {
  const headings = new Set<number>();
  let fence: string | undefined;
  let next = 0;
  for (let at = firstLine; at < lines.length; at += 1) {
    const block = blocks[next];
    if (block?.start === at) {
      at = block.end;
      next += 1;
      fence = undefined;
      continue;
    }
    const line = lines[at] ?? '';
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined && mark !== undefined) fence = mark;
    else if (fence !== undefined) {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = undefined;
    } else if (/^ {0,3}#{1,6}(?:\s|$)/.test(line)) headings.add(at);
    else if (/^ {0,3}(?:=+|-{2,})\s*$/.test(line) && at > firstLine && (lines[at - 1] ?? '').trim() !== '')
      headings.add(at - 1);
  }
  return headings;
}
