import { fenceLanguage } from '../../core/index.js';
import type { Guideline, GuidelineCatalogue } from '../guidelines/guideline-catalogue.js';
import { commandUri, fenceCode, escapeMarkdown as plain } from '../guidelines/markdown-text.js';
import { describePlace, targetOf } from '../tree/finding-nodes.js';
import type { FiledFinding } from '../tree/tree-model.js';
import { type FolderStanding, writeChecklist } from './checklist-content.js';
import { listItemReferences, listRuleReferences, type Reference, type TargetFinder } from './references.js';

/** What the page can show. */
export interface PageSubject {
  readonly kind: 'guideline' | 'rule';
  /** Id of the item or of the rule. */
  readonly id: string;
  /** URI of the workspace folder whose own rule it is; absent for one that all folders have. */
  readonly folder?: string;
}

/** A page before it is rendered. */
export interface PageContent {
  /** Plain text, for the tab and the document title. */
  readonly title: string;
  /** Markdown, a heading with what is below it in each, to be rendered by itself. */
  readonly sections: readonly string[];
}

/** What pages are made from. */
export interface PageSource {
  readonly guidelines: GuidelineCatalogue;
  /** Findings of the workspace, in the order in which to show them. */
  readonly findings: readonly FiledFinding[];
  /** How the folders of the workspace stand, as far as that is known. */
  readonly statuses: readonly FolderStanding[];
  /** The engine's look-up of taxonomy and framework ids. */
  readonly findTarget: TargetFinder;
}

/** Most findings that a page lists; the sidebar has them all. */
export const maxListedFindings = 30;

/** Writes a page; undefined when there is no such item or rule. Everything but our own words is escaped. */
export function writePage(subject: PageSubject, source: PageSource): PageContent | undefined {
  return subject.kind === 'guideline'
    ? writeGuidelinePage(subject.id, source)
    : writeRulePage(subject.id, source);
}

function writeGuidelinePage(id: string, source: PageSource): PageContent | undefined {
  const { guidelines, findings, findTarget } = source;
  const guideline = guidelines.findGuideline(id);
  if (guideline === undefined) return undefined;
  const { item, section, framework, label } = guideline;
  const heading = item.titleIsExact ? item.title : item.shortTitle;
  const own = findings.filter(({ finding }) => finding.guidelines.includes(id));
  const rules = guidelines.listRulesFor(id);
  const place = framework.sections.length > 1 ? `${framework.title}, ${section.title}` : framework.title;
  return {
    title: `${label} ${item.shortTitle}`,
    sections: joinBlocks([
      `# ${plain(`${label}: ${heading}`)}`,
      plain(place) + (item.titleIsExact ? '' : ' (heading in our own words)'),
      plain(item.summary),
      link('Read the official page', item.url),
      ...writeChecklist(item, source.statuses),
      ...writeFindings(own),
      '## Rules that check the code',
      rules.length === 0
        ? 'No rule checks this yet: it is for people to answer.'
        : bullets(rules.map((rule) => `${ruleLink(rule.id, rule.title)} (${rule.level})`)),
      ...writeReferences('Related guidance', listItemReferences(guidelines.knowledge, id, findTarget)),
      '## About this text',
      writeOrigin(guideline),
    ]),
  };
}

function writeRulePage(id: string, source: PageSource): PageContent | undefined {
  const { guidelines, findings, findTarget } = source;
  const rule = guidelines.findRule(id);
  if (rule === undefined) return undefined;
  const language = fenceLanguage(rule);
  const mark = rule.languages.includes('javascript') ? '//' : '#';
  const own = findings.filter(({ finding }) => finding.ruleId === id);
  const bad = rule.examples.bad.flatMap(({ name, code, fixed }) => [
    ...(name === undefined ? [] : [plain(name)]),
    'Unsafe:',
    fenceCode(code, language),
    ...(fixed === undefined ? [] : ['Safe:', fenceCode(fixed, language)]),
  ]);
  const served = guidelines.listGuidelines(rule.guidelines);
  return {
    title: rule.id,
    sections: joinBlocks([
      `# ${plain(rule.title)}`,
      `Rule \`${rule.id}\`, level ${rule.level}, confidence ${rule.confidence}`,
      plain(rule.why),
      ...writeFindings(own),
      '## Guidelines it serves',
      bullets(served.map(guidelineLink)),
      '## Examples',
      ...bad,
      ...writeReferences('References', listRuleReferences(guidelines.knowledge, rule, findTarget)),
      '## Silencing it',
      'A comment on the line, or on the line above, silences one place and keeps the reason:',
      fenceCode(`${mark} fairlead: ignore[${rule.id}] reason`, language),
    ]),
  };
}

function writeFindings(findings: readonly FiledFinding[]): readonly string[] {
  const rows = findings.slice(0, maxListedFindings).map((filed) => {
    const place = `[${plain(describePlace(filed))}](${commandUri('fairlead.openFinding', targetOf(filed))})`;
    return `${place} ${plain(filed.finding.message)}`;
  });
  const rest = findings.length - rows.length;
  return [
    `## Findings in this workspace (${findings.length})`,
    rows.length === 0 ? 'None in the files looked at so far.' : bullets(rows),
    ...(rest > 0 ? [`And ${rest} more: see the Fairlead view.`] : []),
  ];
}

function writeReferences(heading: string, references: readonly Reference[]): readonly string[] {
  if (references.length === 0) return [];
  const rows = references.map(({ taxonomyTitle, label, title, url, isOwnJudgement }) => {
    const text = link(`${taxonomyTitle} ${label}`, url);
    return `${text} ${plain(title)}${isOwnJudgement ? ' (our judgement)' : ''}`;
  });
  return [`## ${heading}`, bullets(rows)];
}

function writeOrigin({ framework }: Guideline): string {
  const { title, publisher, edition, licence, note } = framework;
  const terms = licence.url === undefined ? plain(licence.name) : link(licence.name, licence.url);
  const sentences = [
    `From ${plain(title)} by ${plain(publisher)}, ${plain(edition)}. Licence: ${terms}.`,
    'The summary, questions and hints are our own words, not a quotation.',
  ];
  if (note !== undefined) sentences.push(plain(note));
  return sentences.join(' ');
}

function guidelineLink({ item, label }: Guideline): string {
  return `[${plain(`${label} ${item.shortTitle}`)}](${commandUri('fairlead.openGuideline', item.id)})`;
}

function ruleLink(id: string, title: string): string {
  return `[${plain(title)}](${commandUri('fairlead.showRule', id)})`;
}

function link(text: string, url: string): string {
  return /^https:\/\/[^\s<>]+$/.test(url) ? `[${plain(text)}](<${url}>)` : plain(text);
}

function bullets(rows: readonly string[]): string {
  return rows.map((row) => `- ${row}`).join('\n');
}

function joinBlocks(blocks: readonly string[]): readonly string[] {
  const sections: string[] = [];
  for (const block of blocks) {
    if (block === '') continue;
    const isHeading = /^#{1,3} /.test(block);
    if (isHeading || sections.length === 0) sections.push(`${block}\n`);
    else sections.push(`${sections.pop()}\n${block}\n`);
  }
  return sections;
}
