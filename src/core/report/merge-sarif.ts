import { compareText, TOOL_NAME } from './report.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** A SARIF file to merge. */
export interface SarifFile {
  /** As errors shall name it. */
  readonly path: string;
  readonly text: string;
}

/** Raised for a file that cannot be merged; the message names it. */
export class SarifMergeError extends Error {
  override readonly name = 'SarifMergeError';
}

/**
 * Puts SARIF logs of Fairlead together. Runs of the same version with the same rules on the same project, as shards make
 * them, become one run that is what a check of all files at once would have written; other runs are kept side by side, in
 * the order of the files. Results and notifications that occur twice are taken once.
 *
 * @returns the merged log as text, in the form that a check writes
 * @throws SarifMergeError for a file that is no SARIF 2.1.0 log of Fairlead
 */
export function mergeSarif(files: readonly SarifFile[]): string {
  const groups = new Map<string, JsonObject[]>();
  let head: JsonObject = {};
  for (const [index, file] of files.entries()) {
    const log = readLog(file);
    if (index === 0) head = log;
    for (const run of listOf(log['runs'])) {
      const key = JSON.stringify({
        ...withRules(run, rulesOf(run).map(nameOf)),
        results: [],
        invocations: [],
      });
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [run]);
      else group.push(run);
    }
  }
  return `${JSON.stringify({ ...head, runs: [...groups.values()].map(mergeRuns) }, null, 2)}\n`;
}

function readLog({ path, text }: SarifFile): JsonObject {
  let log: unknown;
  try {
    log = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (cause) {
    throw new SarifMergeError(`${path}: not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (!isObject(log) || log['version'] !== '2.1.0' || !Array.isArray(log['runs'])) {
    throw new SarifMergeError(`${path}: not a SARIF 2.1.0 log`);
  }
  for (const run of log['runs']) {
    const driver = isObject(run) && isObject(run['tool']) ? run['tool']['driver'] : undefined;
    const name = isObject(driver) ? driver['name'] : undefined;
    if (name !== TOOL_NAME) {
      throw new SarifMergeError(
        `${path}: a run of ${JSON.stringify(name ?? 'an unnamed tool')}: only runs of ${TOOL_NAME} are merged`,
      );
    }
  }
  return log;
}

function mergeRuns(runs: readonly JsonObject[]): JsonObject {
  const [first = {}] = runs;
  const results = unique(runs.flatMap((run) => listOf(run['results'])));
  const sorted = results.map((result) => ({ result, place: placeOf(result) })).sort(comparePlaces);
  const hasSuppressions = results.some((result) => result['suppressions'] !== undefined);
  const rules = rulesOf(first).map((rule, index) =>
    runs.map((run) => rulesOf(run)[index] ?? rule).reduce(pickFuller, rule),
  );
  return {
    ...withRules(first, rules),
    invocations: [mergeInvocations(runs.flatMap((run) => listOf(run['invocations'])))],
    results: sorted.map(({ result }) => (hasSuppressions ? withSuppressions(result) : result)),
  };
}

function rulesOf(run: JsonObject): readonly JsonObject[] {
  return listOf(objectAt(objectAt(run, 'tool'), 'driver')['rules']);
}

function withRules(run: JsonObject, rules: readonly unknown[]): JsonObject {
  const tool = objectAt(run, 'tool');
  const driver = objectAt(tool, 'driver');
  return driver['rules'] === undefined ? run : { ...run, tool: { ...tool, driver: { ...driver, rules } } };
}

/** What a rule has in every run; the rest it has where it found something. */
function nameOf({ id, shortDescription }: JsonObject): unknown {
  return [id, shortDescription];
}

function pickFuller(a: JsonObject, b: JsonObject): JsonObject {
  return a['relationships'] === undefined && b['relationships'] !== undefined ? b : a;
}

/** Where one result says whether it is suppressed, every result must. */
function withSuppressions(result: JsonObject): JsonObject {
  if (result['suppressions'] !== undefined) return result;
  const { properties, ...rest } = result;
  return { ...rest, suppressions: [], ...(properties === undefined ? {} : { properties }) };
}

function mergeInvocations(invocations: readonly JsonObject[]): JsonObject {
  const merge = (name: string): readonly JsonObject[] =>
    unique(invocations.flatMap((invocation) => listOf(invocation[name])))
      .map((notification) => ({ result: notification, place: placeOf(notification) }))
      .sort(compareNotifications)
      .map(({ result }) => result);
  return {
    ...invocations[0],
    executionSuccessful: invocations.every((invocation) => invocation['executionSuccessful'] === true),
    toolExecutionNotifications: merge('toolExecutionNotifications'),
    toolConfigurationNotifications: merge('toolConfigurationNotifications'),
  };
}

interface Placed {
  readonly result: JsonObject;
  readonly place: Place;
}

/** What decides the order of a report. */
interface Place {
  readonly path: string;
  readonly region: readonly number[];
  readonly texts: readonly string[];
}

function placeOf(result: JsonObject): Place {
  const physical = objectAt(listOf(result['locations'])[0], 'physicalLocation');
  const uri = textOf(objectAt(physical, 'artifactLocation')['uri']);
  const region = objectAt(physical, 'region');
  const numbers = ['startLine', 'startColumn', 'endLine', 'endColumn'].map((name) =>
    Number(region[name] ?? 0),
  );
  const fingerprint = textOf(objectAt(result, 'fingerprints')['fairlead/v1']);
  const message = textOf(objectAt(result, 'message')['text']);
  const id = textOf(result['ruleId'] ?? objectAt(result, 'descriptor')['id']);
  const caseId = textOf(objectAt(result, 'properties')['case']);
  return { path: decode(uri), region: numbers, texts: [id, caseId, message, fingerprint] };
}

function comparePlaces({ place: a }: Placed, { place: b }: Placed): number {
  if (a.path !== b.path) return compareText(a.path, b.path);
  for (const [index, number] of a.region.entries()) {
    const other = b.region[index] ?? 0;
    if (number !== other) return number - other;
  }
  return compareLists(a.texts, b.texts);
}

/** Notices are in the order of path, kind and message. */
function compareNotifications({ place: a }: Placed, { place: b }: Placed): number {
  return compareText(a.path, b.path) || compareLists(a.texts, b.texts);
}

function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [index, text] of a.entries()) {
    const order = compareText(text, b[index] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function unique(objects: readonly JsonObject[]): readonly JsonObject[] {
  return [...new Map(objects.map((one) => [JSON.stringify(one), one])).values()];
}

function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function objectAt(value: JsonObject | undefined, name: string): JsonObject {
  const child = value?.[name];
  return isObject(child) ? child : {};
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
