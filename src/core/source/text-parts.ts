import { findChange, type TextChange } from './text-change.js';

/** Tells which parts stand in one text. Of the version before it keeps what no change can have made otherwise. */
export class TextParts {
  readonly #text: string;
  readonly #known = new Map<string, boolean>();
  readonly #before:
    | { readonly text: string; readonly known: ReadonlyMap<string, boolean>; readonly change: TextChange }
    | undefined;

  constructor(text: string, earlier?: TextParts) {
    this.#text = text;
    if (earlier === undefined) return;
    const before = earlier.#text;
    this.#before = { text: before, known: earlier.#known, change: findChange(before, text) };
  }

  has(part: string): boolean {
    let answer = this.#known.get(part);
    if (answer === undefined) {
      answer = this.#derive(part) ?? this.#text.includes(part);
      this.#known.set(part, answer);
    }
    return answer;
  }

  /** The answer from that of the version before; undefined where it does not follow. */
  #derive(part: string): boolean | undefined {
    const was = this.#before?.known.get(part);
    if (this.#before === undefined || was === undefined) return undefined;
    const { text, change } = this.#before;
    const isAround = (whole: string, end: number): boolean =>
      whole.slice(Math.max(0, change.start - part.length), end + part.length).includes(part);
    if (was) return isAround(text, change.oldEnd) ? undefined : true;
    return isAround(this.#text, change.newEnd);
  }
}
