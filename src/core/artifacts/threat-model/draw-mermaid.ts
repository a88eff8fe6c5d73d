import { makePrintable } from '../../report/printable.js';
import type { DataFlow, FlowNode } from './threat-model.js';

const maxLabel = 60;

/** A flowchart with a subgraph per trust zone, as lines without the fence. */
export function drawMermaid({ nodes, flows, zones }: DataFlow): readonly string[] {
  return [
    'flowchart LR',
    ...zones.flatMap((zone) => [
      `  subgraph ${zone.id}Zone["${escapeLabel(zone.name)}"]`,
      ...nodes.filter((node) => node.zone === zone.id).map((node) => `    ${drawNode(node)}`),
      '  end',
    ]),
    ...flows.map(({ from, to, labels }) => `  ${from} -->|"${escapeLabel(labels.join(', '))}"| ${to}`),
  ];
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
