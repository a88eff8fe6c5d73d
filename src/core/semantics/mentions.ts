import type { Span } from '../source/position.js';
import type { Block } from '../syntax/block.js';
import type { Expr, Stmt } from '../syntax/ir.js';
import type { BlockAnswers } from './block-answers.js';
import type { CompiledNames } from './compiled-names.js';
import type { MentionMemory } from './mention-memory.js';
import type { ModuleModel } from './module-model.js';
import { lastSegment, NamePatterns } from './name-pattern.js';
import type { Resolver } from './resolver.js';
import { walkStatements } from './walk.js';

/** Tells what a module imports, calls or names. Answers are kept. */
export class Mentions {
  readonly #model: ModuleModel;
  readonly #resolver: Resolver;
  readonly #names: CompiledNames;
  readonly #mayMention: (name: string) => boolean;
  readonly #memory: MentionMemory | undefined;
  readonly #known = new Map<string, boolean>();
  #all: ReadonlySet<string> | undefined;

  /** `mayMention` is false for a name that nothing in the module can have. */
  constructor(
    resolver: Resolver,
    names: CompiledNames,
    mayMention: (name: string) => boolean,
    memory?: MentionMemory,
  ) {
    this.#model = resolver.model;
    this.#resolver = resolver;
    this.#names = names;
    this.#mayMention = mayMention;
    this.#memory = memory;
  }

  /** True when something in the module has a name that the pattern matches. */
  has(pattern: string): boolean {
    const { asked } = this.#model.syntax;
    let answer = this.#known.get(pattern);
    if (answer === undefined) {
      // Whoever asks rests on the answer alone, not on what it rests on.
      answer = this.#mayMention(pattern) && asked.record(() => this.#find(pattern)).value;
      this.#known.set(pattern, answer);
    }
    asked.pattern(pattern, answer);
    return answer;
  }

  #find(pattern: string): boolean {
    const patterns = new NamePatterns([pattern]);
    const word = lastSegment(pattern);
    if (word === undefined) {
      this.#all ??= this.#findAll();
      for (const name of this.#all) if (patterns.matches(name)) return true;
      return false;
    }
    const answers = this.#memory?.of(pattern);
    return this.#model.syntax
      .blocksWith(word)
      .some((block) => this.#keep(block, answers, (resolver) => this.#isIn(block, patterns, word, resolver)));
  }

  #findAll(): ReadonlySet<string> {
    const all = new Set<string>();
    for (const block of this.#model.syntax.blocks) {
      const names = this.#keep(block, this.#memory?.names, (resolver) => this.#namesIn(block, resolver));
      for (const name of names) all.add(name);
    }
    return all;
  }

  #keep<T>(block: Block, answers: BlockAnswers<T> | undefined, workOut: (resolver: Resolver) => T): T {
    if (answers === undefined) return workOut(this.#resolver);
    const { syntax } = this.#model;
    const known = answers.find(block, this.#model);
    if (known !== undefined) return known;
    const { value, asked } = syntax.asked.record(() => workOut(this.#resolver.renew()));
    answers.keep(block, value, asked);
    return value;
  }

  #isIn(block: Block, patterns: NamePatterns, word: string, resolver: Resolver): boolean {
    const places = (block.words.get(word) ?? []).map((at) => block.start + at);
    let isFound = false;
    this.#walk(block, resolver, {
      enters: ({ start, end }) => !isFound && places.some((at) => start <= at && at < end),
      wants: ({ name }) => !isFound && name === word,
      note: (name) => {
        isFound ||= patterns.matches(name);
      },
    });
    return isFound;
  }

  #namesIn(block: Block, resolver: Resolver): ReadonlySet<string> {
    const names = new Set<string>();
    this.#walk(block, resolver, { enters: () => true, wants: () => true, note: (name) => names.add(name) });
    return names;
  }

  #walk(block: Block, resolver: Resolver, { enters, wants, note }: MentionVisitor): void {
    const { syntax, root } = this.#model;
    walkStatements(this.#model, syntax.read(block), root, {
      enters,
      statement: (statement) => {
        for (const name of importedNames(statement)) note(this.#names.canonicalName(name));
      },
      expression: (expr, scope) => {
        if ((expr.kind !== 'name' && expr.kind !== 'attribute') || !wants(expr)) return;
        for (const name of resolver.namesOf(expr, { scope, offset: expr.start })) note(name);
      },
    });
  }
}

interface MentionVisitor {
  enters(body: Span): boolean;
  wants(expr: Extract<Expr, { kind: 'name' | 'attribute' }>): boolean;
  note(name: string): void;
}

function importedNames(statement: Stmt): readonly string[] {
  if (statement.kind === 'import') return statement.names.map(({ name }) => name);
  if (statement.kind === 'from-import')
    return statement.names.map(({ name }) => `${statement.module}.${name}`);
  return [];
}
