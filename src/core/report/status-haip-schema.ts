import { describeUnknown } from '../guidelines/validate-frameworks.js';
import {
  createProblem,
  type Infer,
  readSource,
  type YamlProblem,
  type YamlSource,
} from '../guidelines/yaml-reader.js';
import { boolean, string, webUrl } from '../guidelines/yaml-scalars.js';
import { list, object } from '../guidelines/yaml-shapes.js';

const line = string({ singleLine: true });

const skeletonSchema = object({
  id: line,
  title: line,
  publisher: line,
  edition: line,
  url: webUrl(),
  note: line,
  sections: list(
    object({
      id: line,
      title: line,
      titleIsExact: boolean({ description: 'False: our own wording.' }),
      actions: list(line, { minItems: 1, unique: true, description: 'Framework items it is about.' }),
      questions: list(
        object({
          id: line,
          question: string({ singleLine: true, pattern: /\?$/, patternName: 'a question' }),
          isTopicVerified: boolean({ description: 'True: the form was found to ask about this topic.' }),
        }),
        { minItems: 1 },
      ),
    }),
    { minItems: 1 },
  ),
});

/** The sections of a report that others ask for, and the framework items that each is about. */
export type ReportSkeleton = Infer<typeof skeletonSchema>;

/** Reads guidelines/reporting/haip.yaml and checks that its items exist. */
export function readReportSkeleton(
  source: YamlSource,
  itemIds: readonly string[],
):
  | { readonly ok: true; readonly skeleton: ReportSkeleton }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] } {
  const result = readSource(source, skeletonSchema);
  if (!result.ok) return result;
  const problems = result.value.sections.flatMap(({ actions }, section) =>
    actions.flatMap((id, index) =>
      itemIds.includes(id)
        ? []
        : [
            createProblem(
              source.file,
              result.locate,
              ['sections', section, 'actions', index],
              describeUnknown('item', id, itemIds),
            ),
          ],
    ),
  );
  return problems.length > 0 ? { ok: false, problems } : { ok: true, skeleton: result.value };
}
