import type { InventoryFact, InventoryFactKind } from '../../inventory/inventory.js';
import type { StatedValue } from '../../inventory/stated-value.js';

const common = ['name', 'symbol'] as const;

/** Names of the fields by kind that conditions may speak of. */
export const FACT_FIELDS: Readonly<Record<InventoryFactKind, readonly string[]>> = {
  dataset: [...common, 'place', 'reference', 'configuration', 'revision', 'split', 'digest', 'loader', 'use'],
  model: [...common, 'role', 'place', 'reference', 'revision', 'loader', 'mayRunCode'],
  architecture: [...common, 'framework', 'base', 'parts'],
  training: [...common, 'framework', 'trainer', 'task', 'method'],
  seed: [...common, 'setter', 'value'],
  split: [...common, 'splitter'],
  metric: [...common, 'function', 'metric'],
  artifact: [...common, 'format', 'reference', 'saver', 'isPublished'],
  'model-file': [...common, 'format', 'size', 'tensors', 'verdict'],
  tracker: [...common, 'service', 'records', 'project'],
  endpoint: [
    ...common,
    'framework',
    'protocol',
    'methods',
    'route',
    'authentication',
    'rateLimit',
    'validation',
    'sizeLimit',
    'logging',
    'inputs',
  ],
  'llm-call': [...common, 'provider', 'callee', 'model', 'inputs', 'isLocal', 'answerLimit'],
  prompt: [...common, 'role'],
  agent: [...common, 'framework', 'tools', 'approval'],
  tool: [...common, 'framework', 'reaches'],
  'vector-store': [...common, 'service', 'reference'],
  secret: [...common, 'source'],
  service: [...common, 'service', 'type', 'reference'],
  container: [...common, 'image', 'user', 'ports'],
  deployment: [...common, 'platform', 'image', 'model', 'ports'],
  requirements: [...common, 'packages', 'openPackages', 'releases', 'lock'],
};

export const FACT_KINDS: readonly InventoryFactKind[] = [
  'dataset',
  'model',
  'architecture',
  'training',
  'seed',
  'split',
  'metric',
  'artifact',
  'model-file',
  'tracker',
  'endpoint',
  'llm-call',
  'prompt',
  'agent',
  'tool',
  'vector-store',
  'secret',
  'service',
  'container',
  'deployment',
  'requirements',
];

/** The value of a field; undefined when the fact does not have it. */
export function readField(fact: InventoryFact, field: string): unknown {
  return Object.entries(fact).find(([key]) => key === field)?.[1];
}

/** A field as the words that a condition compares with; `absent` for none. */
export function readFieldWords(fact: InventoryFact, field: string): readonly string[] {
  const value = readField(fact, field);
  if (value === undefined || value === null) return ['absent'];
  if (Array.isArray(value)) {
    return value.length === 0 ? ['absent'] : value.map((each) => (typeof each === 'string' ? each : 'other'));
  }
  if (isStatedValue(value)) return [value.kind === 'constant' ? String(value.value) : 'expression'];
  return [typeof value === 'object' ? 'present' : String(value)];
}

export function isStatedValue(value: unknown): value is StatedValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'constant' || value.kind === 'expression')
  );
}
