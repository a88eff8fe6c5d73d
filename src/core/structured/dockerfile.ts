import type { Span } from '../source/position.js';
import type { Word } from './command.js';
import { readJsonList } from './json-data.js';

/** Name and value that ENV, ARG or LABEL sets. */
export interface InstructionSetting {
  readonly name: Word;
  /** Absent for `ARG NAME`. */
  readonly value?: Word;
  readonly span: Span;
}

/** One instruction of a Dockerfile. */
export interface Instruction {
  /** In upper case. */
  readonly name: string;
  readonly nameSpan: Span;
  /** With its continuations, without here-documents. */
  readonly span: Span;
  /** What follows the name, options included, with the variables that are known put in. */
  readonly words: readonly Word[];
  /** What ENV, ARG and LABEL set. */
  readonly settings: readonly InstructionSetting[];
  /** True for the form `["program", "argument"]`. */
  readonly isList: boolean;
  /** What follows the name and its options. */
  readonly body: Span;
  readonly heredocs: readonly Span[];
  /** Index of its stage; -1 before the first FROM. */
  readonly stage: number;
}

/** A stage of a build. */
export interface Stage {
  readonly index: number;
  readonly from: Instruction;
  /** The stage it is built on; absent for one that is built on an image. */
  readonly base?: number;
  readonly name?: string;
}

/** A Dockerfile as it is built. */
export interface Dockerfile {
  readonly instructions: readonly Instruction[];
  readonly stages: readonly Stage[];
}

/** Longer Dockerfiles are not read. */
export const MAX_DOCKERFILE_LENGTH = 500_000;
const MAX_INSTRUCTIONS = 5_000;
const NAMES =
  /^(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL|USER|VOLUME|WORKDIR)$/;

/** Reads a Dockerfile; lines that are no instruction are passed over. Never throws. */
export function readDockerfile(text: string): Dockerfile {
  const instructions: Instruction[] = [];
  const stages: Stage[] = [];
  if (text.length > MAX_DOCKERFILE_LENGTH) return { instructions, stages };
  const escapeChar = /^\s*#\s*escape\s*=\s*`/im.test(text.slice(0, 500)) ? '`' : '\\';
  const globals = new Map<string, string | undefined>();
  let known = new Map<string, string | undefined>();
  const kept: Map<string, string | undefined>[] = [];
  let at = 0;
  while (at < text.length && instructions.length < MAX_INSTRUCTIONS) {
    const line = readLine(text, at, escapeChar);
    at = line.next;
    const head = /^[ \t]*([A-Za-z]+)(?=[ \t\\`]|$)[ \t]*/.exec(line.text);
    const name = head?.[1]?.toUpperCase() ?? '';
    if (head === null || !NAMES.test(name)) continue;
    const heredocs: Span[] = [];
    if (/^(?:RUN|COPY|ADD)$/.test(name)) at = readHeredocs(text, line.text, at, heredocs);
    const bodyStart = head[0].length;
    const variables = name === 'FROM' ? globals : known;
    const words = splitWords(line.text, bodyStart, line.start, variables);
    const nameStart = line.start + head[0].search(/\S/);
    const end = line.start + line.text.trimEnd().length;
    if (name === 'FROM') {
      known = new Map();
      const image = words.filter(({ text: word }) => !word.startsWith('--'));
      const base = stages.findLast(
        (stage) => stage.name !== undefined && stage.name === image[0]?.text.toLowerCase(),
      );
      for (const [key, value] of kept[base?.index ?? -1] ?? []) known.set(key, value);
      kept.push(known);
      const alias = image[1]?.text.toLowerCase() === 'as' ? image[2]?.text.toLowerCase() : undefined;
      // The name of a stage says nothing of its image.
      const hide = (word: Word): Word => (word === image[0] ? { ...word, isKnown: false } : word);
      const from = create(base === undefined ? words : words.map(hide));
      stages.push({
        index: stages.length,
        from: { ...from, stage: stages.length },
        ...(base === undefined ? {} : { base: base.index }),
        ...(alias === undefined ? {} : { name: alias }),
      });
      instructions.push({ ...from, stage: stages.length - 1 });
      continue;
    }
    const instruction = create();
    instructions.push(instruction);
    const target = stages.length === 0 ? globals : known;
    for (const { name: key, value } of instruction.settings) {
      if (name === 'ARG' && value === undefined) target.set(key.text, globals.get(key.text));
      else if (name !== 'LABEL') target.set(key.text, value?.isKnown === true ? value.text : undefined);
    }

    function create(own = words): Instruction {
      const options = /^(?:--\S+[ \t]+)*/.exec(line.text.slice(bodyStart))?.[0].length ?? 0;
      const body = { start: line.start + bodyStart + options, end };
      const written = line.text.slice(bodyStart + options).trimEnd();
      const list = written.startsWith('[') ? readJsonList(written) : undefined;
      const items = list?.map(
        ({ value, start, end: itemEnd }): Word => ({
          text: value,
          span: { start: body.start + start, end: body.start + itemEnd },
          isKnown: !value.includes('$'),
          isWritten: itemEnd - start === value.length + 2,
        }),
      );
      return {
        name,
        nameSpan: { start: nameStart, end: nameStart + name.length },
        span: { start: nameStart, end },
        words: items === undefined ? own : [...own.filter(({ span }) => span.end <= body.start), ...items],
        settings: /^(?:ENV|ARG|LABEL)$/.test(name) ? readSettings(words, line.text, line.start) : [],
        isList: list !== undefined,
        body,
        heredocs,
        stage: stages.length - 1,
      };
    }
  }
  return { instructions, stages };
}

/** The stages that make up the last one, from the last to the first. */
export function findFinalStages({ stages }: Dockerfile): ReadonlySet<number> {
  const final = new Set<number>();
  for (let stage = stages.at(-1); stage !== undefined && !final.has(stage.index); ) {
    final.add(stage.index);
    stage = stage.base === undefined ? undefined : stages[stage.base];
  }
  return final;
}

/** A logical line: continuations and the comments between them masked by blanks at equal length. */
function readLine(
  text: string,
  start: number,
  escapeChar: string,
): { readonly text: string; readonly start: number; readonly next: number } {
  const parts: string[] = [];
  let at = start;
  for (;;) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    const line = text.slice(at, end);
    const isContinued = parts.length > 0;
    const next = Math.min(end + 1, text.length);
    if (isContinued && /^\s*(?:#|$)/.test(line) && end < text.length) {
      parts.push(' '.repeat(next - at));
      at = next;
      continue;
    }
    const tail = /([\\`])[ \t]*\r?$/.exec(line);
    if (/^\s*#/.test(line) || tail?.[1] !== escapeChar || end >= text.length) {
      parts.push(/^\s*#/.test(line) ? ' '.repeat(line.length) : line);
      return { text: parts.join(''), start, next: end >= text.length ? text.length : next };
    }
    parts.push(line.slice(0, tail.index), ' '.repeat(next - at - tail.index));
    at = next;
  }
}

function readHeredocs(text: string, line: string, from: number, heredocs: Span[]): number {
  let at = from;
  for (const match of line.matchAll(/(?<![<\d])<<-?\s?(["']?)([A-Za-z_]\w*)\1(?=\s|$)/g)) {
    const start = at;
    for (;;) {
      if (at >= text.length) {
        heredocs.push({ start, end: text.length });
        return at;
      }
      const found = text.indexOf('\n', at);
      const end = found < 0 ? text.length : found;
      const isLast = text.slice(at, end).trim() === match[2];
      if (isLast) heredocs.push({ start, end: at });
      at = Math.min(end + 1, text.length);
      if (isLast) break;
    }
  }
  return at;
}

/** Splits what follows the name at blanks outside of quotes. */
function splitWords(
  line: string,
  from: number,
  base: number,
  variables: ReadonlyMap<string, string | undefined>,
): readonly Word[] {
  const words: Word[] = [];
  const expression = /(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\]|["'\\])+/g;
  expression.lastIndex = from;
  for (let match = expression.exec(line); match !== null; match = expression.exec(line)) {
    words.push(createWord(match[0], base + match.index, variables));
  }
  return words;
}

function createWord(
  written: string,
  start: number,
  variables: ReadonlyMap<string, string | undefined>,
): Word {
  const bare = /['"\\]/.test(written) ? unquote(written) : written;
  const { text, isKnown } = substitute(bare, variables);
  const span = { start, end: start + written.length };
  return { text, span, isKnown, isWritten: text === bare && Math.abs(bare.length - written.length) <= 2 };
}

function unquote(written: string): string {
  return written.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_, double, single, escaped) =>
    typeof double === 'string' ? double.replace(/\\(.)/g, '$1') : (single ?? escaped ?? ''),
  );
}

/** Puts in the values of variables; `${x:-y}` is y where x is not set. */
function substitute(
  text: string,
  variables: ReadonlyMap<string, string | undefined>,
): { readonly text: string; readonly isKnown: boolean } {
  if (!text.includes('$')) return { text, isKnown: true };
  let isKnown = true;
  const replaced = text.replace(
    /\$(?:\{([A-Za-z_]\w*)(?::?-([^${}]*))?\}|([A-Za-z_]\w*))/g,
    (whole: string, braced?: string, other?: string, plain?: string) => {
      const value = variables.get(braced ?? plain ?? '') ?? other;
      if (value === undefined) isKnown = false;
      return value ?? whole;
    },
  );
  return { text: replaced, isKnown: isKnown && !/\$[{(]/.test(replaced) };
}

/** The names that ENV, ARG and LABEL set; `ENV NAME value with blanks` is the old form. */
function readSettings(words: readonly Word[], line: string, base: number): readonly InstructionSetting[] {
  const [first, second] = words;
  if (first !== undefined && second !== undefined && !first.text.includes('=')) {
    const end = base + line.trimEnd().length;
    const written = line.slice(second.span.start - base, end - base);
    const value = {
      ...second,
      text: written === second.text ? second.text : written,
      span: { start: second.span.start, end },
    };
    return [{ name: first, value, span: { start: first.span.start, end } }];
  }
  return words.map((word) => {
    const sign = word.text.indexOf('=');
    const written = line.slice(word.span.start - base, word.span.end - base);
    const cut = written.indexOf('=');
    if (sign < 0 || cut < 0) return { name: word, span: word.span };
    const { start, end } = word.span;
    const value = written.slice(cut + 1);
    const text = word.text.slice(sign + 1);
    return {
      name: {
        text: word.text.slice(0, sign),
        span: { start, end: start + cut },
        isKnown: true,
        isWritten: true,
      },
      value: {
        text,
        span: { start: start + cut + 1, end },
        isKnown: word.isKnown,
        isWritten: Math.abs(value.length - text.length) <= 2,
      },
      span: word.span,
    };
  });
}
