import type { Location } from '../../source/document.js';
import type { DataFlow, FlowNode } from './threat-model.js';

/** Flows in one direction between a process and the things of one zone. */
export interface Crossing {
  readonly process: FlowNode;
  /** At least one. */
  readonly others: readonly FlowNode[];
  /** True for flows into the process. */
  readonly isInto: boolean;
  readonly labels: readonly string[];
  readonly locations: readonly Location[];
}

/** Flows across the boundaries of zones, those of a process with one zone together, in the order of the flows. */
export function groupCrossings({ nodes, flows }: DataFlow): readonly Crossing[] {
  const nodeOf = new Map(nodes.map((node) => [node.id, node]));
  const groups = new Map<
    string,
    { process: FlowNode; others: FlowNode[]; isInto: boolean; labels: string[]; locations: Location[] }
  >();
  for (const { from, to, labels, locations } of flows) {
    const [source, target] = [nodeOf.get(from), nodeOf.get(to)];
    if (source === undefined || target === undefined || source.zone === target.zone) continue;
    const isInto = target.kind === 'process';
    const [process, other] = isInto ? [target, source] : [source, target];
    const key = `${process.id} ${other.zone} ${isInto}`;
    const group = groups.get(key) ?? { process, others: [], isInto, labels: [], locations: [] };
    if (!group.others.includes(other)) group.others.push(other);
    for (const label of labels) if (!group.labels.includes(label)) group.labels.push(label);
    group.locations.push(...locations);
    groups.set(key, group);
  }
  return [...groups.values()];
}
