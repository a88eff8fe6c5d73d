import { type DocumentChange, type DocumentConflict, describeChange } from './document-change.js';
import { encodeId, offeredId } from './document-marker.js';
import { formatRecord, formatRecordEntries, NO_RECORD, readRecordEntries } from './document-record.js';
import type {
  FrontMatterValue,
  GeneratedBlock,
  GeneratedDocument,
  GeneratedSection,
} from './generated-document.js';
import { type BlockMerge, mergeBlock, mergeGoneBlock } from './merge-block.js';
import { createFrontMatter, mergeFrontMatter } from './merge-front-matter.js';
import { Places } from './place-blocks.js';
import { type DocumentProblem, type LivingDocument, readDocument } from './read-document.js';
import { frameBlock, renderBlock } from './render-block.js';

/** The merged text, or why there is none; then nothing must be written. */
export type MergeResult =
  | {
      readonly isMerged: true;
      readonly text: string;
      /** Empty when the text is what it was, except for notes on what a person deleted or edited. */
      readonly changes: readonly DocumentChange[];
      readonly conflicts: readonly DocumentConflict[];
    }
  | { readonly isMerged: false; readonly problems: readonly DocumentProblem[] };

export interface MergeOptions {
  /** Blocks that people deleted and that shall come back: their ids, or all of them. */
  readonly restore?: readonly string[] | 'all';
}

/**
 * Brings a document up to date with the code. What people wrote stays word for word and in their order; generated blocks
 * are refreshed; what is no longer in the code is marked. Merging the result again changes nothing.
 *
 * @param existing the file's text; undefined or blank when there is none yet
 */
export function mergeDocument(
  existing: string | undefined,
  generated: GeneratedDocument,
  options: MergeOptions = {},
): MergeResult {
  if (existing === undefined || existing.replace('\uFEFF', '').trim() === '')
    return createDocument(generated);
  const document = readDocument(existing);
  if (document.problems.length > 0) return { isMerged: false, problems: document.problems };
  const { record } = document;
  if (record !== undefined && record.kind !== '' && record.kind !== generated.kind) {
    const message = `this document is a ${record.kind}, and a ${generated.kind} needs a file of its own`;
    return { isMerged: false, problems: [{ line: record.start + 1, message }] };
  }
  return new DocumentMerge(document, generated, options).run();
}

/** Whether Fairlead wrote some of this text. */
export function isLivingDocument(text: string): boolean {
  const { blocks, record, problems } = readDocument(text);
  return blocks.length > 0 || record !== undefined || problems.length > 0;
}

function createDocument(generated: GeneratedDocument): MergeResult {
  const { frontMatter = {}, sections, opening } = generated;
  const head = Object.keys(frontMatter).length === 0 ? [] : createFrontMatter(frontMatter);
  const parts = sections.flatMap((section) => [
    section.opening.split('\n'),
    ...section.blocks.map(writeBlock),
  ]);
  const record = formatRecord(
    generated.kind,
    formatRecordEntries({
      sections: new Set(sections.map(({ id }) => encodeId(id))),
      blocks: new Set(sections.flatMap(({ blocks }) => blocks.map(({ id }) => encodeId(id)))),
      frontMatter: new Map(Object.entries(frontMatter)),
      others: [],
    }),
  );
  const body = [opening.split('\n'), ...parts, record].map((lines) => lines.join('\n')).join('\n\n');
  const text = `${[...head, body].join('\n')}\n`;
  const changes = sections.flatMap(({ blocks }) =>
    blocks.map((block) => describeChange('added', block.id, block.name)),
  );
  return { isMerged: true, text, changes, conflicts: [] };
}

function writeBlock(block: GeneratedBlock): readonly string[] {
  const after = block.after === undefined ? [] : ['', ...block.after.split('\n')];
  return [...frameBlock(renderBlock(block)), ...after];
}

class DocumentMerge {
  readonly #document: LivingDocument;
  readonly #generated: GeneratedDocument;
  readonly #restore: readonly string[] | 'all';
  readonly #changes: DocumentChange[] = [];
  readonly #conflicts: DocumentConflict[] = [];
  /** New lines in place of the old ones from the key's line to `until`, exclusive. */
  readonly #replaced = new Map<number, { readonly until: number; readonly lines: readonly string[] }>();
  /** New lines before the key's line. */
  readonly #inserted = new Map<number, string[]>();

  constructor(document: LivingDocument, generated: GeneratedDocument, { restore = [] }: MergeOptions) {
    this.#document = document;
    this.#generated = generated;
    this.#restore = restore;
  }

  run(): MergeResult {
    const { record } = this.#document;
    const earlier = record === undefined ? NO_RECORD : readRecordEntries(record.entries);
    const isWanted = (id: string): boolean => this.#restore === 'all' || this.#restore.includes(id);
    const front = mergeFrontMatter(
      this.#document.lines,
      this.#generated.frontMatter,
      earlier.frontMatter,
      (key) => isWanted(`front-matter ${key}`),
    );
    if (front.problems.length > 0) return { isMerged: false, problems: front.problems };
    if (front.lines !== undefined) this.#replaced.set(0, { until: front.until, lines: front.lines });
    this.#changes.push(...front.changes);
    this.#conflicts.push(...front.conflicts);
    this.#mergePresent();
    const blocks = this.#placeMissing(earlier.sections, earlier.blocks, isWanted, front.until);
    this.#writeRecord(earlier, blocks, front.record);
    return { isMerged: true, text: this.#join(), changes: this.#changes, conflicts: this.#conflicts };
  }

  #mergePresent(): void {
    const wanted = new Map(
      this.#generated.sections.flatMap(({ blocks }) =>
        blocks.map((block) => [encodeId(block.id), block] as const),
      ),
    );
    const present = new Map(this.#document.blocks.map((block) => [block.marker.id, block]));
    for (const block of this.#document.blocks) {
      const { id } = block.marker;
      // A block beside an edited one is handled with that one; without it, it is a person's.
      if (id.endsWith('.new') && !wanted.has(id)) continue;
      const lines = this.#document.lines.slice(block.start, block.end + 1);
      const source = wanted.get(id);
      const beside = present.get(offeredId(id));
      const merge =
        source === undefined
          ? mergeGoneBlock(block, lines)
          : mergeBlock(block, lines, renderBlock(source), beside);
      this.#take(merge, block.start, block.end, source?.name ?? id, id);
      if (merge.beside === undefined) continue;
      if (beside !== undefined) this.#replaceWhole(beside.start, beside.end + 1, merge.beside);
      else this.#insert(block.end + 1, ['', ...merge.beside]);
    }
  }

  #take(merge: BlockMerge, start: number, end: number, name: string, id: string): void {
    const old = this.#document.lines.slice(start, end + 1);
    if (merge.lines.join('\n') !== old.join('\n')) {
      this.#replaced.set(start, { until: end + 1, lines: merge.lines });
    }
    for (const { kind, what, element } of merge.changes) {
      const change = describeChange(kind, id, name, what);
      this.#changes.push(element === undefined ? change : { ...change, element });
    }
    if (!merge.isConflict) return;
    const message = `${name} was edited by hand, and the code now says something else; both stand in the document`;
    this.#conflicts.push({ block: id, line: start + 1, message });
  }

  /** Places new sections and blocks; returns the encoded ids of the blocks that the document has or had. */
  #placeMissing(
    oldSections: ReadonlySet<string>,
    oldBlocks: ReadonlySet<string>,
    isWanted: (id: string) => boolean,
    firstLine: number,
  ): ReadonlySet<string> {
    const places = new Places(this.#document, firstLine);
    const present = new Set(this.#document.blocks.map(({ marker }) => marker.id));
    const { sections } = this.#generated;
    const generatedIds = new Set(sections.flatMap(({ blocks }) => blocks.map(({ id }) => encodeId(id))));
    let anchor: number | undefined;
    sections.forEach((section, index) => {
      const heading = places.headingOf(section);
      const isThere = places.hasBlockOf(section) || heading !== undefined;
      const wasDeleted =
        !isThere &&
        oldSections.has(encodeId(section.id)) &&
        (section.blocks.length === 0 || section.blocks.some(({ id }) => oldBlocks.has(encodeId(id))));
      const isDropped = wasDeleted && !isWanted(section.id);
      if (heading !== undefined && !places.hasBlockOf(section)) anchor = places.afterHeading(section);
      if (!isThere && !isDropped) {
        anchor ??= this.#placeBefore(places, sections.slice(index + 1)) ?? places.end;
        this.#insert(anchor, ['', ...section.opening.split('\n')]);
      }
      for (const block of section.blocks) {
        const id = encodeId(block.id);
        if (present.has(id)) {
          anchor = places.after(id);
          continue;
        }
        if (isDropped || (oldBlocks.has(id) && !isWanted(block.id) && !isWanted(section.id))) {
          this.#changes.push(describeChange('kept-deleted', block.id, block.name));
          continue;
        }
        anchor ??= this.#placeBefore(places, sections.slice(index)) ?? places.end;
        this.#insert(anchor, ['', ...writeBlock(block)]);
        this.#changes.push(describeChange(oldBlocks.has(id) ? 'restored' : 'added', block.id, block.name));
      }
    });
    return new Set([...[...oldBlocks].filter((id) => present.has(id)), ...generatedIds]);
  }

  #placeBefore(places: Places, sections: readonly GeneratedSection[]): number | undefined {
    for (const { blocks } of sections) {
      for (const { id } of blocks) {
        const at = places.before(encodeId(id));
        if (at !== undefined) return at;
      }
    }
    return undefined;
  }

  #writeRecord(
    earlier: typeof NO_RECORD,
    blocks: ReadonlySet<string>,
    frontMatter: ReadonlyMap<string, FrontMatterValue>,
  ): void {
    const sections = new Set([
      ...earlier.sections,
      ...this.#generated.sections.map(({ id }) => encodeId(id)),
    ]);
    const entries = formatRecordEntries({ sections, blocks, frontMatter, others: earlier.others });
    const { record, lines } = this.#document;
    const written = formatRecord(this.#generated.kind, entries);
    if (record === undefined) {
      const places = new Places(this.#document, 0);
      this.#insert(places.end, ['', ...written, ...(lines.at(-1) === '' ? [] : [''])]);
      return;
    }
    const isSame =
      [...record.entries]
        .filter((line) => line !== '')
        .sort()
        .join('\n') === entries.join('\n');
    if (!isSame) this.#replaceWhole(record.start, record.end + 1, written);
  }

  #replaceWhole(start: number, until: number, lines: readonly string[]): void {
    this.#replaced.set(start, { until, lines });
  }

  #insert(before: number, lines: readonly string[]): void {
    const list = this.#inserted.get(before) ?? [];
    list.push(...lines);
    this.#inserted.set(before, list);
  }

  /** The text with the replacements; untouched lines keep their line ends. */
  #join(): string {
    const { lines, lineEnds, lineEnd, hasByteOrderMark } = this.#document;
    const out: string[] = [];
    const push = (line: string, end: string): void => void out.push(line + end);
    // New front matter takes the place of no line, and stands before everything.
    const head = this.#replaced.get(0);
    if (head?.until === 0) {
      for (const line of head.lines) push(line, lineEnd);
      this.#replaced.delete(0);
    }
    let at = 0;
    while (at <= lines.length) {
      const inserted = this.#inserted.get(at);
      if (inserted !== undefined) {
        // A text that does not end in a line end needs one before what follows.
        if (at === lines.length && out.length > 0 && !(out.at(-1) ?? '').endsWith('\n')) out.push(lineEnd);
        const skip = (out.length === 0 || (at === 0 && head !== undefined)) && inserted[0] === '' ? 1 : 0;
        for (const line of inserted.slice(skip)) push(line, lineEnd);
        const following = lines[at];
        if (following !== undefined && following.trim() !== '') push('', lineEnd);
      }
      if (at === lines.length) break;
      const replacement = this.#replaced.get(at);
      if (replacement === undefined) {
        push(lines[at] ?? '', lineEnds[at] ?? '');
        at += 1;
        continue;
      }
      const { until } = replacement;
      replacement.lines.forEach((line, index) => {
        const isLast = index === replacement.lines.length - 1;
        const own = replacement.lines.length === until - at ? lineEnds[at + index] : undefined;
        push(
          line,
          isLast ? (lineEnds[until - 1] ?? lineEnd) : own === undefined || own === '' ? lineEnd : own,
        );
      });
      at = until;
    }
    return `${hasByteOrderMark ? '\uFEFF' : ''}${out.join('')}`;
  }
}
