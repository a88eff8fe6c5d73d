import { isMap, isNode, isScalar, isSeq, type YAMLMap } from 'yaml';
import { suggestClosest } from './suggest-closest.js';
import {
  describeNode,
  type Invalid,
  invalid,
  type Json,
  type JsonDefinitions,
  type JsonObject,
  type ReadContext,
  type Schema,
  type YamlNode,
} from './yaml-reader.js';
import { type Described, describe } from './yaml-scalars.js';

/** A field that may be left out; the value then lacks the property. */
export interface OptionalField<T> {
  readonly presence: 'optional';
  readonly schema: Schema<T>;
}

/** A field that may be left out; the value then has the default. */
export interface DefaultField<T> {
  readonly presence: 'default';
  readonly schema: Schema<T>;
  readonly value: T;
}

/** The fields of an object; a plain schema is a required field. */
export interface Fields {
  readonly [name: string]: Schema<unknown> | OptionalField<unknown> | DefaultField<unknown>;
}

/** The type of the objects that some fields describe. */
export type ObjectOf<F extends Fields> = Flat<
  { readonly [K in keyof F as F[K] extends OptionalField<unknown> ? never : K]: FieldValue<F[K]> } & {
    readonly [K in keyof F as F[K] extends OptionalField<unknown> ? K : never]?: FieldValue<F[K]>;
  }
>;

/** Shows an intersection as one object type. */
export type Flat<T> = { [K in keyof T]: T[K] };
type FieldValue<F> = F extends Schema<infer T> ? T : F extends { schema: Schema<infer T> } ? T : never;

/** Marks a field of `object` that may be left out. An explicit null is not the same as left out. */
export function optional<T>(schema: Schema<T>): OptionalField<T> {
  return { presence: 'optional', schema };
}

/** Marks a field of `object` that may be left out, and says what it is then; the default is emitted too. */
export function withDefault<T extends Json>(schema: Schema<T>, value: NoInfer<T>): DefaultField<T> {
  return { presence: 'default', schema, value };
}

/** An object with exactly these keys; any other key is an error with a suggestion. */
export function object<const F extends Fields>(fields: F, options: Described = {}): Schema<ObjectOf<F>> {
  return {
    expected: 'an object',
    accepts: (node) => isMap(node),
    read(node, context) {
      if (!isMap(node)) return reportShape(node, context, `an object with ${listKeys(fields)}`);
      // The mapped type cannot be built key by key; readFields returns exactly its properties.
      return readFields(node, fields, context) as ObjectOf<F> | Invalid;
    },
    jsonSchema: (definitions) => ({ ...emitFields(fields, definitions), ...describe(options) }),
  };
}

/** Limits of a list. */
export interface ListOptions extends Described {
  /** Default 0. */
  readonly minItems?: number;
  /** No limit when absent. */
  readonly maxItems?: number;
  /** True: no single value may occur twice. */
  readonly unique?: boolean;
}

/** A list whose items all follow one schema. */
export function list<T>(item: Schema<T>, options: ListOptions = {}): Schema<readonly T[]> {
  const { minItems = 0, maxItems, unique = false } = options;
  return {
    expected: 'a list',
    accepts: (node) => isSeq(node),
    read(node, context) {
      if (!isSeq(node)) return reportShape(node, context, 'a list');
      const values: T[] = [];
      const seen = new Set<unknown>();
      node.items.forEach((entry, index) => {
        const child = toNode(entry);
        const value = item.read(child, context.enter(index));
        if (value === invalid) return;
        if (unique && seen.has(value)) {
          context.enter(index).report(child, `${describeNode(child)} is listed twice`);
        }
        seen.add(value);
        values.push(value);
      });
      if (node.items.length < minItems) {
        return context.report(node, `has ${node.items.length} items, expected at least ${minItems}`);
      }
      if (maxItems !== undefined && node.items.length > maxItems) {
        return context.report(node, `has ${node.items.length} items, expected at most ${maxItems}`);
      }
      return values.length === node.items.length ? values : invalid;
    },
    jsonSchema: (definitions) => ({
      type: 'array',
      ...describe(options),
      items: item.jsonSchema(definitions),
      ...(minItems > 0 ? { minItems } : {}),
      ...(maxItems === undefined ? {} : { maxItems }),
      ...(unique ? { uniqueItems: true } : {}),
    }),
  };
}

/** An object with free keys whose values all follow one schema. `key` limits the keys' form. */
export function record<T>(
  value: Schema<T>,
  options: Described & { readonly key?: Schema<string>; readonly minItems?: number } = {},
): Schema<{ readonly [key: string]: T }> {
  const { key: keySchema, minItems = 0 } = options;
  return {
    expected: 'an object',
    accepts: (node) => isMap(node),
    read(node, context) {
      if (!isMap(node)) return reportShape(node, context, 'an object');
      const entries: [string, T][] = [];
      for (const { key, name, child } of readKeys(node, context)) {
        const inner = context.enter(name);
        if (keySchema !== undefined && keySchema.read(key, inner) === invalid) continue;
        const read = value.read(child, inner);
        if (read !== invalid) entries.push([name, read]);
      }
      if (node.items.length < minItems) {
        return context.report(node, `has ${node.items.length} keys, expected at least ${minItems}`);
      }
      return entries.length === node.items.length ? Object.fromEntries(entries) : invalid;
    },
    jsonSchema: (definitions) => ({
      type: 'object',
      ...describe(options),
      ...(keySchema === undefined ? {} : { propertyNames: keySchema.jsonSchema(definitions) }),
      additionalProperties: value.jsonSchema(definitions),
      ...(minItems > 0 ? { minProperties: minItems } : {}),
    }),
  };
}

/**
 * Reads an object node field by field; `object`, `discriminated` and `oneKeyOf` share it. Reports every
 * unknown, missing and wrong field, not only the first.
 *
 * @returns the properties of the fields, or `invalid` when any is wrong
 */
export function readFields(
  node: YAMLMap,
  fields: Fields,
  context: ReadContext,
): { readonly [name: string]: unknown } | Invalid {
  const found = new Map<string, YamlNode>();
  let isValid = true;
  for (const { key, name, child } of readKeys(node, context)) {
    if (Object.hasOwn(fields, name)) {
      found.set(name, child);
      continue;
    }
    const closest = suggestClosest(name, Object.keys(fields));
    const hint = closest === undefined ? '' : `did you mean ${closest}? `;
    const message = `unknown key ${JSON.stringify(name)}; ${hint}expected ${listKeys(fields)}`;
    context.report(key, message, closest);
    isValid = false;
  }
  const entries: [string, unknown][] = [];
  for (const [name, field] of Object.entries(fields)) {
    const child = found.get(name);
    const schema = 'presence' in field ? field.schema : field;
    if (child !== undefined) {
      const value = schema.read(child, context.enter(name));
      if (value === invalid) isValid = false;
      else entries.push([name, value]);
    } else if (!('presence' in field)) {
      context.report(node, `lacks the key ${name} (${schema.expected})`);
      isValid = false;
    } else if (field.presence === 'default') {
      entries.push([name, field.value]);
    }
  }
  return isValid && found.size === node.items.length ? Object.fromEntries(entries) : invalid;
}

/** The JSON Schema of an object with these fields and no others. */
export function emitFields(fields: Fields, definitions: JsonDefinitions): JsonObject {
  const properties: [string, JsonObject][] = [];
  const required: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    if (!('presence' in field)) {
      required.push(name);
      properties.push([name, field.jsonSchema(definitions)]);
    } else if (field.presence === 'optional') {
      properties.push([name, field.schema.jsonSchema(definitions)]);
    } else {
      // withDefault admits only JSON values; Fields forgets it.
      properties.push([name, { ...field.schema.jsonSchema(definitions), default: field.value as Json }]);
    }
  }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required } : {}),
    additionalProperties: false,
  };
}

/** Reports that a node has the wrong outer shape. */
export function reportShape(node: YamlNode, context: ReadContext, expected: string): Invalid {
  return context.report(node, `expected ${expected}, found ${describeNode(node)}`);
}

/** Narrows what a YAML collection holds to a node. */
export function toNode(entry: unknown): YamlNode {
  return isNode(entry) ? entry : null;
}

function listKeys(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, field]) => ('presence' in field ? `${name}?` : name))
    .join(', ');
}

/** The keys of an object as text; any other kind of key and a key that is there already are reported and left out. */
function readKeys(
  node: YAMLMap,
  context: ReadContext,
): { readonly key: YamlNode; readonly name: string; readonly child: YamlNode }[] {
  const seen = new Set<string>();
  return node.items.flatMap((pair) => {
    const key = toNode(pair.key);
    const isName = isScalar(key) && (typeof key.value === 'string' || typeof key.value === 'number');
    if (!isName) {
      context.report(key, `expected a key that is a text, found ${describeNode(key)}`);
      return [];
    }
    const name = String(key.value);
    if (seen.has(name)) {
      context.report(key, `the key ${name} is there twice`);
      return [];
    }
    seen.add(name);
    return [{ key, name, child: toNode(pair.value) }];
  });
}
