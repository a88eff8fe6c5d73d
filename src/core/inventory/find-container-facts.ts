import { DockerfileParser } from 'dockerfile-ast';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
} from 'yaml';
import { isSecondaryPath } from '../findings/secondary-path.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import { identifyFacts } from './collect-facts.js';
import { optional } from './fact-builder.js';
import type { ContainerFact, DeploymentFact, InventoryFact, StatedValue } from './inventory.js';
import { redact } from './redact.js';

const dockerfile = /(?:^|\/)(?:[\w.-]+\.)?(?:Dockerfile|Containerfile)(?:\.[\w.-]+)?$/i;
const compose = /(?:^|\/)(?:docker-)?compose[\w.-]*\.ya?ml$/i;
const yamlFile = /\.ya?ml$/i;
const workloads: ReadonlySet<string> = new Set([
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
  'Pod',
  'InferenceService',
]);

/** Images that a Dockerfile builds, and what compose files and Kubernetes manifests run. */
export function findContainerFacts(text: ModuleText): readonly InventoryFact[] {
  const { path } = text;
  if (dockerfile.test(path)) return identifyFacts(readDockerfile(text));
  if (!yamlFile.test(path)) return [];
  if (!compose.test(path) && !/^\s*kind\s*:/m.test(text.text)) return [];
  const facts: InventoryFact[] = [];
  for (const document of parseAllDocuments(text.text, {
    lineCounter: new LineCounter(),
    logLevel: 'silent',
  })) {
    if (document.errors.length > 0) continue;
    facts.push(...(compose.test(path) ? readCompose(text, document) : readWorkload(text, document)));
  }
  return identifyFacts(facts);
}

function start(text: ModuleText, name: string, span: Span) {
  return {
    id: '',
    name: redact(name),
    location: text.locate(span),
    symbol: '',
    isSecondary: isSecondaryPath(text.path),
  };
}

function constant(value: string): StatedValue {
  return { kind: 'constant', value: redact(value) };
}

/** The last stage is what runs; stages before it only build. */
function readDockerfile(text: ModuleText): readonly ContainerFact[] {
  const file = DockerfileParser.parse(text.text);
  const froms = file.getFROMs();
  const last = froms.at(-1);
  const image = last?.getImage();
  const range = last?.getRange();
  if (last === undefined || image === undefined || image === null || range === undefined) return [];
  const instructions = file.getInstructions().filter((each) => each.getRange().start.line > range.start.line);
  const users = instructions.filter((each) => each.getKeyword() === 'USER');
  const user = users.at(-1)?.getArgumentsContent() ?? undefined;
  const ports = instructions
    .filter((each) => each.getKeyword() === 'EXPOSE')
    .flatMap((each) => (each.getArgumentsContent() ?? '').split(/\s+/))
    .filter((port) => port !== '');
  const lines = text.text.split('\n');
  const offset = lines.slice(0, range.start.line).reduce((sum, line) => sum + line.length + 1, 0);
  const state = (value: string): StatedValue =>
    value.includes('$') ? { kind: 'expression', text: redact(value) } : constant(value);
  return [
    {
      ...start(text, image, { start: offset, end: offset + (lines[range.start.line]?.length ?? 0) }),
      kind: 'container',
      image: state(image),
      ...optional('user', user === undefined ? undefined : state(user)),
      ports: [...new Set(ports)],
    },
  ];
}

function readCompose(text: ModuleText, document: Document): readonly DeploymentFact[] {
  const services = isMap(document.contents) ? document.contents.get('services', true) : undefined;
  if (!isMap(services)) return [];
  return services.items.flatMap((pair: Pair): DeploymentFact[] => {
    const { key, value } = pair;
    if (!isScalar(key) || !isMap(value)) return [];
    const image = value.get('image');
    const ports = value.get('ports', true);
    return [
      {
        ...start(text, String(key.value), spanOf(key)),
        kind: 'deployment',
        platform: 'compose',
        ...optional('image', typeof image === 'string' ? constant(image) : undefined),
        ports: isSeq(ports)
          ? ports.items.flatMap((item) => (isScalar(item) ? [String(item.value)] : []))
          : [],
      },
    ];
  });
}

function readWorkload(text: ModuleText, document: Document): readonly DeploymentFact[] {
  const { contents } = document;
  if (!isMap(contents)) return [];
  const kind = contents.get('kind', true);
  const version = contents.get('apiVersion');
  if (!isScalar(kind) || typeof version !== 'string' || !workloads.has(String(kind.value))) return [];
  const name = contents.getIn(['metadata', 'name']);
  const images: string[] = [];
  const ports: string[] = [];
  let model: string | undefined;
  const visit = (node: unknown): void => {
    if (isSeq(node)) for (const item of node.items) visit(item);
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      const word = isScalar(key) ? key.value : undefined;
      if (isScalar(value)) {
        if (word === 'image') images.push(String(value.value));
        if (word === 'containerPort') ports.push(String(value.value));
        if (word === 'storageUri') model ??= String(value.value);
      } else visit(value);
    }
  };
  visit(contents.get('spec', true));
  const [image] = images;
  return [
    {
      ...start(text, `${String(kind.value)} ${typeof name === 'string' ? name : ''}`.trim(), spanOf(kind)),
      kind: 'deployment',
      platform: version.startsWith('serving.kserve.io') ? 'kserve' : 'kubernetes',
      ...optional('image', image === undefined ? undefined : constant(image)),
      ...optional('model', model === undefined ? undefined : constant(model)),
      ports,
    },
  ];
}

function spanOf({ range }: Node): Span {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
