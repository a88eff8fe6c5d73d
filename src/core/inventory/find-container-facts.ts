import { isSecondaryPath } from '../findings/secondary-path.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { Word } from '../structured/command.js';
import { type DataNode, findEntry } from '../structured/data-node.js';
import type { Dockerfile } from '../structured/dockerfile.js';
import type { StructuredDocument } from '../structured/read-document.js';
import { identifyFacts } from './collect-facts.js';
import { optional } from './fact-builder.js';
import type { ContainerFact, DeploymentFact, InventoryFact } from './inventory.js';
import { redact } from './redact.js';
import type { StatedValue } from './stated-value.js';

const workloads: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Pod',
  'InferenceService',
  'ServingRuntime',
  'ClusterServingRuntime',
  'RayService',
  'RayCluster',
]);

/** Images that a Dockerfile builds, and what compose files and Kubernetes manifests run. */
export function findContainerFacts(text: ModuleText, document: StructuredDocument): readonly InventoryFact[] {
  switch (document.recognised.kind.id) {
    case 'dockerfile':
      return identifyFacts(readStages(text, document.dockerfile));
    case 'compose':
      return identifyFacts(document.roots.flatMap(({ node }) => readCompose(text, node)));
    case 'kubernetes':
      return identifyFacts(document.roots.flatMap(({ node }) => readWorkload(text, node)));
    default:
      return [];
  }
}

function start(text: ModuleText, name: string, span: Span) {
  return {
    id: '',
    name: redact(name),
    location: text.locate(span),
    symbol: '',
    // An image to develop in is neither deployed nor served.
    isSecondary: isSecondaryPath(text.path) || /(?:^|\/)\.devcontainer\//.test(text.path),
  };
}

function stateWord(word: Word): StatedValue {
  return word.isKnown
    ? { kind: 'constant', value: redact(word.text) }
    : { kind: 'expression', text: redact(word.text) };
}

/** A value of data; undefined when it is no text, or decided elsewhere. */
function stateNode(node: DataNode | undefined): StatedValue | undefined {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined;
  const isOpen = !node.isKnown || node.value.includes('$');
  return isOpen
    ? { kind: 'expression', text: redact(node.value) }
    : { kind: 'constant', value: redact(node.value) };
}

/** The last stage is what runs; stages before it only build, unless it is built on one of them. */
function readStages(text: ModuleText, { stages, instructions }: Dockerfile): readonly ContainerFact[] {
  const last = stages.at(-1);
  if (last === undefined) return [];
  const chain: number[] = [last.index];
  let root = last;
  while (root.base !== undefined && !chain.includes(root.base)) {
    const base = stages[root.base];
    if (base === undefined) break;
    chain.unshift(base.index);
    root = base;
  }
  const image = root.from.words.find(({ text: word }) => !word.startsWith('--'));
  if (image === undefined) return [];
  const own = instructions.filter(({ stage }) => chain.includes(stage));
  const user = own.findLast(({ name }) => name === 'USER')?.words[0];
  const ports = own
    .filter(({ name }) => name === 'EXPOSE')
    .flatMap(({ words }) => words.map(({ text: port }) => port));
  return [
    {
      ...start(text, image.text, root.from.span),
      kind: 'container',
      image: stateWord(image),
      ...optional('user', user === undefined ? undefined : stateWord(user)),
      ports: [...new Set(ports)],
    },
  ];
}

function readCompose(text: ModuleText, root: DataNode): readonly DeploymentFact[] {
  const services = findEntry(root, 'services')?.value;
  if (services?.kind !== 'map') return [];
  return services.entries.flatMap(({ key, keySpan, value }): DeploymentFact[] => {
    if (value.kind !== 'map') return [];
    const ports = findEntry(value, 'ports')?.value;
    return [
      {
        ...start(text, key, keySpan),
        kind: 'deployment',
        platform: 'compose',
        ...optional('image', stateNode(findEntry(value, 'image')?.value)),
        ports: ports?.kind === 'list' ? ports.items.flatMap(readPort) : [],
      },
    ];
  });
}

/** `"8080:80"`, or `{ target: 80, published: 8080 }`. */
function readPort(node: DataNode): readonly string[] {
  if (node.kind === 'scalar') return node.value === null ? [] : [String(node.value)];
  const [target, published] = ['target', 'published'].map((key) => {
    const value = findEntry(node, key)?.value;
    return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
  });
  if (target === undefined) return [];
  return [published === undefined ? target : `${published}:${target}`];
}

function readWorkload(text: ModuleText, root: DataNode): readonly DeploymentFact[] {
  const word = (node: DataNode | undefined, key: string): string | undefined => {
    const value = findEntry(node, key)?.value;
    return value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : undefined;
  };
  const version = word(root, 'apiVersion');
  const kind = findEntry(root, 'kind');
  const title = word(root, 'kind');
  if (version === undefined || kind === undefined || title === undefined || !workloads.has(title)) return [];
  const name = word(findEntry(root, 'metadata')?.value, 'name');
  const images: StatedValue[] = [];
  const ports: string[] = [];
  const models: StatedValue[] = [];
  const seen = new Set<DataNode>();
  const visit = (node: DataNode | undefined): void => {
    // Equal anchors share a node.
    if (node === undefined || seen.has(node)) return;
    seen.add(node);
    if (node.kind === 'list') for (const item of node.items) visit(item);
    if (node.kind !== 'map') return;
    for (const { key, value } of node.entries) {
      if (value.kind !== 'scalar') visit(value);
      else if (key === 'image') images.push(...[stateNode(value)].filter((image) => image !== undefined));
      else if (key === 'storageUri') models.push(...[stateNode(value)].filter((uri) => uri !== undefined));
      else if (key === 'containerPort' && value.value !== null) ports.push(String(value.value));
    }
  };
  visit(findEntry(root, 'spec')?.value);
  return [
    {
      ...start(text, `${title} ${name ?? ''}`.trim(), kind.value.span),
      kind: 'deployment',
      platform: version.startsWith('serving.kserve.io') ? 'kserve' : 'kubernetes',
      ...optional('image', images[0]),
      ...optional('model', models[0]),
      ports,
    },
  ];
}
