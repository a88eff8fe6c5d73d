import type { Analysis, AnalysisContext, Engine } from '../api.js';
import type { Finding } from '../findings/finding.js';
import { applyEdits } from '../report/apply-edits.js';
import { selectFixes } from '../report/select-fixes.js';
import type { DocumentInput, Location } from '../source/document.js';
import { examplePathOf } from './example-path.js';
import { expandTokens } from './expand-tokens.js';
import type { BadExample, GoodExample, Rule } from './rule.js';
import { testInspectionRule } from './test-inspection-rule.js';

/** As many as the command line applies. */
const MAX_ROUNDS = 10;

/** How one example of a rule came out. */
export interface ExampleOutcome {
  /** `bad` examples must be reported, `good` ones must not. */
  readonly kind: 'bad' | 'good';
  /** In the rule's list of that kind, from 0. */
  readonly index: number;
  /** The example's own, or its number. */
  readonly name: string;
  /** What was expected and what came instead, in lines; absent when the example holds. */
  readonly problem?: string;
}

/** What an example's file is checked with: its own other files are a part of that. */
export type ContextOfExample = (
  path: string,
  files: Readonly<Record<string, string>>,
) => Omit<AnalysisContext, 'cancellation'>;

/** Runs the examples of a rule through an engine that has the rule; one outcome each, the bad ones first. */
export async function testRule(
  rule: Rule,
  engine: Engine,
  contextOf: ContextOfExample,
): Promise<readonly ExampleOutcome[]> {
  const run = async (example: GoodExample, texts: readonly string[]): Promise<Analysis> => {
    const path = examplePathOf(rule, example);
    return engine.analyse(inputOf(path, example, texts), contextOf(path, example.files ?? {}));
  };
  if (rule.match.kind === 'inspection') return testInspectionRule(rule, engine.knowledge.modelFiles);
  const outcomes: ExampleOutcome[] = [];
  for (const [index, example] of rule.examples.bad.entries()) {
    const problem = await findBadProblem(rule, example, (texts) => run(example, texts));
    outcomes.push(describe('bad', index, example, problem));
  }
  for (const [index, example] of rule.examples.good.entries()) {
    const analysis = await run(example, textsOf(example));
    const findings = ofRule(rule, analysis);
    const lines = findings.map(({ location }) => lineOf(location, example)).join(', ');
    const loud = findings.length === 0 ? undefined : `expected no finding, found one on line ${lines}`;
    outcomes.push(describe('good', index, example, noticeOf(analysis) ?? loud));
  }
  return outcomes;
}

async function findBadProblem(
  rule: Rule,
  example: BadExample,
  run: (texts: readonly string[]) => Promise<Analysis>,
): Promise<string | undefined> {
  const analysis = await run(textsOf(example));
  const findings = ofRule(rule, analysis);
  return (
    noticeOf(analysis) ??
    findPlaceProblem(example, findings) ??
    findVerdictProblem(example, findings) ??
    findUnaskedProblem(example, findings) ??
    (await findFixProblem(rule, example, findings, run))
  );
}

function findPlaceProblem(example: BadExample, findings: readonly Finding[]): string | undefined {
  const lines = findings.map(({ location }) => lineOf(location, example));
  const found = lines.length === 0 ? 'found none' : `found lines ${lines.join(', ')}`;
  if (example.lines === undefined) {
    return findings.length === 1 ? undefined : `expected one finding, ${found}`;
  }
  const expected = example.lines.join(', ');
  return expected === lines.join(', ') ? undefined : `expected findings on lines ${expected}, ${found}`;
}

function findVerdictProblem(example: BadExample, findings: readonly Finding[]): string | undefined {
  for (const { caseId, level, message } of findings) {
    if (example.case !== undefined && caseId !== example.case) {
      return `expected case ${example.case}, found ${caseId ?? 'none'}`;
    }
    if (example.level !== undefined && level !== example.level) {
      return `expected level ${example.level}, found ${level}`;
    }
    if (message.length > 160)
      return `the message has ${message.length} characters once it is filled in: ${message}`;
    if (/[{}]/.test(message)) return `a placeholder was not filled in: ${message}`;
  }
  return undefined;
}

/** What is mended without being asked for must be what the example says, no more. */
function findUnaskedProblem(example: BadExample, findings: readonly Finding[]): string | undefined {
  const lines = findings
    .filter(({ fixes }) => fixes.some(({ keepsBehaviour }) => keepsBehaviour))
    .map(({ location }) => lineOf(location, example))
    .join(', ');
  const expected = (example.unasked ?? []).join(', ');
  if (lines === expected) return undefined;
  const found = lines === '' ? 'none' : `those of lines ${lines}`;
  return `expected fixes that keep behaviour ${expected === '' ? 'nowhere' : `on lines ${expected}`}, found ${found}`;
}

/** Applies fixes as long as there are any, and compares what comes out. */
async function findFixProblem(
  rule: Rule,
  example: BadExample,
  findings: readonly Finding[],
  run: (texts: readonly string[]) => Promise<Analysis>,
): Promise<string | undefined> {
  if (example.fixed === undefined) {
    return findings.every(({ fixes }) => fixes.length === 0)
      ? undefined
      : 'there is a fix: give the code after it as fixed';
  }
  let texts = textsOf(example).map(expandTokens);
  let left = findings;
  for (let round = 0; round < MAX_ROUNDS && left.some(({ fixes }) => fixes.length > 0); round += 1) {
    const edits = [...selectFixes(left, { onlySafe: false }).edits.values()].flat();
    texts = texts.map((text, cell) => {
      const own = edits.filter(({ location }) => (location.cell ?? 0) === cell);
      return applyEdits(text, own, 'text');
    });
    left = ofRule(rule, await run(texts));
  }
  const fixed = texts.join('\n');
  const expected = expandTokens(example.fixed);
  if (fixed !== expected) return `after the fix expected:\n${indent(expected)}\nfound:\n${indent(fixed)}`;
  return left.some(({ fixes }) => fixes.length > 0) ? 'after the fix something fixable remains' : undefined;
}

function describe(
  kind: ExampleOutcome['kind'],
  index: number,
  example: GoodExample,
  problem: string | undefined,
): ExampleOutcome {
  const name = example.name ?? `example ${index + 1}`;
  return { kind, index, name, ...(problem === undefined ? {} : { problem }) };
}

/** An example that is not scanned whole shows nothing. */
function noticeOf({ notices }: Analysis): string | undefined {
  return notices[0]?.message;
}

function ofRule(rule: Rule, { findings }: Analysis): readonly Finding[] {
  return findings.filter((finding) => finding.ruleId === rule.id);
}

function inputOf(path: string, example: GoodExample, texts: readonly string[]): DocumentInput {
  if (example.cells === undefined) {
    return { kind: 'text', path, text: texts.map(expandTokens).join('\n') };
  }
  const cells = texts.map((text, index) => ({
    index,
    kind: 'code' as const,
    languageId: 'python',
    text: expandTokens(text),
  }));
  return { kind: 'notebook-cells', path, kernelLanguage: 'python', cells };
}

/** The cells of a notebook; code that is no notebook is one text. */
function textsOf({ cells, code }: GoodExample): readonly string[] {
  return cells ?? [code];
}

/** Line from 1, counted through all cells. */
function lineOf({ cell = 0, range }: Location, { cells = [] }: GoodExample): number {
  const before = cells.slice(0, cell).reduce((sum, text) => sum + text.split('\n').length, 0);
  return before + range.start.line + 1;
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ');
}
