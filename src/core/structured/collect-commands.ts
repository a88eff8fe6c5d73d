import { alignScalar } from './align-scalar.js';
import { type Command, findScriptWord, unwrapWords, type Word } from './command.js';
import type { DataNode, ScalarNode } from './data-node.js';
import { findEntry } from './data-node.js';
import type { Dockerfile, Instruction } from './dockerfile.js';
import { findFinalStages } from './dockerfile.js';
import type { CommandPlaces, ImageEntrypoint } from './document-kind.js';
import { matchesName, readImage } from './image-name.js';
import { PathPattern, type Place } from './path-pattern.js';
import { enterKey } from './relative-path.js';
import { readCommands } from './shell-words.js';

/** Commands that a document of entries holds at the places of its kind. */
export function collectDataCommands(
  text: string,
  roots: readonly Place[],
  places: readonly CommandPlaces[],
  entrypoints: readonly ImageEntrypoint[],
  unknown: RegExp | undefined,
): readonly Command[] {
  const commands: Command[] = [];
  const seen = new Set<DataNode>();
  for (const one of places) {
    const pattern = new PathPattern(one.at);
    for (const root of roots) {
      for (const holder of pattern.find(root)) {
        if (holder.node.kind !== 'map' || seen.has(holder.node)) continue;
        seen.add(holder.node);
        commands.push(...commandsOf(text, holder, one, entrypoints, unknown));
      }
    }
  }
  return commands;
}

function commandsOf(
  text: string,
  holder: Place,
  { program, arguments: args, image, text: form }: CommandPlaces,
  entrypoints: readonly ImageEntrypoint[],
  unknown: RegExp | undefined,
): readonly Command[] {
  const nodesAt = (keys: readonly string[]): readonly DataNode[] =>
    keys.flatMap((key) => enterKey(holder, key)?.node ?? []);
  const programs = nodesAt(program);
  const rest = nodesAt(args);
  const found: Command[] = [];
  if (form === 'script') {
    for (const node of [...programs, ...rest]) {
      if (node.kind === 'scalar') found.push(...readScript(text, node, holder));
      else if (node.kind === 'list') {
        for (const item of node.items)
          if (item.kind === 'scalar') found.push(...readScript(text, item, holder));
      }
    }
    return found;
  }
  const words = [...programs, ...rest].flatMap((node, index) =>
    wordsOf(text, node, form === 'program' && index === 0, unknown),
  );
  if (words.length === 0) return [];
  const hasProgram = programs.length > 0;
  const entry = hasProgram || image === undefined ? undefined : entrypointOf(holder, image, entrypoints);
  // An image whose program is not known mostly has none, and what comes first and is no option is it.
  const isNamed = image !== undefined && words[0]?.isKnown === true && !words[0].text.startsWith('-');
  const isProgram = hasProgram || entry !== undefined || isNamed;
  return withNested(text, [...(entry ?? []), ...words], isProgram, holder, [...programs, ...rest]);
}

/** A command of words, and the commands of the script that a shell among them is given. */
function withNested(
  text: string,
  all: readonly Word[],
  hasProgram: boolean,
  holder: Place,
  nodes: readonly DataNode[],
): readonly Command[] {
  const { words, variables } = hasProgram ? unwrapWords(all) : { words: all, variables: [] };
  const written = all.filter(({ span }) => span.end > span.start);
  const start = Math.min(...written.map(({ span }) => span.start));
  const end = Math.max(...written.map(({ span }) => span.end));
  if (words.length === 0 || written.length === 0) return [];
  const span = { start, end };
  const isComplete = nodes.every((node) => (node.kind === 'list' ? node.isComplete : true));
  const command: Command = {
    words,
    span,
    variables,
    hasProgram,
    feeds: [],
    isComplete,
    place: holder,
    symbol: holder.path,
  };
  const script = hasProgram ? findScriptWord(words) : undefined;
  if (script === undefined) return [command];
  const node = nodes
    .flatMap((one) => (one.kind === 'list' ? one.items : [one]))
    .find((one) => one.kind === 'scalar' && one.span.start === script.span.start);
  return node?.kind === 'scalar' ? [command, ...readScript(text, node, holder)] : [command];
}

/** Words of a list, or of a text that is split as a shell would. */
function wordsOf(
  text: string,
  node: DataNode,
  isWhole: boolean,
  unknown: RegExp | undefined,
): readonly Word[] {
  if (node.kind === 'list') {
    return node.items.flatMap((item) => (item.kind === 'scalar' ? [toWord(item, unknown)] : []));
  }
  if (node.kind !== 'scalar' || node.value === null || node.value === '') return [];
  if (isWhole) return [toWord(node, unknown)];
  // Lines of a text that is split into words are no commands of their own.
  const value = String(node.value);
  const flat = { ...node, value: value.replace(/[\n;&|]/g, ' ') };
  return readScript(text, flat, undefined).flatMap(({ words, variables }) =>
    variables.length > 0 ? [] : words,
  );
}

function toWord(node: ScalarNode, unknown: RegExp | undefined): Word {
  const text = node.value === null ? '' : String(node.value);
  const length = node.span.end - node.span.start;
  const isWhole = length === text.length || (node.style === 'quoted' && length === text.length + 2);
  const isWritten = node.isKnown && isWhole;
  return { text, span: node.span, isKnown: node.isKnown && unknown?.test(text) !== true, isWritten };
}

function readScript(source: string, node: ScalarNode, place: Place | undefined): readonly Command[] {
  if (typeof node.value !== 'string') return [];
  const offsets = alignScalar(source, node.span, node.value);
  return readCommands({
    text: node.value,
    offsets: offsets === undefined ? undefined : (index) => offsets[index] ?? node.span.end,
    span: node.span,
    symbol: place?.path ?? '',
    ...(place === undefined ? {} : { place }),
  });
}

/** What the image runs, as words at the image's place. */
function entrypointOf(
  holder: Place,
  key: string,
  entrypoints: readonly ImageEntrypoint[],
): readonly Word[] | undefined {
  const node = findEntry(holder.node, key)?.value;
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  return entrypointWords(node.value, node.span.start, entrypoints);
}

function entrypointWords(
  image: string,
  at: number,
  entrypoints: readonly ImageEntrypoint[],
): readonly Word[] | undefined {
  const { name } = readImage(image);
  const words = entrypoints.find(({ images }) => matchesName(name, images))?.words;
  return words?.map((text) => ({ text, span: { start: at, end: at }, isKnown: true, isWritten: false }));
}

/** Commands of a Dockerfile: of RUN, and of what the finished image runs. */
export function collectDockerCommands(
  text: string,
  dockerfile: Dockerfile,
  entrypoints: readonly ImageEntrypoint[],
): readonly Command[] {
  const commands = dockerfile.instructions.flatMap((instruction) => {
    if (instruction.name !== 'RUN') return [];
    if (instruction.isList) return listCommands(text, instruction, [], true);
    const own = readCommands(scriptOf(text, instruction, instruction.body.start, instruction.body.end));
    const [first] = own;
    const isInterpreted =
      first !== undefined && !/^(?:\S*\/)?(?:ba|z|da|k)?sh$/.test(first.words[0]?.text ?? '');
    const bodies = isInterpreted ? [] : instruction.heredocs;
    return [
      ...own,
      ...bodies.flatMap(({ start, end }) => readCommands(scriptOf(text, instruction, start, end))),
    ];
  });
  const final = findFinalStages(dockerfile);
  const last = (name: string): Instruction | undefined =>
    dockerfile.instructions.findLast((one) => one.name === name && final.has(one.stage));
  const entry = last('ENTRYPOINT');
  const arguments_ = last('CMD');
  if (entry !== undefined && !entry.isList)
    commands.push(...readCommands(scriptOf(text, entry, entry.body.start, entry.body.end)));
  else if (entry !== undefined)
    commands.push(...listCommands(text, entry, arguments_?.isList === true ? arguments_.words : [], true));
  else if (arguments_ !== undefined && !arguments_.isList) {
    commands.push(...readCommands(scriptOf(text, arguments_, arguments_.body.start, arguments_.body.end)));
  } else if (arguments_ !== undefined) {
    const image = dockerfile.stages
      .find(({ index }) => index === Math.min(...final))
      ?.from.words.find(({ text: word }) => !word.startsWith('--'));
    const known =
      image === undefined ? undefined : entrypointWords(image.text, image.span.start, entrypoints);
    const isOption = arguments_.words[0]?.text.startsWith('-') === true;
    commands.push(...listCommands(text, arguments_, [], known === undefined && !isOption, known));
  }
  return commands;
}

function listCommands(
  text: string,
  instruction: Instruction,
  more: readonly Word[],
  hasProgram: boolean,
  before: readonly Word[] = [],
): readonly Command[] {
  const own = instruction.words.filter(({ span }) => span.start >= instruction.body.start);
  const all = [...before, ...own, ...more];
  const isProgram = hasProgram || before.length > 0;
  const { words, variables } = isProgram ? unwrapWords(all) : { words: all, variables: [] };
  if (words.length === 0) return [];
  const symbol = `stage ${instruction.stage}`;
  const command: Command = {
    words,
    span: instruction.span,
    variables,
    hasProgram: isProgram,
    feeds: [],
    isComplete: true,
    symbol,
  };
  const script = findScriptWord(words);
  if (script === undefined) return [command];
  const offsets = alignScalar(text, script.span, script.text);
  const nested = readCommands({
    text: script.text,
    offsets: offsets === undefined ? undefined : (index) => offsets[index] ?? script.span.end,
    span: script.span,
    symbol,
  });
  return [command, ...nested];
}

/** A part of an instruction as a script, with continuations and the comments between them masked. */
function scriptOf(
  text: string,
  { stage }: Instruction,
  start: number,
  end: number,
): Parameters<typeof readCommands>[0] {
  const body = text
    .slice(start, end)
    .replace(/(?<=[\\`][ \t]*\r?\n(?:[ \t]*(?:#[^\n]*)?\n)*)[ \t]*#[^\n]*\n/g, (line) =>
      ' '.repeat(line.length),
    );
  const options = /^(?:\s*--\S+(?:\s|\\\n)+)*/.exec(body)?.[0].length ?? 0;
  return {
    text: `${' '.repeat(options)}${body.slice(options)}`,
    offsets: (index) => start + index,
    span: { start, end },
    symbol: `stage ${stage}`,
  };
}
