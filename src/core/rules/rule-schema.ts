import { discriminated, lazy, oneKeyOf, refine } from '../guidelines/yaml-choices.js';
import { invalid, type Schema } from '../guidelines/yaml-reader.js';
import { boolean, integer, number, oneOf, scalar, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional, record, withDefault } from '../guidelines/yaml-shapes.js';
import { QUALIFIED_NAME } from '../semantics/knowledge-schema.js';
import { DOCUMENT_KINDS } from '../structured/document-kind.js';
import { PathPattern } from '../structured/path-pattern.js';
import { parseRelativePath } from '../structured/relative-path.js';
import { createFixSchema } from './fix-schema.js';
import { KNOWN_LISTS } from './known-lists.js';
import {
  type BadExample,
  type GoodExample,
  type Match,
  ORIGIN_KINDS,
  type Predicate,
  type Rule,
  type RuleCase,
  VALUE_USES,
  type ValueTest,
} from './rule.js';
import { RULE_ID } from './rule-id.js';

const LEVEL_NAMES = ['error', 'warning', 'note', 'hint'] as const;
const CONFIDENCES = ['high', 'medium', 'low'] as const;

const ruleId = string({
  pattern: RULE_ID,
  patternName: 'a rule id such as python/torch-load-unsafe',
});
const message = string({
  maxLength: 100,
  singleLine: true,
  description:
    'Risk and remedy. May hold {value}, {callee}, {count} and {list}; {advisory}, {fixed} and {about} of faults.',
});
const why = string({ maxLength: 700, description: 'Exploit path in two or three sentences.' });
const names = list(string({ pattern: QUALIFIED_NAME, patternName: 'a qualified name' }), {
  minItems: 1,
  unique: true,
  description: 'Qualified names; * stands for a part of one segment, ** for any segments, () for a result.',
});
const regex = refine(string(), (value, fail) => {
  try {
    new RegExp(value);
  } catch (cause) {
    fail(`not a regular expression: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
});

/** A text that `read` does not refuse. */
function checked(schema: Schema<string>, read: (text: string) => unknown): Schema<string> {
  return refine(schema, (value, fail) => {
    try {
      read(value);
    } catch (cause) {
      fail(cause instanceof Error ? cause.message : String(cause));
    }
  });
}

const imageTest = object({
  names: optional(list(string(), { minItems: 1, unique: true })),
  pinned: optional(list(oneOf(['digest', 'tag', 'no']), { minItems: 1, unique: true })),
});

const valueTest: Schema<ValueTest> = lazy('valueTest', () =>
  object({
    is: optional(oneOf(['missing', 'present', 'unknown', 'constant', 'not-constant', 'lambda'])),
    equals: optional(scalar()),
    in: optional(list(scalar(), { minItems: 1 })),
    matches: optional(regex),
    names: optional(names),
    from: optional(list(oneOf(ORIGIN_KINDS), { minItems: 1, unique: true })),
    as: optional(oneOf(VALUE_USES)),
    instance: optional(names),
    holds: optional(valueTest),
    first: optional(valueTest),
    host: optional(oneOf(['public', 'every'])),
    known: optional(oneOf(KNOWN_LISTS)),
    start: optional(valueTest),
    default: optional(valueTest),
    image: optional(imageTest),
    not: optional(valueTest),
  }),
);

const predicate: Schema<Predicate> = lazy('predicate', () =>
  oneKeyOf({
    all: list(predicate, { minItems: 1 }),
    any: list(predicate, { minItems: 1 }),
    not: predicate,
    argument: record(valueTest, {
      minItems: 1,
      key: string({
        pattern: /^(-{0,2}\w[\w.-]*(\|-{0,2}\w[\w.-]*)*)?(@\d+)?$/,
        patternName: 'name, --option, @position or name@position',
      }),
      description: 'By keyword, position (@0) or both (f@0, path|file@0).',
    }),
    callee: names,
    receiver: valueTest,
    value: valueTest,
    version: object({
      package: string(),
      is: oneOf(['always-below', 'may-be-below', 'never-below', 'undeclared']),
      bound: optional(string({ pattern: /^\d+(\.\d+)*$/, patternName: 'a version such as 2.6' })),
    }),
    module: object({ mentions: names }),
    usedBy: list(string({ pattern: /^(?:\w+|\[\(\)\])$/, patternName: 'a member or [()]' }), { minItems: 1 }),
    inside: object({
      decorated: optional(names),
      scope: optional(oneOf(['module'])),
      file: optional(oneOf(['notebook'])),
      text: optional(oneOf(['comment'])),
    }),
    target: names,
    entry: record(valueTest, {
      minItems: 1,
      key: checked(string(), parseRelativePath),
      description: './x below the value, ../x beside the entry, .../x around it, /x from the root.',
    }),
    feeds: list(string(), { minItems: 1, unique: true }),
    document: object({
      kinds: optional(list(oneOf(DOCUMENT_KINDS), { minItems: 1, unique: true })),
      path: optional(regex),
      holds: optional(lazy('match', () => match)),
    }),
  }),
);

const ruleFix = createFixSchema(predicate, regex);

const ruleCase: Schema<RuleCase> = object({
  id: string({ pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, patternName: 'a case id in kebab-case' }),
  when: predicate,
  level: optional(oneOf([...LEVEL_NAMES, 'none'])),
  confidence: optional(oneOf(CONFIDENCES)),
  message: optional(message),
  why: optional(why),
  fix: optional(list(ruleFix)),
  report: optional(oneOf(['each', 'file'])),
});

const faultVersion = string({ pattern: /^\d+(\.\d+)*$/, patternName: 'a version such as 2.6.0' });
const packageFault = object({
  package: string({ pattern: /^(@[\w-]+\/)?[a-z0-9][a-z0-9.-]*$/, patternName: 'a normalised package name' }),
  since: optional(faultVersion),
  fixed: faultVersion,
  id: string({
    pattern: /^(CVE-\d{4}-\d{4,}|PYSEC-\d{4}-\d+|GHSA(-[a-z0-9]{4}){3})$/,
    patternName: 'CVE-2025-32434, GHSA-... or PYSEC-...',
  }),
  about: string({ maxLength: 60, singleLine: true }),
});

const match: Schema<Match> = discriminated('kind', {
  call: { names, at: optional(string()), where: optional(predicate) },
  setting: {
    names: list(string(), { minItems: 1, unique: true }),
    value: valueTest,
    in: optional(
      list(oneOf(['argument', 'dict', 'default', 'assignment', 'environment', 'option']), {
        minItems: 1,
        unique: true,
      }),
    ),
    where: optional(predicate),
  },
  reference: { names, where: optional(predicate) },
  text: {
    patterns: list(
      object({
        label: string(),
        regex,
        needle: optional(string({ minLength: 2 })),
        near: optional(string()),
        minEntropy: optional(number({ min: 0, max: 8 })),
      }),
      { minItems: 1 },
    ),
  },
  magic: { patterns: list(regex, { minItems: 1 }) },
  inspection: {},
  entry: {
    paths: list(
      checked(string(), (text) => new PathPattern(text)),
      {
        minItems: 1,
        unique: true,
        description: 'spec.containers[*].image; * in a key, a|b, [*], [0], ** for any levels, "a.b".',
      },
    ),
    value: optional(valueTest),
    at: optional(oneOf(['entry', 'key', 'value'])),
    where: optional(predicate),
  },
  instruction: {
    names: list(string({ pattern: /^[A-Z]+$/, patternName: 'an instruction such as FROM' }), { minItems: 1 }),
    stage: optional(oneOf(['final'])),
    pick: optional(oneOf(['last'])),
    orMissing: optional(boolean()),
    at: optional(string()),
    where: optional(predicate),
  },
  command: {
    names: optional(list(string(), { minItems: 1, unique: true })),
    flags: optional(list(string(), { minItems: 1, unique: true })),
    at: optional(string()),
    where: optional(predicate),
  },
  variable: {
    names: list(string(), { minItems: 1, unique: true }),
    value: optional(valueTest),
    where: optional(predicate),
  },
  requirement: {
    names: optional(list(string(), { minItems: 1, unique: true })),
    registry: optional(oneOf(['pypi', 'npm'])),
    versions: optional(valueTest),
    unlocked: optional(boolean()),
    faults: optional(list(packageFault, { minItems: 1 })),
    where: optional(predicate),
  },
});

const goodFields = {
  name: optional(string()),
  code: optional(string()),
  cells: optional(list(string(), { minItems: 1 })),
  path: optional(string()),
  files: optional(record(string())),
};
const goodExample: Schema<GoodExample> = withCode(object(goodFields));
const badExample: Schema<BadExample> = withCode(
  object({
    ...goodFields,
    case: optional(string()),
    level: optional(oneOf(LEVEL_NAMES)),
    lines: optional(list(integer({ min: 1 }), { minItems: 1 })),
    fixed: optional(string()),
    unasked: optional(
      list(integer({ min: 1 }), {
        minItems: 1,
        description: 'Lines whose findings have a fix that keeps behaviour.',
      }),
    ),
  }),
);

/** An example with either code or cells, whose text then is its code. */
function withCode<T extends { readonly code?: string; readonly cells?: readonly string[] }>(
  schema: Schema<T>,
): Schema<T & { readonly code: string }> {
  return {
    expected: schema.expected,
    accepts: (node) => schema.accepts(node),
    read(node, context) {
      const value = schema.read(node, context);
      if (value === invalid) return invalid;
      const code = value.code ?? value.cells?.join('\n');
      if (code === undefined || (value.code !== undefined && value.cells !== undefined)) {
        return context.report(node, 'expected either code or cells');
      }
      return { ...value, code };
    },
    jsonSchema: (definitions) => schema.jsonSchema(definitions),
  };
}

const ids = list(string(), { minItems: 1, unique: true });

/** The shape of a rule file; also the source of guidelines/rule.schema.json. */
export const RULE_SCHEMA: Schema<Rule> = object({
  id: ruleId,
  title: string({ maxLength: 80, singleLine: true }),
  level: oneOf(LEVEL_NAMES),
  confidence: oneOf(CONFIDENCES),
  languages: list(oneOf(['python', 'javascript', 'any', 'model-file', ...DOCUMENT_KINDS]), {
    minItems: 1,
    unique: true,
  }),
  stage: oneOf(['design', 'data', 'training', 'evaluation', 'deployment', 'operation']),
  guidelines: ids,
  references: object({
    cwe: optional(ids),
    'owasp-llm-2025': optional(ids),
    'owasp-llm-2026': optional(ids),
    'owasp-ml-2023': optional(ids),
    'owasp-agentic-2026': optional(ids),
    'mitre-atlas': optional(ids),
  }),
  message,
  why,
  match,
  unless: optional(predicate),
  cases: optional(list(ruleCase, { minItems: 1 })),
  report: withDefault(oneOf(['each', 'file']), 'each'),
  fix: optional(list(ruleFix)),
  overrides: withDefault(list(ruleId), []),
  equivalents: withDefault(
    list(string({ pattern: /^\w+:[\w.-]+$/, patternName: 'source:code, such as Ruff:S301' })),
    [],
  ),
  sources: withDefault(list(string()), []),
  examples: object({
    bad: list(badExample, { minItems: 1 }),
    good: list(goodExample, { minItems: 1 }),
  }),
});

/** What a rule matches and under which condition; evidence describes places in code in the same words. */
export const MATCH_SCHEMA: Schema<Match> = match;
export const PREDICATE_SCHEMA: Schema<Predicate> = predicate;
