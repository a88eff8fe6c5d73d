import { type Finding, type Fix, fenceLanguage, type ProjectStatus, type Rule } from '../../core/index.js';
import { describeItem, findItemStatus } from '../checklist/status-summary.js';
import type { Guideline } from '../guidelines/guideline-catalogue.js';
import { commandUri, escapeMarkdown, fenceCode } from '../guidelines/markdown-text.js';

/** What a hover says about one finding. */
export interface HoverSubject {
  readonly finding: Finding;
  readonly rule: Rule | undefined;
  /** URI of the workspace folder whose own the rule is; absent for Fairlead's rules. */
  readonly folder?: string;
  readonly guidelines: readonly Guideline[];
  /** How the folder of the document stands; absent before that is known. */
  readonly status?: ProjectStatus;
  /** The texts of the lines of the document, for showing the safe form in place. */
  readonly lineAt: (line: number) => string | undefined;
}

/**
 * Markdown for a hover, at most 8 lines: the exploit path, the guidelines with links and states, and the safe form. Does not repeat
 * the message, which the editor's own hover shows just above. Empty when there is nothing to add.
 */
export function writeHover(subject: HoverSubject): string {
  const { finding, rule, guidelines } = subject;
  const lines: string[] = [];
  const why = findWhy(finding, rule);
  if (why !== undefined) lines.push(escapeMarkdown(why));
  const links = guidelines.slice(0, 3).map((guideline) => linkGuideline(guideline, subject.status));
  if (rule) {
    const target = [rule.id, ...(subject.folder === undefined ? [] : [subject.folder])];
    links.push(`[rule ${escapeMarkdown(rule.id)}](${commandUri('fairlead.showRule', ...target)})`);
  }
  if (links.length > 0) lines.push(links.join(' | '));
  const safe = findSafeForm(subject);
  if (safe !== undefined) lines.push(fenceCode(safe, rule === undefined ? '' : fenceLanguage(rule)));
  return lines.join('\n\n');
}

/** `[NCSC 2.1 Title](command:...) (failing, 1 of 5 settled)`; without the state before it is known. */
export function linkGuideline({ item, label }: Guideline, status: ProjectStatus | undefined): string {
  const known = findItemStatus(status, item.id);
  const link = `[${escapeMarkdown(`${label} ${item.shortTitle}`)}](${commandUri('fairlead.openGuideline', item.id)})`;
  return known === undefined ? link : `${link} (${describeItem(known)})`;
}

function findWhy(finding: Finding, rule: Rule | undefined): string | undefined {
  const ruleCase = rule?.cases?.find((candidate) => candidate.id === finding.caseId);
  return (ruleCase?.why ?? rule?.why)?.replace(/\s+/g, ' ').trim();
}

/**
 * The finding's own line as its first fix would leave it; when that takes more than one line, the changed lines of the
 * rule's `fixed` example, three at most.
 */
function findSafeForm({ finding, rule, lineAt }: HoverSubject): string | undefined {
  const edited = finding.fixes.flatMap((fix) => editLine(fix, finding, lineAt) ?? [])[0];
  if (edited !== undefined) return edited;
  const example = rule?.examples.bad.find(
    ({ fixed, case: caseId }) =>
      fixed !== undefined && (finding.caseId === undefined || caseId === finding.caseId),
  );
  if (example?.fixed === undefined) return undefined;
  const before = new Set(example.code.split(/\r?\n/).map((line) => line.trim()));
  const changed = example.fixed
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !before.has(line.trim()));
  return changed.length > 0 && changed.length <= 3
    ? changed.map((line) => line.trim()).join('\n')
    : undefined;
}

function editLine(fix: Fix, finding: Finding, lineAt: HoverSubject['lineAt']): string | undefined {
  const { line } = finding.location.range.start;
  const edits = fix.edits.filter(
    ({ location: { range } }) => range.start.line === line || range.end.line === line,
  );
  const text = lineAt(line);
  if (edits.length === 0 || text === undefined) return undefined;
  let result = text;
  for (const { location, newText } of [...edits].reverse()) {
    const { start, end } = location.range;
    if (start.line !== end.line || /[\r\n]/.test(newText)) return undefined;
    result = result.slice(0, start.character) + newText + result.slice(end.character);
  }
  return result.trim();
}
