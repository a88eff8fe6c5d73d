import type { Block } from '../syntax/block.js';
import type { Stmt } from '../syntax/ir.js';
import { AskedIndex } from './asked-index.js';
import type { CompiledNames } from './compiled-names.js';
import type { MentionMemory } from './mention-memory.js';
import { MentionedNames } from './mentioned-names.js';
import type { ModuleModel } from './module-model.js';
import { lastSegment, NamePatterns } from './name-pattern.js';
import type { Resolver } from './resolver.js';
import { holdingWord, walkStatements } from './walk.js';

/** Tells what a module imports, calls or names. Answers are kept. */
export class Mentions {
  readonly #model: ModuleModel;
  readonly #resolver: Resolver;
  readonly #compiled: CompiledNames;
  readonly #mayMention: (name: string) => boolean;
  readonly #memory: MentionMemory | undefined;
  readonly #names: MentionedNames;
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
    this.#compiled = names;
    this.#mayMention = mayMention;
    this.#memory = memory;
    this.#names = memory?.names ?? new MentionedNames(new AskedIndex());
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
    const { syntax } = this.#model;
    const word = lastSegment(pattern);
    if (word === undefined)
      return this.#names.has(pattern, syntax.blocks, (block) =>
        syntax.asked.record(() => this.#namesIn(block, this.#renewed())),
      );
    const patterns = new NamePatterns([pattern]);
    const known = this.#memory?.of(pattern, word);
    if (known === undefined)
      return syntax.blocksWith(word).some((block) => this.#isIn(block, patterns, word, this.#resolver));
    if (known.isKnown) return true;
    for (const block of known.toLookAt(() => syntax.blocksWith(word))) {
      const { value, asked } = syntax.asked.record(() => this.#isIn(block, patterns, word, this.#renewed()));
      known.keep(block, value, asked);
      if (value) return true;
    }
    known.complete();
    return false;
  }

  /** For what is to be kept: all that it rests on must be asked anew. */
  #renewed(): Resolver {
    return this.#memory === undefined ? this.#resolver : this.#resolver.renew();
  }

  /** Whether a block has a name that matches; all such names end in `word`. */
  #isIn(block: Block, patterns: NamePatterns, word: string, resolver: Resolver): boolean {
    const { syntax, root } = this.#model;
    const { enters, holds } = holdingWord(block, word);
    let isFound = false;
    walkStatements(this.#model, syntax.read(block), root, {
      enters: (body) => !isFound && enters(body),
      holds: (expr) => !isFound && holds(expr),
      statement: (statement) => {
        isFound ||= patterns.matchesAny(this.#importedBy(statement));
      },
      expression: (expr, scope) => {
        if (isFound || (expr.kind !== 'name' && expr.kind !== 'attribute') || expr.name !== word) return;
        isFound = patterns.matchesAny(resolver.namesOf(expr, { scope, offset: expr.start }));
      },
    });
    return isFound;
  }

  /** All names that a block has. */
  #namesIn(block: Block, resolver: Resolver): ReadonlySet<string> {
    const { syntax, root } = this.#model;
    const found = new Set<string>();
    const add = (names: readonly string[]): void => {
      for (const name of names) found.add(name);
    };
    walkStatements(this.#model, syntax.read(block), root, {
      enters: () => true,
      statement: (statement) => add(this.#importedBy(statement)),
      expression: (expr, scope) => {
        if (expr.kind !== 'name' && expr.kind !== 'attribute') return;
        add(resolver.namesOf(expr, { scope, offset: expr.start }));
      },
    });
    return found;
  }

  #importedBy(statement: Stmt): readonly string[] {
    return importedNames(statement).map((name) => this.#compiled.canonicalName(name));
  }
}

function importedNames(statement: Stmt): readonly string[] {
  if (statement.kind === 'import') return statement.names.map(({ name }) => name);
  if (statement.kind === 'from-import')
    return statement.names.map(({ name }) => `${statement.module}.${name}`);
  return [];
}
