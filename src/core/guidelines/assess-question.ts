import type { Finding } from '../findings/finding.js';
import { compareText } from '../report/report.js';
import { describeLocation } from '../report/status-report.js';
import type { Location } from '../source/document.js';
import type { FoundAttestation } from './attestation-index.js';
import type { QuestionEvidence } from './evidence.js';
import type { EvidenceEvaluator } from './evidence-evaluate.js';
import { countOf, describeGaps, type Gap } from './evidence-words.js';
import type { ChecklistQuestion } from './framework.js';
import type { AttestationStatus, QuestionStatus } from './status.js';

/** What the judgement of a question came to. */
export type Assessment = Pick<
  QuestionStatus,
  'state' | 'reason' | 'locations' | 'locationCount' | 'attestation'
>;

export interface QuestionContext {
  readonly evaluator: EvidenceEvaluator;
  /** Whether the scan saw enough of the project to say that something is not there. */
  readonly canTellAbsence: boolean;
}

/** Most places that a status lists for one question. */
const maxLocations = 20;

/**
 * Judges one question. What the repository breaks counts most, then what it proves, then what people vouch for, then
 * that the project has nothing the question is about.
 */
export function assessQuestion(
  question: ChecklistQuestion,
  entry: QuestionEvidence,
  found: FoundAttestation | undefined,
  context: QuestionContext,
): Assessment {
  const attestation = found === undefined ? {} : { attestation: summarise(found) };
  const broken = findBreak(entry, context);
  if (broken !== undefined) {
    const vouched =
      found?.isExpired === false ? ` What ${found.entry.by} attested does not outweigh it.` : '';
    return { ...conclude('failing', broken.reason + vouched, broken.locations), ...attestation };
  }
  const gaps: (readonly Gap[])[] = [];
  for (const { when, says, lacks } of entry.proves ?? []) {
    const verdict = context.evaluator.judge(when, 'proof');
    if (verdict.holds) {
      return { ...conclude('evidenced', fill(says, verdict.locations), verdict.locations), ...attestation };
    }
    gaps.push(lacks === undefined ? verdict.gaps : [{ isNear: false, text: lacks }]);
  }
  if (found !== undefined && !found.isExpired) {
    const { by, date, reason, verdict } = found.entry;
    const state = verdict === 'not-applicable' ? 'not-applicable' : 'attested';
    const words = state === 'attested' ? 'Attested' : 'Declared not applicable';
    return { ...conclude(state, `${words} by ${by} on ${date}: ${endSentence(reason)}`, []), ...attestation };
  }
  if (entry.applies !== undefined && context.canTellAbsence) {
    if (!context.evaluator.judge(entry.applies.when, 'presence').holds) {
      return { ...conclude('not-applicable', entry.applies.otherwise, []), ...attestation };
    }
  }
  if (found !== undefined) {
    const { by, date, until = '' } = found.entry;
    return {
      ...conclude('expired', `What ${by} attested on ${date} was good until ${until}.`, []),
      ...attestation,
    };
  }
  for (const { when, says } of entry.points ?? []) {
    const { holds, locations } = context.evaluator.judge(when, 'proof');
    if (holds) return conclude('open', `Not proved: ${lowerFirst(fill(says, locations))}`, locations);
  }
  const absence = entry.needs === undefined ? undefined : context.evaluator.describeAbsence(entry.needs);
  return conclude('open', explainOpen(question, gaps, absence), []);
}

function summarise({ entry }: FoundAttestation): AttestationStatus {
  const { by, date, reason, evidence, until } = entry;
  return {
    by,
    date,
    reason,
    ...(evidence === undefined ? {} : { evidence }),
    ...(until === undefined ? {} : { until }),
  };
}

interface Found {
  readonly reason: string;
  readonly locations: readonly Location[];
}

/** The findings of all breaks by rules count together; the places are those of every break that holds. */
function findBreak(entry: QuestionEvidence, context: QuestionContext): Found | undefined {
  const breaks = entry.breaks ?? [];
  const findings = breaks.flatMap(({ rules = [], level = 'note', beside }) =>
    context.evaluator.findOpen(rules, level, beside),
  );
  const found: Found[] = [];
  if (findings.length > 0) {
    const locations = findings.map(({ location }) => location);
    const says = breaks.find(({ rules }) => rules !== undefined)?.says;
    found.push({ reason: says === undefined ? explainFindings(findings) : fill(says, locations), locations });
  }
  for (const { when, says = '' } of breaks) {
    if (when === undefined) continue;
    const { holds, locations } = context.evaluator.judge(when, 'proof');
    if (holds) found.push({ reason: fill(says, locations), locations });
  }
  const [first] = found;
  if (first === undefined) return undefined;
  return { reason: first.reason, locations: found.flatMap(({ locations }) => locations) };
}

function explainFindings(findings: readonly Finding[]): string {
  const [first] = [...findings].sort((a, b) => compareLocations(a.location, b.location));
  if (first === undefined) return '';
  const message = (first.message.split('\n')[0] ?? '').replace(/\.$/, '');
  return `${countOf(findings.length, 'open finding')}: ${message} (${describeLocation(first.location)}).`;
}

/** @param absence says that there is no file without which a person has little to vouch for */
function explainOpen(
  { kind, hint }: ChecklistQuestion,
  gaps: readonly (readonly Gap[])[],
  absence: string | undefined,
): string {
  const missing = describeGaps(gaps);
  if (missing !== '') return `Not shown: ${missing}.`;
  const isBreak = hint.startsWith('Breaks it: ');
  const what = lowerFirst(hint.replace(/^(?:Counts|Breaks it): /, ''));
  if (absence !== undefined) return `${upperFirst(absence)}; only a person can vouch for this: ${what}`;
  if (kind === 'attestation') return `Only a person can vouch for this: ${what}`;
  const lead = isBreak ? 'what would break it' : 'what counts';
  return `No finding speaks against it, but only a person can confirm it; ${lead}: ${what}`;
}

function conclude(
  state: QuestionStatus['state'],
  reason: string,
  locations: readonly Location[],
): Assessment {
  const unique = new Map(locations.map((location) => [keyOf(location), location]));
  const sorted = [...unique.values()].sort(compareLocations);
  return { state, reason, locations: sorted.slice(0, maxLocations), locationCount: sorted.length };
}

function fill(sentence: string, locations: readonly Location[]): string {
  const paths = [...new Set(locations.map(({ path }) => path))];
  return sentence
    .replaceAll('{path}', paths[0] ?? 'the project')
    .replaceAll('{count}', String(new Set(locations.map(keyOf)).size));
}

function keyOf({ path, cell, range }: Location): string {
  return JSON.stringify([path, cell ?? -1, range]);
}

function compareLocations(a: Location, b: Location): number {
  return (
    compareText(a.path, b.path) ||
    (a.cell ?? -1) - (b.cell ?? -1) ||
    a.range.start.line - b.range.start.line ||
    a.range.start.character - b.range.start.character
  );
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}

/** Lower-cases the first letter unless the word is a name or an abbreviation. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]*\b(?![.\-_/])/.test(text) && !/^(?:Presidio|Great|Bedrock|Opacus)\b/.test(text)
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
