import { isMap, isNode, isScalar, type Pair, type YAMLMap } from 'yaml';
import { formatYamlProblem, parseYaml, type YamlSource } from '../guidelines/yaml-reader.js';
import type { RuleLevel } from './configuration-schema.js';

const FILE_NAME = 'fairlead.yaml';

/**
 * Sets the level of a rule in the text of a `fairlead.yaml`. Comments, order and layout stay; only the line of the rule
 * is changed or added, except in rare layouts that the YAML library writes anew.
 *
 * @param text undefined when there is no file yet
 * @returns the new text, which reads as the old one with just this rule set
 * @throws Error that names line and column when the text is not valid YAML or has no place for the setting
 */
export function setRuleLevel(text: string | undefined, ruleId: string, level: RuleLevel): string {
  const before = text ?? '';
  const source = parseYaml(FILE_NAME, before);
  const [problem] = source.problems;
  if (problem !== undefined) throw new Error(`${formatYamlProblem(problem)}; correct the file first`);
  const root = source.document.contents;
  refuseTwins(source, root);
  if (root !== null && !isMap(root) && !isNothing(root)) {
    throw new Error(`${FILE_NAME}:1:1: must hold an object with rules; correct the file first`);
  }
  const pair = isMap(root) ? findPair(root, 'rules') : undefined;
  refuseTwins(source, pair?.value);
  if (pair !== undefined && !isMap(pair.value) && !isNothing(pair.value)) {
    const { line, col } = source.lines.linePos(startOf(pair.key));
    throw new Error(`${FILE_NAME}:${line}:${col}: rules must be an object; correct the file first`);
  }
  const expected = expectData(source, ruleId, level);
  const edited = editText(before, root, pair, ruleId, level);
  if (edited !== undefined && holdsData(edited, expected)) return edited;
  const written = rewrite(before, ruleId, level);
  // The library drops comments in some places, such as before the end mark of an empty document.
  const keepsComments = written.split('#').length >= before.split('#').length;
  if (keepsComments && holdsData(written, expected)) return written;
  throw new Error(`${FILE_NAME}: the rule ${ruleId} could not be set; set it by hand`);
}

/** The text with one line changed or added; undefined for layouts that this does not know. */
function editText(
  text: string,
  root: unknown,
  pair: Pair | undefined,
  ruleId: string,
  level: RuleLevel,
): string | undefined {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const entry = `${formatKey(ruleId)}: ${level}`;
  if (pair === undefined) {
    if (isMap(root) && root.flow === true) return undefined;
    const gap = text === '' || /[\r\n\uFEFF]$/.test(text) ? '' : eol;
    return `${text}${gap}rules:${eol}  ${entry}${eol}`;
  }
  const rules = pair.value;
  if (!isMap(rules)) return insert(text, findLineEnd(text, startOf(pair.key)), `${eol}  ${entry}`);
  const present = findPair(rules, ruleId);
  if (present !== undefined) {
    const range = isNode(present.value) ? present.value.range : undefined;
    if (!range || !isScalar(present.value)) return undefined;
    const gap = range[0] === range[1] ? ' ' : '';
    return `${text.slice(0, range[0])}${gap}${level}${text.slice(range[1])}`;
  }
  if (rules.flow === true) return insertInFlow(text, rules, entry);
  const first = startOf(rules.items[0]?.key);
  const indentation = /[^\r\n]*$/.exec(text.slice(0, first))?.[0] ?? '';
  const last = rules.items.at(-1);
  if (last === undefined || indentation.trim() !== '') return undefined;
  return insert(text, findLineEnd(text, lastOffset(last)), `${eol}${indentation}${entry}`);
}

function insertInFlow(text: string, rules: YAMLMap, entry: string): string | undefined {
  const end = rules.range?.[1];
  const last = rules.items.at(-1);
  if (end === undefined) return undefined;
  if (last === undefined) return insert(text, end - 1, ` ${entry} `);
  return insert(text, lastOffset(last), `, ${entry}`);
}

/** The text as the YAML library writes the changed document. */
function rewrite(before: string, ruleId: string, level: RuleLevel): string {
  const document = parseYaml(FILE_NAME, before).document;
  if (isNothing(document.contents)) document.contents = null;
  else if (isNothing(document.get('rules', true))) document.delete('rules');
  document.setIn(['rules', ruleId], level);
  const written = document.toString({ lineWidth: 0 });
  return before.includes('\r\n') ? written.replaceAll('\n', '\r\n') : written;
}

/** The data that the new text must hold, as JSON. */
function expectData(source: YamlSource, ruleId: string, level: RuleLevel): string {
  const data = toEntries(toData(source));
  const rules = toEntries(data.get('rules'));
  rules.set(ruleId, level);
  data.set('rules', Object.fromEntries(rules));
  return JSON.stringify(Object.fromEntries(data));
}

function holdsData(text: string, expected: string): boolean {
  const { problems, document } = parseYaml(FILE_NAME, text);
  return problems.length === 0 && JSON.stringify(document.toJS()) === expected;
}

/** The data of a document; aliases that lead nowhere or multiply without end are its author's to correct. */
function toData({ document }: YamlSource): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new Error(`${FILE_NAME}: ${error.message}; correct the file first`);
  }
}

/** Throws when a key is there twice: which one holds is its author's to decide. */
function refuseTwins(source: YamlSource, map: unknown): void {
  const seen = new Set<unknown>();
  for (const { key } of isMap(map) ? map.items : []) {
    const name = isScalar(key) ? key.value : key;
    if (seen.has(name)) {
      const { line, col } = source.lines.linePos(startOf(key));
      throw new Error(`${FILE_NAME}:${line}:${col}: the key ${name} is there twice; correct the file first`);
    }
    seen.add(name);
  }
}

function toEntries(value: unknown): Map<string, unknown> {
  return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((item) => isScalar(item.key) && item.key.value === key);
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (isScalar(value) && value.value === null);
}

function startOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

/** Offset after the value of a pair, or after its key when it has none. */
function lastOffset({ key, value }: Pair): number {
  const node = isNode(value) ? value : key;
  return isNode(node) ? (node.range?.[1] ?? 0) : 0;
}

function findLineEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end += 1;
  return end;
}

function insert(text: string, at: number, addition: string): string {
  return text.slice(0, at) + addition + text.slice(at);
}

function formatKey(id: string): string {
  return /^[A-Za-z][\w-]*(?:\/[\w.-]+)+$/.test(id) ? id : JSON.stringify(id);
}
