import type { Schema } from '../guidelines/yaml-reader.js';
import { boolean, integer, oneOf, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional, record, withDefault } from '../guidelines/yaml-shapes.js';
import { LANDMARK_KINDS } from '../inventory/landmark.js';
import { ORIGIN_KINDS, VALUE_USES, type ValueUse } from '../rules/rule.js';
import type { SemanticKnowledge } from './knowledge.js';

/** A qualified name: segments divided by dots; the first may be the name of a package with `@`, `/` and `-`. */
export const QUALIFIED_NAME = /^@?[\w*()$/-]+(?:\.[\w*()$-]+)*$/;

const name = string({ pattern: QUALIFIED_NAME, patternName: 'a qualified name' });
const names = withDefault(list(name, { unique: true }), []);

const harmless = optional(list(name, { unique: true }));
const HARMLESS_AS = {
  path: harmless,
  file: harmless,
  command: harmless,
  sql: harmless,
  url: harmless,
  markup: harmless,
  code: harmless,
  prompt: harmless,
} satisfies Record<ValueUse, unknown>;

/** The shape of a file of guidelines/knowledge. */
export const SEMANTIC_KNOWLEDGE_SCHEMA: Schema<SemanticKnowledge> = object({
  builtins: optional(list(string(), { unique: true })),
  canonical: record(name, { description: 'Dotted prefix to the name that rules use.' }),
  returns: list(object({ call: name, instance: string() })),
  sources: list(
    object({
      kind: oneOf(ORIGIN_KINDS),
      label: string(),
      calls: names,
      values: names,
      decorators: names,
      callbacks: names,
      methods: names,
      at: optional(integer({ min: 0 })),
      members: optional(list(string(), { minItems: 1, unique: true })),
      files: optional(list(string(), { minItems: 1, unique: true })),
      key: optional(string()),
      isRoute: optional(boolean()),
      notAs: optional(list(oneOf(VALUE_USES), { minItems: 1, unique: true })),
      shape: optional(object({ functions: names, beside: names, oneOf: names, without: names })),
    }),
  ),
  carriers: list(name, { unique: true }),
  cleansers: list(name, { unique: true }),
  harmlessAs: withDefault(object(HARMLESS_AS), {}),
  runners: names,
  starters: names,
  mappers: names,
  landmarkPackages: optional(list(string(), { unique: true })),
  landmarks: list(
    object({
      kind: oneOf(LANDMARK_KINDS),
      calls: names,
      sources: withDefault(list(oneOf(ORIGIN_KINDS), { unique: true }), []),
      decorators: names,
      bases: names,
      methods: withDefault(list(list(string(), { minItems: 1 })), []),
      modules: names,
      functions: optional(object({ path: string(), names: list(string(), { minItems: 1 }) })),
      isFallback: optional(boolean()),
      guidelines: list(string(), { minItems: 1 }),
    }),
  ),
});
