import type { Notice } from '../findings/finding.js';
import { ATTESTATIONS_PATH, type Attestation, type AttestationVerdict } from './attestation.js';
import { listQuestions } from './evidence-validation.js';
import type { Framework } from './framework.js';
import { describeUnknown } from './validate-frameworks.js';
import { refine } from './yaml-choices.js';
import { toNotice } from './yaml-notice.js';
import {
  type Json,
  type JsonObject,
  type PathStep,
  parseYaml,
  readSource,
  type Schema,
  toJsonSchema,
  type YamlNode,
  type YamlProblem,
  type YamlRange,
} from './yaml-reader.js';
import { isoDate, literal, oneOf, string } from './yaml-scalars.js';
import { list, object, optional } from './yaml-shapes.js';

/** What is in the file. */
export interface AttestationsReading {
  /** Entries without a problem, in the order of the file. */
  readonly attestations: readonly Attestation[];
  /** What is wrong, with line and column; none of these entries counts. */
  readonly problems: readonly Notice[];
}

const verdicts: readonly AttestationVerdict[] = ['attested', 'not-applicable', 'withdrawn'];
const line = (description: string, maxLength = 500): Schema<string> =>
  string({ singleLine: true, maxLength, description });

const entry: Schema<Attestation> = object({
  id: line('A question, such as ncsc-1.1.q3, or an item, such as ncsc-1.1, for all its questions.', 100),
  verdict: oneOf(verdicts, {
    description:
      'attested: the answer is yes. not-applicable: the question is not about this project. withdrawn: no longer.',
  }),
  by: line('Name and address of the person who vouches for it.', 200),
  date: isoDate({ description: 'Day on which the person said so.' }),
  reason: line('Why, in a sentence.', 1000),
  evidence: optional(line('Link or path to what was looked at.')),
  until: optional(isoDate({ description: 'Last day on which it counts.' })),
});

/** The shape of the file for editors; the reader takes entries one by one and a list without any. */
const fileSchema = object({ schemaVersion: literal(1), attestations: list(entry) });

/** The JSON Schema of `.fairlead/attestations.yaml`. */
export function createAttestationsSchema(): JsonObject {
  return toJsonSchema(fileSchema, {
    $id: 'https://fairlead.dev/attestations.schema.json',
    title: 'Fairlead attestations',
  });
}

/**
 * Reads `.fairlead/attestations.yaml`. Never throws: what is wrong becomes a problem with line and column, and all other
 * entries count nevertheless. An empty file has none.
 *
 * @param text the file's text; the caller bounds its size
 * @param path how problems name the file
 */
export function readAttestations(
  text: string,
  frameworks: readonly Framework[],
  path: string = ATTESTATIONS_PATH,
): AttestationsReading {
  const conflict = findConflict(path, text);
  if (conflict !== undefined) return { attestations: [], problems: [toNotice(conflict)] };
  const source = parseYaml(path, text);
  if (source.problems.length > 0) {
    return {
      attestations: [],
      problems: source.problems.map((problem) => toNotice(explainTwins(problem, text))),
    };
  }
  if (source.document.contents === null) return { attestations: [], problems: [] };
  const good: Attestation[] = [];
  const known = listIds(frameworks);
  const checked = refine(entry, (value, fail) => checkEntry(value, known, fail));
  const schema = object({
    schemaVersion: literal(1),
    attestations: emptyOr(collect(checked, (value) => good.push(value))),
  });
  const result = readSource(source, schema);
  return {
    attestations: good,
    problems: result.ok ? [] : result.problems.map((problem) => toNotice(explainTwins(problem, text))),
  };
}

/** Ids that an attestation may name: items, each followed by its questions, in the order of the documents. */
export function listIds(frameworks: readonly Framework[]): readonly string[] {
  return frameworks.flatMap((framework) =>
    framework.sections.flatMap((section) =>
      section.items.flatMap((item) => [item.id, ...item.checklist.map((question) => question.id)]),
    ),
  );
}

/** What an id that an attestation names is about; undefined when there is no such id. */
export function findSubject(id: string, frameworks: readonly Framework[]): string | undefined {
  for (const framework of frameworks) {
    const question = listQuestions(framework).find((each) => each.id === id);
    if (question !== undefined) return question.question;
    for (const section of framework.sections) {
      const item = section.items.find((each) => each.id === id);
      if (item !== undefined) return item.shortTitle;
    }
  }
  return undefined;
}

type Fail = (message: string, path?: readonly PathStep[]) => void;

function checkEntry(value: Attestation, known: readonly string[], fail: Fail): void {
  if (!known.includes(value.id)) fail(describeUnknown('question or item', value.id, known), ['id']);
  if (!isRealDay(value.date)) fail(`${value.date} is not a day of the calendar`, ['date']);
  if (value.until === undefined) return;
  if (!isRealDay(value.until)) fail(`${value.until} is not a day of the calendar`, ['until']);
  else if (value.until < value.date) fail(`is before the day of the entry, ${value.date}`, ['until']);
}

/** Whether `YYYY-MM-DD` is in the calendar. */
export function isRealDay(day: string): boolean {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && date >= 1 && date <= (lengths[month - 1] ?? 0);
}

/** A list whose good items are handed over one by one, whatever is wrong with others. */
function collect<T>(item: Schema<T>, take: (value: T) => void): Schema<readonly T[]> {
  return list(refine(item, take));
}

/** A list, or nothing at all, as in a file whose entries are all comments. */
function emptyOr<T>(schema: Schema<readonly T[]>): Schema<readonly T[] | Json> {
  const isEmpty = (node: YamlNode): boolean => node === null || literal(null).accepts(node);
  return {
    expected: schema.expected,
    accepts: (node) => isEmpty(node) || schema.accepts(node),
    read: (node, context) => (isEmpty(node) ? [] : schema.read(node, context)),
    jsonSchema: (definitions) => schema.jsonSchema(definitions),
  };
}

/** The first line that Git left in a file whose merge is not finished. */
function findConflict(file: string, text: string): YamlProblem | undefined {
  const found = /^(?:<{7}|={7}|>{7}|\|{7})(?: .*)?$/m.exec(text);
  if (found === null) return undefined;
  const before = text.slice(0, found.index).split('\n');
  const range: YamlRange = {
    line: before.length,
    column: 1,
    endLine: before.length,
    endColumn: found[0].trimEnd().length + 1,
  };
  const message =
    'holds the marks of an unfinished merge; keep the entries of both sides, each with its own id line, and delete the lines with <<<<<<<, ======= and >>>>>>>';
  return { file, path: '', ...range, message };
}

/** Two branches that attest the same question merge into one entry that has some keys twice. */
function explainTwins(problem: YamlProblem, text: string): YamlProblem {
  if (!/is there twice$/.test(problem.message)) return problem;
  const above = text.split('\n').slice(0, problem.line);
  const id = above
    .map((line) => /^\s*-\s+id:\s*(\S+)/.exec(line)?.[1])
    .findLast((each) => each !== undefined);
  if (id === undefined) return problem;
  const remedy = `make two entries of it, each with "- id: ${id}", verdict, by, date and reason, or delete the lines of one`;
  return { ...problem, message: `${problem.message}, as when two branches attest ${id}: ${remedy}` };
}
