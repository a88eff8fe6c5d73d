import type { Span } from '../source/position.js';
import type { Place } from './path-pattern.js';

/** A word of a command. */
export interface Word {
  /** Without quotes and escapes; variables that are not known stay as written. */
  readonly text: string;
  readonly span: Span;
  /** False when a variable, a substitution or a template in it is decided elsewhere. */
  readonly isKnown: boolean;
  /** True when the span holds the word and nothing else. */
  readonly isWritten: boolean;
}

/** Who runs or gets what a command prints. */
export interface Feed {
  readonly command: Command;
  /** The word that holds the substitution; absent for a pipe. */
  readonly word?: Word;
}

/** A command with its words. */
export interface Command {
  /** The program and what follows, without `sudo`, `env` and their kin and without redirections. */
  readonly words: readonly Word[];
  /** From the first to the last word, wrappers included. */
  readonly span: Span;
  /** Variables set for this command alone. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** False when the first word is an argument: the program is that of an image that nobody names here. */
  readonly hasProgram: boolean;
  readonly feeds: readonly Feed[];
  /** False when a template may add words. */
  readonly isComplete: boolean;
  /** What holds it in a document of entries. */
  readonly place?: Place;
  /** Where in the document, such as `services.web`. */
  readonly symbol: string;
}

/** What a program is called: without its folder, `pip` and `python` without their version, Windows programs without `.exe`. */
export function nameProgram(text: string): string {
  const name = text.slice(text.lastIndexOf('/') + 1).replace(/\.exe$/i, '');
  return /^(?:pip|python|pypy)[\d.]*$/.test(name) ? name.replace(/[\d.]+$/, '') : name;
}

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'ash']);

/** Whether a program reads shell scripts. */
export function isShell(word: Word | undefined): boolean {
  return word?.isKnown === true && SHELLS.has(nameProgram(word.text));
}

/** The script that a shell is given as a word: `sh -c script`. */
export function findScriptWord(words: readonly Word[]): Word | undefined {
  if (!isShell(words[0])) return undefined;
  const option = words.findIndex(({ text }) => /^-[a-z]*c[a-z]*$/.test(text));
  return option < 0 ? undefined : words[option + 1];
}

/** Programs that run the command that follows; with the options that take a value, and how many words come before it. */
const WRAPPERS: ReadonlyMap<string, { readonly valued: RegExp; readonly operands: number }> = new Map([
  ['sudo', { valued: /^-[ugpCDhrt]$|^--(?:user|group|prompt|host)$/, operands: 0 }],
  ['env', { valued: /^-[uC]$/, operands: 0 }],
  ['exec', { valued: /^-a$/, operands: 0 }],
  ['nohup', { valued: /^$/, operands: 0 }],
  ['time', { valued: /^-[fo]$/, operands: 0 }],
  ['command', { valued: /^$/, operands: 0 }],
  ['nice', { valued: /^-n$/, operands: 0 }],
  ['ionice', { valued: /^-[cn]$/, operands: 0 }],
  ['stdbuf', { valued: /^$/, operands: 0 }],
  ['timeout', { valued: /^-[ks]$/, operands: 1 }],
  ['xargs', { valued: /^-[aEIdLnPs]$/, operands: 0 }],
  ['tini', { valued: /^-[pe]$/, operands: 0 }],
  ['dumb-init', { valued: /^$/, operands: 0 }],
  ['gosu', { valued: /^$/, operands: 1 }],
  ['su-exec', { valued: /^$/, operands: 1 }],
  ['numactl', { valued: /^$/, operands: 0 }],
]);
const RUNNERS: ReadonlySet<string> = new Set([
  'uv',
  'poetry',
  'pipenv',
  'pdm',
  'rye',
  'hatch',
  'pixi',
  'conda',
  'mamba',
  'micromamba',
]);
const RUNNER_VALUE =
  /^(?:-n|-p|-e|-m|--(?:name|prefix|with|extra|group|python|project|directory|environment|env-file))$/;
const ASSIGNMENT = /^([A-Za-z_]\w*)=/;
const MAX_WRAPPERS = 8;

/** The command behind wrappers and assignments: its words, `python -m x` as `x`, `uv pip` as `pip`. */
export function unwrapWords(all: readonly Word[]): {
  readonly words: readonly Word[];
  readonly variables: Command['variables'];
} {
  let words = all;
  const variables: { readonly name: string; readonly value: string }[] = [];
  for (let round = 0; round < MAX_WRAPPERS; round += 1) {
    words = takeAssignments(words, variables);
    const [first, second] = words;
    if (first === undefined || !first.isKnown) break;
    const name = nameProgram(first.text);
    const wrapper = WRAPPERS.get(name);
    let next: number | undefined;
    if (wrapper !== undefined) next = skipOptions(words, 1, wrapper.valued, wrapper.operands);
    else if (RUNNERS.has(name) && second?.text === 'run') next = skipOptions(words, 2, RUNNER_VALUE, 0);
    else if (name === 'uv' && second?.text === 'pip') next = 1;
    else if (name === 'python') next = findModule(words);
    if (next === undefined || next >= words.length) break;
    words = words.slice(next);
  }
  return { words, variables };
}

function takeAssignments(
  words: readonly Word[],
  variables: { readonly name: string; readonly value: string }[],
): readonly Word[] {
  let at = 0;
  for (let word = words[at]; word !== undefined; at += 1, word = words[at]) {
    const match = ASSIGNMENT.exec(word.text);
    if (match === null) break;
    variables.push({ name: match[1] ?? '', value: word.text.slice(match[0].length) });
  }
  return at === 0 ? words : words.slice(at);
}

function skipOptions(words: readonly Word[], from: number, valued: RegExp, operands: number): number {
  let at = from;
  for (let word = words[at]; word?.text.startsWith('-') === true; word = words[at]) {
    at += 1;
    if (word.text === '--') break;
    if (valued.test(word.text)) at += 1;
  }
  return at + operands;
}

/** Index of the module that `python -m` runs. */
function findModule(words: readonly Word[]): number | undefined {
  for (let at = 1; at < words.length; at += 1) {
    const text = words[at]?.text ?? '';
    if (text === '-m') return at + 1;
    if (!/^-[BEIOPRSsuvx]+$|^-[WX]$/.test(text)) return undefined;
    if (/^-[WX]$/.test(text)) at += 1;
  }
  return undefined;
}
