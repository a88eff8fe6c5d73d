import type { JsonObject } from '../guidelines/yaml-reader.js';
import { parseYaml } from '../guidelines/yaml-reader.js';
import type { Span } from '../source/position.js';
import { listWords } from './complete-yaml.js';
import { findPlace } from './find-place.js';
import { SchemaWalk } from './schema-walk.js';

/** What a word of a YAML text means. */
export interface YamlDescription {
  /** The word. */
  readonly span: Span;
  /** As written. */
  readonly word: string;
  /** What the key means, or what the id stands for. Absent where only values are known. */
  readonly text?: string;
  /** What may stand as its value; empty when that is not a matter of a few words. */
  readonly values: readonly string[];
}

/** Most values that are worth listing. */
const maxValues = 40;

/**
 * What a key or an id means, by a JSON Schema that `toJsonSchema` wrote; undefined where it says nothing.
 *
 * @param offset in UTF-16 units
 */
export function describeYaml(text: string, offset: number, schema: JsonObject): YamlDescription | undefined {
  const { document } = parseYaml('', text);
  const place = findPlace(document.contents, ({ range }) => {
    const [start, end] = range ?? [0, 0];
    return start <= offset && offset < end;
  });
  if (place === undefined) return undefined;
  const { role, scalar, path, nodes } = place;
  const [start = 0, end = 0] = scalar.range ?? [];
  const span = { start, end };
  const word = String(scalar.value);
  const walk = new SchemaWalk(schema);
  if (role === 'value') {
    const words = listWords(walk.expand(walk.follow(schema, path, nodes), null));
    const title = words.find(({ value }) => value === scalar.value)?.title;
    return title === undefined ? undefined : { span, word, text: title, values: [] };
  }
  const found = walk.follow(schema, [...path, word], nodes);
  const description = found.map((each) => each['description']).find((each) => typeof each === 'string');
  const items = walk.expand(found, null).flatMap((each) => walk.follow(each, [0], []));
  const words = listWords([...walk.expand(found, null), ...walk.expand(items, null)]);
  const values = words.length > maxValues ? [] : [...new Set(words.map(({ value }) => String(value)))];
  if (description === undefined && values.length === 0) return undefined;
  return { span, word, values, ...(description === undefined ? {} : { text: description }) };
}
