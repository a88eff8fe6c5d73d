import type { LazyBody, Stmt } from './ir.js';

type Shiftable = Record<string, unknown>;

const OFFSETS = ['start', 'end', 'nameStart', 'argsStart'] as const;

/** Moves lowered statements by `delta` code units in place. Bodies that were never read move by their bounds. */
export function shiftStatements(statements: readonly Stmt[], delta: number): void {
  if (delta === 0) return;
  for (const statement of statements) shiftNode(statement as unknown as Shiftable, delta);
}

function shiftNode(node: Shiftable, delta: number): void {
  for (const key of OFFSETS) {
    const value = node[key];
    if (typeof value === 'number') node[key] = value + delta;
  }
  for (const key in node) {
    const value = node[key];
    if (Array.isArray(value)) {
      for (const item of value) shiftItem(item, delta);
    } else if (typeof value === 'object' && value !== null) {
      if (typeof (value as { peek?: unknown }).peek === 'function') shiftBody(value as LazyBody, delta);
      else shiftNode(value as Shiftable, delta);
    }
  }
}

function shiftItem(item: unknown, delta: number): void {
  if (Array.isArray(item)) for (const inner of item) shiftItem(inner, delta);
  else if (typeof item === 'object' && item !== null) shiftNode(item as Shiftable, delta);
}

function shiftBody(body: LazyBody, delta: number): void {
  body.start += delta;
  body.end += delta;
  for (const statement of body.peek() ?? []) shiftNode(statement as unknown as Shiftable, delta);
}
