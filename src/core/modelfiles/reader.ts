import type { GlobalList } from './global-list.js';
import type { InspectionBudget } from './inspection-budget.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import type { ReportCollector } from './report-collector.js';

/** Bytes from the start that {@link FormatReader.matches} is given; fewer when the content is shorter. */
export const HEAD_LENGTH = 4096;

/**
 * One format. A row of the table in detect-format.ts, which asks each in turn and takes the first that matches.
 * Both functions look at bytes and structure, never at a name.
 */
export interface FormatReader {
  /** Whether this is the format, from the first {@link HEAD_LENGTH} bytes or, where that is not enough, from ranged reads. */
  matches(head: Uint8Array, source: ByteSource): boolean | Promise<boolean>;
  /**
   * Reads the content and adds what it holds to `context.report`; returns the format, which may be a special case of what was
   * matched (a zip is a `pytorch-zip`). May throw for broken content: that becomes the verdict `not-verified` with what was
   * added so far kept, so add early. Must ask `context.budget` before each unit of work, so that hostile content ends.
   */
  read(source: ByteSource, context: ReaderContext): Promise<ModelFormat>;
}

/** What a reader gets beside the bytes. */
export interface ReaderContext {
  /** Path of this content inside the file, outermost first; empty for the file itself. Goes into findings, imports and tensors. */
  readonly member: readonly string[];
  /** 0 for the file itself, 1 for a member of it, ... */
  readonly depth: number;
  /** Shared by everything inside one file. */
  readonly budget: InspectionBudget;
  /** Judges a global of a pickle, or a class or function that a configuration names. */
  readonly globals: GlobalList;
  /** Takes findings, imports, tensors and the rest; shared by everything inside one file. */
  readonly report: ReportCollector;
  /**
   * Inspects content found inside this one: detects its format and reads it, with the member path extended by `name`. Never
   * rejects for what the content holds; too deep becomes an unread note. Returns the format, `unknown` when nothing matched
   * (for which nothing is added to the report).
   */
  inspectMember(source: ByteSource, name: string): Promise<ModelFormat>;
}

/** One entry of an archive (zip or tar), as its directory lists it. */
export interface ArchiveEntry {
  /** As written in the directory; may be hostile. */
  readonly name: string;
  /** Uncompressed, in bytes, as the directory says. */
  readonly size: number;
  /** In the file, in bytes. */
  readonly compressedSize: number;
  /**
   * The uncompressed content. A stored entry is a window on the file; a compressed one is inflated within the budget, at most
   * `limit` bytes (default 16 MiB). Undefined when it cannot be had (encrypted, unknown method, over the limit, broken): the
   * reason is in the report already.
   */
  open(limit?: number): Promise<ByteSource | undefined>;
}

/**
 * A format that is an archive with certain members (`.keras`, a zipped SavedModel). Asked in turn by the zip reader, which has
 * judged the directory already; members that hold pickles are inspected by it afterwards whatever the format.
 */
export interface ArchiveFormat {
  /** From the names alone. */
  matches(entries: readonly ArchiveEntry[]): boolean;
  /** As {@link FormatReader.read}. */
  read(entries: readonly ArchiveEntry[], context: ReaderContext): Promise<ModelFormat>;
}
