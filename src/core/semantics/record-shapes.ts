import type { CallExpr, Expr } from '../syntax/ir.js';
import type { ConstantFolder } from './constants.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';

/** What makes classes that keep what they are given. */
const MAKERS: readonly string[] = ['collections.namedtuple()', 'typing.NamedTuple()'];

/** Names of what an object keeps of its arguments, in their order; undefined where that is not known. */
export interface RecordShape {
  readonly fields: readonly string[] | undefined;
}

/** Tells classes that keep their arguments by their names, as dataclasses, models, named tuples and `dict` do. */
export class RecordShapes {
  readonly #resolver: Resolver;
  readonly #folder: ConstantFolder;

  constructor(resolver: Resolver, folder: ConstantFolder) {
    this.#resolver = resolver;
    this.#folder = folder;
  }

  /** The shape of what a call of `callee` makes; undefined when it is no record. `names`: those of the callee. */
  of(callee: Expr, names: readonly string[], site: Site): RecordShape | undefined {
    if (names.includes('builtins.dict')) return { fields: undefined };
    if (names.some((name) => MAKERS.includes(name))) return { fields: this.#fieldsOfTuple(callee, site) };
    for (const target of this.#resolver.resolve(callee, site)) {
      if (target.kind !== 'class') continue;
      const members = target.stmt.body.read();
      if (members.some((member) => member.kind === 'function' && member.name === '__init__')) continue;
      // What a class inherits comes first.
      const isWhole = target.stmt.bases.every(
        ({ value }) => this.#resolver.namesOf(value, { scope: target.scope, offset: value.start }).length > 0,
      );
      const fields = members.flatMap((member) => {
        const [field] = member.kind === 'assign' && member.annotation !== undefined ? member.targets : [];
        return field?.kind === 'name' ? field.name : [];
      });
      return { fields: isWhole ? fields : undefined };
    }
    return undefined;
  }

  /** `namedtuple("Job", "name command")` or with a list of names. */
  #fieldsOfTuple(callee: Expr, site: Site): readonly string[] | undefined {
    if (callee.kind !== 'name') return undefined;
    const [binding, ...others] = this.#resolver.model.lookup(callee.name, site);
    if (binding?.source.kind !== 'value' || binding.source.value.kind !== 'call' || others.length > 0)
      return undefined;
    const given = binding.source.value.args[1]?.value;
    if (given === undefined) return undefined;
    const place: Site = { scope: binding.scope, offset: given.start };
    if (given.kind === 'sequence') {
      const names = given.items.map((item) => this.#folder.fold(firstOf(item), place)?.value);
      return names.every((name) => typeof name === 'string') ? names : undefined;
    }
    const text = this.#folder.fold(given, place)?.value;
    return typeof text === 'string' ? text.split(/[\s,]+/).filter((name) => name !== '') : undefined;
  }
}

/** The name in `("name", str)`. */
function firstOf(item: Expr): Expr {
  return item.kind === 'sequence' ? (item.items[0] ?? item) : item;
}

/** Arguments that name the class of an answer; of the first the call gives back the object itself. */
const ANSWER_TYPES: ReadonlySet<string> = new Set(['response_model', 'response_format', 'text_format']);

/** The class that a model's answer is made an object of, and the steps from that on; undefined where a call names none. */
export function answerOf(
  { args }: CallExpr,
  path: readonly string[],
): { readonly type: Expr; readonly path: readonly string[] } | undefined {
  const asked = args.find(({ name }) => name !== undefined && ANSWER_TYPES.has(name));
  if (asked === undefined) return undefined;
  const at = path.findIndex((step) => /^(?:output_)?parsed$/.test(step));
  if (at === -1 && asked.name !== 'response_model') return undefined;
  return { type: asked.value, path: path.slice(at + 1) };
}
