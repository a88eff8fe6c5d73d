import type { OriginKind } from '../rules/rule.js';
import type { SemanticKnowledge } from './knowledge.js';
import { NamePatterns } from './name-pattern.js';

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
    readonly key?: RegExp;
  }[];
  readonly carriers: NamePatterns;
  readonly cleansers: NamePatterns;
  readonly runners: NamePatterns;
  readonly starters: NamePatterns;
  readonly mappers: NamePatterns;

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
      ...(source.key === undefined ? {} : { key: new RegExp(source.key) }),
    }));
    this.carriers = new NamePatterns(knowledge.carriers);
    this.cleansers = new NamePatterns(knowledge.cleansers);
    this.runners = new NamePatterns(knowledge.runners);
    this.starters = new NamePatterns(knowledge.starters);
    this.mappers = new NamePatterns(knowledge.mappers);
  }
}
