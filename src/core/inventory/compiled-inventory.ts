import { NamePatterns } from '../semantics/name-pattern.js';
import type { InventoryKnowledge } from './inventory-knowledge.js';
import { NameTable } from './name-table.js';

type Values<K extends keyof InventoryKnowledge> = InventoryKnowledge[K] extends readonly (infer T)[]
  ? T
  : never;

/** Knowledge about the parts of projects, compiled once. */
export class CompiledInventory {
  readonly knowledge: InventoryKnowledge;
  readonly datasets: NameTable<Values<'datasets'>>;
  readonly downloads: NamePatterns;
  readonly models: NameTable<Values<'models'>>;
  readonly architectureBases: NameTable<Values<'architectures'>>;
  readonly architectureCalls: NameTable<Values<'architectures'>>;
  readonly architectureParts: NameTable<Values<'architectures'>>;
  readonly trainers: NameTable<InventoryKnowledge['training']['trainers'][number]>;
  readonly trainerExceptions: NamePatterns;
  readonly settings: NameTable<InventoryKnowledge['training']['settings'][number]>;
  readonly tasks: NameTable<InventoryKnowledge['training']['tasks'][number]>;
  readonly losses: NamePatterns;
  readonly optimizers: NamePatterns;
  readonly hyperparameters: ReadonlySet<string>;
  readonly ignoredParameters: NamePatterns;
  readonly seeds: NameTable<Values<'seeds'>>;
  readonly splits: NameTable<Values<'splits'>>;
  readonly metrics: NameTable<Values<'metrics'>>;
  readonly metricExceptions: NamePatterns;
  readonly artifacts: NameTable<Values<'artifacts'>>;
  readonly trackers: NameTable<Values<'trackers'>>;
  readonly endpointDecorators: NameTable<Values<'endpoints'>>;
  readonly endpointCalls: NameTable<Values<'endpoints'>>;
  readonly endpointBases: NameTable<Values<'endpoints'>>;
  readonly guards: Readonly<
    Record<
      | 'authentication'
      | 'dependencies'
      | 'refusals'
      | 'rateLimit'
      | 'validation'
      | 'typedInputs'
      | 'logging'
      | 'middleware'
      | 'launches',
      NamePatterns
    >
  >;
  readonly llmCalls: NameTable<Values<'llmCalls'>>;
  readonly prompts: NameTable<Values<'prompts'>>;
  readonly agents: NameTable<Values<'agents'>>;
  readonly toolDecorators: NameTable<Values<'tools'>>;
  readonly toolBases: NameTable<Values<'tools'>>;
  readonly toolCalls: NameTable<Values<'tools'>>;
  readonly reaches: NameTable<Values<'reaches'>>;
  readonly vectorStores: NameTable<Values<'vectorStores'>>;
  readonly services: NameTable<Values<'services'>>;
  readonly environmentCalls: NamePatterns;
  readonly environmentValues: NamePatterns;
  readonly vaultCalls: NamePatterns;
  readonly vaultValues: NamePatterns;
  readonly secretName: RegExp;

  constructor(knowledge: InventoryKnowledge) {
    this.knowledge = knowledge;
    const { training, guards, secrets } = knowledge;
    const byCalls = <T extends { readonly calls: readonly string[] }>(values: readonly T[]): NameTable<T> =>
      new NameTable(values, ({ calls }) => calls);
    this.datasets = byCalls(knowledge.datasets);
    this.downloads = new NamePatterns(knowledge.downloads.calls);
    this.models = byCalls(knowledge.models);
    this.architectureBases = new NameTable(knowledge.architectures, ({ bases }) => bases);
    this.architectureCalls = byCalls(knowledge.architectures);
    this.architectureParts = new NameTable(knowledge.architectures, ({ parts }) => parts);
    this.trainers = byCalls(training.trainers);
    this.trainerExceptions = new NamePatterns(training.trainers.flatMap(({ except }) => except));
    this.settings = byCalls(training.settings);
    this.tasks = byCalls(training.tasks);
    this.losses = new NamePatterns(training.losses);
    this.optimizers = new NamePatterns(training.optimizers);
    this.hyperparameters = new Set(training.names);
    this.ignoredParameters = new NamePatterns(training.ignored);
    this.seeds = byCalls(knowledge.seeds);
    this.splits = byCalls(knowledge.splits);
    this.metrics = byCalls(knowledge.metrics);
    this.metricExceptions = new NamePatterns(knowledge.metrics.flatMap(({ except }) => except));
    this.artifacts = byCalls(knowledge.artifacts);
    this.trackers = byCalls(knowledge.trackers);
    this.endpointDecorators = new NameTable(knowledge.endpoints, ({ decorators }) => decorators);
    this.endpointCalls = byCalls(knowledge.endpoints);
    this.endpointBases = new NameTable(knowledge.endpoints, ({ bases }) => bases);
    this.guards = {
      authentication: new NamePatterns(guards.authentication),
      dependencies: new NamePatterns(guards.dependencies),
      refusals: new NamePatterns(guards.refusals),
      rateLimit: new NamePatterns(guards.rateLimit),
      validation: new NamePatterns(guards.validation),
      typedInputs: new NamePatterns(guards.typedInputs),
      logging: new NamePatterns(guards.logging),
      middleware: new NamePatterns(guards.middleware),
      launches: new NamePatterns(guards.launches),
    };
    this.llmCalls = byCalls(knowledge.llmCalls);
    this.prompts = byCalls(knowledge.prompts);
    this.agents = byCalls(knowledge.agents);
    this.toolDecorators = new NameTable(knowledge.tools, ({ decorators }) => decorators);
    this.toolBases = new NameTable(knowledge.tools, ({ bases }) => bases);
    this.toolCalls = byCalls(knowledge.tools);
    this.reaches = byCalls(knowledge.reaches);
    this.vectorStores = byCalls(knowledge.vectorStores);
    this.services = byCalls(knowledge.services);
    this.environmentCalls = new NamePatterns(secrets.environmentCalls);
    this.environmentValues = new NamePatterns(secrets.environmentValues);
    this.vaultCalls = new NamePatterns(secrets.vaultCalls);
    this.vaultValues = new NamePatterns(secrets.vaultValues);
    this.secretName = new RegExp(secrets.name);
  }
}
