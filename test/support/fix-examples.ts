import type { Knowledge } from '../../src/core/api.js';
import { examplePathOf } from '../../src/core/rules/example-path.js';
import { expandTokens } from '../../src/core/rules/expand-tokens.js';
import type { TextInput } from '../../src/core/source/document.js';

/** A bad example of a rule, as a file of a project. */
export interface FixExample {
  readonly name: string;
  readonly input: TextInput;
  readonly files: Readonly<Record<string, string>>;
}

/** Every bad example that is one text. */
export function listFixExamples({ rules }: Knowledge): readonly FixExample[] {
  return rules.flatMap((rule) =>
    rule.match.kind === 'inspection'
      ? []
      : rule.examples.bad.flatMap((example, index): readonly FixExample[] => {
          if (example.cells !== undefined) return [];
          const path = examplePathOf(rule, example);
          const text = expandTokens(example.code);
          return [
            { name: `${rule.id} ${index}`, input: { kind: 'text', path, text }, files: example.files ?? {} },
          ];
        }),
  );
}
