import type { Finding, Notice } from '../findings/finding.js';
import type { Landmark } from '../inventory/landmark.js';
import type { ProjectFacts } from '../semantics/project.js';
import { runSteps, type Steps } from '../steps.js';
import { assessQuestion, type QuestionContext } from './assess-question.js';
import type { Attestation } from './attestation.js';
import { AttestationIndex } from './attestation-index.js';
import type { EvidenceBase, QuestionEvidence } from './evidence.js';
import { EvidenceCache } from './evidence-cache.js';
import { EvidenceEvaluator } from './evidence-evaluate.js';
import { isSample } from './evidence-paths.js';
import { type FactHit, splitFindings } from './evidence-probes.js';
import { countOf } from './evidence-words.js';
import type { Framework, Item, Section } from './framework.js';
import {
  combineStates,
  type FrameworkStatus,
  type ItemStatus,
  measureProgress,
  type ProjectStatus,
  type QuestionStatus,
  type SectionStatus,
} from './status.js';

/** Everything a status follows from. */
export interface ProjectInput {
  readonly frameworks: readonly Framework[];
  readonly evidence: EvidenceBase;
  /** All files of the project that Git does not ignore, relative to its root, with `/`. */
  readonly paths: readonly string[];
  /** The files that `findWantedFiles` asked for; one that is left out proves nothing. */
  readonly texts: readonly { readonly path: string; readonly text: string }[];
  /** Of every file that is checked, by an engine whose rules hold `createProbes`; suppressed ones included. */
  readonly findings: readonly Finding[];
  /** Of the same analyses. */
  readonly landmarks: readonly Landmark[];
  /** Of the same analyses, and what else the host knows of files that were not scanned. */
  readonly notices: readonly Notice[];
  /** Dependencies of the whole project. */
  readonly project: ProjectFacts;
  /** Rules that the project switched off. */
  readonly rulesOff: readonly string[];
  /** From `readAttestations`. */
  readonly attestations: readonly Attestation[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Makes judging the same project again fast; see {@link EvidenceCache}. */
  readonly cache?: EvidenceCache;
}

const pythonFile = /\.(?:pyi?|ipynb)$/i;
const otherCode =
  /\.(?:[cm]?[jt]sx?|go|rs|java|kts?|scala|cs|rb|php|swift|cpp|cc|cxx|c|cu|jl|lua|dart|ex|exs|r)$/i;

/** Judges every question of every framework. The same input gives the same status. */
export function assessProject(input: ProjectInput): ProjectStatus {
  return runSteps(assessInSteps(input));
}

/**
 * As {@link assessProject}, in steps that are short even for thousands of findings: for hosts that do something else in
 * between. Each question is a step, and so is the preparation.
 */
export function* assessInSteps(input: ProjectInput): Steps<ProjectStatus> {
  const { frameworks, evidence } = input;
  const split = splitFindings(input.findings);
  yield;
  const isUnscanned = ({ kind, path }: Notice): boolean => kind === 'not-scanned' && pythonFile.test(path);
  const unscanned = [...new Set(input.notices.filter(isUnscanned).map(({ path }) => path))];
  const evaluator = new EvidenceEvaluator({
    evidence,
    paths: input.paths,
    texts: new Map(input.texts.map(({ path, text }) => [path, text])),
    findings: split.findings,
    hits: [...split.hits, ...findLandmarkFacts(input.landmarks, evidence)],
    project: input.project,
    rulesOff: new Set(input.rulesOff),
    unscanned,
    cache: input.cache ?? new EvidenceCache(),
  });
  yield;
  const languages = countLanguages(input.paths, unscanned);
  const index = new AttestationIndex(input.attestations, input.today);
  const entries = new Map(evidence.questions.map((entry) => [entry.id, entry]));
  const context: QuestionContext = {
    evaluator,
    canTellAbsence: languages.python > 0 && languages.python >= languages.other,
  };
  const assess = (question: Item['checklist'][number], item: Item): QuestionStatus => {
    const entry = resolveEntry(question.id, entries);
    const found = assessQuestion(question, entry, index.find(question.id, item.id), context);
    return {
      id: question.id,
      question: question.question,
      kind: question.kind,
      hint: question.hint,
      ...found,
    };
  };
  const assessed: FrameworkStatus[] = [];
  for (const framework of frameworks) assessed.push(yield* assessFramework(framework, assess));
  return { date: input.today, frameworks: assessed, remarks: listRemarks(languages, unscanned) };
}

type Assess = (question: Item['checklist'][number], item: Item) => QuestionStatus;

function* assessFramework(framework: Framework, assess: Assess): Steps<FrameworkStatus> {
  const sections: SectionStatus[] = [];
  for (const section of framework.sections) sections.push(yield* assessSection(section, assess));
  const { id, title, shortTitle, publisher, edition, url } = framework;
  const questions = sections.flatMap((section) => section.items.flatMap((item) => item.questions));
  return { id, title, shortTitle, publisher, edition, url, progress: measureProgress(questions), sections };
}

function* assessSection(section: Section, assess: Assess): Steps<SectionStatus> {
  const items: ItemStatus[] = [];
  for (const item of section.items) items.push(yield* assessItem(item, assess));
  return {
    id: section.id,
    ...(section.number === undefined ? {} : { number: section.number }),
    title: section.title,
    progress: measureProgress(items.flatMap((item) => item.questions)),
    items,
  };
}

function* assessItem(item: Item, assess: Assess): Steps<ItemStatus> {
  const questions: QuestionStatus[] = [];
  for (const question of item.checklist) {
    questions.push(assess(question, item));
    yield;
  }
  const { id, number, title, titleIsExact, shortTitle, url, roles, stages } = item;
  const state = combineStates(questions);
  const progress = measureProgress(questions);
  const reason = explainItem(state, questions);
  return {
    id,
    number,
    title,
    titleIsExact,
    shortTitle,
    url,
    roles,
    stages,
    state,
    reason,
    progress,
    questions,
  };
}

/** Why an item has its state: the reason of the question that decides, or the figures. */
function explainItem(state: ItemStatus['state'], questions: readonly QuestionStatus[]): string {
  const deciding = questions.filter((question) => question.state === state);
  const [first] = deciding;
  const { settled, applicable } = measureProgress(questions);
  switch (state) {
    case 'failing':
    case 'expired':
      return first?.reason ?? '';
    case 'open':
      return `${deciding.length} of ${countOf(applicable, 'question')} ${deciding.length === 1 ? 'is' : 'are'} open.`;
    case 'attested':
    case 'evidenced':
      return `All of ${countOf(applicable, 'question')} ${settled === 1 ? 'is' : 'are'} settled.`;
    case 'not-applicable':
      return first?.reason ?? '';
  }
}

function resolveEntry(id: string, entries: ReadonlyMap<string, QuestionEvidence>): QuestionEvidence {
  const own = entries.get(id);
  const shared = own?.as === undefined ? own : entries.get(own.as);
  return shared ?? { id };
}

function findLandmarkFacts(landmarks: readonly Landmark[], evidence: EvidenceBase): readonly FactHit[] {
  return evidence.facts.flatMap(({ id, landmarks: kinds = [] }) =>
    landmarks.filter(({ kind }) => kinds.includes(kind)).map(({ location }) => ({ fact: id, location })),
  );
}

/** Files by what they are written in. */
export interface Languages {
  readonly python: number;
  readonly other: number;
}

/** How many files are Python that was scanned, and how many are other code; samples do not count. */
export function countLanguages(paths: readonly string[], unscanned: readonly string[]): Languages {
  const own = paths.filter((path) => !isSample(path));
  const skipped = new Set(unscanned);
  return {
    python: own.filter((path) => pythonFile.test(path) && !skipped.has(path)).length,
    other: own.filter((path) => otherCode.test(path)).length,
  };
}

function listRemarks({ python, other }: Languages, unscanned: readonly string[]): readonly string[] {
  const remarks: string[] = [];
  if (python === 0)
    remarks.push('There is no Python code here; of what other code and documents do, only a part is told.');
  else if (other > python) {
    remarks.push(
      'Most of the code is not Python; of what it does only a part is told, so no question is called not applicable.',
    );
  }
  if (unscanned.length > 0) {
    remarks.push(
      `${countOf(unscanned.length, 'Python file')} could not be scanned; fairlead check says why.`,
    );
  }
  return remarks;
}
