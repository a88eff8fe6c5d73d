import type { Finding, Level, RelatedLocation } from '../findings/finding.js';
import type { Fingerprinter } from '../findings/fingerprint.js';
import { normaliseCode } from '../findings/normalise-code.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import { createFixes } from './create-fixes.js';
import { type JudgedMatch, lowerLevel } from './judge-match.js';
import type { MatchContext, ModuleAnalysis } from './match-context.js';
import { mergeFixes } from './merge-fixes.js';
import type { Rule, RuleCase } from './rule.js';

const MAX_MESSAGE_VALUE = 60;

/** A finding with the place it stands at, for what follows. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly span: Span;
  /** What the span covers, as written. */
  readonly quote: string;
  /** Findings of one document with the same group make one; absent for those that stand alone. */
  readonly group?: string;
}

/** What findings of one document have in common. */
export interface FindingSite {
  readonly text: ModuleText;
  readonly isSecondary: boolean;
  readonly fingerprinter: Pick<Fingerprinter, 'next'>;
  /** Level the user set per rule. */
  readonly levels: Readonly<Record<string, string>>;
}

/** Makes the finding of a match. */
export function createFinding(judged: JudgedMatch, module: ModuleAnalysis, site: FindingSite): PlacedFinding {
  const { rule, ruleCase, context, flow } = judged;
  const { text } = site;
  const fill = (template: string): string => fillTemplate(template, context, module, text);
  const related: RelatedLocation[] = (flow?.steps ?? []).map((step) => ({
    location: sourceOf(step.source, module, text).locate(step.span),
    message: step.label,
  }));
  const { fixes, choices } = createFixes(judged.fixes, context, module, text, fill);
  const symbol = symbolOf(context);
  const finding: Finding = {
    ruleId: rule.id,
    ...(ruleCase === undefined ? {} : { caseId: ruleCase.id }),
    level: levelOf(judged, site),
    confidence: confidenceOf(judged),
    message: fill(ruleCase?.message ?? rule.message),
    location: text.locate(context.span),
    related,
    isFlow: flow !== undefined,
    fixes,
    ...(choices.length === 0 ? {} : { choices }),
    guidelines: rule.guidelines,
    fingerprint: site.fingerprinter.next(
      rule.id,
      text.path,
      symbol,
      normaliseCode(sliceOf(context.call ?? context.span, text), text.languageId),
    ),
    symbol,
  };
  // One finding per level, so that a quiet first match does not hide a loud one.
  const group = groupOf(rule, ruleCase, finding.level);
  return { finding, span: context.span, quote: sliceOf(context.span, text), ...group };
}

/** The text to say a place in; `text` stands for that of the module. */
function sourceOf(source: ModuleText | undefined, { model }: ModuleAnalysis, text: ModuleText): ModuleText {
  return source === undefined || source === model.source ? text : source;
}

/** Makes one finding of those that belong together, the first of them with a count; suppressed ones stay apart. */
export function groupFindings(placed: readonly PlacedFinding[]): readonly PlacedFinding[] {
  const groups = new Map<string, PlacedFinding[]>();
  const result: PlacedFinding[] = [];
  for (const one of placed) {
    if (one.group === undefined || one.finding.suppression !== undefined) {
      result.push(counted(one, [one]));
      continue;
    }
    const members = groups.get(one.group);
    if (members === undefined) groups.set(one.group, [one]);
    else members.push(one);
  }
  for (const members of groups.values()) {
    const [first] = members;
    if (first !== undefined) result.push(counted(first, members));
  }
  return result;
}

function counted(first: PlacedFinding, members: readonly PlacedFinding[]): PlacedFinding {
  const message = first.finding.message
    .replaceAll(
      '{count}',
      String(first.finding.message.includes('{list}') ? distinctQuotes(members).length : members.length),
    )
    .replaceAll('{list}', () => listQuotes(members));
  if (members.length === 1) return { ...first, finding: { ...first.finding, message } };
  const related = members.slice(1).map((other) => ({
    location: other.finding.location,
    message: `also \`${shorten(other.quote)}\``,
  }));
  const { fixes, choices } = mergeFixes(members.map(({ finding }) => finding));
  const finding: Finding = {
    ...first.finding,
    message,
    related,
    isFlow: false,
    fixes,
    ...(choices.length === 0 ? {} : { choices }),
  };
  return { ...first, finding };
}

const MAX_LISTED = 4;

/** What findings are grouped by, when they are at all. */
export function groupOf(
  { id, report }: Rule,
  ruleCase: RuleCase | undefined,
  level: Level,
): Pick<PlacedFinding, 'group'> {
  if ((ruleCase?.report ?? report) !== 'file') return {};
  const own = ruleCase?.report === undefined ? '' : ` ${ruleCase.id}`;
  return { group: `${id} ${level}${own}` };
}

/** The first texts of a group, such as `torch, transformers and 3 more`. */
function listQuotes(members: readonly PlacedFinding[]): string {
  const quotes = distinctQuotes(members);
  const more = quotes.length - MAX_LISTED;
  return more > 0 ? `${quotes.slice(0, MAX_LISTED).join(', ')} and ${more} more` : quotes.join(', ');
}

function distinctQuotes(members: readonly PlacedFinding[]): readonly string[] {
  return [...new Set(members.map(({ quote }) => shorten(quote)))];
}

function levelOf({ rule, level }: JudgedMatch, site: FindingSite): Finding['level'] {
  const set = site.levels[rule.id];
  if (set === 'error' || set === 'warning' || set === 'note' || set === 'hint') return set;
  return site.isSecondary ? lowerLevel(level) : level;
}

/** Of a value that somebody looks at on its way, one step less. */
function confidenceOf({ rule, ruleCase, flow }: JudgedMatch): Finding['confidence'] {
  const own = ruleCase?.confidence ?? rule.confidence;
  if (flow?.isChecked !== true) return own;
  return own === 'high' ? 'medium' : 'low';
}

function sliceOf(span: Span, text: ModuleText): string {
  return text.original.slice(span.start, span.end);
}

/** Puts `{value}` and `{callee}` in; `{count}` and `{list}` are left for {@link groupFindings}. */
function fillTemplate(
  template: string,
  context: MatchContext,
  module: ModuleAnalysis,
  text: ModuleText,
): string {
  if (!template.includes('{')) return template;
  return template.replace(/\{(value|callee)\}/g, (_, key: string) => {
    if (key === 'callee') return context.callee === undefined ? '' : shorten(sliceOf(context.callee, text));
    if (context.text !== undefined) return context.text;
    if (context.value === undefined) return '';
    const constant = module.folder.fold(context.value.value, context.value.site);
    const { source = text } = context.value.site.scope.model;
    return shorten(constant === undefined ? sliceOf(context.value.value, source) : String(constant.value));
  });
}

function shorten(value: string): string {
  const line = value.replace(/\s+/g, ' ');
  return line.length <= MAX_MESSAGE_VALUE ? line : `${line.slice(0, MAX_MESSAGE_VALUE - 3)}...`;
}

/** Qualified name of the function or class around a match. */
function symbolOf(context: MatchContext): string {
  const names: string[] = [];
  for (
    let scope: typeof context.site.scope | undefined = context.site.scope;
    scope !== undefined;
    scope = scope.parent
  ) {
    if (scope.owner?.kind === 'function' || scope.owner?.kind === 'class') names.unshift(scope.owner.name);
  }
  return names.join('.');
}
