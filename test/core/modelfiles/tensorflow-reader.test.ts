import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspectFormat } from '../../support/inspect-format.js';
import {
  buildMessage,
  buildTensorflowNode as node,
  type ProtoField,
} from '../../support/model-file-builders.js';

const read = (name: string) => inspectFormat(readFileSync(`test/fixtures/modelfiles/${name}`));
const restore = (prefix: string) => [
  node('prefix', 'Const', [], [prefix]),
  node('r', 'RestoreV2', ['prefix']),
];

const GRAPHS: readonly (readonly [string, readonly ProtoField[], string, RegExp?])[] = [
  ['arithmetic', [node('x', 'Placeholder'), node('y', 'AddV2', ['x', 'x'])], 'nothing-found'],
  ['a checkpoint beside it', restore('model/part'), 'nothing-found'],
  ['a checkpoint elsewhere', restore('/etc/model'), 'dangerous', /"\/etc\/model"/],
  [
    'a checkpoint elsewhere through other nodes',
    [
      node('prefix', 'Const', [], ['../../model']),
      node('default', 'PlaceholderWithDefault', ['prefix']),
      node('save', 'SaveV2', ['default:0']),
    ],
    'dangerous',
    /SaveV2/,
  ],
  [
    'a file that is read',
    [node('n', 'Const', [], ['/etc/passwd']), node('r', 'ReadFile', ['n'])],
    'dangerous',
    /passwd/,
  ],
  ['a file named at run time', [node('n', 'Placeholder'), node('w', 'WriteFile', ['n'])], 'dangerous'],
  ['a Python function', [node('p', 'EagerPyFunc')], 'dangerous', /Python/],
  ['printing to the terminal', [node('p', 'PrintV2')], 'nothing-found'],
  ['printing to a file', [printTo('file:///tmp/x')], 'dangerous', /PrintV2/],
  ['an operator of its own', [node('e', 'EvilOp')], 'unknown', /"EvilOp"/],
  [
    'a function of its own',
    [
      node('e', 'MyFunction'),
      [
        2,
        [
          [
            1,
            [
              [1, [[1, 'MyFunction']]],
              [
                3,
                [
                  [1, 'a'],
                  [2, 'Relu'],
                ],
              ],
            ],
          ],
        ],
      ],
    ],
    'nothing-found',
  ],
  [
    'a file read in a function',
    [
      node('e', 'NoOp'),
      [
        2,
        [
          [
            1,
            [
              [1, [[1, 'f']]],
              [
                3,
                [
                  [1, 'a'],
                  [2, 'ReadFile'],
                ],
              ],
            ],
          ],
        ],
      ],
    ],
    'dangerous',
  ],
  [
    'nodes that feed each other',
    [node('a', 'Identity', ['b']), node('b', 'Identity', ['a']), node('s', 'SaveV2', ['a'])],
    'nothing-found',
  ],
];

function printTo(stream: string): ProtoField {
  return [
    1,
    [
      [1, 'p'],
      [2, 'PrintV2'],
      [
        5,
        [
          [1, 'output_stream'],
          [2, [[2, stream]]],
        ],
      ],
    ],
  ];
}

describe('TensorFlow reader', () => {
  for (const [title, graph, verdict, message] of GRAPHS) {
    it(`says ${verdict} of ${title}, in a frozen graph and in a SavedModel`, async () => {
      const metaGraph: ProtoField[] = [
        [
          1,
          [
            [4, 'serve'],
            [5, '2.21.0'],
          ],
        ],
        [2, graph],
      ];
      for (const file of [
        buildMessage(graph),
        buildMessage(metaGraph),
        buildMessage([
          [1, 1],
          [2, metaGraph],
        ]),
      ]) {
        const report = await inspectFormat(file);
        assert.equal(report.format, 'tensorflow-savedmodel');
        assert.equal(report.verdict, verdict, JSON.stringify(report.findings));
        if (message) assert.match(report.findings.map((finding) => finding.message).join('\n'), message);
      }
    });
  }

  it('reads what the library writes', async () => {
    const saved = await read('saved_model.pb');
    assert.equal(saved.verdict, 'nothing-found');
    const details = Object.fromEntries(saved.details.map(({ name, value }) => [name, value]));
    assert.equal(details['TensorFlow version'], '2.21.0');
    assert.match(details['signatures'] ?? '', /serving_default/);
    assert.equal((await read('default.pb')).verdict, 'nothing-found');
    const hostile = await read('read-file.pb');
    assert.equal(hostile.verdict, 'dangerous');
    assert.match(hostile.conversion ?? '', /ONNX/);
    assert.equal(saved.conversion, undefined);
    assert.deepEqual(hostile.findings[0]?.chain, ['Const "/nowhere/else"', 'ReadFile']);
  });

  it('finds an asset that leaves the model', async () => {
    const metaGraph: ProtoField[] = [
      [1, [[4, 'serve']]],
      [2, [node('x', 'Placeholder')]],
      [6, [[2, '../../x']]],
    ];
    assert.equal(
      (
        await inspectFormat(
          buildMessage([
            [1, 1],
            [2, metaGraph],
          ]),
        )
      ).verdict,
      'dangerous',
    );
  });

  it('finds Lambda layers in keras_metadata.pb', async () => {
    const layer = { class_name: 'Lambda', config: { name: 'l' } };
    const file = buildMessage([
      [
        1,
        [
          [2, 0],
          [3, 'root'],
          [4, '_tf_keras_layer'],
          [5, JSON.stringify(layer)],
        ],
      ],
    ]);
    const report = await inspectFormat(file);
    assert.equal(report.verdict, 'dangerous');
  });

  it('lists the tensors of TFLite models, and asks about custom operators', async () => {
    const plain = await read('default.tflite');
    assert.equal(plain.verdict, 'nothing-found');
    assert.ok(plain.tensors.some(({ dtype, shape }) => dtype === 'FLOAT32' && shape.join() === '1'));
    const flex = await read('flex.tflite');
    assert.equal(flex.verdict, 'unknown');
    assert.match(flex.findings[0]?.message ?? '', /"FlexCholesky"/);
  });
});
