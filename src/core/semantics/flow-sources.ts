import type { CallExpr, Expr, SubscriptExpr } from '../syntax/ir.js';
import type { ConstantFolder } from './constants.js';
import type { CompiledFlow } from './flow-knowledge.js';
import { type Flow, originOf } from './flow-path.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import { isClassName } from './target.js';
import type { Wanted } from './trail.js';

/** Tells which expressions are sources themselves. */
export class FlowSources {
  readonly #resolver: Resolver;
  readonly #flow: CompiledFlow;
  readonly #folder: ConstantFolder;

  constructor(resolver: Resolver, flow: CompiledFlow, folder: ConstantFolder) {
    this.#resolver = resolver;
    this.#flow = flow;
    this.#folder = folder;
  }

  /** The expression is itself something whose value is a source, such as `sys.argv`. */
  ofValue(expr: Expr, site: Site, wanted: Wanted): Flow | undefined {
    const names = this.#resolver.namesOf(expr, site);
    if (names.length === 0 || this.#flow.isHarmless(names, wanted.use)) return undefined;
    for (const source of this.#flow.wanted(wanted)) {
      if (source.key !== undefined) continue;
      if (source.values.matchesAny(names)) return originOf(source, expr, site.scope);
    }
    return undefined;
  }

  /** True for members of an expression that do no harm as what they serve as; `path` leads to them. */
  isHarmless(expr: Expr, path: readonly string[], site: Site, { use }: Wanted): boolean {
    const names = this.#resolver.namesOf(expr, site);
    const members = path.map((_, index) => path.slice(0, index + 1).join('.'));
    return members.some((member) =>
      this.#flow.isHarmless(
        names.map((name) => `${name}.${member}`),
        use,
      ),
    );
  }

  /** An entry of something whose entries are a source by their key, such as `os.environ["API_KEY"]`. */
  ofEntry(expr: SubscriptExpr, site: Site, wanted: Wanted): Flow | undefined {
    const [index] = expr.indices;
    for (const source of this.#flow.wanted(wanted)) {
      if (source.key === undefined) continue;
      const names = this.#resolver.namesOf(expr.object, site);
      if (source.values.matchesAny(names) && this.#hasKey(source.key, index, site)) {
        return originOf(source, expr, site.scope);
      }
    }
    return undefined;
  }

  /** A call of something that gives a source; `names` are those of the callee. */
  ofCall(expr: CallExpr, names: readonly string[], site: Site, wanted: Wanted): Flow | undefined {
    for (const source of this.#flow.wanted(wanted)) {
      if (!source.calls.matchesAny(names)) continue;
      if (source.key !== undefined && !this.#hasKey(source.key, expr.args[0]?.value, site)) continue;
      if (source.kind === 'model-output' && this.#isMaking(expr.callee, site)) continue;
      return originOf(source, expr, site.scope);
    }
    return undefined;
  }

  /** True for `Llama(path)`, which makes a model and asks it nothing. */
  #isMaking(callee: Expr, site: Site): boolean {
    const targets = this.#resolver.resolve(callee, site);
    return targets.every((target) => target.kind === 'global' && isClassName(target.name));
  }

  #hasKey(key: RegExp, index: Expr | undefined, site: Site): boolean {
    const constant = index === undefined ? undefined : this.#folder.fold(index, site);
    return typeof constant?.value === 'string' && key.test(constant.value);
  }
}
