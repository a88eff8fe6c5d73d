import { showText } from './decode-text.js';

/** What a pickle would put on the stack, as far as it can be told without building it. `op` is the opcode that put it there. */
export type PickleValue =
  | {
      readonly kind: 'text';
      readonly op: string;
      readonly text: string;
      /** Where it lies in the stream, in bytes. */
      readonly start: number;
      /** In bytes. */
      readonly length: number;
      readonly isCut: boolean;
    }
  | { readonly kind: 'bytes'; readonly op: string; readonly start: number; readonly length: number }
  | { readonly kind: 'number'; readonly op: string; readonly value: number; readonly digits?: string }
  | { readonly kind: 'constant'; readonly op: string; readonly value: boolean | null }
  | Sequence
  | Mapping
  | GlobalValue
  | CallValue
  | { readonly kind: 'persistent'; readonly op: string; readonly id: PickleValue }
  | { readonly kind: 'opaque'; readonly op: string };

/** A tuple, list or set; only the first items and those that hold tensors are kept. */
export interface Sequence {
  readonly kind: 'sequence';
  readonly op: string;
  readonly items: PickleValue[];
  /** Of all items, kept or not. */
  count: number;
  /** Whether an item may lead to a tensor. */
  isRich: boolean;
}

export interface Mapping {
  readonly kind: 'mapping';
  readonly op: string;
  readonly entries: [PickleValue, PickleValue][];
  /** Whether a value may lead to a tensor. */
  isRich: boolean;
}

/** A global that the stream names. */
export interface GlobalValue {
  readonly kind: 'global';
  readonly op: string;
  /** As the stream spells them; undefined when they are no constants. */
  readonly module: string | undefined;
  readonly name: string | undefined;
  readonly offset: number;
  /** How the name came about when it is not a constant. */
  readonly built: readonly string[];
}

/** The result of a call or of a constructor. */
export interface CallValue {
  readonly kind: 'call';
  readonly op: string;
  readonly callee: PickleValue;
  readonly args: PickleValue;
  readonly offset: number;
  /** What BUILD gave it, the latest. */
  state?: PickleValue;
  /** Items set on it, for dictionaries such as OrderedDict. */
  readonly entries: [PickleValue, PickleValue][];
  readonly items: PickleValue[];
}

/** Text kept per string; longer ones are cut, which no name of a global survives. */
export const MAX_TEXT = 1024;
/** Items kept of a container that hold nothing of interest. */
export const MAX_PLAIN_ITEMS = 16;

/** `module.name` for messages; `?` for what is no constant. */
export function nameGlobal(value: GlobalValue): string {
  return `${showText(value.module ?? '?')}.${showText(value.name ?? '?')}`;
}

/** One readable step: the opcode and what it put on the stack. */
export function describeValue(value: PickleValue, depth = 0): string {
  switch (value.kind) {
    case 'text':
      return `${value.op} '${showText(value.text)}'`;
    case 'bytes':
      return `${value.op} of ${value.length} bytes`;
    case 'number':
      return `${value.op} ${showText(value.digits ?? String(value.value), 30)}`;
    case 'constant':
      return value.op;
    case 'global':
      return `${value.op} ${nameGlobal(value)}`;
    case 'call':
      return `${value.op} of ${depth > 2 ? '...' : describeValue(value.callee, depth + 1)}`;
    case 'persistent':
      return `${value.op} ${depth > 2 ? '...' : describeValue(value.id, depth + 1)}`;
    case 'sequence':
      return `${value.op} of ${value.count}`;
    case 'mapping':
    case 'opaque':
      return value.op;
  }
}

/** The steps that make a value, arguments before the call, at most `limit` of them. */
export function listSteps(value: PickleValue, limit = 24): string[] {
  const steps: string[] = [];
  const visit = (part: PickleValue, depth: number): void => {
    if (steps.length >= limit) return;
    if (depth > 8) {
      steps.push('...');
      return;
    }
    if (part.kind === 'call') {
      visit(part.callee, depth + 1);
      visit(part.args, depth + 1);
      steps.push(part.op);
    } else if (part.kind === 'sequence') {
      for (const item of part.items.slice(0, 6)) visit(item, depth + 1);
      steps.push(part.op);
    } else if (part.kind === 'global') {
      steps.push(...part.built.slice(0, 6), describeValue(part));
    } else steps.push(describeValue(part));
  };
  visit(value, 0);
  return steps.slice(0, limit);
}

/** The text of a constant that was kept whole; undefined for anything else. */
export function constantText(value: PickleValue): string | undefined {
  return value.kind === 'text' && !value.isCut ? value.text : undefined;
}

/** A sequence of these items; takes the list over. */
export function collect(op: string, items: PickleValue[]): Sequence {
  if (items.length <= MAX_PLAIN_ITEMS) {
    return { kind: 'sequence', op, items, count: items.length, isRich: items.some(holdsTensors) };
  }
  const value: Sequence = { kind: 'sequence', op, items: [], count: 0, isRich: false };
  for (const item of items) keepItem(value, item);
  return value;
}

/** Adds an item to a sequence; kept when it may matter, counted always. */
export function keepItem(target: Sequence, item: PickleValue): void {
  target.count += 1;
  const isRich = holdsTensors(item);
  target.isRich ||= isRich;
  if (target.items.length < MAX_PLAIN_ITEMS || isRich) target.items.push(item);
}

/** Whether a value may lead to a tensor: only calls and containers do. */
export function holdsTensors(value: PickleValue): boolean {
  if (value.kind === 'sequence' || value.kind === 'mapping') return value.isRich;
  return value.kind === 'call';
}
