import { type Finding, LEVELS, type Level } from '../findings/finding.js';
import { isSecondaryPath } from '../findings/secondary-path.js';
import { describeLocation } from '../report/status-report.js';
import type { ProjectFacts } from '../semantics/project.js';
import type { Location } from '../source/document.js';
import type { Condition, EvidenceBase, FileCondition, FileSet } from './evidence.js';
import type { EvidenceCache } from './evidence-cache.js';
import { judgeDeclared, judgeLocked, judgePackages, judgeUnlocked } from './evidence-packages.js';
import { isSample } from './evidence-paths.js';
import type { FactHit } from './evidence-probes.js';
import {
  countOf,
  describeMissingFact,
  describeMissingFile,
  type Gap,
  joinWords,
  type Verdict,
} from './evidence-words.js';

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
    if ('unless' in condition) {
      const { when, says } = condition.unless;
      const { holds, locations } = this.judge(when, 'presence');
      const text = says.replaceAll('{path}', locations[0]?.path ?? 'the project');
      return { holds: !holds, locations: [], gaps: holds ? [{ isNear: true, text }] : [] };
    }
    if ('file' in condition) return this.#judgeFile(condition.file);
    if ('fact' in condition) return this.#judgeFact(condition.fact, strictness);
    if ('clean' in condition) return this.#judgeClean(condition.clean);
    if ('package' in condition) return judgePackages(condition.package, this.#input.project);
    const { project } = this.#input;
    if (condition.dependencies === 'unlocked') return judgeUnlocked(project);
    return condition.dependencies === 'locked' ? judgeLocked(project) : judgeDeclared(project);
  }

  /** Says that there is no file of a set; nothing when there is one. */
  describeAbsence(id: string): string | undefined {
    const set = this.#input.evidence.fileSets.find((each) => each.id === id);
    return set === undefined || this.#findFiles(set).length > 0 ? undefined : describeMissingFile(set);
  }

  /** What stands in the way of a proof; nothing for conditions whose words would not help. */
  #describe(condition: Condition, locations: readonly Location[]): readonly Gap[] {
    const first = locations.find(({ path }) => !isSecondaryPath(path) && !isSample(path)) ?? locations[0];
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

  /**
   * Open findings of some rules outside of tests, examples and documentation, by place.
   *
   * @param beside a fact: only findings that have a place on its line, moved to that place
   */
  findOpen(rules: readonly string[], level: Level, beside?: string): readonly Finding[] {
    const limit = LEVELS.indexOf(level);
    const open = this.#findAll(rules).filter(
      (finding) => finding.suppression?.kind !== 'in-source' && LEVELS.indexOf(finding.level) <= limit,
    );
    if (beside === undefined) return open;
    const lines = new Set((this.#hits.get(beside) ?? []).map(({ location }) => lineOf(location)));
    return open.flatMap((finding) => {
      const places = [finding.location, ...finding.related.map(({ location }) => location)];
      const location = places.find((place) => lines.has(lineOf(place)));
      return location === undefined ? [] : [{ ...finding, location }];
    });
  }

  #findAll(rules: readonly string[]): readonly Finding[] {
    return rules.flatMap((rule) => this.#findings.get(rule) ?? []);
  }

  #judgeAll(parts: readonly Condition[], strictness: Strictness): Verdict {
    const verdicts = parts.map((part) => this.judge(part, strictness));
    const failed = verdicts.filter(({ holds }) => !holds);
    if (failed.length > 0) {
      // What must not be there is worth a word only once what must be there is.
      const lacking = verdicts.filter(({ holds }, index) => !holds && !isNegative(parts[index]));
      const told = lacking.length > 0 ? lacking : failed;
      return { holds: false, locations: [], gaps: told.flatMap(({ gaps }) => gaps) };
    }
    return { holds: true, locations: verdicts.flatMap(({ locations }) => locations), gaps: [] };
  }

  #judgeAny(parts: readonly Condition[], strictness: Strictness): Verdict {
    const verdicts = parts.map((part) => this.judge(part, strictness));
    const passed = verdicts.filter(({ holds }) => holds);
    if (passed.length === 0)
      return { holds: false, locations: [], gaps: verdicts.flatMap(({ gaps }) => gaps) };
    return { holds: true, locations: passed.flatMap(({ locations }) => locations), gaps: [] };
  }

  #findFiles(set: FileSet): readonly string[] {
    const { cache, paths, texts } = this.#input;
    const selected = cache.select(paths, set);
    if (set.marker === undefined) return selected;
    const marker = new RegExp(set.marker, 'im');
    return selected.filter((path) => marker.test(texts.get(path) ?? ''));
  }

  #judgeFile(condition: FileCondition): Verdict {
    const set = this.#input.evidence.fileSets.find(({ id }) => id === condition.in);
    const paths = set === undefined ? [] : this.#findFiles(set);
    const verdicts = paths.map((path) =>
      this.#input.cache.examine(path, set?.unread === true ? '' : this.#input.texts.get(path), condition),
    );
    const passed = verdicts.filter(({ missing }) => missing.length === 0);
    if (passed.length > 0)
      return { holds: true, locations: passed.flatMap((each) => each.locations), gaps: [] };
    const nearest = [...verdicts].sort((a, b) => a.missing.length - b.missing.length)[0];
    if (nearest === undefined) {
      return {
        holds: false,
        locations: [],
        gaps: [{ isNear: false, text: describeMissingFile(set ?? { title: condition.in }) }],
      };
    }
    const isNear = nearest.missing.length < countMarks(condition);
    const text =
      isNear || paths.length === 1
        ? `${nearest.path} lacks ${joinWords(nearest.missing)}`
        : `none of ${paths.length} files like ${paths[0] ?? ''} has ${joinWords(nearest.missing, 'or')}`;
    return { holds: false, locations: [], gaps: [{ isNear, text }] };
  }

  #judgeFact(id: string, strictness: Strictness): Verdict {
    const fact = this.#input.evidence.facts.find((each) => each.id === id);
    const counts = ({ location: { path } }: FactHit): boolean =>
      strictness === 'proof' ? !isSecondaryPath(path) && !isSample(path) : !testPath.test(path);
    const hits = (this.#hits.get(id) ?? []).filter(counts);
    if (hits.length > 0) return { holds: true, locations: hits.map(({ location }) => location), gaps: [] };
    const text = describeMissingFact(fact ?? { title: id });
    return { holds: false, locations: [], gaps: [{ isNear: false, text }] };
  }

  #judgeClean(rules: readonly string[]): Verdict {
    const gaps: Gap[] = [];
    const off = rules.filter((rule) => this.#input.rulesOff.has(rule));
    if (off.length > 0)
      gaps.push({ isNear: true, text: `${joinWords(off)} ${off.length === 1 ? 'is' : 'are'} switched off` });
    const findings = this.#findAll(rules);
    const suppressed = findings.filter((finding) => finding.suppression?.kind === 'in-source');
    const open = findings.filter((finding) => finding.suppression?.kind !== 'in-source');
    const [first] = open;
    if (first !== undefined) {
      const place = describeLocation(first.location);
      const text =
        open.length === 1
          ? `the finding at ${place} is open`
          : `${open.length} findings, as at ${place}, are open`;
      gaps.push({ isNear: true, text });
    }
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
}

function lineOf({ path, cell, range }: Location): string {
  return JSON.stringify([path, cell ?? -1, range.start.line]);
}

/** Whether a condition asks for something not to be there. */
function isNegative(condition: Condition | undefined): boolean {
  return condition !== undefined && ('not' in condition || 'unless' in condition || 'clean' in condition);
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
