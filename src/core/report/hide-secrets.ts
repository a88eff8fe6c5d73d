import type { Rule } from '../rules/rule.js';
import type { Excerpt } from './excerpt.js';

/** Weaknesses whose findings point at a credential: a password or key in the code, or stored where many can read it. */
const CREDENTIAL_WEAKNESSES: ReadonlySet<string> = new Set([
  'CWE-259',
  'CWE-312',
  'CWE-321',
  'CWE-522',
  'CWE-798',
]);
const userinfo = /(?<=[a-z][\w+.-]*:\/\/[^\s/@'":]*:)[^\s/@'"]+(?=@)/gi;
const known =
  /(?<![\w-])(?:sk-|sk_|hf_|gh[pousr]_|github_pat_|xox[abprs]-|glpat-|pypi-|npm_|AKIA|ASIA|AIza|ya29\.|eyJ)[\w.-]{16,}/g;
const quoted = /(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g;

/** Whether findings of a rule point at a credential. */
export function isAboutCredentials({ references }: Rule): boolean {
  return (references['cwe'] ?? []).some((id) => CREDENTIAL_WEAKNESSES.has(id));
}

/**
 * An excerpt as a log may show it, with stars of the same number for the characters of credentials: tokens whose form is known and
 * passwords in URLs wherever they stand, and, when the finding points at a credential, the strings that it points at.
 */
export function hideSecrets(excerpt: Excerpt, pointsAtCredential: boolean): Excerpt {
  const { end, start, text } = excerpt;
  const pointed = text.slice(start, end);
  const hidden = pointsAtCredential ? hidePointed(pointed) : pointed;
  const whole = text.slice(0, start) + hidden + text.slice(end);
  return { ...excerpt, text: whole.replace(userinfo, cover).replace(known, cover) };
}

function hidePointed(pointed: string): string {
  const withoutStrings = pointed.replace(
    quoted,
    (_match, quote: string, inner: string) => `${quote}${cover(inner)}${quote}`,
  );
  return withoutStrings === pointed && !/\s/.test(pointed) ? cover(pointed) : withoutStrings;
}

/** Stars for all but the first characters of a long text, which tell whose it is. */
function cover(text: string): string {
  const kept = text.length > 16 ? 4 : 0;
  return text.slice(0, kept) + '*'.repeat(text.length - kept);
}
