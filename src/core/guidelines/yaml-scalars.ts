import { isScalar } from 'yaml';
import { suggestClosest } from './suggest-closest.js';
import { describeNode, type JsonObject, type Schema, type YamlNode } from './yaml-reader.js';

/** What every schema may say about itself to the person who completes it in an editor. */
export interface Described {
  /** One or two sentences; shown on hover and beside a completion. */
  readonly description?: string;
}

/** A YAML scalar as plain data. */
export type ScalarValue = string | number | boolean | null;

/** Limits of a text; lengths count UTF-16 units. */
export interface StringOptions extends Described {
  /** Default 1: a text of blanks only is an error. 0 allows the empty text. */
  readonly minLength?: number;
  /** No limit when absent. */
  readonly maxLength?: number;
  /** Must match; anchor it with ^ and $, and write it without flags (JSON Schema has none). */
  readonly pattern?: RegExp;
  /** The pattern in words that follow "expected", such as `a date such as 2025-01-31`. */
  readonly patternName?: string;
  /** True forbids line breaks. */
  readonly singleLine?: boolean;
}

/** A text. Numbers and booleans are errors that ask for quotes. */
export function string(options: StringOptions = {}): Schema<string> {
  const { minLength = 1, maxLength, pattern, patternName, singleLine = false } = options;
  const expected = patternName ?? 'a string';
  return {
    expected,
    accepts: (node) => typeof scalarOf(node) === 'string',
    read(node, context) {
      const value = scalarOf(node);
      if (typeof value === 'number' || typeof value === 'boolean') {
        return context.report(node, `expected ${expected}, found ${describeNode(node)}; put it in quotes`);
      }
      if (typeof value !== 'string') {
        return context.report(node, `expected ${expected}, found ${describeNode(node)}`);
      }
      if (minLength > 0 && value.trim() === '') {
        return context.report(node, `expected ${expected}, found an empty text`);
      }
      if (value.length < minLength) {
        return context.report(node, `is ${value.length} characters long, expected at least ${minLength}`);
      }
      if (maxLength !== undefined && value.length > maxLength) {
        return context.report(node, `is ${value.length} characters long, expected at most ${maxLength}`);
      }
      if (singleLine && value.includes('\n')) {
        return context.report(node, 'must be a single line');
      }
      if (pattern !== undefined && !pattern.test(value)) {
        const wanted = patternName ?? `a text matching ${pattern.source}`;
        return context.report(node, `expected ${wanted}, found ${describeNode(node)}`);
      }
      return value;
    },
    jsonSchema: () => ({
      type: 'string',
      ...describe(options),
      ...(minLength > 0 ? { minLength } : {}),
      ...(maxLength === undefined ? {} : { maxLength }),
      ...(pattern === undefined ? {} : { pattern: pattern.source }),
    }),
  };
}

/** A calendar day in quotes or bare, `2025-01-31`; checks the form and the ranges of month and day. */
export function isoDate(options: Described = {}): Schema<string> {
  return string({
    ...options,
    pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    patternName: 'a date such as 2025-01-31',
  });
}

/** An absolute https address. */
export function webUrl(options: Described = {}): Schema<string> {
  return string({ ...options, pattern: /^https:\/\/[^\s<>"]+$/, patternName: 'an https address' });
}

/** Limits of a number; both ends are allowed values. */
export interface NumberOptions extends Described {
  readonly min?: number;
  readonly max?: number;
}

/** A finite number. */
export function number(options: NumberOptions = {}): Schema<number> {
  return numeric(options, 'number', 'a number', Number.isFinite);
}

/** A whole number that a double holds exactly. */
export function integer(options: NumberOptions = {}): Schema<number> {
  return numeric(options, 'integer', 'a whole number', Number.isSafeInteger);
}

/** `true` or `false`. */
export function boolean(options: Described = {}): Schema<boolean> {
  return {
    expected: 'true or false',
    accepts: (node) => typeof scalarOf(node) === 'boolean',
    read(node, context) {
      const value = scalarOf(node);
      if (typeof value === 'boolean') return value;
      return context.report(node, `expected true or false, found ${describeNode(node)}`);
    },
    jsonSchema: () => ({ type: 'boolean', ...describe(options) }),
  };
}

/** Any single value: text, number, true, false or null. */
export function scalar(options: Described = {}): Schema<ScalarValue> {
  return {
    expected: 'a single value',
    accepts: (node) => scalarOf(node) !== undefined,
    read(node, context) {
      const value = scalarOf(node);
      if (value !== undefined) return value;
      return context.report(
        node,
        `expected a single value (text, number, true, false or null), found ${describeNode(node)}`,
      );
    },
    jsonSchema: () => ({ type: ['string', 'number', 'boolean', 'null'], ...describe(options) }),
  };
}

/** Exactly one value; `literal(null)` for an explicit nothing. */
export function literal<const V extends ScalarValue>(value: V, options: Described = {}): Schema<V> {
  const expected = value === null ? 'null' : JSON.stringify(value);
  return {
    expected,
    accepts: (node) => scalarOf(node) === value,
    read(node, context) {
      if (scalarOf(node) === value) return value;
      return context.report(node, `expected ${expected}, found ${describeNode(node)}`);
    },
    jsonSchema: () => ({ const: value, ...describe(options) }),
  };
}

/** One of the listed words; a slip gets a suggestion. */
export function oneOf<const V extends string>(values: readonly V[], options: Described = {}): Schema<V> {
  const expected = `one of ${values.join(', ')}`;
  return {
    expected,
    accepts: (node) => values.some((value) => value === scalarOf(node)),
    read(node, context) {
      const written = scalarOf(node);
      const found = values.find((value) => value === written);
      if (found !== undefined) return found;
      const closest = typeof written === 'string' ? suggestClosest(written, values) : undefined;
      const hint = closest === undefined ? '' : `; did you mean ${closest}?`;
      return context.report(node, `expected ${expected}, found ${describeNode(node)}${hint}`, closest);
    },
    jsonSchema: () => ({ enum: [...values], ...describe(options) }),
  };
}

/** The JSON Schema keyword of a description; nothing when there is none. */
export function describe(options: Described): JsonObject {
  return options.description === undefined ? {} : { description: options.description };
}

/** The plain value of a scalar node; null for a missing one, undefined for lists, objects and aliases. */
export function scalarOf(node: YamlNode): ScalarValue | undefined {
  if (node === null) return null;
  if (!isScalar(node)) return undefined;
  const value: unknown = node.value;
  const isPlain =
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? value : undefined;
}

function numeric(
  options: NumberOptions,
  type: string,
  expected: string,
  isAllowed: (value: number) => boolean,
): Schema<number> {
  const { min, max } = options;
  return {
    expected,
    accepts: (node) => typeof scalarOf(node) === 'number',
    read(node, context) {
      const value = scalarOf(node);
      if (typeof value !== 'number' || !isAllowed(value)) {
        return context.report(node, `expected ${expected}, found ${describeNode(node)}`);
      }
      if (min !== undefined && value < min) {
        return context.report(node, `expected at least ${min}, found ${value}`);
      }
      if (max !== undefined && value > max) {
        return context.report(node, `expected at most ${max}, found ${value}`);
      }
      return value;
    },
    jsonSchema: () => ({
      type,
      ...describe(options),
      ...(min === undefined ? {} : { minimum: min }),
      ...(max === undefined ? {} : { maximum: max }),
    }),
  };
}
