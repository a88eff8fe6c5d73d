import type { Finding } from '../../findings/finding.js';
import type { InventoryFact } from '../../inventory/inventory.js';
import type { StatedValue } from '../../inventory/stated-value.js';
import type { Location } from '../../source/document.js';
import { isLoopback } from '../is-loopback.js';
import type { DataFlow, Flow, FlowNode, ZoneId } from './threat-model.js';

/** How many nodes a diagram may have before things share nodes. */
const maxNodes = 25;

const zones: DataFlow['zones'] = [
  {
    id: 'callers',
    name: 'Callers',
    about: 'Whoever sends requests. The code says nothing about who they are.',
  },
  { id: 'service', name: 'Code that takes requests', about: 'Files that hold an entry point.' },
  {
    id: 'work',
    name: 'Other code of the project',
    about: 'Files without an entry point. Those that the former import run with them.',
  },
  {
    id: 'stores',
    name: 'Files, databases and stores',
    about: 'What the code reads and writes. Who else can write there is not in the code.',
  },
  {
    id: 'others',
    name: 'Sources and services reached by name',
    about: 'Hubs, web addresses, interfaces and models over a network.',
  },
];

/** A place that data comes from or goes to. */
interface Place {
  readonly key: string;
  readonly kind: FlowNode['kind'];
  readonly zone: ZoneId;
  readonly name: string;
  /** Name that similar places share when there are too many. */
  readonly group: string;
}

interface Link {
  readonly fact: InventoryFact;
  readonly place: Place;
  readonly label: string;
  readonly direction: 'in' | 'out';
}

export interface DataFlowResult {
  readonly dataFlow: DataFlow;
  /** The node that a fact or finding belongs to. */
  readonly nodeOf: (thing: InventoryFact | Finding) => string | undefined;
}

/** Derives a data-flow diagram: a process per file, and an arrow for what a line reads, writes, calls or answers. */
export function buildDataFlow(facts: readonly InventoryFact[]): DataFlowResult {
  const models = new Set(
    facts.flatMap((fact) => (fact.kind === 'llm-call' && !fact.isLocal ? [fact.provider] : [])),
  );
  const links = facts.flatMap((fact) => listLinks(fact, models));
  for (let level = 0; ; level += 1) {
    const result = draw(facts, links, level);
    if (result.dataFlow.nodes.length <= maxNodes || level === 5) return result;
  }
}

function draw(facts: readonly InventoryFact[], links: readonly Link[], level: number): DataFlowResult {
  const serving = new Set(
    facts.filter(({ kind }) => kind === 'endpoint').map(({ location }) => location.path),
  );
  const nodes = new Map<string, FlowNode & { locations: Location[] }>();
  const flows = new Map<string, { from: string; to: string; labels: string[]; locations: Location[] }>();
  const nodeOfFact = new Map<string, string>();
  const add = (
    place: Omit<FlowNode, 'id' | 'locations'> & { readonly key: string },
    location: Location,
  ): string => {
    const known = nodes.get(place.key);
    if (known !== undefined) {
      known.locations.push(location);
      return known.id;
    }
    const id = `n${nodes.size + 1}`;
    const { kind, zone, name } = place;
    nodes.set(place.key, { id, kind, zone, name, locations: [location] });
    return id;
  };
  const processOf = (path: string): Omit<FlowNode, 'id' | 'locations'> & { readonly key: string } => {
    const zone = serving.has(path) ? 'service' : 'work';
    const name = nameProcess(path, zone, level);
    return { key: `process ${zone} ${name}`, kind: 'process', zone, name };
  };
  for (const { fact, place, label, direction } of links) {
    const process = add(processOf(fact.location.path), fact.location);
    const isShared = (level >= 1 && place.kind === 'store') || (level >= 4 && place.kind === 'external');
    const shared = isShared
      ? { ...place, key: `group ${place.zone} ${place.group}`, name: place.group }
      : place;
    const other = add(shared, fact.location);
    nodeOfFact.set(
      keyOf(fact),
      fact.kind === 'endpoint' || fact.kind === 'tool' || fact.kind === 'llm-call' ? process : other,
    );
    const [from, to] = direction === 'in' ? [other, process] : [process, other];
    const flow = flows.get(`${from} ${to}`) ?? { from, to, labels: [], locations: [] };
    if (!flow.labels.includes(label)) flow.labels.push(label);
    flow.locations.push(fact.location);
    flows.set(`${from} ${to}`, flow);
  }
  const used = new Set([...nodes.values()].map(({ zone }) => zone));
  const processes = new Map(
    [...nodes].filter(([, { kind }]) => kind === 'process').map(([key, { id }]) => [key, id]),
  );
  return {
    dataFlow: {
      nodes: [...nodes.values()],
      flows: [...flows.values()] satisfies Flow[],
      zones: zones.filter(({ id }) => used.has(id)),
      isGrouped: level > 0,
    },
    nodeOf: (thing) =>
      ('ruleId' in thing ? undefined : nodeOfFact.get(keyOf(thing))) ??
      processes.get(processOf(thing.location.path).key),
  };
}

function keyOf({ id, location }: InventoryFact): string {
  return JSON.stringify([id, location.path, location.cell, location.range.start]);
}

function nameProcess(path: string, zone: ZoneId, level: number): string {
  if (level < 2) return path;
  if (level >= 4) return zone === 'service' ? 'All files with an entry point' : 'All other files';
  const folders = path.split('/').slice(0, -1);
  const kept = folders.slice(0, level === 2 ? 2 : 1).join('/');
  return kept === '' ? 'Files in the root folder' : `Files in ${kept}/`;
}

/** @param models providers of language models that are called */
function listLinks(fact: InventoryFact, models: ReadonlySet<string>): readonly Link[] {
  const link = (place: Place | undefined, label: string, direction: Link['direction']): Link[] =>
    place === undefined ? [] : [{ fact, place, label, direction }];
  switch (fact.kind) {
    case 'dataset':
      return link(placeOf(fact.place, fact.reference, fact.loader, 'Data'), 'data', 'in');
    case 'model':
      return link(
        placeOf(fact.place, fact.reference, fact.loader, 'Models'),
        fact.role === 'tokenizer' ? 'tokenizer' : 'model',
        'in',
      );
    case 'artifact':
      return fact.isPublished
        ? link(
            external(
              `published ${packageOf(fact.saver)}`,
              `Place that ${packageOf(fact.saver)} publishes to`,
            ),
            'saved files',
            'out',
          )
        : link(placeOf('file', fact.reference, fact.saver, 'Models'), 'saved files', 'out');
    case 'tracker':
      return link(
        fact.records === 'service'
          ? external(`tracker ${fact.service}`, `Tracking with ${fact.service}`)
          : store(`tracker ${fact.service}`, `Tracking with ${fact.service}`, 'Records of training runs'),
        'training records',
        'out',
      );
    case 'endpoint':
      return link(callers(fact.protocol), fact.protocol === 'tool-server' ? 'tool calls' : 'requests', 'in');
    case 'llm-call': {
      if (fact.isLocal) return [];
      const model = callee(fact.provider);
      return [...link(model, 'messages', 'out'), ...link(model, 'answers', 'in')];
    }
    case 'vector-store': {
      const place = store(`vectors ${fact.service}`, `Vector store ${fact.service}`, 'Vector stores');
      return link(place, 'documents and queries', 'out').concat(link(place, 'matches', 'in'));
    }
    case 'secret':
      return fact.source === 'environment' || fact.source === 'environment-or-code'
        ? link(store('environment', 'Environment variables', 'Environment variables'), 'credentials', 'in')
        : fact.source === 'vault'
          ? link(external('vault', 'Secret store'), 'credentials', 'in')
          : [];
    case 'service': {
      // A client is made where it is called; one party is one box.
      if (fact.type === 'api' && models.has(fact.service)) return link(callee(fact.service), 'calls', 'out');
      if (isLoopback(fact.service)) return [];
      const isOutside = fact.type === 'api' || fact.type === 'registry';
      const name = `${fact.service} (${fact.type})`;
      const key = `service ${fact.service} ${fact.type}`;
      return link(
        isOutside ? external(key, name) : store(key, name, 'Databases, buckets, queues and caches'),
        'calls',
        'out',
      );
    }
    case 'tool':
      return fact.reaches.flatMap((reach) => link(reachOf(reach), 'calls of a tool', 'out'));
    default:
      return [];
  }
}

function reachOf(reach: 'code' | 'shell' | 'files' | 'network' | 'database' | 'mail'): Place | undefined {
  if (reach === 'network') return external('tool network', 'Addresses that a tool calls');
  if (reach === 'mail') return external('tool mail', 'Mail that a tool sends');
  if (reach === 'files') return store('tool files', 'Files that a tool reaches', 'Files that a tool reaches');
  if (reach === 'database')
    return store('tool database', 'Database that a tool reaches', 'Databases, buckets, queues and caches');
  return undefined;
}

function callers(protocol: string): Place {
  const names: Readonly<Record<string, string>> = {
    page: 'Users of a page',
    'tool-server': 'Programs that call tools',
    http: 'Callers over HTTP',
    websocket: 'Callers over WebSocket',
    grpc: 'Callers over gRPC',
  };
  const name = names[protocol] ?? 'Callers';
  return { key: `callers ${name}`, kind: 'actor', zone: 'callers', name, group: name };
}

/** The service that answers calls of a language model. */
function callee(provider: string): Place {
  return external(`llm ${provider}`, `Language model through ${provider}`);
}

function external(key: string, name: string): Place {
  return {
    key: `external ${key}`,
    kind: 'external',
    zone: 'others',
    name,
    group: 'Sources and services over a network',
  };
}

function store(key: string, name: string, group: string): Place {
  return { key: `store ${key}`, kind: 'store', zone: 'stores', name, group };
}

/** Where a dataset or model comes from; undefined when it comes with a package. */
function placeOf(
  place: string,
  reference: StatedValue | undefined,
  loader: string,
  what: string,
): Place | undefined {
  const stated = reference?.kind === 'constant' ? String(reference.value) : undefined;
  switch (place) {
    case 'library':
      return undefined;
    case 'hub':
      return external(`hub ${packageOf(loader)}`, `Hub that ${packageOf(loader)} loads from`);
    case 'registry':
      return external(`registry ${packageOf(loader)}`, `Registry that ${packageOf(loader)} loads from`);
    case 'url': {
      const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/?#]*@)?([^/?#:]+)/i.exec(stated ?? '')?.[1];
      if (host !== undefined) return external(`url ${host}`, host);
      return stated === undefined
        ? external('url', 'Web address that is known only at run time')
        : external(`source ${stated}`, `${stated} as ${packageOf(loader)} finds it`);
    }
    case 'file':
      return stated === undefined
        ? store(`files ${what}`, `${what}: files named by a value`, `${what}: files`)
        : store(`file ${stated}`, stated, `${what}: files`);
    case 'bucket':
    case 'database': {
      const name = stated?.replace(/^([a-z][\w+.-]*:\/\/)(?:[^@/]*@)/i, '$1') ?? `${place} named by a value`;
      return store(`${place} ${name}`, name, 'Databases, buckets, queues and caches');
    }
    default:
      return store(
        `unknown ${what}`,
        `${what}: source not stated in the code`,
        `${what}: source not stated in the code`,
      );
  }
}

function packageOf(qualified: string): string {
  return qualified.split('.', 1)[0] ?? qualified;
}
