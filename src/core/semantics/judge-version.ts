import { isNeverTrue } from './manifests/environment-marker.js';
import { normalizePackageName, type PackageRequirement, type ProjectFacts } from './project.js';
import { parseVersion } from './version.js';
import { judgeRange, parseVersionRange, type RangeVerdict } from './version-range.js';

/** What the project's manifests say about a package and a version; `undeclared` when they do not name the package. */
export type VersionVerdict = RangeVerdict | 'undeclared';

/**
 * Says whether the versions of a package that a project allows lie below a bound.
 *
 * Lock files decide where they name the package, and statements whose marker cannot hold for the project's Python do
 * not count. Constraints narrow every other statement. Statements without a version say nothing beside others that
 * have one, except that of a requirements.txt beside those of other purposes (requirements-onnx.txt). The rest must agree: one that allows a lower and one that asks for a higher version (two extras, say)
 * make `may-be-below`, and so do a specifier that cannot be read and specifiers that contradict each other.
 *
 * @param packageName in any spelling
 * @param bound a PEP 440 version; its local label is ignored
 * @throws RangeError when `bound` is no version
 */
export function judgeVersion(facts: ProjectFacts, packageName: string, bound: string): VersionVerdict {
  const limit = parseVersion(bound);
  if (limit === undefined) throw new RangeError(`"${bound}" is not a version such as 2.6.0 (PEP 440)`);
  const specifiers = collectSpecifiers(facts, packageName);
  if (specifiers === undefined) return 'undeclared';
  const verdicts = new Set<RangeVerdict>();
  for (const specifier of new Set(specifiers)) {
    const range = parseVersionRange(specifier);
    verdicts.add(range === undefined ? 'may-be-below' : judgeRange(range, limit));
  }
  const [verdict = 'may-be-below'] = verdicts;
  return verdicts.size === 1 ? verdict : 'may-be-below';
}

/** What is stated of a package; of `python` itself, what the project says of its interpreter. Undefined when nothing is. */
function collectSpecifiers(facts: ProjectFacts, packageName: string): readonly string[] | undefined {
  const statements = collectStatements(facts, packageName);
  if (statements.length > 0) return combineSpecifiers(statements);
  const isPython = normalizePackageName(packageName) === 'python';
  return isPython && facts.python !== undefined ? [facts.python.specifier] : undefined;
}

/** The statements that count: those of lock files when there are any, without those that cannot hold. */
function collectStatements(facts: ProjectFacts, packageName: string): readonly PackageRequirement[] {
  const name = normalizePackageName(packageName);
  const all = Object.hasOwn(facts.packages, name) ? (facts.packages[name] ?? []) : [];
  const holding = all.filter(
    ({ marker }) => marker === undefined || !isNeverTrue(marker, facts.python?.specifier),
  );
  const locked = holding.filter((statement) => statement.locked);
  return locked.length > 0 ? locked : holding;
}

/** The specifiers that must agree. */
function combineSpecifiers(statements: readonly PackageRequirement[]): readonly string[] {
  const constraints = statements.filter(({ constraint }) => constraint === true);
  const requirements = statements.filter(({ constraint }) => constraint !== true);
  const narrowing = constraints.map(({ specifier }) => specifier).join(',');
  if (requirements.length === 0) return [narrowing];
  const hasMain = requirements.some(({ specifier, path }) => specifier === '' && MAIN.test(path));
  const hasOther = requirements.every(({ specifier, path }) => specifier === '' || OTHER.test(path));
  const isApart = hasMain && hasOther && narrowing === '';
  return requirements
    .map(({ specifier }) => [specifier, narrowing].filter((part) => part !== '').join(','))
    .filter((specifier) => specifier !== '' || isApart);
}

/** What is installed by default, and what is installed for one purpose. */
const MAIN = /(?:^|[/\\])requirements\.(?:txt|in)$/i;
const OTHER = /(?:^|[/\\])requirements[-_.]\w[\w.-]*\.(?:txt|in)$/i;
