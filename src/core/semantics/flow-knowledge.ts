import { type OriginKind, VALUE_USES, type ValueUse } from '../rules/rule.js';
import type { ObjectShape, SemanticKnowledge } from './knowledge.js';
import { lastSegment, NamePatterns } from './name-pattern.js';
import type { Wanted } from './trail.js';

/** Something of which values come from outside. */
export type FlowSource = CompiledFlow['sources'][number];

/** What is known about sources and about functions that pass values on, compiled once. */
export class CompiledFlow {
  readonly sources: readonly {
    readonly kind: OriginKind;
    readonly label: string;
    readonly calls: NamePatterns;
    readonly values: NamePatterns;
    readonly decorators: NamePatterns;
    readonly callbacks: NamePatterns;
    readonly methods: NamePatterns;
    readonly hasCallbacks: boolean;
    readonly at?: number;
    readonly members?: readonly string[];
    readonly files?: readonly string[];
    readonly key?: RegExp;
    readonly isRoute: boolean;
    readonly notAs: readonly ValueUse[];
    readonly shape?: ObjectShape;
  }[];
  readonly carriers: NamePatterns;
  readonly runners: NamePatterns;
  readonly starters: NamePatterns;
  readonly mappers: NamePatterns;
  /** Last segments of the names of those three. */
  readonly callingWords: ReadonlySet<string>;
  readonly #cleansers: NamePatterns;
  readonly #harmlessAs: ReadonlyMap<ValueUse, NamePatterns>;

  constructor(knowledge: SemanticKnowledge) {
    this.sources = knowledge.sources.map((source) => ({
      kind: source.kind,
      label: source.label,
      calls: new NamePatterns(source.calls),
      values: new NamePatterns(source.values),
      decorators: new NamePatterns(source.decorators),
      callbacks: new NamePatterns(source.callbacks),
      methods: new NamePatterns(source.methods),
      hasCallbacks: source.callbacks.length > 0,
      ...(source.at === undefined ? {} : { at: source.at }),
      ...(source.members === undefined ? {} : { members: source.members }),
      ...(source.files === undefined ? {} : { files: source.files }),
      ...(source.key === undefined ? {} : { key: new RegExp(source.key) }),
      isRoute: source.isRoute === true,
      notAs: source.notAs ?? [],
      ...(source.shape === undefined ? {} : { shape: source.shape }),
    }));
    this.carriers = new NamePatterns(knowledge.carriers);
    this.runners = new NamePatterns(knowledge.runners);
    this.starters = new NamePatterns(knowledge.starters);
    this.mappers = new NamePatterns(knowledge.mappers);
    const calling = [...knowledge.runners, ...knowledge.starters, ...knowledge.mappers];
    this.callingWords = new Set(calling.flatMap((name) => lastSegment(name) ?? []));
    this.#cleansers = new NamePatterns(knowledge.cleansers);
    this.#harmlessAs = new Map(
      VALUE_USES.map((use) => [use, new NamePatterns(knowledge.harmlessAs[use] ?? [])]),
    );
  }

  /** Sources of what is looked for. */
  wanted({ kinds, use }: Wanted): readonly FlowSource[] {
    return this.sources.filter(
      ({ kind, notAs }) => kinds.includes(kind) && (use === undefined || !notAs.includes(use)),
    );
  }

  /** True for what holds nothing that does harm, whatever goes in; `names` are its own. */
  isHarmless(names: readonly string[], use: ValueUse | undefined): boolean {
    return (
      this.#cleansers.matchesAny(names) ||
      (use !== undefined && this.#harmlessAs.get(use)?.matchesAny(names) === true)
    );
  }
}
