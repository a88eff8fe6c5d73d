import { isMap, isScalar } from 'yaml';
import type { Json, JsonObject, PathStep, YamlNode } from '../guidelines/yaml-reader.js';

/** How many references and alternatives may follow each other. */
const maxDepth = 20;

/** The part of a JSON Schema that speaks about a place of a YAML document. */
export class SchemaWalk {
  readonly #definitions: JsonObject;

  /** @param schema as `toJsonSchema` writes it */
  constructor(schema: JsonObject) {
    this.#definitions = asObject(schema['$defs']) ?? {};
  }

  /**
   * Schemas of the value at the end of a path.
   *
   * @param nodes the values on the way, from the root, which decide between alternatives
   */
  follow(schema: JsonObject, path: readonly PathStep[], nodes: readonly YamlNode[]): readonly JsonObject[] {
    let found: readonly JsonObject[] = [schema];
    for (const [index, step] of path.entries()) {
      found = this.expand(found, nodes[index] ?? null).flatMap((each) => this.#enter(each, step));
    }
    return found;
  }

  /** Puts what is referred to and every alternative that fits the value in place of schemas. */
  expand(schemas: readonly JsonObject[], node: YamlNode, depth = 0): readonly JsonObject[] {
    if (depth > maxDepth) return [];
    return schemas.flatMap((schema): readonly JsonObject[] => {
      const { $ref, anyOf } = schema as { readonly $ref?: Json; readonly anyOf?: Json };
      if (typeof $ref === 'string') {
        const target = asObject(this.#definitions[$ref.replace('#/$defs/', '')]);
        return target === undefined ? [] : this.expand([target], node, depth + 1);
      }
      if (!Array.isArray(anyOf)) return fits(schema, node) ? [schema] : [];
      const members: readonly Json[] = anyOf;
      return this.expand(members.flatMap(asList), node, depth + 1);
    });
  }

  #enter(schema: JsonObject, step: PathStep): readonly JsonObject[] {
    if (typeof step === 'number') return asList(schema['items']);
    const properties = asObject(schema['properties']);
    if (properties !== undefined && Object.hasOwn(properties, step)) return asList(properties[step]);
    return asList(schema['additionalProperties']);
  }
}

/** The value as an object; undefined for anything else. */
export function asObject(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

function asList(value: Json | undefined): readonly JsonObject[] {
  const object = asObject(value);
  return object === undefined ? [] : [object];
}

/** False for an alternative that says another word in one of its keys than the value does. */
function fits(schema: JsonObject, node: YamlNode): boolean {
  if (!isMap(node)) return true;
  const properties = Object.entries(asObject(schema['properties']) ?? {});
  return properties.every(([key, property]) => {
    const wanted = asObject(property)?.['const'];
    const written = node.get(key, true);
    return (
      wanted === undefined || !isScalar(written) || written.value === wanted || isUnfinished(written.value)
    );
  });
}

/** Stands in a text where something is being written. */
export const PLACEHOLDER = 'FAIRLEAD0CURSOR';

/** Whether a value is being written. */
export function isUnfinished(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith(PLACEHOLDER);
}
