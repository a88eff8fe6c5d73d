import type { Span } from './position.js';

/** A line of a notebook cell that IPython reads instead of Python. */
export interface MagicLine {
  /**
   * `line`: `%name ...`; `cell`: `%%name ...` with a body; `shell`: `!command`; `help`: `?x` or `x?`;
   * `call`: a line that begins with `/`, `,` or `;`.
   */
  readonly kind: 'line' | 'cell' | 'shell' | 'help' | 'call';
  /** Name of the magic without percent signs, such as `pip`; empty for the other kinds. */
  readonly name: string;
  /** What follows the marker and the name, up to the end of the line and of its continuations, trimmed. */
  readonly command: string;
  /** From the marker (`%`, `!`, ...) to the end of the line and of its continuations. */
  readonly span: Span;
  /** The lines below a cell magic; absent for all others. */
  readonly body?: Span;
  /** Index of the cell over all cells of the notebook, from 0. */
  readonly cell: number;
}
