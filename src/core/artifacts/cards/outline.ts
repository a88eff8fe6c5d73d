import { describeUnknown } from '../../guidelines/validate-frameworks.js';
import {
  createProblem,
  type Infer,
  readSource,
  type YamlProblem,
  type YamlSource,
} from '../../guidelines/yaml-reader.js';
import { integer, oneOf, string } from '../../guidelines/yaml-scalars.js';
import { list, object, optional, withDefault } from '../../guidelines/yaml-shapes.js';
import { FILL_NAMES } from './fill-names.js';

const line = string({ singleLine: true });
const key = string({ pattern: /^[a-z0-9]+(-[a-z0-9]+)*$/, patternName: 'words joined by -' });

const outlineSchema = object({
  kind: key,
  title: string({
    singleLine: true,
    description: 'Heading of the document, before the name of the project.',
  }),
  intro: string({ singleLine: true, description: 'Advice below the heading.' }),
  questions: withDefault(
    oneOf(['marker', 'checkbox'], { description: 'How an open question looks.' }),
    'marker',
  ),
  guidelines: list(line, {
    minItems: 1,
    unique: true,
    description: 'Checklist items that ask for the document.',
  }),
  sections: list(
    object({
      id: key,
      title: line,
      level: withDefault(integer({ min: 2, max: 5 }), 2),
      entries: withDefault(
        list(
          object({
            fill: optional(oneOf(FILL_NAMES, { description: 'What the code may state here.' })),
            label: optional(line),
            advice: optional(string({ singleLine: true, description: 'Holds for every project.' })),
            ask: optional(
              object({
                id: key,
                text: string({ singleLine: true, maxLength: 200, pattern: /\?$/, patternName: 'a question' }),
                when: withDefault(
                  oneOf(['unknown', 'always'], {
                    description: 'unknown: only when the code states nothing.',
                  }),
                  'unknown',
                ),
                guidelines: withDefault(list(line, { unique: true }), []),
              }),
            ),
          }),
        ),
        [],
      ),
    }),
    { minItems: 1 },
  ),
});

/** The sections of one kind of document: what may be filled in from the code, and what has to be asked. */
export type Outline = Infer<typeof outlineSchema>;

/** Reads an outline of guidelines/artifacts and checks that its items exist and its ids are unique. */
export function readOutline(
  source: YamlSource,
  itemIds: readonly string[],
):
  | { readonly ok: true; readonly outline: Outline }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] } {
  const result = readSource(source, outlineSchema);
  if (!result.ok) return result;
  const problems: YamlProblem[] = [];
  const seen = new Set<string>();
  const checkItems = (ids: readonly string[], path: readonly (string | number)[]): void => {
    ids.forEach((id, index) => {
      if (itemIds.includes(id)) return;
      problems.push(
        createProblem(source.file, result.locate, [...path, index], describeUnknown('item', id, itemIds)),
      );
    });
  };
  const checkId = (id: string, path: readonly (string | number)[]): void => {
    if (seen.has(id))
      problems.push(createProblem(source.file, result.locate, path, `the id ${id} is there twice`));
    seen.add(id);
  };
  checkItems(result.value.guidelines, ['guidelines']);
  result.value.sections.forEach((section, index) => {
    checkId(section.id, ['sections', index, 'id']);
    section.entries.forEach(({ ask }, at) => {
      if (ask === undefined) return;
      const path = ['sections', index, 'entries', at, 'ask'];
      checkId(`${section.id}.${ask.id}`, [...path, 'id']);
      checkItems(ask.guidelines, [...path, 'guidelines']);
    });
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, outline: result.value };
}
