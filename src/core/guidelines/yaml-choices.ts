import { isMap, isScalar } from 'yaml';
import { suggestClosest } from './suggest-closest.js';
import {
  describeNode,
  type Infer,
  type Invalid,
  invalid,
  type PathStep,
  type ReadAttempt,
  type Schema,
} from './yaml-reader.js';
import { type Described, describe, literal } from './yaml-scalars.js';
import {
  emitFields,
  type Fields,
  type Flat,
  type ObjectOf,
  optional,
  readFields,
  reportShape,
  toNode,
} from './yaml-shapes.js';

/** How deep in a document a recursive schema may begin once more. */
const maxDepth = 64;

/**
 * One of several schemas. The members whose outer shape fits are tried in order and the first that reads
 * without a problem wins; otherwise the problems of the closest member (fewest) are reported.
 */
export function union<const M extends readonly Schema<unknown>[]>(
  members: M,
  options: Described = {},
): Schema<Infer<M[number]>> {
  const expected = () => members.map((member) => member.expected).join(' or ');
  return {
    get expected() {
      return expected();
    },
    accepts: (node) => members.some((member) => member.accepts(node)),
    read(node, context) {
      const fitting = members.filter((member) => member.accepts(node));
      let closest: ReadAttempt | undefined;
      for (const member of fitting) {
        const attempt = context.attempt();
        const value = member.read(node, attempt.context);
        // Members are Schema<Infer<M[number]>>; filter() forgets it.
        if (value !== invalid && attempt.problems.length === 0) return value as Infer<M[number]>;
        if (closest === undefined || attempt.problems.length < closest.problems.length) closest = attempt;
      }
      if (closest === undefined) return reportShape(node, context, expected());
      closest.adopt();
      return invalid;
    },
    jsonSchema: (definitions) => ({
      ...describe(options),
      anyOf: members.map((member) => member.jsonSchema(definitions)),
    }),
  };
}

/** Objects that say by the word in one key (`tag`) which other fields they have. */
export function discriminated<const T extends string, const V extends { readonly [word: string]: Fields }>(
  tag: T,
  variants: V,
  options: Described = {},
): Schema<{ [K in keyof V & string]: Flat<{ readonly [P in T]: K } & ObjectOf<V[K]>> }[keyof V & string]> {
  const words = Object.keys(variants);
  type Value = { [K in keyof V & string]: Flat<{ readonly [P in T]: K } & ObjectOf<V[K]>> }[keyof V & string];
  return {
    expected: `an object with ${tag}`,
    accepts: (node) => isMap(node),
    read(node, context) {
      if (!isMap(node)) return reportShape(node, context, `an object with ${tag}`);
      const word = toNode(node.get(tag, true));
      const written = isScalar(word) ? word.value : undefined;
      const fields =
        typeof written === 'string' && Object.hasOwn(variants, written) ? variants[written] : undefined;
      if (fields === undefined || typeof written !== 'string') {
        if (word === null) return context.report(node, `lacks the key ${tag} (one of ${words.join(', ')})`);
        const near = typeof written === 'string' ? suggestClosest(written, words) : undefined;
        const hint = near === undefined ? '' : `; did you mean ${near}?`;
        const message = `expected one of ${words.join(', ')}, found ${describeNode(word)}${hint}`;
        return context.enter(tag).report(word, message, near);
      }
      return readFields(node, { [tag]: literal(written), ...fields }, context) as Value | Invalid;
    },
    jsonSchema: (definitions) => ({
      ...describe(options),
      anyOf: Object.entries(variants).map(([word, fields]) =>
        emitFields({ [tag]: literal(word), ...fields }, definitions),
      ),
    }),
  };
}

/** An object with exactly one of these keys, which also names its meaning: `{ all: [...] }`, `{ not: ... }`. */
export function oneKeyOf<const V extends { readonly [key: string]: Schema<unknown> }>(
  variants: V,
  options: Described = {},
): Schema<{ [K in keyof V & string]: { readonly [P in K]: Infer<V[K]> } }[keyof V & string]> {
  type Value = { [K in keyof V & string]: { readonly [P in K]: Infer<V[K]> } }[keyof V & string];
  const names = Object.keys(variants).join(', ');
  return {
    expected: `an object with one of the keys ${names}`,
    accepts: (node) => isMap(node),
    read(node, context) {
      if (!isMap(node)) return reportShape(node, context, `an object with one of the keys ${names}`);
      const fields = Object.fromEntries(
        Object.entries(variants).map(([name, schema]) => [name, optional(schema)]),
      );
      const value = readFields(node, fields, context);
      if (node.items.length !== 1) {
        return context.report(node, `has ${node.items.length} keys, expected exactly one of ${names}`);
      }
      return value as Value | Invalid;
    },
    jsonSchema: (definitions) => ({
      ...describe(options),
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(variants).map(([name, schema]) => [name, schema.jsonSchema(definitions)]),
      ),
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
    }),
  };
}

/**
 * A schema that refers to itself or to one declared later. TypeScript cannot infer a recursive type: declare
 * it, and annotate the constant with `Schema<Predicate>`. Emitted once, as `#/$defs/<name>`.
 *
 * @param name the name for messages and for JSON Schema; unique within one emitted schema
 */
export function lazy<T>(name: string, resolve: () => Schema<T>): Schema<T> {
  return {
    expected: name,
    accepts: (node) => resolve().accepts(node),
    read(node, context) {
      if (context.path.length > maxDepth) {
        return context.report(node, `nested too deeply, expected at most ${maxDepth} levels`);
      }
      return resolve().read(node, context);
    },
    jsonSchema(definitions) {
      if (!definitions.has(name)) {
        definitions.set(name, {});
        definitions.set(name, resolve().jsonSchema(definitions));
      }
      return { $ref: `#/$defs/${name}` };
    },
  };
}

/** Says that a value breaks a rule; the path leads from the value to the part that does, empty for the whole. */
export type Fail = (message: string, path?: readonly PathStep[]) => void;

/**
 * A schema with a further check on values that read without a problem, for what JSON Schema cannot say:
 * fields that depend on each other, ids that must be unique.
 */
export function refine<T>(schema: Schema<T>, check: (value: T, fail: Fail) => void): Schema<T> {
  return {
    get expected() {
      return schema.expected;
    },
    accepts: (node) => schema.accepts(node),
    read(node, context) {
      const value = schema.read(node, context);
      if (value === invalid) return invalid;
      let isValid = true;
      check(value, (message, path = []) => {
        isValid = false;
        let place = context;
        for (const step of path) place = place.enter(step);
        place.report(null, message);
      });
      return isValid ? value : invalid;
    },
    jsonSchema: (definitions) => schema.jsonSchema(definitions),
  };
}
