import type { Argument, CallExpr, Expr } from '../syntax/ir.js';
import type { CompiledFlow } from './flow-knowledge.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';

/** Methods that decorators give to functions, as those of Celery, Dramatiq and Ray do: they call it with what they get. */
const SENDING_METHODS: ReadonlySet<string> = new Set(['delay', 'remote', 'send']);
/** Methods of event loops, whatever made them, each with the place of the function that it calls. */
const LOOP_METHODS: ReadonlyMap<string, number> = new Map([
  ['run_in_executor', 1],
  ['call_soon', 0],
  ['call_soon_threadsafe', 0],
  ['call_later', 1],
]);

/** Tells which calls make another call: `pool.submit(work, x)` makes `work(x)`. Answers are kept. */
export class MadeCalls {
  readonly #resolver: Resolver;
  readonly #flow: CompiledFlow;
  readonly #known = new Map<CallExpr, CallExpr | undefined>();

  constructor(resolver: Resolver, flow: CompiledFlow) {
    this.#resolver = resolver;
    this.#flow = flow;
  }

  /** The call that a call makes of the function it is handed; undefined when it is handed none, or does not call it. */
  of(call: CallExpr, site: Site): CallExpr | undefined {
    if (!this.#known.has(call)) this.#known.set(call, this.#find(call, site));
    return this.#known.get(call);
  }

  /** False for most calls that make no other, by how the callee is written. */
  mayMake({ callee, args }: CallExpr): boolean {
    if (args.length === 0 || (callee.kind !== 'name' && callee.kind !== 'attribute')) return false;
    return this.#flow.callingWords.has(callee.name) || LOOP_METHODS.has(callee.name);
  }

  #find(call: CallExpr, site: Site): CallExpr | undefined {
    const { callee, args } = call;
    if (callee.kind === 'attribute' && SENDING_METHODS.has(callee.name)) {
      return this.#isFunction(callee.object, site) ? { ...call, callee: callee.object } : undefined;
    }
    if (callee.kind === 'attribute' && callee.name === 'apply_async' && this.#isFunction(callee.object, site))
      return { ...call, callee: callee.object, args: args.flatMap(unpack) };
    const place = callee.kind === 'attribute' ? LOOP_METHODS.get(callee.name) : undefined;
    const at = args.findIndex(
      ({ name, spread, value }, index) =>
        index >= (place ?? 0) &&
        spread === undefined &&
        (name === undefined || /^(?:target|func|function)$/.test(name)) &&
        isCallable(value),
    );
    const ran = args[at];
    if (ran === undefined) return undefined;
    const names = this.#resolver.namesOf(callee, site);
    const made = (passed: readonly Argument[]): CallExpr => ({ ...call, callee: ran.value, args: passed });
    if (place !== undefined || this.#flow.runners.matchesAny(names)) return made(args.slice(at + 1));
    const rest = args.filter((argument) => argument !== ran);
    if (this.#flow.starters.matchesAny(names)) return made(rest.flatMap(unpack));
    if (this.#flow.mappers.matchesAny(names)) return made(rest.flatMap(takeItem));
    return undefined;
  }

  #isFunction(expr: Expr, site: Site): boolean {
    return this.#resolver.resolve(expr, site).some(({ kind }) => kind === 'function');
  }
}

/** True for what may name a function. */
function isCallable(value: Expr): boolean {
  return value.kind === 'name' || value.kind === 'attribute' || value.kind === 'function-expr';
}

/** `args=(x, y)` and `kwargs={"name": z}` as arguments. */
function unpack({ name, spread, value }: Argument): readonly Argument[] {
  if (spread !== undefined || (name !== undefined && !/^(?:args|kwargs|kwds)$/.test(name))) return [];
  if (value.kind === 'sequence') {
    return value.items.map((item) => ({ kind: 'argument', value: item, start: item.start, end: item.end }));
  }
  if (value.kind !== 'dict') return [];
  return value.entries.flatMap((entry): readonly Argument[] => {
    const { key, value: given } = entry;
    if (key?.kind !== 'constant') return [];
    return [{ kind: 'argument', name: String(key.value), value: given, start: given.start, end: given.end }];
  });
}

/** Of `map(work, items)` an item. */
function takeItem({ name, spread, value, start, end }: Argument): readonly Argument[] {
  if (name !== undefined || spread !== undefined) return [];
  const item: Expr = { kind: 'subscript', object: value, indices: [], start, end };
  return [{ kind: 'argument', value: item, start, end }];
}
