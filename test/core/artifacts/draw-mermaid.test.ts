import assert from 'node:assert/strict';
import { drawMermaid } from '../../../src/core/artifacts/threat-model/draw-mermaid.js';
import type { DataFlow, FlowNode, ZoneId } from '../../../src/core/artifacts/threat-model/threat-model.js';

const node = (id: string, kind: FlowNode['kind'], zone: ZoneId): FlowNode => ({
  id,
  kind,
  zone,
  name: `name of ${id}`,
  locations: [],
});
const flow = (from: string, to: string, ...labels: string[]) => ({ from, to, labels, locations: [] });
const zone = (id: ZoneId) => ({ id, name: `Zone ${id}`, about: '' });

const dataFlow: DataFlow = {
  nodes: [
    node('caller', 'actor', 'callers'),
    node('api', 'process', 'service'),
    node('hub', 'external', 'others'),
    node('llm', 'external', 'others'),
    node('files', 'store', 'stores'),
  ],
  flows: [
    flow('caller', 'api', 'requests'),
    flow('hub', 'api', 'model', 'tokenizer'),
    flow('llm', 'api', 'answers'),
    flow('api', 'llm', 'messages'),
    flow('api', 'files', 'saved files'),
  ],
  zones: [zone('callers'), zone('service'), zone('stores'), zone('others')],
  isGrouped: false,
};

/** Names of the frames with the ids of the nodes in each, from left to right. */
function readFrames(lines: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const frames: (readonly [string, string[]])[] = [];
  for (const line of lines) {
    const name = /^ {2}subgraph \w+\["(.*)"\]$/.exec(line)?.[1];
    if (name !== undefined) frames.push([name, []]);
    const id = /^ {4}(\w+?)[([{]/.exec(line)?.[1];
    if (id !== undefined) frames.at(-1)?.[1].push(id);
  }
  return frames;
}

describe('the diagram of a threat model', () => {
  it('puts what is only read before the code, and what is written or called after it', () => {
    assert.deepEqual(readFrames(drawMermaid(dataFlow)), [
      ['Zone callers', ['caller']],
      ['Zone others: read', ['hub']],
      ['Zone service', ['api']],
      ['Zone stores', ['files']],
      ['Zone others: written or called', ['llm']],
    ]);
  });

  it('draws two arrows between the same nodes as one, what the code sends first', () => {
    const lines = drawMermaid(dataFlow);
    assert.deepEqual(
      lines.filter((line) => line.includes('-->')),
      [
        '  caller -->|"requests"| api',
        '  hub -->|"model, tokenizer"| api',
        '  api <-->|"messages / answers"| llm',
        '  api -->|"saved files"| files',
      ],
    );
  });

  it('draws what one file writes and another one reads on both sides', () => {
    const shared: DataFlow = {
      ...dataFlow,
      nodes: [...dataFlow.nodes, node('job', 'process', 'work')],
      flows: [flow('job', 'files', 'saved files'), flow('files', 'api', 'model')],
      zones: [zone('service'), zone('work'), zone('stores')],
    };
    const lines = drawMermaid(shared);
    assert.deepEqual(readFrames(lines), [
      ['Zone stores: read', ['filesr']],
      ['Zone service', ['api']],
      ['Zone work', ['job']],
      ['Zone stores: written or called', ['files']],
    ]);
    assert.ok(lines.includes('    filesr[("name of files #40;read#41;")]'));
    assert.deepEqual(
      lines.filter((line) => line.includes('-->')),
      ['  job -->|"saved files"| files', '  filesr -->|"model"| api'],
    );
  });

  it('draws every node and loses no flow to a node itself', () => {
    const own = { ...dataFlow, flows: [flow('api', 'api', 'itself')] };
    assert.ok(drawMermaid(own).includes('  api -->|"itself"| api'));
    const drawn = readFrames(drawMermaid(own)).flatMap(([, ids]) => ids);
    assert.deepEqual(drawn.sort(), dataFlow.nodes.map(({ id }) => id).sort());
  });
});
