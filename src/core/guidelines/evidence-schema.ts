import { LEVELS } from '../findings/finding.js';
import { LANDMARK_KINDS } from '../inventory/landmark.js';
import { MATCH_SCHEMA, PREDICATE_SCHEMA } from '../rules/rule-schema.js';
import { lastSegment } from '../semantics/name-pattern.js';
import type {
  Applicability,
  Break,
  Condition,
  Fact,
  FactMatch,
  FileCondition,
  FileMark,
  FileSet,
  Proof,
} from './evidence.js';
import { lazy, oneKeyOf, refine } from './yaml-choices.js';
import type { Infer, Schema } from './yaml-reader.js';
import { boolean, integer, oneOf, string } from './yaml-scalars.js';
import { list, object, optional, record } from './yaml-shapes.js';

const id = string({ pattern: /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, patternName: 'an id in kebab-case' });
const sentence = string({
  singleLine: true,
  maxLength: 160,
  pattern: /^[A-Z{][\s\S]*\.$/,
  patternName: 'a sentence that ends in a full stop',
  description: 'May hold {path} and {count}.',
});
const expression = refine(string(), (value, fail) => {
  try {
    new RegExp(value, 'imu');
  } catch (cause) {
    fail(`not a regular expression: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
});
const example = string({ singleLine: true, maxLength: 60, description: 'Follows "such as".' });
const words = list(string({ singleLine: true }), { minItems: 1, unique: true });

const mark: Schema<FileMark> = object({
  what: string({ singleLine: true, maxLength: 60, description: 'What it is, with its article.' }),
  pattern: expression,
});

const fileCondition: Schema<FileCondition> = object({
  in: id,
  minWords: optional(integer({ min: 1, max: 1000 })),
  sections: optional(list(mark, { minItems: 1 })),
  contains: optional(list(mark, { minItems: 1 })),
});

const condition: Schema<Condition> = lazy('condition', () =>
  oneKeyOf({
    all: list(condition, { minItems: 2 }),
    any: list(condition, { minItems: 2 }),
    not: condition,
    unless: object({
      when: condition,
      says: string({ singleLine: true, maxLength: 160, description: 'Part of a sentence; may hold {path}.' }),
    }),
    file: fileCondition,
    fact: id,
    clean: words,
    package: words,
    dependencies: oneOf(['declared', 'unlocked', 'locked']),
  }),
);

const applicability: Schema<Applicability> = object({ when: condition, otherwise: sentence });

const brokenBy: Schema<Break> = refine(
  object({
    rules: optional(words),
    beside: optional(id),
    level: optional(oneOf(LEVELS)),
    when: optional(condition),
    says: optional(sentence),
  }),
  (value, fail) => {
    if ((value.rules === undefined) === (value.when === undefined)) fail('needs either rules or when');
    if (value.beside !== undefined && value.rules === undefined) fail('beside goes with rules');
    if (value.when !== undefined && value.says === undefined) fail('needs says, since it has when');
  },
);

const proof: Schema<Proof> = object({
  when: condition,
  says: sentence,
  lacks: optional(
    string({ singleLine: true, maxLength: 160, description: 'What is missing, in place of a list of it.' }),
  ),
});

const questionEvidence = object({
  as: optional(string({ description: 'The question whose evidence this one shares.' })),
  applies: optional(applicability),
  needs: optional(id),
  breaks: optional(list(brokenBy, { minItems: 1 })),
  points: optional(list(object({ when: condition, says: sentence }), { minItems: 1 })),
  proves: optional(list(proof, { minItems: 1 })),
});

/** The shape of guidelines/evidence/questions/<framework>.yaml. */
export const QUESTION_EVIDENCE_SCHEMA = object({
  framework: id,
  questions: record(questionEvidence, { description: 'By question; every question of the framework.' }),
});

const factMatch: Schema<FactMatch> = refine(
  object({ match: MATCH_SCHEMA, unless: optional(PREDICATE_SCHEMA) }),
  ({ match }, fail) => {
    if (match.kind !== 'call' && match.kind !== 'reference') return;
    match.names.forEach((name, index) => {
      if (lastSegment(name) !== undefined) return;
      fail('ends in a wildcard, which makes every file be parsed whole; name the last part', [
        'match',
        'names',
        index,
      ]);
    });
  },
);

const fact: Schema<Fact> = refine(
  object({
    id,
    title: string({ singleLine: true, maxLength: 60, description: 'What is there, with its article.' }),
    example: optional(example),
    landmarks: optional(
      list(oneOf(LANDMARK_KINDS), {
        minItems: 1,
      }),
    ),
    imports: optional(
      list(string({ pattern: /^[A-Za-z_][\w.]+$/, patternName: 'the name of a module' }), {
        minItems: 1,
        unique: true,
      }),
    ),
    matches: optional(list(factMatch, { minItems: 1 })),
  }),
  (value, fail) => {
    if (value.landmarks === undefined && value.imports === undefined && value.matches === undefined) {
      fail('needs landmarks, imports or matches');
    }
  },
);

/** The shape of guidelines/evidence/facts.yaml. */
export const FACTS_SCHEMA = object({ facts: list(fact) });

const globs = list(string({ pattern: /^[^/\\][^\\]*$/, patternName: 'a path from the root' }), {
  minItems: 1,
  unique: true,
});

const fileSet: Schema<FileSet> = object({
  id,
  title: string({ singleLine: true, maxLength: 60, description: 'What such a file is, with its article.' }),
  example: optional(example),
  marker: optional(expression),
  paths: globs,
  except: optional(globs),
  samples: optional(boolean({ description: 'Files in folders of tests and examples count too.' })),
  unread: optional(boolean({ description: 'Only the paths count; the files are not read.' })),
});

/** The shape of guidelines/evidence/files.yaml. */
export const FILE_SETS_SCHEMA = object({ sets: list(fileSet) });

export type QuestionEvidenceFile = Infer<typeof QUESTION_EVIDENCE_SCHEMA>;
