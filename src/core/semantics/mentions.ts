import type { Block } from '../syntax/block.js';
import type { Stmt } from '../syntax/ir.js';
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
    const { syntax } = this.#model;
    const known = this.#memory?.of(pattern);
    const findAll = (): readonly Block[] => (word === undefined ? syntax.blocks : syntax.blocksWith(word));
    if (known === undefined)
      return findAll().some((block) => this.#isIn(block, patterns, word, this.#resolver));
    if (known.isKnown) return true;
    for (const block of known.toLookAt(findAll)) {
      const { value, asked } = syntax.asked.record(() =>
        this.#isIn(block, patterns, word, this.#resolver.renew()),
      );
      known.keep(block, value, asked);
      if (value) return true;
    }
    known.complete();
    return false;
  }

  /** Whether a block has a name that matches; `word` is the last segment of all such names, where they have one. */
  #isIn(block: Block, patterns: NamePatterns, word: string | undefined, resolver: Resolver): boolean {
    const { syntax, root } = this.#model;
    const places =
      word === undefined ? undefined : (block.words.get(word) ?? []).map((at) => block.start + at);
    let isFound = false;
    walkStatements(this.#model, syntax.read(block), root, {
      enters: ({ start, end }) => !isFound && places?.some((at) => start <= at && at < end) !== false,
      statement: (statement) => {
        for (const name of importedNames(statement)) {
          isFound ||= patterns.matches(this.#names.canonicalName(name));
        }
      },
      expression: (expr, scope) => {
        if (isFound || (expr.kind !== 'name' && expr.kind !== 'attribute')) return;
        if (word !== undefined && expr.name !== word) return;
        isFound = patterns.matchesAny(resolver.namesOf(expr, { scope, offset: expr.start }));
      },
    });
    return isFound;
  }
}

function importedNames(statement: Stmt): readonly string[] {
  if (statement.kind === 'import') return statement.names.map(({ name }) => name);
  if (statement.kind === 'from-import')
    return statement.names.map(({ name }) => `${statement.module}.${name}`);
  return [];
}
