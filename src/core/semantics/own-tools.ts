import type { CallExpr, ClassStmt, Expr, FunctionStmt } from '../syntax/ir.js';
import { flatStatements } from '../syntax/visit.js';
import type { Ancestors, OwnClass } from './ancestors.js';
import type { Site } from './module-model.js';
import { isLeftOpen, methodsOf } from './overrides.js';
import type { Resolver } from './resolver.js';
import type { Binding, Scope } from './scope.js';
import { isToolClass, isToolName } from './tool-names.js';

/** What a tool class tells a model about the arguments that it takes. */
const SCHEMA_MEMBERS =
  /^(?:args|inputs|parameters|arguments|input_model|args_model|params|to_params)$|schema|^get_(?:args|parameters|inputs)|^(?:get_)?(?:actions?|functions?)_(?:metadata|spec|definitions?)$/;
/** Methods that take what a model hands to a tool. */
const ENTRY_METHODS: ReadonlySet<string> = new Set(
  '__call__ execute _execute aexecute run _run arun _arun invoke ainvoke call _call forward use perform handle'.split(
    ' ',
  ),
);
/** Of a class of tools that are several: they take the name of the one that is meant, and `**arguments` of it. */
const NAMED_ENTRY = /^a?(?:execute|run|call|invoke|perform)_(?:action|function|tool|command)$/;
/** What reads the arguments of a function, so that a model can be told of them. */
const READS_SCHEMA =
  /schema|signature|get_type_hints|__doc__|getdoc|getsource|__annotations__|\bparameters\b|function_to_/;
/** Members in which a class lists what may be asked of it. */
const LISTING = /^_?(?:commands|tools|actions|abilities|functions|skills|capabilities)$/;
/** What calls a method by its name, with arguments by theirs, and for whom. */
const DISPATCHES = /\bgetattr\((?:[^()]|\([^()]*\))*\)\(\s*\*\*/;
const FOR_MODELS = /agent|assistant|llm/i;
const TYPE_NAMES: ReadonlySet<string> = new Set(
  'str string int integer number float bool boolean object array list dict'.split(' '),
);
const MAX_DEPTH = 4;

/** Tells which functions the workspace hands to a model as tools in a way of its own. */
export class OwnTools {
  readonly #resolver: Resolver;
  readonly #ancestors: Ancestors;
  readonly #decorators = new Map<FunctionStmt, boolean>();

  constructor(resolver: Resolver, ancestors: Ancestors) {
    this.#resolver = resolver;
    this.#ancestors = ancestors;
  }

  /**
   * True for a parameter that a model fills in: of a function decorated as a tool, of a method of a class that is, of one
   * that a class of tools leaves to those that derive from it, or that a class lists for a base that calls methods by
   * name. `scope`: the one that the function stands in.
   */
  takes(owner: FunctionStmt, binding: Binding, index: number, scope: Scope): boolean {
    if (owner.receiver !== undefined || owner.name === '') return false;
    if (this.#isDecorated(owner.decorators, owner.name, { scope, offset: owner.start })) return true;
    const { owner: holder, parent } = scope;
    if (holder?.kind !== 'class' || parent === undefined) return false;
    return (
      this.#isFilledIn(owner, binding, index, holder, parent) ||
      this.#isMember(owner, holder, parent) ||
      this.#isListed(owner, holder, parent)
    );
  }

  /** A method that its class lists under what a model calls it by, for a base that calls such methods by name. */
  #isListed(owner: FunctionStmt, holder: ClassStmt, parent: Scope): boolean {
    if (holder.bases.length === 0 || !listedIn(holder).has(owner.name)) return false;
    return this.#ancestors.of(holder, parent).own.some(({ scope }) => {
      const { code } = scope.model.syntax;
      return DISPATCHES.test(code) && FOR_MODELS.test(code);
    });
  }

  /** A method of a class that is decorated as a tool: those that the decorator names, or all that are public. */
  #isMember(owner: FunctionStmt, holder: ClassStmt, parent: Scope): boolean {
    if (owner.name.startsWith('_') || holder.decorators.length === 0) return false;
    return this.#isDecorated(holder.decorators, owner.name, { scope: parent, offset: holder.start });
  }

  #isDecorated(decorators: readonly Expr[], method: string, site: Site): boolean {
    return decorators.some((decorator) => {
      const call = decorator.kind === 'call' ? decorator : undefined;
      const targets = this.#resolver.resolve(call?.callee ?? decorator, site);
      return targets.some(
        (target) =>
          target.kind === 'function' &&
          ((call !== undefined && describesArguments(call)) ||
            (this.#makesTools(target.stmt, target.scope) && (call === undefined || includes(call, method)))),
      );
    });
  }

  /** True for a function that says it makes tools, and that reads what functions take. */
  #makesTools(stmt: FunctionStmt, scope: Scope): boolean {
    let answer = this.#decorators.get(stmt);
    if (answer === undefined) {
      const { code } = scope.model.syntax;
      const holder = scope.owner?.kind === 'class' ? scope.owner : undefined;
      const isNamed = isToolName(stmt.name) || (holder !== undefined && isToolClass(holder.name));
      // What it calls stands beside it as a rule.
      answer = isNamed && READS_SCHEMA.test(code);
      this.#decorators.set(stmt, answer);
    }
    return answer;
  }

  #isFilledIn(
    owner: FunctionStmt,
    binding: Binding,
    index: number,
    holder: ClassStmt,
    parent: Scope,
  ): boolean {
    const isNamed = NAMED_ENTRY.test(owner.name) && owner.parameters.some(({ spread }) => spread === '**');
    if ((!ENTRY_METHODS.has(owner.name) && !isNamed) || holder.bases.length === 0) return false;
    const { own } = this.#ancestors.of(holder, parent);
    return own.some((base) => {
      const open = openMethod(base, owner.name);
      return (
        open !== undefined &&
        isToolClass(base.stmt.name) &&
        own.some((one) => declaresArguments(one)) &&
        !this.#isProvided(open, binding, index, base)
      );
    });
  }

  /** What every tool gets in the same way comes from the program: the base names a class of the workspace for it. */
  #isProvided(open: FunctionStmt, { name }: Binding, index: number, base: OwnClass): boolean {
    const same = open.parameters.find((parameter) => parameter.name === name) ?? open.parameters[index];
    const annotation = same?.name === name ? same.annotation : undefined;
    if (annotation === undefined) return false;
    const site: Site = { scope: base.scope, offset: annotation.start };
    return this.#resolver.resolve(annotation, site).some((target) => target.kind === 'class');
  }
}

/** Names of the methods in `self.commands = {"Read a file": self.read_file}` of a class. */
function listedIn(holder: ClassStmt): ReadonlySet<string> {
  const names = new Set<string>();
  for (const method of holder.body.read()) {
    if (method.kind !== 'function') continue;
    for (const statement of flatStatements(method.body.read())) {
      if (statement.kind !== 'assign' || statement.value?.kind !== 'dict') continue;
      const isListing = statement.targets.some(
        (target) => target.kind === 'attribute' && isSelf(target.object) && LISTING.test(target.name),
      );
      if (!isListing) continue;
      for (const { value } of statement.value.entries)
        if (value.kind === 'attribute' && isSelf(value.object)) names.add(value.name);
    }
  }
  return names;
}

function isSelf(expr: Expr): boolean {
  return expr.kind === 'name' && expr.name === 'self';
}

function openMethod({ stmt, scope }: OwnClass, name: string): FunctionStmt | undefined {
  return methodsOf(scope.model.scopeOf(stmt, scope), name).find((method) => isLeftOpen(method.stmt))?.stmt;
}

/** True when a member of the class tells what arguments there are. */
function declaresArguments({ stmt }: OwnClass): boolean {
  return stmt.body.read().some((member) => {
    if (member.kind === 'function') return SCHEMA_MEMBERS.test(member.name);
    if (member.kind !== 'assign') return false;
    return member.targets.some((target) => target.kind === 'name' && SCHEMA_MEMBERS.test(target.name));
  });
}

/** True when a decorator is told what each argument of the function is, as a model is: a type and a description. */
function describesArguments({ args }: CallExpr): boolean {
  return args.some(({ value }) => describes(value, 0));
}

function describes(value: Expr, depth: number): boolean {
  if (depth > MAX_DEPTH) return false;
  if (value.kind === 'sequence') return value.items.some((item) => describes(item, depth + 1));
  if (value.kind !== 'dict') return false;
  const type = textAt(value, 'type');
  if (type !== undefined && TYPE_NAMES.has(type) && textAt(value, 'description') !== undefined) return true;
  return value.entries.some((entry) => describes(entry.value, depth + 1));
}

function textAt(dict: Extract<Expr, { kind: 'dict' }>, name: string): string | undefined {
  const entry = dict.entries.find(({ key }) => key?.kind === 'constant' && key.value === name);
  const value = entry?.value;
  return value?.kind === 'constant' && typeof value.value === 'string' ? value.value : undefined;
}

/** True unless a decorator of a class lists the methods that are tools, and this is none of them. */
function includes({ args }: CallExpr, method: string): boolean {
  const list = args.find(({ name }) => name !== undefined && /functions|methods|include/.test(name))?.value;
  if (list?.kind !== 'sequence') return true;
  return list.items.some((item) => item.kind === 'constant' && item.value === method);
}
