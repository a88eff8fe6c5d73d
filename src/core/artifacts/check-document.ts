import type { Location } from '../source/document.js';
import type { DocumentChange, DocumentConflict } from './document-change.js';
import { encodeId, offeredId, readGoneLine, readItem } from './document-marker.js';
import type { GeneratedDocument } from './generated-document.js';
import { mergeDocument } from './merge-document.js';
import { type DocumentProblem, readDocument } from './read-document.js';
import { renderBlock } from './render-block.js';

/** Something in the code that the document does not speak about. */
export interface MissingElement {
  readonly id: string;
  readonly name: string;
  /** Block that it belongs to. */
  readonly block: string;
  /** Where it stands in the code, when that is one place. */
  readonly location?: Location;
  /** Line of the document, from 1, at which a note about it makes sense; 1 when its block is not there. */
  readonly line: number;
}

/** Something that the document still presents as part of the code, and that was not found there any more. */
export interface GoneElement {
  /** As in the document: encoded. */
  readonly id: string;
  /** What it was, as it stood in the document. */
  readonly what: string;
  readonly block: string;
  /** Line of the document, from 1. */
  readonly line: number;
}

/** How a document and the code have drifted apart. Plain data. */
export interface DocumentDrift {
  /** True when merging would change at most the line numbers of links. */
  readonly isCurrent: boolean;
  /** True when links lead to lines that have moved. */
  readonly hasMovedLines: boolean;
  readonly missing: readonly MissingElement[];
  readonly gone: readonly GoneElement[];
  /** What a merge would change; without what stays as a person wants it. */
  readonly changes: readonly DocumentChange[];
  /** Places where a person and the code say different things. */
  readonly conflicts: readonly DocumentConflict[];
  /** Not empty when the document cannot be merged as it is; the lists above are empty then. */
  readonly problems: readonly DocumentProblem[];
}

const quietKinds: readonly DocumentChange['kind'][] = ['kept-edited', 'kept-deleted', 'moved-lines'];

/** Compares a document with what the code asks for now. */
export function checkDocument(existing: string, generated: GeneratedDocument): DocumentDrift {
  const merge = mergeDocument(existing, generated);
  if (!merge.isMerged) {
    const { problems } = merge;
    return {
      isCurrent: false,
      hasMovedLines: false,
      missing: [],
      gone: [],
      changes: [],
      conflicts: [],
      problems,
    };
  }
  const changes = merge.changes.filter(({ kind }) => !quietKinds.includes(kind));
  const hasMovedLines = merge.changes.some(({ kind }) => kind === 'moved-lines');
  const isCurrent = merge.text === existing || (changes.length === 0 && hasMovedLines);
  const { conflicts } = merge;
  const gone = findGone(existing, changes);
  return {
    isCurrent,
    hasMovedLines,
    missing: findMissing(existing, generated),
    gone,
    changes,
    conflicts,
    problems: [],
  };
}

function findMissing(existing: string, generated: GeneratedDocument): readonly MissingElement[] {
  const { blocks, record } = readDocument(existing);
  const present = new Map(blocks.map((block) => [block.marker.id, block]));
  const deleted = new Set(
    record?.entries.filter((line) => line.startsWith('block ')).map((line) => line.slice(6)),
  );
  return generated.sections.flatMap((section) =>
    section.blocks.flatMap((source): MissingElement[] => {
      const id = encodeId(source.id);
      const block = present.get(id);
      const { location, name = source.id } = source;
      if (block === undefined) {
        if (deleted.has(id)) return [];
        const own =
          location === undefined ? [] : [{ id: source.id, name, block: source.id, location, line: 1 }];
        return [...own, ...listElements(source.content, source.id, 1)];
      }
      const { digest } = renderBlock(source);
      const line = block.start + 1;
      const back = block.marker.isGone && location !== undefined;
      const own = back ? [{ id: source.id, name, block: source.id, location, line }] : [];
      // What a person took out of a block that the code has not changed since is not missing.
      const isSettled = block.marker.digest === digest || block.marker.offered === digest;
      if (isSettled) return own;
      const beside = present.get(offeredId(id));
      const known = new Set([...block.content, ...(beside?.content ?? [])].map(readItem));
      const elements = listElements(source.content, source.id, line);
      return [...own, ...elements.filter((element) => !known.has(encodeId(element.id)))];
    }),
  );
}

function listElements(
  content: GeneratedDocument['sections'][number]['blocks'][number]['content'],
  block: string,
  line: number,
): MissingElement[] {
  return content.flatMap((part) => {
    if (typeof part === 'string') return [];
    const { id, name, location } = part;
    return [{ id, name, block, ...(location === undefined ? {} : { location }), line }];
  });
}

function findGone(existing: string, changes: readonly DocumentChange[]): readonly GoneElement[] {
  const { blocks, lines } = readDocument(existing);
  return changes.flatMap(({ kind, block: id, element, what }): GoneElement[] => {
    const block = blocks.find(({ marker }) => marker.id === id);
    if (kind !== 'marked-gone' || block === undefined) return [];
    const at = lines.findIndex(
      (line, index) =>
        index > block.start &&
        index < block.end &&
        element !== undefined &&
        readItem(line) === element &&
        readGoneLine(line) === undefined,
    );
    return [{ id: element ?? id, what: what ?? id, block: id, line: (at < 0 ? block.start : at) + 1 }];
  });
}
