import { normalizePackageName, type ProjectFacts } from '../../semantics/project.js';
import { parseVersion } from '../../semantics/version.js';
import { judgeRange, parseVersionRange } from '../../semantics/version-range.js';
import { matchesGlob } from '../../structured/image-name.js';
import type { StructuredDocument } from '../../structured/read-document.js';
import type { Requirement } from '../../structured/read-requirement.js';
import type { PackageFault, RequirementMatch } from '../document-match.js';
import type { DataValue } from './data-value.js';
import type { DocumentHit } from './document-hit.js';
import type { ValueJudge } from './judge-value.js';

/** Packages that a document asks for, a rule names, and whose versions pass. */
export function findRequirements(
  match: RequirementMatch,
  document: StructuredDocument,
  judge: ValueJudge,
  project: ProjectFacts,
): readonly DocumentHit[] {
  const { names, registry = 'pypi', versions, unlocked, faults } = match;
  return document.requirements.flatMap((requirement): readonly DocumentHit[] => {
    const { name, from, span, specifiers, symbol } = requirement;
    if (requirement.registry !== registry) return [];
    if (names !== undefined && !names.some((wanted) => matchesGlob(name, wanted))) return [];
    const value = toValue(requirement);
    if (versions !== undefined && (from !== 'registry' || !judge.judge(versions, value))) return [];
    if (unlocked === true && (requirement.isLocked || isLocked(project, name))) return [];
    const fault = faults === undefined ? undefined : findFault(faults, name, specifiers);
    if (faults !== undefined && fault === undefined) return [];
    const found = fault === undefined ? {} : { fault };
    return [{ span, document, value, requirement, name, symbol: `${symbol} ${name}`, ...found }];
  });
}

function toValue({ specifiers, span }: Requirement): DataValue {
  const value = specifiers.join(' || ');
  return { constant: { value }, items: [], span, isWritten: false, isHidden: false };
}

function isLocked({ packages }: ProjectFacts, name: string): boolean {
  const known = normalizePackageName(name);
  const stated = Object.hasOwn(packages, known) ? (packages[known] ?? []) : [];
  // What a constraints file says holds for whoever asks for the package without a version.
  return stated.some(
    ({ locked, constraint, specifier }) => locked || (constraint === true && specifier !== ''),
  );
}

/** The fault that all versions asked for have; of several the one that is mended last. */
function findFault(
  faults: readonly PackageFault[],
  name: string,
  specifiers: readonly string[],
): PackageFault | undefined {
  return faults
    .filter((fault) => fault.package === name && specifiers.every((one) => isAffected(one, fault)))
    .reduce<PackageFault | undefined>(
      (latest, fault) => (latest === undefined || isLater(fault.fixed, latest.fixed) ? fault : latest),
      undefined,
    );
}

function isAffected(specifier: string, { since, fixed }: PackageFault): boolean {
  const range = parseVersionRange(specifier);
  const end = parseVersion(fixed);
  if (range === undefined || range.isEmpty || end === undefined) return false;
  if (judgeRange(range, end) !== 'always-below') return false;
  const start = since === undefined ? undefined : parseVersion(since);
  return start === undefined || judgeRange(range, start) === 'never-below';
}

function isLater(version: string, other: string): boolean {
  const range = parseVersionRange(`==${version}`);
  const bound = parseVersion(other);
  return range !== undefined && bound !== undefined && judgeRange(range, bound) === 'never-below';
}
