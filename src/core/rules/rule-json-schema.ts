import { asObject } from '../assist/schema-walk.js';
import type { Framework, Taxonomy } from '../guidelines/framework.js';
import { type Json, type JsonObject, toJsonSchema } from '../guidelines/yaml-reader.js';
import { createGuidelineIndex } from '../report/guideline-index.js';
import { KIND_HELP, RULE_HELP } from './rule-help.js';
import { RULE_SCHEMA } from './rule-schema.js';

/**
 * The JSON Schema (draft 2020-12) of rule files, from the same description as their reader, with what keys mean and with the
 * ids that there are.
 */
export function createRuleJsonSchema(
  frameworks: readonly Framework[],
  taxonomies: readonly Taxonomy[],
): JsonObject {
  const plain = toJsonSchema(RULE_SCHEMA, { $id: 'fairlead-rule', title: 'Fairlead rule' });
  const schema = explain(plain, 'rule') as JsonObject;
  const properties = asObject(schema['properties']) ?? {};
  const references = asObject(properties['references']) ?? {};
  const index = createGuidelineIndex(frameworks, taxonomies);
  const items = frameworks.flatMap(({ sections }) =>
    sections.flatMap((section) =>
      section.items.map(({ id, shortTitle }) => ({
        const: id,
        title: `${index.findItem(id)?.entry.label ?? id} ${shortTitle}`,
      })),
    ),
  );
  const lists = Object.entries(asObject(references['properties']) ?? {}).map(([key, list]) => {
    const entries = taxonomies.find(({ id }) => id === key)?.groups.flatMap((group) => group.entries) ?? [];
    return [
      key,
      allow(
        list,
        entries.map(({ id, title }) => ({ const: id, title })),
      ),
    ] as const;
  });
  return {
    ...schema,
    properties: {
      ...properties,
      guidelines: allow(properties['guidelines'], items),
      references: { ...references, properties: Object.fromEntries(lists) },
    },
  };
}

/** A list of these values alone. */
function allow(list: Json | undefined, values: readonly JsonObject[]): JsonObject {
  return { ...asObject(list), items: { anyOf: values } };
}

/** Adds what keys mean; `scope` is the key or the kind that they stand below. */
function explain(schema: Json, scope: string): Json {
  if (Array.isArray(schema)) return schema.map((each: Json) => explain(each, scope));
  const object = asObject(schema);
  if (object === undefined) return schema;
  const kind = asObject(asObject(object['properties'])?.['kind'])?.['const'];
  const inner = typeof kind === 'string' ? kind : scope;
  return Object.fromEntries(
    Object.entries(object).map(([keyword, value]) => {
      const parts = asObject(value) ?? {};
      if (keyword === 'properties')
        return [keyword, mapValues(parts, (part, key) => explainKey(part, key, inner))];
      if (keyword === '$defs') return [keyword, mapValues(parts, explain)];
      return [keyword, isSchema(keyword) ? explain(value, scope) : value];
    }),
  );
}

function explainKey(part: Json, key: string, scope: string): Json {
  const described = asObject(explain(part, key)) ?? {};
  const help = RULE_HELP[`${scope}.${key}`] ?? RULE_HELP[key];
  const word = described['const'];
  const title = typeof word === 'string' ? KIND_HELP[word] : undefined;
  return {
    ...(help === undefined ? {} : { description: help }),
    ...described,
    ...(title === undefined ? {} : { title }),
  };
}

function isSchema(keyword: string): boolean {
  return keyword === 'items' || keyword === 'anyOf' || keyword === 'additionalProperties';
}

function mapValues(object: JsonObject, map: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
