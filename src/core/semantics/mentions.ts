import type { Span } from '../source/position.js';
import type { Expr, Stmt } from '../syntax/ir.js';
import type { Block } from '../syntax/module-syntax.js';
import type { CompiledNames } from './compiled-names.js';
import type { ModuleModel } from './module-model.js';
import { lastSegment, NamePatterns } from './name-pattern.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';
import { walkStatements } from './walk.js';

/** Tells what a module imports, calls or names. Answers are kept. */
export class Mentions {
  readonly #model: ModuleModel;
  readonly #resolver: Resolver;
  readonly #names: CompiledNames;
  readonly #mayMention: (name: string) => boolean;
  readonly #known = new Map<string, boolean>();
  #all: ReadonlySet<string> | undefined;

  /** `mayMention` is false for a name that nothing in the module can have. */
  constructor(
    model: ModuleModel,
    resolver: Resolver,
    names: CompiledNames,
    mayMention: (name: string) => boolean,
  ) {
    this.#model = model;
    this.#resolver = resolver;
    this.#names = names;
    this.#mayMention = mayMention;
  }

  /** True when something in the module has a name that the pattern matches. */
  has(pattern: string): boolean {
    let answer = this.#known.get(pattern);
    if (answer === undefined) {
      answer = this.#mayMention(pattern) && this.#find(pattern);
      this.#known.set(pattern, answer);
    }
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
    const { syntax } = this.#model;
    const places = syntax.words.placesOf(word);
    let isFound = false;
    this.#walk(syntax.blocksWith(word), {
      enters: ({ start, end }) => !isFound && places.some((at) => start <= at && at < end),
      imports: (name) => {
        isFound ||= patterns.matches(name);
      },
      names: (expr, scope) => {
        if (isFound || expr.name !== word) return;
        isFound = patterns.matchesAny(this.#resolver.namesOf(expr, { scope, offset: expr.start }));
      },
    });
    return isFound;
  }

  #findAll(): ReadonlySet<string> {
    const all = new Set<string>();
    this.#walk(this.#model.syntax.blocks, {
      enters: () => true,
      imports: (name) => all.add(name),
      names: (expr, scope) => {
        for (const name of this.#resolver.namesOf(expr, { scope, offset: expr.start })) all.add(name);
      },
    });
    return all;
  }

  #walk(blocks: readonly Block[], visitor: MentionVisitor): void {
    const { syntax, root } = this.#model;
    for (const block of blocks) {
      if (!visitor.enters(block)) continue;
      walkStatements(this.#model, syntax.read(block), root, {
        enters: visitor.enters,
        statement: (statement) => {
          for (const name of importedNames(statement)) visitor.imports(this.#names.canonicalName(name));
        },
        expression: (expr, scope) => {
          if (expr.kind === 'name' || expr.kind === 'attribute') visitor.names(expr, scope);
        },
      });
    }
  }
}

interface MentionVisitor {
  enters(body: Span): boolean;
  imports(name: string): void;
  names(expr: Extract<Expr, { kind: 'name' | 'attribute' }>, scope: Scope): void;
}

function importedNames(statement: Stmt): readonly string[] {
  if (statement.kind === 'import') return statement.names.map(({ name }) => name);
  if (statement.kind === 'from-import')
    return statement.names.map(({ name }) => `${statement.module}.${name}`);
  return [];
}
