const userinfo = /([a-z][\w+.-]*:\/\/)[^\s/@'"]+@/gi;
const assigned =
  /((?:api_?key|access_?key|passw(?:or)?d|passphrase|pwd|secret|(?<![a-z_])token|auth_token|access_token|credentials?)\w*["']?\s*[=:]\s*)(?:["'][^"']*["']|[^\s"'&;,)}]+)/gi;
const queried = /([?&](?:key|sig|signature|token|sas)=)[^&\s'"]+/gi;
const known =
  /\b(?:sk-|sk_|hf_|gh[pousr]_|github_pat_|xox[abprs]-|glpat-|pypi-|npm_|AKIA|ASIA|AIza|ya29\.|eyJ)[\w.-]{8,}/g;
const opaque = /\b(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{40,}\b/g;

/** A text without what may be a credential in it, which becomes `***`. A commit of forty hex digits is kept. */
export function redact(text: string): string {
  return text
    .replace(userinfo, '$1***@')
    .replace(assigned, '$1***')
    .replace(queried, '$1***')
    .replace(known, '***')
    .replace(opaque, (word) => (/^[0-9a-f]{40}$|^[0-9a-f]{64}$|_.*_/.test(word) ? word : '***'));
}
