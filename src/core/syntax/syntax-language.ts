import type { Stmt } from './ir.js';
import type { RawNode, TreeShape } from './raw-tree.js';
import type { Source } from './source.js';

/** A stretch of a module that is parsed by itself, such as a top-level statement. Offsets into the module. */
export interface BlockSpan {
  readonly start: number;
  readonly end: number;
  /**
   * Comments, and string literals that hold a space and so no name: offsets of start and end in turn, ascending. Empty
   * where a parser may see other strings.
   */
  readonly prose: readonly number[];
  /** Bodies of functions that can be parsed by themselves, in order and none in another. */
  readonly bodies: readonly BodySpan[];
}

/** The body of a function. Offsets into the module. */
export interface BodySpan {
  /** Where the definition begins, without decorators. */
  readonly head: number;
  /** From the first to the last code unit of code. */
  readonly start: number;
  readonly end: number;
  /** Whether something in it is not closed, or closes nothing. */
  readonly isBroken: boolean;
}

/** How a language is cut, parsed and lowered. */
export interface SyntaxLanguage {
  readonly shape: TreeShape;
  /** Whether functions with statements can stand in expressions. */
  readonly hasFunctionExpressions: boolean;
  /** Nodes of functions that are taken over as a whole from an older version of the code; absent for none. */
  readonly functions?: ReadonlySet<string>;
  /**
   * Stretches that are parsed one by one; `barriers` are offsets at which one ends whatever is open. From where a stretch
   * begins, to the first end that `isKnown`: what follows is split as it was before.
   */
  split(
    text: string,
    barriers: readonly number[],
    from?: number,
    isKnown?: (end: number) => boolean,
  ): readonly BlockSpan[];
  /** Name of what a stretch defines when it binds nothing else; undefined when that is not certain. */
  definedName(code: string): string | undefined;
  /** Lowers the children of a parsed stretch. */
  lower(children: readonly RawNode[], source: Source): readonly Stmt[];
}
