import { type Command, isShell, nameProgram } from '../../structured/command.js';
import { findFinalStages, type Instruction } from '../../structured/dockerfile.js';
import type { StructuredDocument } from '../../structured/read-document.js';
import type { CommandMatch, InstructionMatch } from '../document-match.js';
import { findDocumentArgument, isSpelledOut, matchName } from './document-arguments.js';
import type { DocumentHit } from './document-hit.js';

/** Commands of a document that a rule names. */
export function findCommands(
  match: CommandMatch,
  document: StructuredDocument,
  commands: readonly Command[],
): readonly DocumentHit[] {
  const flags = new Set(match.flags);
  return commands.flatMap((command) => {
    const args = argumentsOf(command, match.names, document);
    if (args === undefined) return [];
    const { span, place, symbol } = command;
    const name = command.hasProgram ? nameProgram(command.words[0]?.text ?? '') : '';
    const hit = {
      span,
      document,
      command,
      flags,
      args,
      name,
      symbol,
      ...(place === undefined ? {} : { place }),
    };
    return [moved(hit, match.at)];
  });
}

/** Instructions of a Dockerfile that a rule names, or FROM where there is none and that is wanted. */
export function findInstructions(
  match: InstructionMatch,
  document: StructuredDocument,
): readonly DocumentHit[] {
  const { dockerfile } = document;
  const { instructions, stages } = dockerfile;
  const final = match.stage === 'final' ? findFinalStages(dockerfile) : undefined;
  let found = instructions.filter(
    ({ name, stage }) => match.names.includes(name) && final?.has(stage) !== false,
  );
  if (match.pick === 'last') {
    found = final === undefined ? lastOfStages(found) : found.slice(-1);
  }
  const [last] = stages.slice(-1);
  if (found.length === 0 && match.orMissing === true && last !== undefined) {
    const { from } = last;
    return [
      {
        span: from.span,
        document,
        instruction: from,
        isAbsent: true,
        name: match.names[0] ?? '',
        symbol: '',
      },
    ];
  }
  return found.flatMap((instruction): readonly DocumentHit[] => {
    const symbol = `stage ${instruction.stage}`;
    const base = { document, instruction, name: instruction.name, symbol };
    if (instruction.settings.length === 0) return [moved({ ...base, span: instruction.span }, match.at)];
    return instruction.settings.map((setting) => moved({ ...base, span: setting.span, setting }, match.at));
  });
}

function lastOfStages(found: readonly Instruction[]): Instruction[] {
  return found.filter((one, index) => found[index + 1]?.stage !== one.stage);
}

/** The hit with its squiggle and `{value}` on an argument. */
function moved(hit: DocumentHit, at: string | undefined): DocumentHit {
  const found = at === undefined ? undefined : findDocumentArgument(at, hit);
  if (found === undefined || found === 'missing' || found === 'unknown') return hit;
  const { word, valueWord } = found;
  const span = { start: word.span.start, end: (valueWord ?? word).span.end };
  return { ...hit, span, value: found.value };
}

function argumentsOf(
  command: Command,
  names: readonly string[] | undefined,
  document: StructuredDocument,
): DocumentHit['args'] {
  if (names === undefined) return command.words;
  if (!command.hasProgram) return undefined;
  for (const name of names) {
    const args = matchName(command.words, name);
    const isWritten = command.words
      .slice(0, name.split(' ').length)
      .every((word) => isSpelledOut({ ...word, text: nameProgram(word.text) }, { document }));
    if (args !== undefined && isWritten) return args;
  }
  return undefined;
}

/** Whether what a command prints is run by one of these programs. */
export function feedsProgram({ feeds }: Command, names: readonly string[]): boolean {
  return feeds.some(({ command, word }) => {
    const [program, ...args] = command.words;
    if (program === undefined || !names.some((name) => matchName(command.words, name) !== undefined))
      return false;
    const name = nameProgram(program.text);
    if (name === 'eval' || name === 'source' || name === '.') return word !== undefined;
    const option = args.findIndex(({ text }) => /^-[a-z]*c[a-z]*$/.test(text));
    if (option >= 0) return word !== undefined && args[option + 1] === word;
    const operand = args.find(({ text }) => !text.startsWith('-') || text === '-');
    if (word !== undefined) return operand === word;
    const readsInput = isShell(program) && args.some(({ text }) => /^-[a-z]*s[a-z]*$/.test(text));
    return readsInput || operand === undefined || operand.text === '-' || operand.text === '/dev/stdin';
  });
}
