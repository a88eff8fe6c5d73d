import type { DocumentInput } from '../../core/index.js';

/** Texts of files by path, the longest unused forgotten where they are too much. */
export class ModuleTexts {
  readonly #maxLength: number;
  /** In the order of their last use; undefined for a file that cannot be read. */
  readonly #texts = new Map<string, DocumentInput | undefined>();
  #length = 0;

  /** @param maxLength of all texts together, in UTF-16 code units */
  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** Of all texts together, in UTF-16 code units. */
  get length(): number {
    return this.#length;
  }

  /** True for a text that is kept, and for a file that is known not to be readable. */
  has(path: string): boolean {
    return this.#texts.has(path);
  }

  get(path: string): DocumentInput | undefined {
    const input = this.#texts.get(path);
    if (input !== undefined) {
      this.#texts.delete(path);
      this.#texts.set(path, input);
    }
    return input;
  }

  set(path: string, input: DocumentInput | undefined): void {
    this.delete(path);
    this.#texts.set(path, input);
    this.#length += lengthOf(input);
    for (const oldest of this.#texts.keys()) {
      if (this.#length <= this.#maxLength || oldest === path) return;
      this.delete(oldest);
    }
  }

  delete(path: string): void {
    this.#length -= lengthOf(this.#texts.get(path));
    this.#texts.delete(path);
  }
}

function lengthOf(input: DocumentInput | undefined): number {
  if (input === undefined) return 0;
  if (input.kind !== 'notebook-cells') return input.text.length;
  return input.cells.reduce((sum, { text }) => sum + text.length, 0);
}

/** True for two forms of the same text; a notebook as cells and one as a file cannot be told apart. */
export function isSameText(one: DocumentInput, other: DocumentInput): boolean {
  if (one.kind === 'notebook-cells' && other.kind === 'notebook-cells') {
    return (
      one.cells.length === other.cells.length &&
      one.cells.every((cell, index) => {
        const twin = other.cells[index];
        return twin?.text === cell.text && twin.kind === cell.kind && twin.languageId === cell.languageId;
      })
    );
  }
  if (one.kind === 'notebook-cells' || other.kind === 'notebook-cells') return true;
  return one.text === other.text;
}
