import type { Schema } from '../guidelines/yaml-reader.js';
import { boolean, oneOf, string } from '../guidelines/yaml-scalars.js';
import { list, object, optional, withDefault } from '../guidelines/yaml-shapes.js';
import type { InventoryKnowledge } from './inventory-knowledge.js';

const name = string({ pattern: /^[\w.*()]+$/, patternName: 'a qualified name' });
const names = withDefault(list(name, { unique: true }), []);
const needed = list(name, { minItems: 1, unique: true });
const word = string({ pattern: /^[\w.-]+$/, patternName: 'a word' });
const words = withDefault(list(word, { unique: true }), []);
const key = string({ pattern: /^[\w|]*(@\d)?$/, patternName: 'an argument such as path|name@0' });
const keys = withDefault(list(key), []);
const place = oneOf(['hub', 'file', 'url', 'bucket', 'database', 'library', 'registry', 'unknown']);

/** The shape of guidelines/knowledge/inventory.yaml. */
export const INVENTORY_KNOWLEDGE_SCHEMA: Schema<InventoryKnowledge> = object({
  datasets: list(
    object({
      calls: needed,
      place,
      isLocal: withDefault(boolean(), false),
      reference: optional(key),
      configuration: optional(key),
      revision: optional(key),
      split: optional(key),
      digest: optional(key),
      use: optional(oneOf(['training', 'evaluation', 'unknown'])),
      isTraining: optional(key),
      formats: words,
      files: optional(key),
    }),
  ),
  downloads: object({ calls: needed, url: key, digest: key, dataEnds: words, modelEnds: words }),
  models: list(
    object({
      calls: needed,
      role: oneOf(['base', 'adapter', 'tokenizer', 'embedding', 'unknown']),
      place,
      isSurePlace: withDefault(boolean(), false),
      reference: optional(key),
      revision: optional(key),
      runsCode: withDefault(oneOf(['always', 'never', 'unknown']), 'unknown'),
      unsafeWhen: optional(key),
      safeWhen: optional(key),
      needs: optional(key),
    }),
  ),
  architectures: list(object({ framework: word, bases: names, calls: names, parts: names })),
  training: object({
    names: words,
    ignored: list(string({ pattern: /^[\w*]+$/, patternName: 'a word with *' }), { unique: true }),
    trainers: list(
      object({
        framework: word,
        calls: needed,
        except: names,
        task: optional(word),
        method: optional(oneOf(['dpo', 'rlhf', 'distillation'])),
        takesSettings: withDefault(boolean(), false),
        parameters: keys,
        dict: optional(key),
      }),
    ),
    loops: list(object({ framework: word, methods: words, modules: needed })),
    losses: needed,
    optimizers: needed,
    settings: list(
      object({
        calls: needed,
        only: words,
        parameters: keys,
        method: optional(oneOf(['lora', 'qlora'])),
        prefix: optional(word),
      }),
    ),
    tasks: list(object({ calls: needed, task: word })),
  }),
  seeds: list(object({ calls: needed, value: optional(key) })),
  splits: list(object({ calls: needed, parameters: keys })),
  metrics: list(object({ calls: needed, except: names, name: optional(key) })),
  artifacts: list(
    object({
      calls: needed,
      format: word,
      reference: optional(key),
      isPublished: withDefault(boolean(), false),
    }),
  ),
  trackers: list(
    object({
      service: word,
      records: optional(oneOf(['service', 'files'])),
      calls: needed,
      project: optional(key),
    }),
  ),
  endpoints: list(
    object({
      framework: word,
      protocol: oneOf(['http', 'websocket', 'grpc', 'page', 'tool-server', 'unknown']),
      decorators: names,
      calls: names,
      bases: names,
      classMethods: words,
      route: optional(key),
      methods: words,
      methodsArgument: optional(key),
      handler: optional(key),
      oncePerFile: withDefault(boolean(), false),
    }),
  ),
  guards: object({
    authentication: needed,
    dependencies: needed,
    refusals: needed,
    rateLimit: needed,
    validation: needed,
    typedInputs: needed,
    sizeLimit: names,
    sizeSettings: words,
    logging: needed,
    middleware: needed,
    launches: needed,
  }),
  llmCalls: list(
    object({
      provider: word,
      calls: needed,
      model: optional(key),
      maker: optional(key),
      messages: key,
      system: optional(key),
      isLocal: withDefault(boolean(), false),
    }),
  ),
  prompts: list(object({ calls: needed, text: key, role: oneOf(['system', 'template', 'user']) })),
  agents: list(
    object({
      framework: word,
      calls: needed,
      tools: optional(key),
      instructions: optional(key),
      approval: words,
    }),
  ),
  tools: list(object({ framework: word, decorators: names, bases: names, calls: names })),
  reaches: list(
    object({ reach: oneOf(['code', 'shell', 'files', 'network', 'database', 'mail']), calls: needed }),
  ),
  vectorStores: list(object({ service: word, calls: needed, reference: optional(key) })),
  services: list(
    object({
      service: word,
      type: oneOf(['api', 'database', 'bucket', 'queue', 'cache', 'registry']),
      calls: needed,
      reference: optional(key),
      name: optional(key),
      values: words,
      isHost: withDefault(boolean(), false),
    }),
  ),
  secrets: object({
    environmentCalls: needed,
    environmentValues: needed,
    vaultCalls: needed,
    vaultValues: needed,
    name: string(),
    arguments: words,
  }),
});
