import type { Expr } from '../syntax/ir.js';
import type { Target } from './target.js';

/** How far down the reasons of an answer may lie. */
export const MAX_DEPTH = 24;
/** Expressions looked at for one question, and for all questions about a module. */
const MAX_VISITS = 2000;
const MAX_TOTAL_VISITS = 1_000_000;

/** An answer that nothing was left out of, and how far down its reasons lie. */
interface Answer {
  readonly targets: readonly Target[];
  readonly height: number;
}

/** Expressions looked at so far for all questions about a module. */
export interface WorkDone {
  visits: number;
}

/** Works out an answer at a depth. */
type WorkOut = (depth: number) => readonly Target[];

const NOTHING: readonly Target[] = [];

/**
 * Answers about expressions, kept, within a bound on depth and work, and without going round in circles: an expression
 * that leads back to itself stands for nothing. An answer from which something was left out depends on where the
 * question began, so it is kept for that question alone; that way no answer depends on what was asked before.
 */
export class BoundedAnswers {
  /** Answers without a cut, good at any depth where their height fits. */
  readonly #whole = new Map<Expr, Answer>();
  /** Answers to questions from outside, cut or not. */
  readonly #asked = new Map<Expr, readonly Target[]>();
  readonly #open = new Set<Expr>();
  /** Deepest level that the expression being worked out has led to. */
  #reached = 0;
  #cuts = 0;
  #visits = 0;
  readonly #done: WorkDone;

  /** `done` is shared by all that answer questions about the module. */
  constructor(done: WorkDone) {
    this.#done = done;
  }

  /** True when so much work was done that nothing more is worked out. */
  get isExhausted(): boolean {
    return this.#done.visits > MAX_TOTAL_VISITS;
  }

  /** The answer to a question from outside. */
  ask(expr: Expr, workOut: WorkOut): readonly Target[] {
    let targets = this.#asked.get(expr);
    if (targets === undefined) {
      this.#visits = 0;
      targets = this.askAt(expr, 0, workOut);
      this.#asked.set(expr, targets);
    }
    return targets;
  }

  /** The answer to a question that came up at a depth, while another was worked out. */
  askAt(expr: Expr, depth: number, workOut: WorkOut): readonly Target[] {
    const known = this.#whole.get(expr);
    if (known !== undefined && depth + known.height <= MAX_DEPTH) {
      this.#reach(depth + known.height);
      return known.targets;
    }
    this.#visits += 1;
    this.#done.visits += 1;
    if (this.#open.has(expr) || this.#visits > MAX_VISITS || this.isExhausted) {
      this.#cuts += 1;
      return NOTHING;
    }
    const outer = this.#reached;
    if (!this.allows(depth)) return NOTHING;
    const cuts = this.#cuts;
    this.#reached = depth;
    this.#open.add(expr);
    const targets = workOut(depth + 1);
    this.#open.delete(expr);
    if (this.#cuts === cuts) this.#whole.set(expr, { targets, height: this.#reached - depth });
    this.#reach(outer);
    return targets;
  }

  /** Whether something may be worked out at this depth; when not, the answer in the making counts as cut. */
  allows(depth: number): boolean {
    this.#reach(depth);
    if (depth <= MAX_DEPTH) return true;
    this.#cuts += 1;
    return false;
  }

  #reach(depth: number): void {
    if (depth > this.#reached) this.#reached = depth;
  }
}
