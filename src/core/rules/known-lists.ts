import type { Schema } from '../guidelines/yaml-reader.js';
import { string } from '../guidelines/yaml-scalars.js';
import { list, object } from '../guidelines/yaml-shapes.js';

/**
 * Lists of texts about which something is known. `https-hosts`: addresses over http whose hosts serve the same over https.
 * `plain-models`: repositories of the Hub that hold no code, with an architecture that the libraries have themselves.
 */
export const KNOWN_LISTS = ['https-hosts', 'plain-models'] as const;

export type KnownList = (typeof KNOWN_LISTS)[number];

/** The source of an ECMAScript expression for each list. */
export type KnownTexts = Readonly<Record<KnownList, string>>;

/** One list as it is written: a text is known when one of `any` stands between `before` and `after`. */
interface KnownEntry {
  readonly before: string;
  readonly after: string;
  readonly any: readonly string[];
  /** Who says so. */
  readonly sources: readonly string[];
}

const texts = list(string(), { minItems: 1, unique: true });
const entry: Schema<KnownEntry> = object({ before: string(), after: string(), any: texts, sources: texts });

/** The shape of guidelines/knowledge/known.yaml. */
export const KNOWN_TEXTS_SCHEMA: Schema<Readonly<Record<KnownList, KnownEntry>>> = object({
  'https-hosts': entry,
  'plain-models': entry,
});

/** Makes one expression of each list. */
export function joinKnownTexts(lists: Readonly<Record<KnownList, KnownEntry>>): KnownTexts {
  const join = ({ before, any, after }: KnownEntry): string => `${before}(?:${any.join('|')})${after}`;
  return { 'https-hosts': join(lists['https-hosts']), 'plain-models': join(lists['plain-models']) };
}
