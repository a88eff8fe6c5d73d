import type { ModuleLinks } from '../modules/module-links.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { Block } from '../syntax/block.js';
import type { Expr, Stmt } from '../syntax/ir.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import { flatStatements } from '../syntax/visit.js';
import { collectBindings, collectClauses, collectParameters } from './collect-bindings.js';
import { bindingsOfFunctions } from './outer-bindings.js';
import { type Binding, Scope, type ScopeOwner } from './scope.js';

/** A place in the code from which names are looked up. */
export interface Site {
  readonly scope: Scope;
  /** Offset of the use. */
  readonly offset: number;
}

/** An expression with the place from which its names are looked up. */
export interface ValueAt {
  readonly value: Expr;
  readonly site: Site;
}

/** What a name was given. */
interface GivenValue extends ValueAt {
  /** True for `with value as name`, where the name stands for what the value gives when it is entered. */
  readonly isEntered: boolean;
}

/** Scopes and bindings of one module. Reads only the blocks that mention the names it is asked for. */
export class ModuleModel {
  readonly syntax: ModuleSyntax;
  /** The file, where it is known. */
  readonly source: ModuleText | undefined;
  /** The way to other modules of the workspace; absent when the module is looked at alone. */
  readonly links: ModuleLinks | undefined;
  /** The module's own scope; ask {@link lookup} for its bindings. */
  readonly root: Scope;
  readonly #scopes = new Map<ScopeOwner, Scope>();
  readonly #blockBindings = new Map<Block, ReadonlyMap<string, readonly Binding[]>>();
  readonly #moduleBindings = new Map<string, readonly Binding[]>();
  /** Lists of bindings, and whether some hold in a block only. */
  readonly #ofBlocks = new WeakMap<readonly Binding[], boolean>();
  #starModules: readonly string[] | undefined;

  constructor(syntax: ModuleSyntax, source?: ModuleText, links?: ModuleLinks) {
    this.syntax = syntax;
    this.source = source;
    this.links = links;
    this.root = new Scope(this, undefined, undefined, () => []);
  }

  /** The scope of a function, class or comprehension that stands in `parent`. */
  scopeOf(owner: ScopeOwner, parent: Scope): Scope {
    if (parent.model !== this) return parent.model.scopeOf(owner, parent);
    let scope = this.#scopes.get(owner);
    if (scope === undefined) {
      scope = new Scope(this, parent, owner, (self) => this.#collect(owner, self));
      this.#scopes.set(owner, scope);
    }
    return scope;
  }

  /** Bindings of a name at the top level of the module, in the order of the text; then those that its functions make. */
  moduleBindings(name: string): readonly Binding[] {
    this.syntax.asked.bound(name);
    let bindings = this.#moduleBindings.get(name);
    if (bindings === undefined) {
      bindings = this.syntax.blocksBinding(name).flatMap((block) => this.#bindingsOf(block).get(name) ?? []);
      if (!this.syntax.language.hasFunctionExpressions) {
        // While those are looked for, the name is what the statements of the module say.
        this.#moduleBindings.set(name, bindings);
        const further = bindingsOfFunctions(this, this.syntax.blocksNaming(name), name);
        if (further.length > 0) bindings = [...bindings, ...further];
      }
      this.#moduleBindings.set(name, bindings);
    }
    return bindings;
  }

  /** Modules that are imported with `*`. */
  starModules(): readonly string[] {
    this.syntax.asked.bound('*');
    if (this.#starModules === undefined) {
      const blocks = this.syntax.blocks.filter(
        ({ definedName, code }) => definedName === undefined && /\bimport\s*\(?\s*\*/.test(code),
      );
      this.#starModules = blocks.flatMap((block) =>
        (this.#bindingsOf(block).get('*') ?? []).flatMap((binding) =>
          binding.source.kind === 'import' ? [binding.source.name] : [],
        ),
      );
    }
    return this.#starModules;
  }

  /** Bindings in one scope, of whatever kind it is. */
  bindingsIn(scope: Scope, name: string): readonly Binding[] {
    const { model } = scope;
    return scope === model.root ? model.moduleBindings(name) : scope.bindingsOf(name);
  }

  /** What a name of the module stands for when all of it has run. */
  exported(name: string): readonly Binding[] {
    return this.#lookup(name, { scope: this.root, offset: this.syntax.text.length });
  }

  /**
   * Bindings that a name may stand for at a place: those of the innermost scope that binds it, without the ones that a
   * later binding replaces on every path. What another module of the workspace defines stands in place of the import.
   * Empty when nothing in the module binds the name.
   */
  lookup(name: string, site: Site): readonly Binding[] {
    const { model } = site.scope;
    const found = model.#lookup(name, site);
    const { links, source } = model;
    if (links === undefined || source === undefined) return found;
    return found.some((binding) => binding.source.kind === 'import')
      ? found.flatMap((binding) => followImport(binding, links, source.path))
      : found;
  }

  /** What a name was given, where one assignment or one `with` decides it at a place; undefined everywhere else. */
  onlyValue(name: string, site: Site): GivenValue | undefined {
    const [only, ...others] = this.lookup(name, site);
    if (only?.source.kind !== 'value' || others.length > 0) return undefined;
    const { source, scope, span } = only;
    return {
      value: source.value,
      site: { scope, offset: span.start },
      isEntered: source.isEntered === true,
    };
  }

  #lookup(name: string, site: Site): readonly Binding[] {
    let isOwnScope = true;
    let added: readonly Binding[] = [];
    for (let scope: Scope | undefined = site.scope; scope !== undefined; scope = scope.parent) {
      // Names of a class body are not seen by the functions in it.
      if (isOwnScope || scope.owner?.kind !== 'class') {
        const all = this.bindingsIn(scope, name);
        const bindings = this.#hasBlocks(all) ? visibleAt(all, site.offset) : all;
        const lasting = isOwnScope ? reachingBindings(bindings, site.offset) : finalBindings(bindings);
        // `settings.debug = True` in a function adds to what the name stands for outside and binds nothing.
        const isBound = bindings.some(
          ({ source, isOutside }) => source.kind !== 'addition' && isOutside !== true,
        );
        // What this function adds to a name of the module is among what functions add to it.
        const others =
          added.length === 0
            ? lasting
            : lasting.filter(({ span }) => !added.some((known) => known.span === span));
        if (isBound) return [...others, ...added];
        added = [...others, ...added];
      }
      if (scope.owner?.kind !== 'comprehension') isOwnScope = false;
    }
    return added;
  }

  #hasBlocks(bindings: readonly Binding[]): boolean {
    let answer = this.#ofBlocks.get(bindings);
    if (answer === undefined) {
      answer = bindings.some(({ block }) => block !== undefined);
      this.#ofBlocks.set(bindings, answer);
    }
    return answer;
  }

  #bindingsOf(block: Block): ReadonlyMap<string, readonly Binding[]> {
    let map = this.#blockBindings.get(block);
    if (map === undefined) {
      const lists = new Map<string, Binding[]>();
      for (const binding of collectBindings(this.syntax.read(block), this.root)) {
        const list = lists.get(binding.name);
        if (list === undefined) lists.set(binding.name, [binding]);
        else list.push(binding);
      }
      map = lists;
      this.#blockBindings.set(block, map);
    }
    return map;
  }

  #collect(owner: ScopeOwner, scope: Scope): readonly Binding[] {
    switch (owner.kind) {
      case 'function': {
        const globals = new Set(declaredNames(flatStatements(owner.body.read())));
        return [
          ...collectParameters(owner.parameters, scope),
          ...collectBindings(owner.body.read(), scope).filter((binding) => !globals.has(binding.name)),
        ];
      }
      case 'class':
        return collectBindings(owner.body.read(), scope);
      case 'comprehension':
        return collectClauses(owner, scope);
    }
  }
}

/** What another module defines, in place of its import, when it is nothing but such things. */
function followImport(binding: Binding, links: ModuleLinks, path: string): readonly Binding[] {
  if (binding.source.kind !== 'import') return [binding];
  const { name } = binding.source;
  const found: Binding[] = [];
  for (const end of links.follow(path, name) ?? []) {
    if (end.kind !== 'binding') return [binding];
    found.push({ ...end.binding, imported: name });
  }
  return found.length === 0 ? [binding] : found;
}

function declaredNames(statements: readonly Stmt[]): readonly string[] {
  return statements.flatMap((statement) => (statement.kind === 'scope' ? statement.names : []));
}

/** True when a binding replaces what the name stood for before. */
function isReplacing(binding: Binding): boolean {
  return binding.source.kind !== 'addition' && binding.source.kind !== 'declared';
}

/** Bindings that an offset sees: of names that blocks bind, those of the innermost one around it. */
function visibleAt(bindings: readonly Binding[], offset: number): readonly Binding[] {
  const seen = bindings.filter(
    ({ block }) => block === undefined || (block.start <= offset && offset <= block.end),
  );
  let inner: Span | undefined;
  for (const { block } of seen) {
    if (block !== undefined && (inner === undefined || block.start >= inner.start)) inner = block;
  }
  if (inner === undefined) return seen;
  const { start, end } = inner;
  return seen.filter(
    ({ block, span }) => block === inner || (block === undefined && start <= span.start && span.end <= end),
  );
}

/** Bindings that may hold at an offset of the same scope. */
function reachingBindings(bindings: readonly Binding[], offset: number): readonly Binding[] {
  const reaching: Binding[] = [];
  const renewed = new Set<Span>();
  for (let index = bindings.length - 1; index >= 0; index -= 1) {
    const binding = bindings[index];
    if (binding === undefined) continue;
    if (binding.at > offset) {
      if (binding.loops.length === 0) continue;
      // A later binding reaches back only around a loop that holds both, unless one still later replaces it there.
      const around = binding.loops.filter((loop) => loop.start <= offset && offset < loop.end);
      const innermost = around[around.length - 1];
      if (innermost !== undefined && !renewed.has(innermost)) reaching.unshift(binding);
      if (isReplacing(binding) && binding.branch !== undefined && around.includes(binding.branch)) {
        renewed.add(binding.branch);
      }
      continue;
    }
    reaching.unshift(binding);
    const { branch } = binding;
    const dominates = branch === undefined || (branch.start <= offset && offset <= branch.end);
    if (isReplacing(binding) && dominates) break;
  }
  return reaching.length > 0 ? reaching : bindings;
}

/** Bindings that may hold when a function that was defined beside them runs. */
function finalBindings(bindings: readonly Binding[]): readonly Binding[] {
  for (let index = bindings.length - 1; index > 0; index -= 1) {
    const binding = bindings[index];
    if (binding !== undefined && isReplacing(binding) && binding.branch === undefined)
      return bindings.slice(index);
  }
  return bindings;
}
