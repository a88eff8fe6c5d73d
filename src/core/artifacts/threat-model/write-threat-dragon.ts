import { hashText } from '../../findings/fingerprint.js';
import type { ThreatLevel } from './threat-knowledge.js';
import type { FlowNode, Measure, Threat, ThreatElement, ThreatModel, ZoneId } from './threat-model.js';
import { STRIDE_WORDS } from './write-cells.js';

/** Version of Threat Dragon whose files these are like. */
const version = '2.3.0';
const width = 200;
const height = 70;
const column = 360;
const row = 110;

const severities: Readonly<Record<ThreatLevel, string>> = {
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  unknown: 'TBD',
};

interface Numbered {
  readonly threat: Threat;
  readonly element: ThreatElement;
  readonly number: number;
}

/** Writes the model as a file of OWASP Threat Dragon 2. */
export function writeThreatDragon(model: ThreatModel): string {
  const { projectName, dataFlow, threats } = model;
  const loose = listLooseNodes(threats);
  const nodes = [...dataFlow.nodes, ...loose.nodes];
  const all = threats.flatMap((threat) => threat.elements.map((element) => ({ threat, element })));
  const numbered = all.map((each, index): Numbered => ({ ...each, number: index + 1 }));
  const columns: readonly ZoneId[] = (['callers', 'service', 'work', 'stores', 'others'] as const).filter(
    (zone) => nodes.some((node) => node.zone === zone),
  );
  const nameOf = new Map(dataFlow.zones.map(({ id, name }) => [id, name]));
  const boxes = columns.map((zone, index) => {
    const count = nodes.filter((node) => node.zone === zone).length;
    return writeBox(nameOf.get(zone) ?? 'Other code of the project', zone, index, count);
  });
  const cells = [
    ...boxes,
    ...columns.flatMap((zone, index) =>
      nodes
        .filter((node) => node.zone === zone)
        .map((node, place) => {
          const here = numbered.filter(({ element }) => (element.node ?? loose.idOf(element)) === node.id);
          return writeNode(node, index, place, here);
        }),
    ),
    ...dataFlow.flows.map(({ from, to, labels }) => writeFlow(from, to, labels.join(', '))),
  ];
  const file = {
    version,
    summary: {
      title: projectName === '' ? 'Threat model' : projectName,
      owner: '',
      description: 'Written by Fairlead from the code; not reviewed.',
      id: 0,
    },
    detail: {
      contributors: [],
      diagrams: [
        {
          id: 0,
          title: 'Data flow',
          diagramType: 'STRIDE',
          placeholder: 'Data flow as found in the code',
          thumbnail: './public/content/images/thumbnail.stride.jpg',
          version,
          cells,
        },
      ],
      diagramTop: 1,
      reviewer: '',
      threatTop: numbered.length,
    },
  };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

/** Nodes for elements without a place in the data flow: one per file, or per element that is not a finding. */
function listLooseNodes(threats: readonly Threat[]): {
  readonly nodes: readonly FlowNode[];
  readonly idOf: (element: ThreatElement) => string;
} {
  const idOf = ({ kind, name, locations }: ThreatElement): string => {
    const path = locations[0]?.path ?? '';
    return kind === 'finding' ? `file ${path}` : `${kind} ${name} ${path}`;
  };
  const nodes = new Map<string, FlowNode>();
  for (const element of threats.flatMap(({ elements }) => elements)) {
    if (element.node !== undefined) continue;
    const id = idOf(element);
    const name = element.kind === 'finding' ? (element.locations[0]?.path ?? element.name) : element.name;
    nodes.set(id, { id, kind: 'process', zone: 'work', name, locations: element.locations });
  }
  return { nodes: [...nodes.values()], idOf };
}

function writeBox(name: string, zone: ZoneId, index: number, count: number): object {
  return {
    id: toUuid(`zone ${zone}`),
    shape: 'trust-boundary-box',
    zIndex: -1,
    position: { x: index * column, y: 0 },
    size: { width: column - 60, height: count * row + 90 },
    attrs: { label: { text: name } },
    data: { type: 'tm.BoundaryBox', name, description: '', isTrustBoundary: true, hasOpenThreats: false },
  };
}

function writeNode(
  { id, kind, name }: FlowNode,
  index: number,
  place: number,
  here: readonly Numbered[],
): object {
  const isActor = kind === 'actor' || kind === 'external';
  const shape = isActor ? 'actor' : kind;
  const type = isActor ? 'tm.Actor' : kind === 'store' ? 'tm.Store' : 'tm.Process';
  const threats = here.map(writeThreat);
  return {
    id: toUuid(`node ${id}`),
    shape,
    zIndex: 1,
    visible: true,
    position: { x: index * column + 50, y: place * row + 60 },
    size: { width, height },
    attrs: { text: { text: name } },
    data: {
      type,
      name,
      description: '',
      outOfScope: false,
      reasonOutOfScope: '',
      isTrustBoundary: false,
      hasOpenThreats: threats.some((threat) => threat['status'] === 'Open'),
      threats,
    },
  };
}

function writeFlow(from: string, to: string, name: string): object {
  return {
    id: toUuid(`flow ${from} ${to}`),
    shape: 'flow',
    zIndex: 10,
    connector: 'smooth',
    source: { cell: toUuid(`node ${from}`) },
    target: { cell: toUuid(`node ${to}`) },
    labels: [{ attrs: { label: { text: name } }, position: 0.5 }],
    attrs: {
      line: {
        stroke: '#333333',
        strokeWidth: 1,
        targetMarker: { name: 'block' },
        sourceMarker: { name: '' },
      },
    },
    data: {
      type: 'tm.Flow',
      name,
      description: '',
      outOfScope: false,
      reasonOutOfScope: '',
      isTrustBoundary: false,
      isBidirectional: false,
      hasOpenThreats: false,
      threats: [],
    },
  };
}

function writeThreat({
  threat: { rule },
  element,
  number,
}: Numbered): Readonly<Record<string, string | number>> {
  const { name, locations, likelihood, impact, measures } = element;
  const places = locations.map(({ path, range, cell }) =>
    cell === undefined
      ? `${path}:${range.start.line + 1}`
      : `${path} cell ${cell + 1} line ${range.start.line + 1}`,
  );
  return {
    id: toUuid(`threat ${rule.id} ${element.id}`),
    number,
    title: rule.title,
    type: STRIDE_WORDS[rule.stride[0] ?? 'tampering'],
    modelType: 'STRIDE',
    // Whether what was found is enough is for a person to say.
    status: 'Open',
    severity: severities[impact.level],
    score: '',
    description: [
      rule.description,
      `${name} (${places.join(', ')})`,
      `Likelihood ${likelihood.level}: ${likelihood.because}`,
      `Impact ${impact.level}: ${impact.because}`,
      `STRIDE: ${rule.stride.map((each) => STRIDE_WORDS[each]).join(', ')}`,
      ...(rule.references.length === 0 ? [] : [`References: ${rule.references.join(', ')}`]),
    ].join('\n\n'),
    mitigation: measures.map(describeMeasure).join('\n\n'),
  };
}

function describeMeasure({ title, state, detail = '', question, isLikely }: Measure): string {
  switch (state) {
    case 'found':
      return `${title}: found in the code: ${detail}`;
    case 'missing':
      return `${title}: ${isLikely === true ? 'questioned by' : 'no, says'} ${detail}`;
    case 'not-met':
      return `${title}: the code states ${detail} (${question})`;
    case 'unclear':
      return `${title}: known only at run time, ${detail} (${question})`;
    case 'not-found':
      return `${title}: none found in the code (${question})`;
    case 'ask':
      return `${title}: not settled by the code (${question})`;
  }
}

/** A stable identifier in the form of a UUID of version 8 (own content). */
function toUuid(text: string): string {
  const hex = hashText(text) + hashText(`${text}\0`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
