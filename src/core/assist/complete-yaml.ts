import { isMap, isScalar, isSeq } from 'yaml';
import type { Json, JsonObject } from '../guidelines/yaml-reader.js';
import { parseYaml } from '../guidelines/yaml-reader.js';
import type { Span } from '../source/position.js';
import { findPlace, type YamlPlace } from './find-place.js';
import { asObject, isUnfinished, PLACEHOLDER, SchemaWalk } from './schema-walk.js';

/** Something that may stand where a person writes. */
export interface YamlCompletion {
  readonly label: string;
  readonly kind: 'key' | 'value';
  /** What is written up to where the cursor goes, and after it. */
  readonly before: string;
  readonly after: string;
  /** What an id stands for, in a few words. */
  readonly title?: string;
  /** What a key means. */
  readonly description?: string;
  /** True for a key that has to be there. */
  readonly isRequired: boolean;
  /** True for a key whose value begins with something that can be completed. */
  readonly leadsOn: boolean;
}

/** What may stand at a place of a YAML text. */
export interface YamlCompletions {
  /** The word that is written so far, which the chosen one replaces. */
  readonly span: Span;
  /** In the order of the schema; empty in comments and free text. */
  readonly items: readonly YamlCompletion[];
}

/** How the text around a key decides what follows it. */
interface KeyStyle {
  readonly hasColon: boolean;
  readonly isFlow: boolean;
  /** Spaces before what belongs to the key, beyond those of its line. */
  readonly indent: string;
}

/**
 * Keys and values that may stand where a person writes, by a JSON Schema that `toJsonSchema` wrote. The text may be broken.
 *
 * @param offset in UTF-16 units
 */
export function completeYaml(text: string, offset: number, schema: JsonObject): YamlCompletions {
  const start = offset - (/[\w@][\w./-]*$/.exec(text.slice(0, offset))?.[0].length ?? 0);
  const end = offset + (/^[\w./-]*/.exec(text.slice(offset))?.[0].length ?? 0);
  const span = { start, end };
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const head = text.slice(lineStart, start);
  const rest = /^[^\n]*/.exec(text.slice(end))?.[0] ?? '';
  if (/(?:^|\s)#/.test(head)) return { span, items: [] };
  const hasColon = /^["']?\s*:(?:\s|$)/.test(rest);
  const isAlone = /^\s*(?:-\s+)*$/.test(head) && !hasColon;
  const walk = new SchemaWalk(schema);
  const leading = /^\s*/.exec(head)?.[0].length ?? 0;
  const style = { hasColon, isFlow: false, indent: ' '.repeat(head.length - leading + 2) };
  const put = (word: string): YamlPlace | undefined => {
    const { document } = parseYaml('', `${text.slice(0, start)}${word}${text.slice(end)}`);
    return findPlace(document.contents, ({ value }) => isUnfinished(value));
  };
  const items: YamlCompletion[] = [];
  const plain = put(PLACEHOLDER);
  if (plain?.role === 'value') items.push(...listValues(plain, walk, schema));
  if (plain?.role === 'key') {
    const isFlow = isMap(plain.parent) && plain.parent.flow === true;
    items.push(...listKeys(plain, walk, schema, { ...style, isFlow }));
  } else if (isAlone) {
    const asKey = put(`${PLACEHOLDER}:`);
    if (asKey?.role === 'key') items.push(...listKeys(asKey, walk, schema, style));
  }
  return { span, items };
}

function listKeys(
  { path, nodes, parent }: YamlPlace,
  walk: SchemaWalk,
  schema: JsonObject,
  style: KeyStyle,
): readonly YamlCompletion[] {
  const written = isMap(parent) ? parent.items.map(({ key }) => (isScalar(key) ? key.value : undefined)) : [];
  const present = new Set(written);
  const items = new Map<string, YamlCompletion>();
  for (const each of walk.expand(walk.follow(schema, path, nodes), parent)) {
    const properties = asObject(each['properties']) ?? {};
    if (each['maxProperties'] === 1 && present.size > 1) continue;
    const required = Array.isArray(each['required']) ? each['required'] : [];
    for (const [label, property] of Object.entries(properties)) {
      if (present.has(label) || items.has(label)) continue;
      const { before, after, leadsOn } = style.hasColon
        ? { before: '', after: '', leadsOn: false }
        : frameValue(walk, asObject(property) ?? {}, style);
      const { description } = asObject(property) ?? {};
      items.set(label, {
        label,
        kind: 'key',
        before: `${quote(label, false)}${before}`,
        after,
        isRequired: required.includes(label),
        leadsOn,
        ...(typeof description === 'string' ? { description } : {}),
      });
    }
  }
  return [...items.values()];
}

/** What follows a key, before and after the place of its value. */
function frameValue(
  walk: SchemaWalk,
  property: JsonObject,
  { isFlow, indent }: KeyStyle,
): Pick<YamlCompletion, 'before' | 'after' | 'leadsOn'> {
  const schemas = walk.expand([property], null);
  const [first] = schemas;
  const items = walk.expand([asObject(first?.['items']) ?? {}], null);
  const begins = (each: readonly JsonObject[]) =>
    listWords(each).length > 0 || each.some((schema) => schema['properties'] !== undefined);
  if (first?.['type'] === 'array') {
    const isOfObjects = items[0]?.['type'] === 'object';
    const [before, after] = isFlow || !isOfObjects ? [': [', ']'] : [`:\n${indent}- `, ''];
    const [open, close] = isFlow && isOfObjects ? ['{ ', ' }'] : ['', ''];
    return { before: `${before}${open}`, after: `${close}${after}`, leadsOn: begins(items) };
  }
  const [before, after] =
    first?.['type'] !== 'object' ? [': ', ''] : isFlow ? [': { ', ' }'] : [`:\n${indent}`, ''];
  return { before, after, leadsOn: begins(schemas) };
}

function listValues(
  { path, nodes, parent, scalar }: YamlPlace,
  walk: SchemaWalk,
  schema: JsonObject,
): readonly YamlCompletion[] {
  const present = new Set(
    isSeq(parent) ? parent.items.map((item) => (isScalar(item) ? item.value : undefined)) : [],
  );
  const isQuoted = scalar.type === 'QUOTE_SINGLE' || scalar.type === 'QUOTE_DOUBLE';
  const items = new Map<string, YamlCompletion>();
  for (const { value, title } of listWords(walk.expand(walk.follow(schema, path, nodes), null))) {
    if (present.has(value) || items.has(String(value))) continue;
    const label = String(value);
    items.set(label, {
      label,
      kind: 'value',
      before: typeof value === 'string' ? quote(value, isQuoted) : label,
      after: '',
      isRequired: false,
      leadsOn: false,
      ...(title === undefined ? {} : { title }),
    });
  }
  return [...items.values()];
}

/** A value that a schema names, with what it stands for. */
export interface SchemaWord {
  readonly value: string | number | boolean;
  readonly title?: string;
}

/** The values that schemas name. */
export function listWords(schemas: readonly JsonObject[]): readonly SchemaWord[] {
  return schemas.flatMap((schema): readonly SchemaWord[] => {
    const { title } = schema;
    if (schema['type'] === 'boolean') return [{ value: true }, { value: false }];
    const values: readonly Json[] = Array.isArray(schema['enum'])
      ? schema['enum']
      : schema['const'] === undefined
        ? []
        : [schema['const']];
    return values.flatMap((value) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [{ value, ...(typeof title === 'string' ? { title } : {}) }]
        : [],
    );
  });
}

/** A text that YAML reads as this text. */
function quote(text: string, isQuoted: boolean): string {
  const isPlain = /^[A-Za-z_][\w./-]*$/.test(text) && !/^(?:true|false|null)$/i.test(text);
  return isQuoted || isPlain ? text : `'${text}'`;
}
