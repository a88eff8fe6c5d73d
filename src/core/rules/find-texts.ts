import type { Span } from '../source/position.js';
import type { CompiledRule } from './compile-rule.js';
import type { NeedleHits } from './needle-scanner.js';

/** A text that a rule speaks about. */
export interface TextHit {
  readonly span: Span;
  readonly label: string;
  readonly token: string;
}

const NEAR = 120;
const MAX_HITS = 200;
/** Longer lines are data, such as embedded images: nobody types a key there. */
const MAX_LINE = 5_000;

/** Words that mark a made-up value. */
const PLACEHOLDER =
  /example|placeholder|your[-_]?|my[-_]?(?:key|token)|dummy|fake|sample|redacted|changeme|insert|xxxx|\.\.\.|<|\$\{|\{\{/i;

/**
 * Finds what the patterns of a text rule describe; made-up values are left out. At most 200 hits. `needles` is what the filter
 * of the rule found in the text.
 */
export function findTexts(compiled: CompiledRule, text: string, needles?: NeedleHits): readonly TextHit[] {
  const hits: TextHit[] = [];
  for (const { pattern, expression } of compiled.texts) {
    if (pattern.needle !== undefined && !isIn(text, pattern.needle, needles)) continue;
    expression.lastIndex = 0;
    for (let found = expression.exec(text); found !== null; found = expression.exec(text)) {
      if (found[0].length === 0) {
        expression.lastIndex += 1;
        continue;
      }
      const [start, end] = found.indices?.groups?.['token'] ?? [found.index, found.index + found[0].length];
      const token = text.slice(start, end);
      if (isPlaceholder(token)) continue;
      if (pattern.minEntropy !== undefined && entropyOf(token) < pattern.minEntropy) continue;
      if (pattern.near !== undefined && !isNear(text, start, end, pattern.near)) continue;
      if (isInLongLine(text, start)) continue;
      if (hits.some((hit) => hit.span.start < end && start < hit.span.end)) continue;
      hits.push({ span: { start, end }, label: pattern.label, token });
      if (hits.length >= MAX_HITS) return hits;
    }
  }
  return hits.sort((a, b) => a.span.start - b.span.start);
}

function isIn(text: string, needle: string, needles: NeedleHits | undefined): boolean {
  const offsets = needles?.offsetsOf(needle);
  return offsets === undefined ? text.includes(needle) : offsets.length > 0;
}

/** True for a value that nobody could use: a word that says so, one character repeated, or a counting run. */
function isPlaceholder(token: string): boolean {
  if (PLACEHOLDER.test(token)) return true;
  if (/(.)\1{7,}/.test(token)) return true;
  return /(?:0123456789|1234567890|abcdefghij|ABCDEFGHIJ)/.test(token) && entropyOf(token) < 4.5;
}

function isNear(text: string, start: number, end: number, word: string): boolean {
  const around = text.slice(Math.max(0, start - NEAR), start) + text.slice(end, end + NEAR);
  return around.toLowerCase().includes(word);
}

function isInLongLine(text: string, at: number): boolean {
  const start = text.lastIndexOf('\n', at) + 1;
  const next = text.indexOf('\n', at);
  return (next === -1 ? text.length : next) - start > MAX_LINE;
}

/** Shannon entropy of a text in bits per character, 0 for an empty one. */
function entropyOf(token: string): number {
  const counts = new Map<string, number>();
  for (const character of token) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) {
    const share = count / token.length;
    bits -= share * Math.log2(share);
  }
  return bits;
}
