import type { Location } from '../source/document.js';

/** Why a condition does not hold. */
export interface Gap {
  /** True when something is there that falls short; says more than that nothing is there. */
  readonly isNear: boolean;
  /** Follows "Not shown:". */
  readonly text: string;
}

/** Whether a condition holds, and where that can be seen. */
export interface Verdict {
  readonly holds: boolean;
  readonly locations: readonly Location[];
  readonly gaps: readonly Gap[];
}

/** A thing that evidence speaks of. */
export interface Named {
  /** With its article. */
  readonly title: string;
  readonly example?: string;
}

/** `there is no threat model, such as docs/threat-model.md`. */
export function describeMissingFile({ title, example }: Named): string {
  return `there is no ${dropArticle(title)}${suchAs(example)}`;
}

/** `no rate limit, such as slowapi.Limiter, was found in the code`. */
export function describeMissingFact({ title, example }: Named): string {
  const name = `no ${dropArticle(title)}${suchAs(example)}`;
  return `${name}${example === undefined ? '' : ','} was found in the code`;
}

/** What would prove an answer, from what each proof lacks; empty when nothing that a reader could add is known. */
export function describeGaps(gapsByProof: readonly (readonly Gap[])[]): string {
  const all = gapsByProof.flat();
  const isAnyNear = all.some(({ isNear }) => isNear);
  const shown = gapsByProof
    .map((gaps) => [...new Set(gaps.filter(({ isNear }) => isNear || !isAnyNear).map(({ text }) => text))])
    .filter((texts) => texts.length > 0);
  const texts = [...new Set(shown.flat())].slice(0, 2);
  if (texts.length < 2) return texts.join('');
  // Only where each proof lacks one thing is it plain that one of them would do.
  const isEither = !isAnyNear && shown.length > 1 && gapsByProof.every((gaps) => gaps.length === 1);
  return `${joinGaps(texts)}${isEither ? ' (either would do)' : ''}`;
}

/** What the same files lack is said in one go. */
function joinGaps(texts: readonly string[]): string {
  const [first = '', second = ''] = texts;
  const lead = /^none of \d+ files like .+? has (?=an? )/.exec(first)?.[0];
  if (lead === undefined || !second.startsWith(lead)) return texts.join('; ');
  return lead + joinWords([first.slice(lead.length), second.slice(lead.length)], 'or');
}

function dropArticle(title: string): string {
  return title.replace(/^(?:an?|the|some) /, '');
}

/** `a`, `a and b`, `a, b and c`. */
export function joinWords(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  const end = words.at(-1) ?? '';
  return words.length < 2 ? end : `${words.slice(0, -1).join(', ')} ${last} ${end}`;
}

/** `1 finding`, `2 findings`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function suchAs(example: string | undefined): string {
  return example === undefined ? '' : `, such as ${example}`;
}
