import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspectFormat } from '../../support/inspect-format.js';
import {
  buildExternalTensor,
  buildMessage,
  buildOnnx,
  buildOnnxNode,
  type ProtoField,
} from '../../support/model-file-builders.js';

const branch = (fields: readonly ProtoField[]): ProtoField => [
  5,
  [
    [1, 'then_branch'],
    [6, fields],
    [20, 5],
  ],
];

const OUTSIDE = [
  '../weights',
  '/etc/passwd',
  'C:\\x',
  '\\\\host\\x',
  'a/../../x',
  'https://host/x',
  '~/x',
  'file:///x',
];

describe('ONNX reader', () => {
  it('lists what the library writes, with nothing found', async () => {
    const report = await inspectFormat(readFileSync('test/fixtures/modelfiles/default.onnx'));
    assert.equal(report.format, 'onnx');
    assert.equal(report.verdict, 'nothing-found');
    assert.deepEqual(
      report.tensors.map(({ name, dtype, shape, bytes }) => [name, dtype, shape, bytes]),
      [['w', 'FLOAT', [4, 4], 64]],
    );
    const details = Object.fromEntries(report.details.map(({ name, value }) => [name, value]));
    assert.equal(details['producer'], 'fixture');
    assert.equal(details['opset ai.onnx'], '18');
    assert.equal(details['inputs'], 'x');
  });

  for (const place of OUTSIDE) {
    it(`finds external data at ${place}`, async () => {
      const report = await inspectFormat(buildOnnx([buildOnnxNode('MatMul'), buildExternalTensor(5, place)]));
      assert.equal(report.verdict, 'dangerous');
      assert.equal(report.findings[0]?.ruleId, 'model-file/onnx-external-data-escapes');
      assert.ok((report.findings[0]?.offset ?? 0) > 0);
    });
  }

  it('finds a location behind another, in a subgraph, and in a function', async () => {
    const hidden = buildOnnx([buildExternalTensor(5, 'good.bin', '/etc/passwd')]);
    const nested = buildOnnx([buildOnnxNode('If', '', [branch([buildExternalTensor(5, '/etc/passwd')])])]);
    const constant: ProtoField = [
      7,
      [
        [4, 'Constant'],
        [5, [[1, 'value'], buildExternalTensor(5, '/etc/passwd')]],
      ],
    ];
    const inFunction = buildOnnx([buildOnnxNode('F', 'mine')], [[25, [[1, 'F'], constant, [10, 'mine']]]]);
    for (const file of [hidden, nested, inFunction])
      assert.equal((await inspectFormat(file)).verdict, 'dangerous');
  });

  it('takes external data beside the model, and says where', async () => {
    const report = await inspectFormat(buildOnnx([buildExternalTensor(5, 'data/weights.bin')]));
    assert.equal(report.verdict, 'nothing-found');
    assert.equal(report.tensors[0]?.bytes, undefined);
    assert.ok(report.details.some(({ value }) => value === 'data/weights.bin'));
  });

  it('asks about operators of other domains, but not about functions of the file', async () => {
    const custom = await inspectFormat(buildOnnx([buildOnnxNode('Evil', 'evil.corp')]));
    assert.equal(custom.verdict, 'unknown');
    assert.match(custom.findings[0]?.message ?? '', /"evil\.corp\.Evil"/);
    const own = buildOnnx(
      [buildOnnxNode('F', 'mine')],
      [
        [
          25,
          [
            [1, 'F'],
            [10, 'mine'],
          ],
        ],
      ],
    );
    assert.equal((await inspectFormat(own)).verdict, 'nothing-found');
    const python = await inspectFormat(buildOnnx([buildOnnxNode('PyOp', 'ai.onnx.contrib')]));
    assert.equal(python.verdict, 'dangerous');
  });

  it('stops at graphs that nest too deep', async () => {
    let graph: readonly ProtoField[] = [buildOnnxNode('Relu')];
    for (let depth = 0; depth < 60; depth += 1) graph = [buildOnnxNode('If', '', [branch(graph)])];
    const report = await inspectFormat(buildOnnx(graph));
    assert.equal(report.verdict, 'not-verified');
    assert.match(report.unread.join(), /nest/);
  });

  it('is not taken for other messages', async () => {
    assert.notEqual(
      (
        await inspectFormat(
          buildMessage([
            [1, 9],
            [2, 'x'],
          ]),
        )
      ).format,
      'onnx',
    );
    assert.notEqual(
      (
        await inspectFormat(
          buildMessage([
            [1, 'text'],
            [7, 'x'],
          ]),
        )
      ).format,
      'onnx',
    );
  });
});
