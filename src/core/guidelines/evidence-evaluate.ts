import { type Finding, LEVELS, type Level } from '../findings/finding.js';
import { isSecondaryPath } from '../findings/secondary-path.js';
import { compareText } from '../report/report.js';
import type { ProjectFacts } from '../semantics/project.js';
import type { Location } from '../source/document.js';
import type { Condition, EvidenceBase, FileCondition } from './evidence.js';
import type { EvidenceCache } from './evidence-cache.js';
import { isSample } from './evidence-paths.js';
import type { FactHit } from './evidence-probes.js';

/** What conditions are judged on. */
export interface EvidenceInput {
  readonly evidence: EvidenceBase;
  /** All files of the project. */
  readonly paths: readonly string[];
  /** Texts of the wanted files by path; a file whose text is missing proves nothing. */
  readonly texts: ReadonlyMap<string, string>;
  /** Findings of every file, suppressed ones included. */
  readonly findings: readonly Finding[];
  readonly hits: readonly FactHit[];
  readonly project: ProjectFacts;
  /** Rules that did not run. */
  readonly rulesOff: ReadonlySet<string>;
  /** Python files and notebooks that were not scanned. */
  readonly unscanned: readonly string[];
  readonly cache: EvidenceCache;
}

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

/**
 * How strict to be: proof must stand outside of tests, examples and documentation; to say that something is there at
 * all, only tests do not count.
 */
export type Strictness = 'proof' | 'presence';

const testPath = /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.\w+$/i;

/** Judges conditions on one project. */
export class EvidenceEvaluator {
  readonly #input: EvidenceInput;
  /** By rule, outside of tests, examples and documentation. */
  readonly #findings: ReadonlyMap<string, readonly Finding[]>;
  /** By fact. */
  readonly #hits: ReadonlyMap<string, readonly FactHit[]>;

  constructor(input: EvidenceInput) {
    this.#input = input;
    const speaks = ({ location: { path } }: Finding): boolean => !isSecondaryPath(path) && !isSample(path);
    this.#findings = groupBy(input.findings.filter(speaks), ({ ruleId }) => ruleId);
    this.#hits = groupBy(input.hits, ({ fact }) => fact);
  }

  judge(condition: Condition, strictness: Strictness): Verdict {
    if ('all' in condition) return this.#judgeAll(condition.all, strictness);
    if ('any' in condition) return this.#judgeAny(condition.any, strictness);
    if ('not' in condition) {
      const { holds, locations } = this.judge(condition.not, 'presence');
      return { holds: !holds, locations: [], gaps: holds ? this.#describe(condition.not, locations) : [] };
    }
    if ('file' in condition) return this.#judgeFile(condition.file);
    if ('fact' in condition) return this.#judgeFact(condition.fact, strictness);
    if ('clean' in condition) return this.#judgeClean(condition.clean);
    if ('package' in condition) return this.#judgePackages(condition.package);
    if (condition.dependencies === 'unlocked') return this.#judgeUnlocked();
    return condition.dependencies === 'locked' ? this.#judgeLocked() : this.#judgeDeclared();
  }

  /** What stands in the way of a proof; nothing for conditions whose words would not help. */
  #describe(condition: Condition, [first]: readonly Location[]): readonly Gap[] {
    if (first === undefined) return [];
    if ('file' in condition) {
      const { in: id, sections = [], contains = [] } = condition.file;
      const set = this.#input.evidence.fileSets.find((each) => each.id === id);
      const marks = [...sections, ...contains].map(({ what }) => what);
      const text =
        marks.length > 0 ? `${first.path} has ${joinWords(marks)}` : `${first.path} is ${set?.title ?? ''}`;
      return [{ isNear: true, text }];
    }
    if (!('fact' in condition)) return [];
    const fact = this.#input.evidence.facts.find(({ id }) => id === condition.fact);
    // That there is a server at all is no shortcoming that a reader could mend.
    if (fact === undefined || fact.imports !== undefined || fact.landmarks !== undefined) return [];
    return [{ isNear: true, text: `${first.path} has ${fact.title}` }];
  }

  /** Open findings of some rules outside of tests, examples and documentation, by place. */
  findOpen(rules: readonly string[], level: Level): readonly Finding[] {
    const limit = LEVELS.indexOf(level);
    return this.#findAll(rules).filter(
      (finding) => finding.suppression?.kind !== 'in-source' && LEVELS.indexOf(finding.level) <= limit,
    );
  }

  #findAll(rules: readonly string[]): readonly Finding[] {
    return rules.flatMap((rule) => this.#findings.get(rule) ?? []);
  }

  #judgeAll(parts: readonly Condition[], strictness: Strictness): Verdict {
    const verdicts = parts.map((part) => this.judge(part, strictness));
    const failed = verdicts.filter(({ holds }) => !holds);
    if (failed.length > 0) return { holds: false, locations: [], gaps: failed.flatMap(({ gaps }) => gaps) };
    return { holds: true, locations: verdicts.flatMap(({ locations }) => locations), gaps: [] };
  }

  #judgeAny(parts: readonly Condition[], strictness: Strictness): Verdict {
    const verdicts = parts.map((part) => this.judge(part, strictness));
    const passed = verdicts.filter(({ holds }) => holds);
    if (passed.length === 0)
      return { holds: false, locations: [], gaps: verdicts.flatMap(({ gaps }) => gaps) };
    return { holds: true, locations: passed.flatMap(({ locations }) => locations), gaps: [] };
  }

  #judgeFile(condition: FileCondition): Verdict {
    const set = this.#input.evidence.fileSets.find(({ id }) => id === condition.in);
    const paths = set === undefined ? [] : this.#input.cache.select(this.#input.paths, set);
    const verdicts = paths.map((path) =>
      this.#input.cache.examine(path, set?.unread === true ? '' : this.#input.texts.get(path), condition),
    );
    const passed = verdicts.filter(({ missing }) => missing.length === 0);
    if (passed.length > 0)
      return { holds: true, locations: passed.flatMap((each) => each.locations), gaps: [] };
    const title = dropArticle(set?.title ?? '');
    const nearest = [...verdicts].sort((a, b) => a.missing.length - b.missing.length)[0];
    if (nearest === undefined) {
      return { holds: false, locations: [], gaps: [{ isNear: false, text: `there is no ${title}` }] };
    }
    const missing = joinWords(nearest.missing);
    const isNear = nearest.missing.length < countMarks(condition);
    const text =
      isNear || paths.length === 1
        ? `${nearest.path} lacks ${missing}`
        : `none of ${paths.length} files like ${paths[0] ?? ''} has ${missing}`;
    return { holds: false, locations: [], gaps: [{ isNear, text }] };
  }

  #judgeFact(id: string, strictness: Strictness): Verdict {
    const fact = this.#input.evidence.facts.find((each) => each.id === id);
    const counts = ({ location: { path } }: FactHit): boolean =>
      strictness === 'proof' ? !isSecondaryPath(path) && !isSample(path) : !testPath.test(path);
    const hits = (this.#hits.get(id) ?? []).filter(counts);
    if (hits.length > 0) return { holds: true, locations: hits.map(({ location }) => location), gaps: [] };
    const text = `the code shows no ${dropArticle(fact?.title ?? id)}`;
    return { holds: false, locations: [], gaps: [{ isNear: false, text }] };
  }

  #judgeClean(rules: readonly string[]): Verdict {
    const gaps: Gap[] = [];
    const off = rules.filter((rule) => this.#input.rulesOff.has(rule));
    if (off.length > 0)
      gaps.push({ isNear: true, text: `${joinWords(off)} ${off.length === 1 ? 'is' : 'are'} switched off` });
    const findings = this.#findAll(rules);
    const suppressed = findings.filter((finding) => finding.suppression?.kind === 'in-source');
    const open = findings.length - suppressed.length;
    if (open > 0)
      gaps.push({ isNear: true, text: `${countOf(open, 'finding')} ${open === 1 ? 'is' : 'are'} open` });
    if (suppressed.length > 0) {
      const verb = suppressed.length === 1 ? 'is' : 'are';
      gaps.push({ isNear: true, text: `${countOf(suppressed.length, 'finding')} ${verb} suppressed` });
    }
    const unscanned = this.#input.unscanned.filter((path) => !isSecondaryPath(path));
    if (unscanned.length > 0) {
      gaps.push({ isNear: true, text: `${countOf(unscanned.length, 'Python file')} could not be scanned` });
    }
    return { holds: gaps.length === 0, locations: [], gaps };
  }

  #judgePackages(names: readonly string[]): Verdict {
    const locations = names.flatMap((name) => this.#statements(name).slice(0, 1).map(locateStatement));
    if (locations.length > 0) return { holds: true, locations, gaps: [] };
    const text = `no dependency file names ${names[0] ?? ''}${names.length > 1 ? ' or its like' : ''}`;
    return { holds: false, locations: [], gaps: [{ isNear: false, text }] };
  }

  #judgeDeclared(): Verdict {
    const names = Object.keys(this.#input.project.packages).filter(
      (name) => this.#statements(name).length > 0,
    );
    if (names.length > 0) return { holds: true, locations: [], gaps: [] };
    return {
      holds: false,
      locations: [],
      gaps: [{ isNear: false, text: 'no dependency file names a package' }],
    };
  }

  /** Packages for which neither a lock file nor an exact version says which release is installed. */
  #judgeUnlocked(): Verdict {
    const locations = Object.keys(this.#input.project.packages)
      .sort(compareText)
      .flatMap((name) => {
        if (name === 'python') return [];
        const statements = this.#statements(name);
        const loose = statements.find(({ specifier }) => !isExact(specifier));
        if (loose === undefined || statements.some(({ locked }) => locked)) return [];
        return [locateStatement(loose)];
      });
    return { holds: locations.length > 0, locations, gaps: [] };
  }

  /** Each package that is named stands in a lock file too. */
  #judgeLocked(): Verdict {
    const loose = Object.keys(this.#input.project.packages)
      .sort(compareText)
      .filter((name) => {
        const statements = this.#statements(name);
        return name !== 'python' && statements.length > 0 && !statements.some(({ locked }) => locked);
      });
    if (loose.length === 0) return { holds: true, locations: [], gaps: [] };
    const text = `${countOf(loose.length, 'package')} like ${loose[0] ?? ''} in a lock file`;
    return { holds: false, locations: [], gaps: [{ isNear: true, text }] };
  }

  #statements(name: string) {
    const { packages } = this.#input.project;
    const all = Object.hasOwn(packages, name) ? (packages[name] ?? []) : [];
    return all.filter(
      ({ path, constraint }) => constraint !== true && !isSample(path) && !isSecondaryPath(path),
    );
  }
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}

function countMarks({ sections = [], contains = [] }: FileCondition): number {
  return sections.length + contains.length;
}

function isExact(specifier: string): boolean {
  return /^={2,3}[^*,]+$/.test(specifier.trim());
}

function locateStatement({ path, line }: { readonly path: string; readonly line: number }): Location {
  return { path, range: { start: { line, character: 0 }, end: { line, character: 0 } } };
}

function dropArticle(title: string): string {
  return title.replace(/^(?:an?|the|some) /, '');
}

/** `a`, `a and b`, `a, b and c`. */
function joinWords(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 finding`, `2 findings`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
