import { makePrintable } from '../../report/printable.js';
import type { DataFlow, Flow, FlowNode } from './threat-model.js';

const maxLabel = 60;

/** Narrow enough for the column of a page, so that it is not scaled down until nobody can read it. */
const layout = '%%{init: {"flowchart": {"nodeSpacing": 20, "rankSpacing": 70, "wrappingWidth": 240}}}%%';

/** A box of the diagram around nodes of one zone. */
interface Frame {
  readonly id: string;
  readonly name: string;
  readonly nodes: readonly FlowNode[];
}

/**
 * A flowchart from left to right, as lines without the fence: who calls and what is only read, then the code, then what is
 * written or called. Two arrows between the same nodes are drawn as one with two heads; what one file writes and another
 * one reads is drawn on both sides.
 */
export function drawMermaid(given: DataFlow): readonly string[] {
  const dataFlow = separateReading(given);
  return [
    layout,
    'flowchart LR',
    ...listFrames(dataFlow).flatMap(({ id, name, nodes }) => [
      `  subgraph ${id}["${escapeLabel(name)}"]`,
      ...nodes.map((node) => `    ${drawNode(node)}`),
      '  end',
    ]),
    ...drawFlows(dataFlow),
  ];
}

/** Gives nodes outside the code that are written, and read by nodes that do not write them, a second node for the reading. */
function separateReading(dataFlow: DataFlow): DataFlow {
  const ends = new Set(dataFlow.flows.map(({ from, to }) => `${from} ${to}`));
  const written = new Set(dataFlow.flows.map(({ to }) => to));
  const outside = dataFlow.nodes.filter(
    ({ id, zone }) => zone !== 'callers' && !codeZones.includes(zone) && written.has(id),
  );
  const ids = new Set(outside.map(({ id }) => id));
  const flows = dataFlow.flows.map((flow) =>
    ids.has(flow.from) && !ends.has(`${flow.to} ${flow.from}`) ? { ...flow, from: `${flow.from}r` } : flow,
  );
  const readers = new Set(flows.map(({ from }) => from));
  const twins = outside
    .filter(({ id }) => readers.has(`${id}r`))
    .map((node) => ({ ...node, id: `${node.id}r`, name: `${node.name} (read)` }));
  return { ...dataFlow, nodes: [...dataFlow.nodes, ...twins], flows };
}

/** Frames in the order of the columns. A zone with nodes on both sides of the code is drawn as two. */
function listFrames({ nodes, flows, zones }: DataFlow): readonly Frame[] {
  const written = new Set(flows.map(({ to }) => to));
  const left: Frame[] = [];
  const middle: Frame[] = [];
  const right: Frame[] = [];
  for (const { id, name } of zones) {
    const own = nodes.filter((node) => node.zone === id);
    if (id === 'callers') left.push({ id: `${id}Zone`, name, nodes: own });
    else if (codeZones.includes(id)) middle.push({ id: `${id}Zone`, name, nodes: own });
    else {
      const read = own.filter((node) => !written.has(node.id));
      const others = own.filter((node) => written.has(node.id));
      const isSplit = read.length > 0 && others.length > 0;
      if (read.length > 0) {
        left.push({ id: `${id}ReadZone`, name: isSplit ? `${name}: read` : name, nodes: read });
      }
      if (others.length > 0) {
        right.push({ id: `${id}Zone`, name: isSplit ? `${name}: written or called` : name, nodes: others });
      }
    }
  }
  return [...left, ...middle, ...right];
}

const codeZones: readonly FlowNode['zone'][] = ['service', 'work'];

function drawFlows({ nodes, flows }: DataFlow): readonly string[] {
  const code = new Set(nodes.filter(({ zone }) => codeZones.includes(zone)).map(({ id }) => id));
  const byEnds = new Map(flows.map((flow) => [`${flow.from} ${flow.to}`, flow]));
  const drawn = new Set<string>();
  return flows.flatMap((flow) => {
    const back = flow.from === flow.to ? undefined : byEnds.get(`${flow.to} ${flow.from}`);
    if (back === undefined) return [drawFlow(flow, '-->', labelOf(flow))];
    const ends = [flow.from, flow.to].sort().join(' ');
    if (drawn.has(ends)) return [];
    drawn.add(ends);
    const [out, home] = code.has(flow.from) ? [flow, back] : [back, flow];
    return [drawFlow(out, '<-->', `${labelOf(out)} / ${labelOf(home)}`)];
  });
}

function drawFlow({ from, to }: Flow, arrow: string, label: string): string {
  return `  ${from} ${arrow}|"${escapeLabel(label)}"| ${to}`;
}

function labelOf({ labels }: Flow): string {
  return labels.join(', ');
}

function drawNode({ id, kind, name }: FlowNode): string {
  const label = escapeLabel(name);
  switch (kind) {
    case 'actor':
      return `${id}(["${label}"])`;
    case 'process':
      return `${id}["${label}"]`;
    case 'store':
      return `${id}[("${label}")]`;
    case 'external':
      return `${id}{{"${label}"}}`;
  }
}

/** Text as the diagram shows it: on one line, short, with nothing that the diagram's language acts on. */
function escapeLabel(text: string): string {
  const line = makePrintable(text.replace(/\s+/g, ' ').trim());
  if (line === '') return '(no name)';
  const characters = [...line];
  const short = characters.length > maxLabel ? `${characters.slice(0, maxLabel - 3).join('')}...` : line;
  return short.replace(/[#"<>&`\\*_~[\]{}()|;%$]/g, (mark) => `#${mark.codePointAt(0)};`);
}
