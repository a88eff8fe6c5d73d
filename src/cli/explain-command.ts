import {
  createGuidelineIndex,
  type Framework,
  type Item,
  type Knowledge,
  nameEntry,
  type Rule,
  SUPPRESSION_RULES,
  suggestClosest,
} from '../core/index.js';
import { CliError } from './cli-error.js';

/**
 * Explains a rule or a guideline item.
 *
 * @param id in any case
 * @returns lines of text, each ended by `\n`
 * @throws CliError when there is no such id
 */
export function explain(id: string, knowledge: Knowledge): string {
  const wanted = id.toLowerCase();
  const rule = knowledge.rules.find((candidate) => candidate.id.toLowerCase() === wanted);
  if (rule !== undefined) return `${explainRule(rule, knowledge).join('\n')}\n`;
  const report = Object.entries(SUPPRESSION_RULES).find(([reportId]) => reportId === wanted);
  if (report !== undefined) return `${report[0]}\n${report[1].title}\n\nlevel ${report[1].level}\n`;
  for (const framework of knowledge.frameworks) {
    const item = framework.sections
      .flatMap((section) => section.items)
      .find((candidate) => candidate.id.toLowerCase() === wanted || wanted.startsWith(`${candidate.id}.q`));
    if (item !== undefined) return `${explainItem(item, framework, knowledge).join('\n')}\n`;
  }
  throw new CliError(describeUnknownId(id, knowledge));
}

function describeUnknownId(id: string, knowledge: Knowledge): string {
  const ruleIds = [...knowledge.rules.map((rule) => rule.id), ...Object.keys(SUPPRESSION_RULES)];
  const itemIds = knowledge.frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) => section.items.map((item) => item.id)),
  );
  // People remember a part of a rule's id.
  const longer = ruleIds.find((ruleId) => ruleId.includes(id.toLowerCase()));
  const closest = longer ?? suggestClosest(id, [...ruleIds, ...itemIds]);
  const hint = closest === undefined ? `; known rules: ${ruleIds.join(', ')}` : `; did you mean ${closest}?`;
  return `no rule or guideline item is called ${JSON.stringify(id)}${hint}`;
}

function explainRule(rule: Rule, knowledge: Knowledge): readonly string[] {
  const index = createGuidelineIndex(knowledge.frameworks, knowledge.taxonomies);
  const guidelines = rule.guidelines.flatMap((id) => index.findItem(id) ?? []);
  const references = Object.entries(rule.references).flatMap(([taxonomyId, ids]) =>
    (ids ?? []).flatMap((id: string) => index.findReference(taxonomyId, id) ?? []),
  );
  const link = ({ entry }: (typeof guidelines)[number]) =>
    `  ${nameEntry(entry)}${entry.url === undefined ? '' : `\n    ${entry.url}`}`;
  const fixes = [rule, ...(rule.cases ?? [])]
    .flatMap(({ fix }) => fix ?? [])
    .map(({ title, because }) =>
      because === undefined ? `  ${title} (may change behaviour)` : `  ${title}\n    ${because}`,
    );
  return [
    rule.id,
    rule.title,
    '',
    `level ${rule.level}, confidence ${rule.confidence}, stage ${rule.stage}`,
    '',
    ...section('Message', [indent(rule.message)]),
    ...section('Why', [indent(rule.why)]),
    ...section('Guidelines', guidelines.map(link)),
    ...section('References', references.map(link)),
    ...(rule.cases ?? []).flatMap((ruleCase) =>
      section(`Case ${ruleCase.id} (${ruleCase.level ?? rule.level})`, [
        ...(ruleCase.message === undefined ? [] : [indent(ruleCase.message)]),
        ...(ruleCase.why === undefined ? [] : [indent(ruleCase.why)]),
      ]),
    ),
    ...section('Fixes', [...new Set(fixes)]),
    ...rule.examples.bad.flatMap((example) => [
      ...section(nameExample('Reported', example.name), [indent(example.code)]),
      ...(example.fixed === undefined ? [] : section('Fixed', [indent(example.fixed)])),
    ]),
    ...rule.examples.good.flatMap((example) =>
      section(nameExample('Not reported', example.name), [indent(example.code)]),
    ),
    ...section(
      'Sources',
      rule.sources.map((source) => `  ${source}`),
    ),
  ].slice(0, -1);
}

function explainItem(item: Item, framework: Framework, knowledge: Knowledge): readonly string[] {
  const rules = knowledge.rules.filter((rule) => rule.guidelines.includes(item.id));
  return [
    item.id,
    `${framework.shortTitle} ${item.number} ${item.titleIsExact ? item.title : item.shortTitle}`,
    framework.title,
    item.url,
    '',
    ...section('Summary', [indent(item.summary)]),
    ...section(
      'Questions',
      item.checklist.map(({ id, question, kind }) => {
        const proof = kind === 'code' ? 'the code can show it' : 'a person has to vouch for it';
        return `  ${id}  ${question} (${proof})`;
      }),
    ),
    ...section(
      'Rules',
      rules.map((rule) => `  ${rule.id}  ${rule.title}`),
    ),
  ].slice(0, -1);
}

/** A heading with lines below and an empty line after; nothing without lines. */
function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [heading, ...lines, ''];
}

function nameExample(heading: string, name: string | undefined): string {
  return name === undefined ? heading : `${heading}: ${name}`;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}
