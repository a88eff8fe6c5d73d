import type { Site } from '../semantics/module-model.js';
import type { Expr } from '../syntax/ir.js';
import type { FactBuilder } from './fact-builder.js';

/** What a function gave back, and objects that hold configurations. */
const configurations = /\(\)$|^(?:omegaconf|hydra|ml_collections|builtins\.dict|easydict|addict|box)\b/;

/** The keys of `settings["optimizer"]["lr"]`, `cfg.optimizer.lr` and `float(settings["lr"])`. */
export function findEntryKey(
  facts: FactBuilder,
  expr: Expr,
  site: Site,
  depth = 0,
): readonly string[] | undefined {
  if (depth > 4) return undefined;
  if (expr.kind === 'call' && expr.args.length === 1 && expr.args[0]?.name === undefined) {
    const [only] = expr.args;
    const isCast = facts
      .namesOf(expr.callee, site)
      .some((name) => /^builtins\.(?:tuple|list|int|float|str|bool)$/.test(name));
    return isCast && only !== undefined ? findEntryKey(facts, only.value, site, depth + 1) : undefined;
  }
  if (expr.kind === 'name') {
    const given = facts.module.resolver.model.onlyValue(expr.name, site);
    return given && findEntryKey(facts, given.value, given.site, depth + 1);
  }
  const keys: string[] = [];
  let at: Expr = expr;
  for (;;) {
    if (at.kind === 'subscript' && at.indices.length === 1) {
      const key = facts.constant(at.indices[0], site);
      if (typeof key !== 'string') return undefined;
      keys.unshift(key);
      at = at.object;
    } else if (at.kind === 'attribute') {
      keys.unshift(at.name);
      at = at.object;
    } else break;
  }
  if (at.kind !== 'name' || keys.length === 0) return undefined;
  if (!facts.namesOf(at, site).every((name) => configurations.test(name))) return undefined;
  if (expr.kind === 'subscript') return keys;
  const root = at.name === 'self' ? keys.shift() : at.name;
  return /^(?:cfg|conf|config|settings|hparams|hydra_cfg)$/.test(root ?? '') && keys.length > 0
    ? keys
    : undefined;
}
