import {
  type BeginMarker,
  GONE_MARKER,
  isConflictMarker,
  isMarkerLine,
  isRecordStart,
  RECORD_END,
  readBegin,
  readEnd,
  readRecordKind,
} from './document-marker.js';

/** Why a document cannot be merged. */
export interface DocumentProblem {
  /** From 1. */
  readonly line: number;
  /** What is wrong, and the remedy. */
  readonly message: string;
}

/** A generated block as it stands in a document. Line indexes count from 0 in `LivingDocument.lines`. */
export interface DocumentBlock {
  readonly marker: BeginMarker;
  /** Index of the begin marker. */
  readonly start: number;
  /** Index of the end marker. */
  readonly end: number;
  /** Lines between the markers up to the list of what is gone. */
  readonly content: readonly string[];
  /** Lines below the marker of what is gone; absent without that marker. */
  readonly gone?: readonly string[];
}

/** What was ever written into a document. */
export interface DocumentRecord {
  /** Kind of document, such as `threat-model`; empty when the line does not say. */
  readonly kind: string;
  /** First and last line of the comment. */
  readonly start: number;
  readonly end: number;
  /** Lines between, such as `block endpoints`. */
  readonly entries: readonly string[];
}

/** A document taken apart into lines. */
export interface LivingDocument {
  /** Whether the text began with a byte order mark, which `lines` lack. */
  readonly hasByteOrderMark: boolean;
  /** Without line ends. A text that ends in a line end has an empty last line. */
  readonly lines: readonly string[];
  /** The line end of each line; empty for the last. */
  readonly lineEnds: readonly string[];
  /** The line end that most lines have. */
  readonly lineEnd: string;
  /** In the order of the text. */
  readonly blocks: readonly DocumentBlock[];
  readonly record?: DocumentRecord;
  /** Not empty: the other properties must not be used for merging. In the order of the text. */
  readonly problems: readonly DocumentProblem[];
}

/** Takes a document apart. What keeps it from being merged is in `problems`. */
export function readDocument(text: string): LivingDocument {
  const hasByteOrderMark = text.startsWith('\uFEFF');
  const { lines, lineEnds } = splitLines(hasByteOrderMark ? text.slice(1) : text);
  const crlf = lineEnds.filter((each) => each === '\r\n').length;
  const lineEnd = crlf * 2 > lineEnds.length - 1 ? '\r\n' : '\n';
  const structure = readStructure(lines);
  return { hasByteOrderMark, lines, lineEnds, lineEnd, ...structure };
}

function splitLines(text: string): { lines: string[]; lineEnds: string[] } {
  const lines: string[] = [];
  const lineEnds: string[] = [];
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
    const isCrlf = at > start && text[at - 1] === '\r';
    lines.push(text.slice(start, isCrlf ? at - 1 : at));
    lineEnds.push(isCrlf ? '\r\n' : '\n');
    start = at + 1;
  }
  lines.push(text.slice(start));
  lineEnds.push('');
  return { lines, lineEnds };
}

interface Structure {
  readonly blocks: readonly DocumentBlock[];
  readonly record?: DocumentRecord;
  readonly problems: readonly DocumentProblem[];
}

function readStructure(lines: readonly string[]): Structure {
  const problems: DocumentProblem[] = [];
  const blocks: DocumentBlock[] = [];
  const firstLines = new Map<string, number>();
  let open: { marker: BeginMarker; start: number } | undefined;
  let record: DocumentRecord | undefined;
  const report = (index: number, message: string): void => void problems.push({ line: index + 1, message });
  lines.forEach((line, at) => {
    if (isConflictMarker(line)) report(at, 'a merge conflict stands here; resolve it first');
  });
  if (problems.length > 0) return { blocks, problems };
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (isRecordStart(line)) {
      const close = lines.findIndex((each, index) => index > at && each.trim() === RECORD_END);
      if (close < 0) report(at, 'this record has no line --> that closes it; add it, or delete the record');
      else if (record !== undefined)
        report(at, `a second record; the first is in line ${record.start + 1}, keep one`);
      else
        record = {
          kind: readRecordKind(line),
          start: at,
          end: close,
          entries: lines.slice(at + 1, close).map((each) => each.trim()),
        };
      if (open !== undefined) report(at, `the record stands inside the block ${open.marker.id}; move it out`);
      if (close < 0) break;
      at = close;
      continue;
    }
    if (!isMarkerLine(line) || line.trim() === GONE_MARKER) continue;
    const marker = readBegin(line);
    const closes = readEnd(line);
    if (marker !== undefined) {
      const earlier = firstLines.get(marker.id);
      if (earlier !== undefined) {
        report(at, `the block ${marker.id} begins a second time; the first is in line ${earlier + 1}`);
      }
      firstLines.set(marker.id, earlier ?? at);
      if (open !== undefined) {
        report(
          at,
          `the block ${marker.id} begins inside ${open.marker.id} of line ${open.start + 1}, which lacks its end`,
        );
      }
      open = { marker, start: at };
    } else if (closes !== undefined) {
      if (open === undefined || open.marker.id !== closes) {
        report(at, `the end of ${closes} has no begin above it; delete this line or bring the begin back`);
      } else {
        blocks.push(createBlock(lines, open.marker, open.start, at));
      }
      open = undefined;
    } else {
      report(
        at,
        'this marker of Fairlead is damaged; bring it back from the history, or delete it with its partner',
      );
    }
  }
  if (open !== undefined) {
    const { marker, start } = open;
    report(
      start,
      `the block ${marker.id} has no end; add <!-- fairlead:end ${marker.id} --> below its last line`,
    );
  }
  return { blocks, ...(record === undefined ? {} : { record }), problems };
}

function createBlock(
  lines: readonly string[],
  marker: BeginMarker,
  start: number,
  end: number,
): DocumentBlock {
  const inside = lines.slice(start + 1, end);
  const split = inside.findIndex((line) => line.trim() === GONE_MARKER);
  if (split < 0) return { marker, start, end, content: inside };
  return { marker, start, end, content: inside.slice(0, split), gone: inside.slice(split + 1) };
}
