import type { MagicLine } from '../source/magics.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { CompiledRule } from './compile-rule.js';

/** A command of a notebook that a rule speaks about. */
export interface MagicHit {
  readonly span: Span;
  /** What the message quotes: the named part of the command, or the command. */
  readonly label: string;
}

/** Cell magics whose body is read by a shell. */
const SHELLS: ReadonlySet<string> = new Set(['bash', 'sh', '!', 'sx', 'system']);

/** Finds the commands that the patterns of a magic rule describe, each once. */
export function findMagics(compiled: CompiledRule, text: ModuleText): readonly MagicHit[] {
  return text.magics.flatMap((magic) =>
    commandsOf(magic, text.original).flatMap(({ command, span }) => {
      for (const expression of compiled.commands) {
        const found = expression.exec(command);
        if (found !== null) return [{ span, label: found.groups?.['token'] ?? command }];
      }
      return [];
    }),
  );
}

/** Every command that a notebook hands to a shell or to IPython, with its place. */
export function listMagicCommands(
  text: ModuleText,
): readonly { readonly command: string; readonly span: Span }[] {
  return text.magics.flatMap((magic) => commandsOf(magic, text.original));
}

/** The commands of a magic, without marker: its own line, and the lines below a magic that starts a shell. */
function commandsOf(
  magic: MagicLine,
  original: string,
): readonly { readonly command: string; readonly span: Span }[] {
  if (magic.kind === 'help' || magic.kind === 'call') return [];
  const own = { command: `${magic.name} ${magic.command}`.trim(), span: magic.span };
  if (magic.body === undefined || !SHELLS.has(magic.name)) return [own];
  const { start, end } = magic.body;
  // A backslash before the line's end joins it with the next one.
  const lines = [...original.slice(start, end).matchAll(/(?:\\\r?\n|[^\r\n])+/g)];
  return [
    own,
    ...lines.map((line) => {
      const text = line[0].trimEnd();
      const blank = text.length - text.trimStart().length;
      const at = start + line.index;
      const command = text.slice(blank).replace(/\\\r?\n/g, ' ');
      return { command, span: { start: at + blank, end: at + text.length } };
    }),
  ];
}
