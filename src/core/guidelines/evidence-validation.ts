import type { Condition, EvidenceBase, Fact, FileSet, QuestionEvidence } from './evidence.js';
import {
  FACTS_SCHEMA,
  FILE_SETS_SCHEMA,
  QUESTION_EVIDENCE_SCHEMA,
  type QuestionEvidenceFile,
} from './evidence-schema.js';
import type { ChecklistQuestion, Framework } from './framework.js';
import { type LoadedSource, readSources } from './read-sources.js';
import { describeUnknown } from './validate-frameworks.js';
import {
  createProblem,
  type PathStep,
  sortProblems,
  type YamlProblem,
  type YamlSource,
} from './yaml-reader.js';

/** The files of guidelines/evidence, parsed. */
export interface EvidenceSources {
  readonly files: YamlSource;
  readonly facts: YamlSource;
  /** One per framework. */
  readonly questions: readonly YamlSource[];
}

/** Either all evidence, or at least one problem. */
export type EvidenceResult =
  | { readonly ok: true; readonly evidence: EvidenceBase }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

type Report = (path: readonly PathStep[], message: string) => void;

/** What conditions may refer to. */
interface Known {
  readonly files: readonly string[];
  readonly facts: readonly Fact[];
  readonly rules: readonly string[];
}

/**
 * Checks all files against their schemas, the frameworks and the rules: every question of a framework has its entry,
 * ids exist, a question of kind `attestation` has no proof, and no proof rests on the absence of something alone.
 */
export function validateEvidence(
  sources: EvidenceSources,
  frameworks: readonly Framework[],
  ruleIds: readonly string[],
): EvidenceResult {
  const problems: YamlProblem[] = [];
  const [files] = readSources([sources.files], FILE_SETS_SCHEMA, problems);
  const [facts] = readSources([sources.facts], FACTS_SCHEMA, problems);
  const loaded = readSources(sources.questions, QUESTION_EVIDENCE_SCHEMA, problems);
  if (files === undefined || facts === undefined || problems.length > 0) {
    return { ok: false, problems: sortProblems(problems) };
  }
  const reportIn =
    (from: LoadedSource<unknown>): Report =>
    (path, message) =>
      void problems.push(createProblem(from.file, from.locate, path, message));
  checkUnique(files.value.sets, 'sets', reportIn(files));
  checkUnique(facts.value.facts, 'facts', reportIn(facts));
  const known: Known = {
    files: files.value.sets.map((set) => set.id),
    facts: facts.value.facts,
    rules: ruleIds,
  };
  const entries = new Map(loaded.flatMap(({ value }) => Object.entries(value.questions)));
  for (const each of loaded) checkQuestions(each, frameworks, entries, known, reportIn(each));
  for (const framework of frameworks) {
    if (loaded.some(({ value }) => value.framework === framework.id)) continue;
    reportIn(facts)([], `the framework ${framework.id} has no file in questions/`);
  }
  if (problems.length > 0) return { ok: false, problems: sortProblems(problems) };
  const questions = frameworks.flatMap((framework) =>
    listQuestions(framework).map(({ id }): QuestionEvidence => ({ id, ...entries.get(id) })),
  );
  return { ok: true, evidence: { fileSets: files.value.sets, facts: facts.value.facts, questions } };
}

/** All questions of a framework in the order of the document. */
export function listQuestions(framework: Framework): readonly ChecklistQuestion[] {
  return framework.sections.flatMap((section) => section.items.flatMap((item) => item.checklist));
}

function checkUnique(entries: readonly (Fact | FileSet)[], key: string, report: Report): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, index) => {
    if (seen.has(id)) report([key, index, 'id'], `${id} is used twice`);
    seen.add(id);
  });
}

function checkQuestions(
  { file, value }: LoadedSource<QuestionEvidenceFile>,
  frameworks: readonly Framework[],
  entries: ReadonlyMap<string, Omit<QuestionEvidence, 'id'>>,
  known: Known,
  report: Report,
): void {
  const framework = frameworks.find(({ id }) => id === value.framework);
  if (framework === undefined || !file.endsWith(`/${value.framework}.yaml`)) {
    const ids = frameworks.map(({ id }) => id);
    if (framework === undefined) {
      report(['framework'], describeUnknown('framework', value.framework, ids));
      return;
    }
    report(['framework'], `does not fit the file's name, expected ${value.framework}.yaml`);
  }
  const questions = listQuestions(framework);
  const ids = questions.map(({ id }) => id);
  for (const { id } of questions) {
    if (!Object.hasOwn(value.questions, id)) report(['questions'], `lacks the question ${id}`);
  }
  for (const [id, entry] of Object.entries(value.questions)) {
    const at = (path: readonly PathStep[], message: string): void =>
      report(['questions', id, ...path], message);
    const question = questions.find((candidate) => candidate.id === id);
    if (question === undefined) at([], describeUnknown('question', id, ids));
    else checkKind(question, entry, entries, at);
    checkConditions(entry, known, at);
  }
}

function checkKind(
  question: ChecklistQuestion,
  entry: Omit<QuestionEvidence, 'id'>,
  entries: ReadonlyMap<string, Omit<QuestionEvidence, 'id'>>,
  at: Report,
): void {
  const target = entry.as === undefined ? entry : entries.get(entry.as);
  if (target === undefined) {
    at(['as'], describeUnknown('question', entry.as ?? '', entries.keys()));
    return;
  }
  if (entry.as !== undefined) {
    const others = Object.keys(entry).filter((key) => key !== 'as');
    if (others.length > 0) at(['as'], `stands alone, found also ${others.join(', ')}`);
    if (target.as !== undefined) at(['as'], `leads to ${target.as}; name that one`);
  }
  const isAutomatic = target.proves !== undefined || target.breaks !== undefined;
  if (question.kind === 'attestation' && target.proves !== undefined) {
    at(['proves'], 'the question is of kind attestation: only a person can say yes');
  }
  if (question.kind === 'code' && !isAutomatic) {
    at([], 'the question is of kind code: say what proves or breaks it');
  }
}

function checkConditions(entry: Omit<QuestionEvidence, 'id'>, known: Known, at: Report): void {
  const { applies, needs, breaks = [], points = [], proves = [] } = entry;
  if (needs !== undefined && !known.files.includes(needs)) {
    at(['needs'], describeUnknown('file set', needs, known.files));
  }
  if (applies !== undefined) checkCondition(applies.when, known, ['applies', 'when'], at, false);
  breaks.forEach((each, index) => {
    checkRules(each.rules ?? [], known, ['breaks', index, 'rules'], at);
    if (each.beside !== undefined) {
      checkCondition({ fact: each.beside }, known, ['breaks', index, 'beside'], at, true);
    }
    if (each.when !== undefined) checkCondition(each.when, known, ['breaks', index, 'when'], at, true);
  });
  points.forEach(({ when }, index) => {
    checkCondition(when, known, ['points', index, 'when'], at, true);
  });
  proves.forEach(({ when }, index) => {
    const path = ['proves', index, 'when'];
    checkCondition(when, known, path, at, true);
    if (!isPositive(when)) at(path, 'rests on absence alone; ask for something that is there as well');
  });
}

/** Whether a condition can hold only when something is there. */
function isPositive(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(isPositive);
  if ('any' in condition) return condition.any.every(isPositive);
  return 'file' in condition || 'fact' in condition;
}

function checkCondition(
  condition: Condition,
  known: Known,
  path: readonly PathStep[],
  at: Report,
  isProof: boolean,
): void {
  if ('all' in condition || 'any' in condition) {
    const [key, parts] = 'all' in condition ? ['all', condition.all] : ['any', condition.any];
    parts.forEach((part, index) => {
      checkCondition(part, known, [...path, key, index], at, isProof);
    });
  } else if ('not' in condition) {
    // What must not be there may rest on less: it only makes the proof harder.
    checkCondition(condition.not, known, [...path, 'not'], at, false);
  } else if ('unless' in condition) {
    checkCondition(condition.unless.when, known, [...path, 'unless', 'when'], at, false);
  } else if ('file' in condition) {
    const { in: set } = condition.file;
    if (!known.files.includes(set)) {
      at([...path, 'file', 'in'], describeUnknown('file set', set, known.files));
    }
  } else if ('clean' in condition) {
    checkRules(condition.clean, known, [...path, 'clean'], at);
  } else if ('fact' in condition) {
    const fact = known.facts.find(({ id }) => id === condition.fact);
    const place = path.at(-1) === 'beside' ? path : [...path, 'fact'];
    const ids = known.facts.map(({ id }) => id);
    if (fact === undefined) at(place, describeUnknown('fact', condition.fact, ids));
    else if (isProof && fact.imports !== undefined) {
      at(place, `${fact.id} may rest on an import alone, which proves nothing; take another fact`);
    }
  }
}

function checkRules(ids: readonly string[], known: Known, path: readonly PathStep[], at: Report): void {
  ids.forEach((id, index) => {
    if (!known.rules.includes(id)) at([...path, index], describeUnknown('rule', id, known.rules));
  });
}
