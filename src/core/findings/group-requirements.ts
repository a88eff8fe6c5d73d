import type { Finding } from './finding.js';

/** Folders in which a project keeps further lists of its own requirements. */
const OWN_FOLDERS = /(?:^|\/)(?:requirements?|reqs?|deps|dependencies|constraints|envs?)$/i;

/**
 * Findings for a report, with each fault that several requirement files of one project share told once: where it stands first,
 * the other files as related places. Suppressed findings, and those of other projects in the same repository, stay apart.
 */
export function groupRequirements(findings: readonly Finding[]): readonly Finding[] {
  const first = new Map<string, Finding>();
  const others = new Map<Finding, Finding[]>();
  for (const finding of findings) {
    const key = keyOf(finding);
    if (key === undefined) continue;
    const known = first.get(key);
    if (known === undefined) {
      first.set(key, finding);
      others.set(finding, []);
    } else others.get(known)?.push(finding);
  }
  return findings.flatMap((finding) => {
    const key = keyOf(finding);
    if (key === undefined) return [finding];
    if (first.get(key) !== finding) return [];
    const also = others.get(finding) ?? [];
    if (also.length === 0) return [finding];
    return [
      {
        ...finding,
        related: also.map(({ location }) => ({ location, message: 'asked for here as well' })),
      },
    ];
  });
}

/** What findings about the same fault of one project share; undefined for any other. */
function keyOf({
  ruleId,
  caseId,
  level,
  message,
  location,
  related,
  suppression,
}: Finding): string | undefined {
  if (!ruleId.startsWith('dependencies/') || suppression !== undefined || related.length > 0)
    return undefined;
  const folder = location.path.replace(/(?:^|\/)[^/]*$/, '').replace(OWN_FOLDERS, '');
  return JSON.stringify([folder, ruleId, caseId, level, message]);
}
