import type { Span } from '../source/position.js';
import { type Command, type Feed, findScriptWord, isShell, unwrapWords, type Word } from './command.js';
import type { Place } from './path-pattern.js';
import { lineEnd, type RawWord, readShellWord } from './read-shell-word.js';

/** A script inside a document. */
export interface Script {
  readonly text: string;
  /** Where a character of the script stands in the document; undefined when that is not known. */
  readonly offsets: ((index: number) => number) | undefined;
  /** Shown for commands whose place is not known. */
  readonly span: Span;
  readonly symbol: string;
  readonly place?: Place;
}

/** Longer scripts are not read. */
export const MAX_SCRIPT_LENGTH = 400_000;
const MAX_COMMANDS = 5_000;
const MAX_NESTING = 6;
/** Words with which a command can begin but that are not its program. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'if',
  'then',
  'elif',
  'else',
  'do',
  'while',
  'until',
  '!',
  '{',
  '}',
  'time',
  'coproc',
]);
/** What begins something that is no command. */
const HEADS: ReadonlySet<string> = new Set([
  'for',
  'case',
  'select',
  'function',
  '[',
  '[[',
  'fi',
  'done',
  'esac',
  'in',
]);

/** Splits a shell script into its commands, those in substitutions, here-documents and `sh -c` too. Never throws. */
export function readCommands(script: Script): readonly Command[] {
  const found: Command[] = [];
  readInto(script, found, 0);
  return found;
}

function readInto(script: Script, found: Command[], depth: number): readonly Command[] {
  if (depth > MAX_NESTING || script.text.length > MAX_SCRIPT_LENGTH) return [];
  return new ShellReader(script, found, depth).read();
}

/** A command that is being read. */
interface Draft {
  readonly words: Word[];
  readonly feeds: Feed[];
  /** Commands in substitutions of its words. */
  readonly inner: { readonly commands: readonly Command[]; readonly word: Word }[];
  start: number;
  end: number;
}

/** A word with the commands in its substitutions. */
interface ReadWord {
  readonly raw: RawWord;
  readonly inner: readonly Command[];
}

class ShellReader {
  readonly #script: Script;
  readonly #text: string;
  readonly #found: Command[];
  readonly #depth: number;
  readonly #top: Command[] = [];
  readonly #raw = new WeakMap<Word, RawWord>();
  #at = 0;
  #draft: Draft = createDraft();
  #piped: Feed[] | undefined;
  #heredocs: { readonly end: string; readonly draft: Draft }[] = [];

  constructor(script: Script, found: Command[], depth: number) {
    this.#script = script;
    this.#text = script.text;
    this.#found = found;
    this.#depth = depth;
  }

  read(): readonly Command[] {
    const text = this.#text;
    while (this.#at < text.length && this.#found.length < MAX_COMMANDS) {
      const char = text[this.#at] ?? '';
      if (char === '\\' && /^\\\r?\n/.test(text.slice(this.#at, this.#at + 3))) {
        this.#at += text[this.#at + 1] === '\r' ? 3 : 2;
      } else if (char === ' ' || char === '\t' || char === '\r') this.#at += 1;
      else if (char === '#') this.#at = lineEnd(text, this.#at);
      else if (char === '\n') {
        this.#finish(false);
        this.#at += 1;
        this.#skipHeredocs();
      } else if (/[;()]/.test(char)) {
        this.#finish(false);
        this.#at += 1;
      } else if (char === '|' || char === '&') this.#readOperator(char);
      else if (!this.#readRedirection()) {
        const before = this.#at;
        this.#addWord(this.#readWord());
        if (this.#at === before) this.#at += 1;
      }
    }
    this.#finish(false);
    return this.#top;
  }

  #readOperator(char: string): void {
    const two = this.#text.slice(this.#at, this.#at + 2);
    if (two === '&>') {
      this.#at += this.#text[this.#at + 2] === '>' ? 3 : 2;
      this.#skipWord();
      return;
    }
    this.#at += two === '&&' || two === '||' || two === '|&' ? 2 : 1;
    this.#finish(char === '|' && two !== '||');
  }

  /** Reads `> file`, `2>&1`, `<<EOF`; false when none stands here. */
  #readRedirection(): boolean {
    const match = /^\d{0,3}(<<<|<<-?|>>|>\||[<>]&-?|<>|[<>])/.exec(this.#text.slice(this.#at, this.#at + 8));
    if (match === null) return false;
    const operator = match[1] ?? '';
    const after = this.#at + match[0].length;
    if ((operator === '<' || operator === '>') && this.#text[after] === '(') return false;
    this.#at = after;
    const word = this.#skipWord();
    if (operator.startsWith('<<') && operator !== '<<<' && word !== undefined) {
      this.#heredocs.push({ end: word.raw.text, draft: this.#draft });
    }
    return true;
  }

  #skipWord(): ReadWord | undefined {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
    const char = this.#text[this.#at];
    if (char === undefined || '\n;|&()'.includes(char)) return undefined;
    return this.#readWord();
  }

  #skipHeredocs(): void {
    for (const { end, draft } of this.#heredocs) {
      const start = this.#at;
      let at = start;
      let stop = this.#text.length;
      while (at < this.#text.length) {
        const close = lineEnd(this.#text, at);
        if (this.#text.slice(at, close).trim() === end) {
          stop = at;
          this.#at = close;
          break;
        }
        at = close + 1;
        this.#at = Math.min(at, this.#text.length);
      }
      const { words } = unwrapWords(draft.words);
      if (isShell(words[0]) && findScriptWord(words) === undefined) this.#readPart(start, stop);
    }
    this.#heredocs = [];
  }

  /** Commands of a part of this script. */
  #readPart(start: number, end: number): readonly Command[] {
    const { offsets } = this.#script;
    const part = {
      ...this.#script,
      text: this.#text.slice(start, end),
      offsets: offsets === undefined ? undefined : (index: number) => offsets(start + index),
    };
    return readInto(part, this.#found, this.#depth + 1);
  }

  #readWord(): ReadWord {
    const raw = readShellWord(this.#text, this.#at);
    this.#at = raw.end;
    return { raw, inner: raw.scripts.flatMap(({ start, end }) => this.#readPart(start, end)) };
  }

  #addWord({ raw, inner }: ReadWord): void {
    const draft = this.#draft;
    const [from = this.#at] = raw.places;
    const word = this.#place(raw, from);
    if (draft.words.length === 0 && KEYWORDS.has(raw.text) && raw.isKnown) return;
    if (draft.words.length === 0) draft.start = word.span.start;
    draft.end = word.span.end;
    draft.words.push(word);
    if (inner.length > 0) draft.inner.push({ commands: inner, word });
    this.#raw.set(word, raw);
  }

  #place({ text, places, isKnown }: RawWord, from: number): Word {
    const { offsets, span } = this.#script;
    if (offsets === undefined) return { text, span, isKnown, isWritten: false };
    const start = offsets(from);
    const end = text === '' ? start : offsets(places.at(-1) ?? from) + 1;
    const isWritten = end - start === text.length;
    return { text, span: { start, end }, isKnown, isWritten };
  }

  #finish(isPiping: boolean): void {
    const draft = this.#draft;
    this.#draft = createDraft();
    const before = this.#piped;
    const { words, variables } = unwrapWords(draft.words);
    const [program] = words;
    this.#piped = isPiping ? draft.feeds : undefined;
    if (program === undefined || HEADS.has(program.text)) return;
    const { symbol, place } = this.#script;
    const span = { start: draft.start, end: draft.end };
    const command: Command = {
      words,
      span,
      variables,
      hasProgram: true,
      isComplete: true,
      feeds: draft.feeds,
      symbol,
      ...(place === undefined ? {} : { place }),
    };
    before?.push({ command });
    for (const { commands, word } of draft.inner) {
      for (const inner of commands) addFeed(inner, { command, word });
    }
    this.#found.push(command);
    this.#top.push(command);
    const nested = findScriptWord(words);
    const raw = nested === undefined ? undefined : this.#raw.get(nested);
    if (raw === undefined) return;
    const { offsets } = this.#script;
    const script: Script = {
      ...this.#script,
      text: raw.text,
      span: nested?.span ?? span,
      offsets:
        offsets === undefined ? undefined : (index) => offsets(raw.places[index] ?? raw.places.at(-1) ?? 0),
    };
    readInto(script, this.#found, this.#depth + 1);
  }
}

/** Drafts are done when their feeds become known. */
function addFeed(command: Command, feed: Feed): void {
  (command.feeds as Feed[]).push(feed);
}

function createDraft(): Draft {
  return { words: [], feeds: [], inner: [], start: 0, end: 0 };
}
