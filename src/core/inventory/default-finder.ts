import type { ModuleAnalysis, PlacedValue } from '../rules/match-context.js';
import type { Site } from '../semantics/module-model.js';
import { OptionDefaults } from '../semantics/option-default.js';
import type { Scope } from '../semantics/scope.js';
import { walkStatements } from '../semantics/walk.js';
import type { ClassStmt, Expr } from '../syntax/ir.js';

const maxDepth = 6;
const readers = /^os\.(?:getenv|environ\.(?:get|setdefault))$/;
/** Calls that give back what they are given, as far as its text goes. */
const wrappers = /^(?:pathlib\.(?:Pure)?Path|builtins\.(?:str|int|float|bool|tuple|list))$/;
const dataclasses: ReadonlySet<string> = new Set([
  'dataclasses.dataclass',
  'pydantic.dataclasses.dataclass',
  'chz.chz',
  'attrs.define',
  'attr.s',
]);

/** What values are unless a caller, an option or the environment says otherwise. */
export class DefaultFinder {
  readonly #module: ModuleAnalysis;
  readonly #options: OptionDefaults;
  #unique: ReadonlyMap<string, PlacedValue> | undefined;

  constructor(module: ModuleAnalysis) {
    this.#module = module;
    this.#options = new OptionDefaults(module.resolver);
  }

  /**
   * The default behind an expression: of an argparse option, a parameter of a function, a field of a dataclass or a
   * variable of the environment. Undefined when it states none, or several.
   */
  find(expr: Expr, site: Site, depth = 0): PlacedValue | undefined {
    if (depth > maxDepth) return undefined;
    switch (expr.kind) {
      case 'name':
        return this.#ofName(expr.name, { scope: site.scope, offset: expr.start }, depth);
      case 'attribute':
        return this.#ofAttribute(expr.object, expr.name, site);
      case 'call': {
        const names = this.#module.resolver.namesOf(expr.callee, site);
        const [first, second] = expr.args;
        if (names.some((name) => readers.test(name)))
          return second === undefined ? undefined : { value: second.value, site };
        const isWrapper =
          expr.args.length === 1 && first?.name === undefined && names.some((name) => wrappers.test(name));
        return isWrapper && first !== undefined ? this.#through(first.value, site, depth) : undefined;
      }
      default:
        return undefined;
    }
  }

  /** What the default itself stands for when it is one of the wrappers, such as `Path("models")`. */
  unwrap(placed: PlacedValue, depth = 0): PlacedValue {
    const { value, site } = placed;
    if (value.kind !== 'call' || value.args.length !== 1 || depth > maxDepth) return placed;
    const [only] = value.args;
    const names = this.#module.resolver.namesOf(value.callee, site);
    return only !== undefined && only.name === undefined && names.some((name) => wrappers.test(name))
      ? this.unwrap({ value: only.value, site }, depth + 1)
      : placed;
  }

  #through(expr: Expr, site: Site, depth: number): PlacedValue | undefined {
    return this.find(expr, site, depth + 1);
  }

  #ofName(name: string, site: Site, depth: number): PlacedValue | undefined {
    const [only, ...others] = this.#module.resolver.model.lookup(name, site);
    if (only === undefined || others.length > 0) return undefined;
    const { source, scope, span } = only;
    if (source.kind === 'value' && source.isEntered !== true)
      return this.find(source.value, { scope, offset: span.start }, depth + 1);
    if (source.kind !== 'parameter') return undefined;
    const { fallback, spread, pattern } = source.parameter;
    if (fallback === undefined || spread !== undefined || pattern !== undefined) return undefined;
    return { value: fallback, site: { scope: scope.parent ?? scope, offset: fallback.start } };
  }

  #ofAttribute(object: Expr, name: string, site: Site): PlacedValue | undefined {
    const parsed = this.#options.find(object, name, site);
    if (parsed !== undefined) return parsed;
    for (const target of this.#module.resolver.resolve(object, site)) {
      if (target.kind !== 'object') continue;
      return this.#fieldOf(target.stmt, target.scope, name);
    }
    return object.kind === 'name' && this.#holdsOptions(object.name, object.start, site)
      ? this.#optionNamed(name)
      : undefined;
  }

  /** Whether a name is a parameter that is handed what argparse parsed, as far as its annotation and name say. */
  #holdsOptions(name: string, offset: number, site: Site): boolean {
    const [only, ...others] = this.#module.resolver.model
      .lookup(name, { scope: site.scope, offset })
      .filter(({ source }) => source.kind !== 'addition');
    if (only?.source.kind !== 'parameter' || others.length > 0) return false;
    const { annotation } = only.source.parameter;
    if (annotation === undefined) return /^(?:args|opts?|options|arguments|flags)$/.test(name);
    return this.#module.resolver
      .namesOf(annotation, { scope: only.scope.parent ?? only.scope, offset: annotation.start })
      .includes('argparse.Namespace');
  }

  /** The default of the only option of the module with a name. */
  #optionNamed(name: string): PlacedValue | undefined {
    this.#unique ??= this.#collectOptions();
    return this.#unique.get(name);
  }

  #collectOptions(): ReadonlyMap<string, PlacedValue> {
    const { model, resolver } = this.#module;
    const declared = new Map<string, PlacedValue>();
    const seen = new Set<string>();
    for (const block of model.syntax.blocksWith('add_argument')) {
      walkStatements(model, model.syntax.read(block), model.root, {
        enters: () => true,
        expression: (expr, scope: Scope) => {
          if (expr.kind !== 'call' || expr.callee.kind !== 'attribute') return;
          if (expr.callee.name !== 'add_argument') return;
          const site: Site = { scope, offset: expr.start };
          if (!resolver.namesOf(expr.callee, site).some((at) => at.startsWith('argparse.'))) return;
          const dest = expr.args.find((argument) => argument.name === 'dest')?.value;
          const words = (
            dest === undefined
              ? expr.args.flatMap((argument) => (argument.name === undefined ? [argument.value] : []))
              : [dest]
          ).flatMap((word) =>
            word.kind === 'constant' && typeof word.value === 'string' ? [word.value] : [],
          );
          const word = (words.find((each) => each.startsWith('--')) ?? words[0] ?? '')
            .replace(/^-+/, '')
            .replaceAll('-', '_');
          const value = expr.args.find((argument) => argument.name === 'default')?.value;
          if (seen.has(word)) declared.delete(word);
          else if (value !== undefined) declared.set(word, { value, site });
          seen.add(word);
        },
      });
    }
    return declared;
  }

  /** `self.size` where a dataclass has a field with a default. */
  #fieldOf(stmt: ClassStmt, scope: Scope, name: string): PlacedValue | undefined {
    const { resolver, model } = this.#module;
    const site: Site = { scope, offset: stmt.start };
    const isData = stmt.decorators.some((decorator) =>
      resolver
        .namesOf(decorator.kind === 'call' ? decorator.callee : decorator, site)
        .some((each) => dataclasses.has(each)),
    );
    if (!isData) return undefined;
    const inner = model.scopeOf(stmt, scope);
    for (const field of stmt.body.read()) {
      if (field.kind !== 'assign' || field.value === undefined) continue;
      const [target] = field.targets;
      if (target?.kind !== 'name' || target.name !== name) continue;
      const place: Site = { scope: inner, offset: field.start };
      const { value } = field;
      if (value.kind !== 'call') return { value, site: place };
      const given = value.args.find((argument) => argument.name === 'default')?.value;
      const isField = resolver.namesOf(value.callee, place).includes('dataclasses.field');
      return isField && given !== undefined ? { value: given, site: place } : undefined;
    }
    return undefined;
  }
}
