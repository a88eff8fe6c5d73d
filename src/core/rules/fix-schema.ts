import { discriminated, refine } from '../guidelines/yaml-choices.js';
import type { Schema } from '../guidelines/yaml-reader.js';
import { boolean, oneOf, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional } from '../guidelines/yaml-shapes.js';
import { QUALIFIED_NAME } from '../semantics/knowledge-schema.js';
import { parseRelativePath } from '../structured/relative-path.js';
import type { Predicate } from './rule.js';
import type { FixChoice, FixEdit, RuleFix } from './rule-fix.js';

const maybeEmpty = string({ minLength: 0 });
const qualified = string({ pattern: QUALIFIED_NAME, patternName: 'a qualified name' });

const entryPath = refine(string(), (value, fail) => {
  try {
    parseRelativePath(value);
  } catch (cause) {
    fail(cause instanceof Error ? cause.message : String(cause));
  }
});

/** The shape of a fix in a rule file. */
export function createFixSchema(predicate: Schema<Predicate>, regex: Schema<string>): Schema<RuleFix> {
  const edit: Schema<FixEdit> = discriminated('kind', {
    'set-argument': { name: string(), value: string() },
    'remove-argument': { name: string() },
    'replace-callee': { name: qualified },
    'add-import': { name: qualified },
    'replace-match': { text: maybeEmpty },
    'wrap-argument': { name: string(), before: maybeEmpty, after: maybeEmpty },
    'rewrite-argument': { name: string(), pattern: regex, text: string() },
    'rewrite-value': { pattern: regex, text: string() },
    'set-value': { value: string() },
    'remove-setting': {},
    'remove-statement': {},
    'set-entry': { path: entryPath, value: string() },
    'remove-entry': {},
    'raise-version': {},
    'rewrite-match': { pattern: regex, text: maybeEmpty },
    'add-instruction': { text: string(), place: oneOf(['before', 'after', 'end-of-stage']) },
  });
  const choice: Schema<FixChoice> = refine(
    object({
      question: string({ maxLength: 80, singleLine: true }),
      options: optional(
        list(object({ value: string(), label: optional(string({ maxLength: 60, singleLine: true })) }), {
          minItems: 1,
        }),
      ),
      commitOf: optional(object({ argument: string(), kind: oneOf(['model', 'dataset']) })),
      pattern: optional(regex),
    }),
    ({ options, commitOf, pattern }, fail) => {
      if (options === undefined && commitOf === undefined && pattern === undefined) {
        fail('nothing can be chosen: give options, commitOf or pattern');
      }
    },
  );
  return refine(
    object({
      title: string({ maxLength: 80, singleLine: true, description: 'In the imperative.' }),
      keepsBehaviour: boolean({
        description: 'True when the edited code does what it did before for every input but an attack.',
      }),
      because: optional(
        string({
          maxLength: 300,
          singleLine: true,
          description: 'Why behaviour is kept where the condition holds, and which source states it.',
        }),
      ),
      when: optional(predicate),
      choice: optional(choice),
      edits: list(edit, { minItems: 1 }),
    }),
    (fix, fail) => {
      const isAsking = JSON.stringify(fix.edits).includes('{choice}');
      if (isAsking !== (fix.choice !== undefined)) fail('choice and {choice} in the edits belong together');
      if (fix.keepsBehaviour !== (fix.because !== undefined)) {
        fail('keepsBehaviour: true and because, which says why, belong together');
      }
      if (fix.choice !== undefined && fix.keepsBehaviour)
        fail('a fix with a choice is never applied unasked: keepsBehaviour must be false');
    },
  );
}
