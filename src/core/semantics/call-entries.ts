import type { CallExpr } from '../syntax/ir.js';
import type { ConstantFolder } from './constants.js';
import { DeclaredOptions, PARSES } from './declared-options.js';
import { isUnnamed, MET, metBy } from './entry-steps.js';
import type { EntryTracing } from './entry-tracing.js';
import type { Flow } from './flow-path.js';
import { isEnumeration } from './harmless-types.js';
import type { Site } from './module-model.js';
import { answerOf, RecordShapes } from './record-shapes.js';
import type { Resolver } from './resolver.js';
import { SchemaTypes } from './schema-types.js';
import type { Trail } from './trail.js';

/** Methods of pydantic's models that make one. */
const MAKING = /^(?:model_validate(?:_json|_strings)?|parse_(?:raw|obj))$/;
const COPIES = /^copy\.(?:copy|deepcopy)$/;

/** Follows single entries of what calls give: copies, records, parsed answers, what functions return. */
export class CallEntries {
  readonly #resolver: Resolver;
  readonly #values: EntryTracing;
  readonly #options: DeclaredOptions;
  readonly #schemas: SchemaTypes;
  readonly #records: RecordShapes;

  constructor(resolver: Resolver, folder: ConstantFolder, values: EntryTracing) {
    this.#resolver = resolver;
    this.#values = values;
    this.#options = new DeclaredOptions(resolver);
    this.#schemas = new SchemaTypes(resolver);
    this.#records = new RecordShapes(resolver, folder);
  }

  /** What the members named by `path` of what a call gives hold, or all of it when its members are not known. */
  part(call: CallExpr, path: readonly string[], site: Site, trail: Trail): Flow | undefined {
    const { callee, args } = call;
    const [first, ...rest] = path;
    const names = this.#resolver.namesOf(callee, site);
    const met = first === MET ? metBy(call, names) : undefined;
    if (met !== undefined) return this.#values.part(met, path, site, trail);
    const members = path.filter((step) => step !== MET);
    // `Plan(**reply).action`, `Plan.model_validate(reply).action`, `Mode(name).value`
    const made = callee.kind === 'attribute' && MAKING.test(callee.name) ? callee.object : callee;
    const isHarmless =
      isEnumeration(callee, site, this.#resolver) ||
      this.#values.judgeMember(made, members, site) === 'clear' ||
      this.#schemas.judgeParsed(call, members, site) === 'clear';
    if (isHarmless) return undefined;
    const answer = answerOf(call, members);
    if (answer !== undefined && this.#values.judgeMember(answer.type, answer.path, site) === 'clear')
      return undefined;
    if (names.some((name) => PARSES.test(name)) && this.#isLimitedOption(path, site)) return undefined;
    if (names.includes('builtins.vars') && args[0] !== undefined)
      return this.#values.part(args[0].value, path, site, trail);
    // `for index, item in enumerate(items)`: the index is a number.
    if (first === '#0' && names.includes('builtins.enumerate')) return undefined;
    const record = this.#records.of(callee, names, site);
    if (record !== undefined && !isUnnamed(first ?? '')) {
      for (const [index, { name, spread, value }] of args.entries()) {
        const field = name ?? (spread === undefined ? record.fields?.[index] : undefined);
        if (field !== undefined && field !== first) continue;
        const flow = this.#values.part(value, field === undefined ? path : rest, site, trail);
        if (flow !== undefined) return flow;
      }
      return undefined;
    }
    const isCopy =
      names.some((name) => COPIES.test(name)) || (first === MET && names.includes('builtins.dict'));
    if (isCopy && args[0] !== undefined) return this.#values.part(args[0].value, path, site, trail);
    if (callee.kind === 'attribute' && callee.name === 'copy' && args.length === 0)
      return this.#values.part(callee.object, path, site, trail);
    const returned = this.#values.returned(call, path, site, trail);
    return returned === 'unknown' ? this.#values.trace(call, site, trail) : returned;
  }

  /** `parser.parse_args().count`, where each option of the name takes a number or a choice. */
  #isLimitedOption(path: readonly string[], { scope }: Site): boolean {
    const name = path.find((step) => !isUnnamed(step));
    const declared = name === undefined ? [] : this.#options.named(name, scope.model);
    return declared.length > 0 && declared.every(({ call, site }) => this.#options.isLimited(call, site));
  }
}
