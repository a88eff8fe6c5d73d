import { isMap, isScalar, isSeq } from 'yaml';
import { parseYaml } from '../guidelines/yaml-reader.js';
import { readConfiguration } from './configuration.js';

const FILE_NAME = 'fairlead.yaml';

/**
 * Names a folder of rules in the text of a `fairlead.yaml`, after those that are named already. All else stays as it is.
 *
 * @param text undefined when there is no file yet
 * @throws Error that says what to write by hand, for layouts that this does not know
 */
export function addRuleFolder(text: string | undefined, folder: string): string {
  const before = text ?? '';
  const { configuration } = readConfiguration(FILE_NAME, before, []);
  const written = insertFolder(before, folder);
  const after = written === undefined ? undefined : readConfiguration(FILE_NAME, written, []).configuration;
  const expected = JSON.stringify({ ...configuration, teamRules: [...configuration.teamRules, folder] });
  if (written !== undefined && JSON.stringify(after) === expected) return written;
  throw new Error(`${FILE_NAME}: the folder could not be named; write - ${folder} under teamRules by hand`);
}

/** Undefined where it cannot be done with one line. */
function insertFolder(text: string, folder: string): string | undefined {
  const { contents } = parseYaml(FILE_NAME, text).document;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : eol;
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === 'teamRules')
    : undefined;
  if (pair === undefined) return `${text}${gap}teamRules:${eol}  - ${folder}${eol}`;
  const last = isSeq(pair.value) && pair.value.flow !== true ? pair.value.items.at(-1) : undefined;
  const [start, end] = isScalar(last) ? (last.range ?? []) : [];
  if (start === undefined || end === undefined) return undefined;
  const indent = /[^\r\n]*$/.exec(text.slice(0, start))?.[0].replace(/-\s*$/, '') ?? '';
  if (indent.trim() !== '') return undefined;
  const rest = /[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  const at = end + rest.length;
  return `${text.slice(0, at)}${eol}${indent}- ${folder}${text.slice(at)}`;
}
