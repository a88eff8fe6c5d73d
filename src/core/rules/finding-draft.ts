import type { Finding } from '../findings/finding.js';
import { type Fingerprinter, fingerprintKey, hashText } from '../findings/fingerprint.js';
import type { Location, TextEdit } from '../source/document.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { Block } from '../syntax/block.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import { createFinding, type FindingSite, type PlacedFinding } from './create-finding.js';
import type { JudgedMatch } from './judge-match.js';
import type { ModuleAnalysis } from './match-context.js';
import type { Rule } from './rule.js';

/** A span that moves with the top-level statement it begins in. Offsets in that statement. */
export interface Anchor {
  readonly block: Block;
  readonly start: number;
  readonly end: number;
}

/** A place that was made of a span, or an edit with its text as the rule has it. */
interface Noted {
  readonly anchor: Anchor;
  readonly newText?: string;
}

/** The span where its statement stands now. */
export function spanAt({ block, start, end }: Anchor): Span {
  return { start: block.start + start, end: block.start + end };
}

/** Ties a span to the statement it begins in; what is being worked out then rests on that one. */
export function anchorTo(syntax: ModuleSyntax, { start, end }: Span): Anchor | undefined {
  const block = syntax.blockAt(start);
  if (block === undefined) return undefined;
  syntax.asked.placed(block);
  return { block, start: start - block.start, end: end - block.start };
}

/** A finding of code that was made once, and is placed again in later versions, where the code stands elsewhere. */
export class FindingDraft {
  readonly rule: Rule;
  readonly #made: PlacedFinding;
  readonly #key: string;
  readonly #noted: ReadonlyMap<Location, Noted>;
  /** Of the match: what its rule covers, and its squiggle. */
  readonly #match: Anchor;
  readonly #squiggle: Anchor;
  /** Where the statements stood for which it was placed last. */
  readonly #places = new Map<Block, { readonly start: number; readonly line: number }>();
  #last: PlacedFinding | undefined;
  #count = -1;

  private constructor(
    made: PlacedFinding,
    rule: Rule,
    key: string,
    noted: ReadonlyMap<Location, Noted>,
    match: Anchor,
    squiggle: Anchor,
  ) {
    this.rule = rule;
    this.#made = made;
    this.#key = key;
    this.#noted = noted;
    this.#match = match;
    this.#squiggle = squiggle;
  }

  /** Makes a finding ready to be placed; undefined where that cannot be. To be called while what it rests on is recorded. */
  static make(judged: JudgedMatch, module: ModuleAnalysis, site: FindingSite): FindingDraft | undefined {
    const { syntax } = module.model;
    const noted = new Map<Location, Noted>();
    let isWhole = true;
    const note = (location: Location, span: Span, newText?: string): void => {
      const anchor = anchorTo(syntax, span);
      if (anchor === undefined) isWhole = false;
      else noted.set(location, newText === undefined ? { anchor } : { anchor, newText });
    };
    let key = '';
    const fingerprinter = {
      next: (...parts: Parameters<typeof fingerprintKey>): string => {
        key = fingerprintKey(...parts);
        return '';
      },
    };
    const made = createFinding(judged, module, { ...site, text: notePlaces(site.text, note), fingerprinter });
    const { call, span } = judged.context;
    const match = anchorTo(syntax, call ?? span);
    const squiggle = anchorTo(syntax, span);
    if (match === undefined || squiggle === undefined || !isWhole) return undefined;
    return new FindingDraft(made, judged.rule, key, noted, match, squiggle);
  }

  /** What the match covers now. */
  get span(): Span {
    return spanAt(this.#match);
  }

  /** The finding where its code stands now. */
  place(text: ModuleText, fingerprinter: Fingerprinter): PlacedFinding {
    const count = fingerprinter.count(this.#key);
    const isSame = this.#count === count && this.#isInPlace(text);
    if (this.#last !== undefined && isSame) return this.#last;
    const { finding, ...rest } = this.#made;
    const fingerprint =
      this.#last !== undefined && this.#count === count
        ? this.#last.finding.fingerprint
        : hashText(`${this.#key}\0${count}`);
    this.#last = {
      ...rest,
      span: spanAt(this.#squiggle),
      finding: { ...this.#moved(finding, text), fingerprint },
    };
    this.#count = count;
    for (const { anchor } of this.#noted.values()) {
      const { start } = anchor.block;
      this.#places.set(anchor.block, { start, line: lineOf(start, text) });
    }
    return this.#last;
  }

  /** True when nothing that it points at has moved, and no text that it puts in has line ends. */
  #isInPlace(text: ModuleText): boolean {
    if (text.cellStarts.length > 0) return false;
    for (const { newText } of this.#noted.values()) if (newText?.includes('\n') === true) return false;
    for (const [block, { start, line }] of this.#places) {
      if (block.start !== start || lineOf(start, text) !== line) return false;
    }
    return true;
  }

  #moved(finding: Finding, text: ModuleText): Finding {
    const locate = (location: Location): Location => {
      const noted = this.#noted.get(location);
      return noted === undefined ? location : text.locate(spanAt(noted.anchor));
    };
    const edit = (one: TextEdit): TextEdit => {
      const noted = this.#noted.get(one.location);
      if (noted?.newText === undefined) return one;
      return text.createEdit(spanAt(noted.anchor), noted.newText);
    };
    const { location, related, fixes, choices } = finding;
    return {
      ...finding,
      location: locate(location),
      related: related.map((one) => ({ ...one, location: locate(one.location) })),
      fixes: fixes.map((fix) => ({ ...fix, edits: fix.edits.map(edit) })),
      ...(choices && { choices: choices.map((choice) => ({ ...choice, edits: choice.edits.map(edit) })) }),
    };
  }
}

function lineOf(offset: number, text: ModuleText): number {
  return text.locate({ start: offset, end: offset }).range.start.line;
}

/** The text, with a note of each place and edit that is made of it. */
function notePlaces(
  text: ModuleText,
  note: (location: Location, span: Span, newText?: string) => void,
): ModuleText {
  const { path, languageId, original, cellStarts, magics, outputs } = text;
  return {
    path,
    languageId,
    text: text.text,
    original,
    cellStarts,
    magics,
    outputs,
    locate: (span) => {
      const location = text.locate(span);
      note(location, span);
      return location;
    },
    createEdit: (span, newText) => {
      const edit = text.createEdit(span, newText);
      note(edit.location, span, newText);
      return edit;
    },
  };
}
