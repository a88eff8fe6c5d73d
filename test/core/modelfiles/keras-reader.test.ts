import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { inspectFormat } from '../../support/inspect-format.js';
import { buildKeras } from '../../support/model-file-builders.js';

const dense = (change: object = {}) => ({
  module: 'keras.layers',
  class_name: 'Dense',
  config: { name: 'dense', units: 1, activation: 'relu', ...change },
  registered_name: null,
});
const model = (...layers: readonly unknown[]) => ({
  module: 'keras',
  class_name: 'Sequential',
  config: { name: 'sequential', layers },
});
const fn = (module: string | null, config: string) => ({
  module,
  class_name: 'function',
  config,
  registered_name: config,
});

const CASES: readonly (readonly [string, unknown, 'nothing-found' | 'unknown' | 'dangerous', RegExp?])[] = [
  ['a plain layer', model(dense()), 'nothing-found'],
  ['an activation of Keras', model(dense({ activation: fn('builtins', 'relu') })), 'nothing-found'],
  ['an operation of Keras', model(dense({ f: fn('keras.ops', 'add') })), 'nothing-found'],
  [
    'an internal class of Keras',
    model({ ...dense(), module: 'keras.src.layers.core.dense' }),
    'nothing-found',
  ],
  [
    'a Lambda with bytecode',
    model({
      ...dense({ function: { class_name: '__lambda__', config: { value: '4wE=' } } }),
      class_name: 'Lambda',
    }),
    'dangerous',
    /CVE-2024-3660/,
  ],
  [
    'bytecode elsewhere',
    model(dense({ activation: { class_name: '__lambda__', config: {} } })),
    'dangerous',
    /bytecode/,
  ],
  [
    'a Lambda with a name',
    model({ ...dense({ function: fn('builtins', 'relu') }), class_name: 'Lambda' }),
    'unknown',
  ],
  [
    'a module of Python',
    model({ module: 'os', class_name: 'system', config: {} }),
    'dangerous',
    /"os\.system"/,
  ],
  [
    'a function of a module',
    model(dense({ activation: fn('subprocess', 'run') })),
    'dangerous',
    /subprocess\.run/,
  ],
  [
    'a built-in of Python',
    model(dense({ activation: fn('builtins', 'eval') })),
    'dangerous',
    /builtins\.eval/,
  ],
  ['a download', model(dense({ f: fn('keras.utils', 'get_file') })), 'dangerous', /CVE-2025-8747/],
  [
    'safe mode off',
    model(dense({ f: fn('keras.config', 'enable_unsafe_deserialization') })),
    'dangerous',
    /CVE-2025-9906/,
  ],
  [
    'a PyTorch module',
    model({ ...dense(), class_name: 'TorchModuleWrapper' }),
    'dangerous',
    /CVE-2025-49655/,
  ],
  ['a saved model by path', model({ ...dense(), class_name: 'TFSMLayer' }), 'dangerous', /path/],
  [
    'a vocabulary by path',
    model({ ...dense({ vocabulary: '/etc/passwd' }), class_name: 'StringLookup' }),
    'dangerous',
    /"\/etc\/passwd", which is absolute/,
  ],
  [
    'a vocabulary of its own',
    model({ ...dense({ vocabulary: ['a', 'b'] }), class_name: 'StringLookup' }),
    'nothing-found',
  ],
  [
    'a custom class',
    model({ ...dense(), module: 'mine', class_name: 'Odd', registered_name: 'mine>Odd' }),
    'unknown',
  ],
  ['a class that Keras lacks', model({ ...dense(), class_name: 'Denser' }), 'unknown', /Denser/],
  [
    'a loss of a module',
    { ...model(dense()), compile_config: { optimizer: 'adam', loss: fn('os', 'system') } },
    'dangerous',
    /os\.system/,
  ],
];

describe('Keras archives', () => {
  for (const [title, config, verdict, message] of CASES) {
    it(`says ${verdict} of ${title}`, async () => {
      const report = await inspectFormat(buildKeras(config));
      assert.equal(report.format, 'keras');
      assert.equal(report.verdict, verdict, JSON.stringify(report.findings));
      if (message) assert.match(report.findings.map((finding) => finding.message).join('\n'), message);
    });
  }

  it('reads what the library writes, weights included', async () => {
    const report = await inspectFormat(readFileSync('test/fixtures/modelfiles/default.keras'));
    assert.equal(report.verdict, 'nothing-found');
    assert.ok(report.details.some(({ name, value }) => name === 'keras version' && value === '3.15.1'));
    assert.deepEqual(
      report.tensors.map(({ name, dtype, shape, member }) => [name, dtype, shape, member]),
      [
        ['layers/dense/vars/0', 'float32', [1, 1], ['model.weights.h5']],
        ['layers/dense/vars/1', 'float32', [1], ['model.weights.h5']],
      ],
    );
    const lambda = await inspectFormat(readFileSync('test/fixtures/modelfiles/lambda.keras'));
    assert.equal(lambda.verdict, 'dangerous');
  });

  it('does not verify a configuration that is no JSON, or has a key twice', async () => {
    for (const text of [
      '{"class_name": ',
      `${'['.repeat(5000)}`,
      '{"class_name":"Dense","class_name":"Dense","config":{}}',
    ]) {
      const file = zipSync({ 'config.json': strToU8(text), 'metadata.json': strToU8('{}') });
      const report = await inspectFormat(file);
      assert.equal(report.verdict, 'not-verified');
      assert.match(report.unread.join(), /config\.json/);
    }
  });
});

describe('HDF5 reader', () => {
  const cases: readonly (readonly [string, string, string, RegExp?])[] = [
    ['default.h5', 'keras', 'nothing-found'],
    ['lambda.h5', 'keras', 'dangerous', /ignores safe_mode \(CVE-2025-9905\)/],
    ['old-groups.h5', 'hdf5', 'nothing-found'],
    ['new-groups.h5', 'hdf5', 'nothing-found'],
    ['external-link.h5', 'hdf5', 'dangerous', /"\/nowhere\/else\.h5 at \/values"/],
    ['external-storage.h5', 'hdf5', 'dangerous', /"\/nowhere\/else", which is absolute/],
    ['virtual.h5', 'hdf5', 'dangerous', /other files/],
    ['dense-attributes.h5', 'hdf5', 'not-verified'],
  ];
  for (const [name, format, verdict, message] of cases) {
    it(`says ${verdict} of ${name}`, async () => {
      const report = await inspectFormat(readFileSync(`test/fixtures/modelfiles/${name}`));
      assert.equal(report.format, format);
      assert.equal(report.verdict, verdict, report.unread.join('\n'));
      if (message) assert.match(report.findings.map((finding) => finding.message).join('\n'), message);
    });
  }

  it('lists data sets of both kinds of groups once, links in circles included', async () => {
    for (const [name, dtype] of [
      ['old-groups.h5', 'float32'],
      ['new-groups.h5', 'int64'],
    ] as const) {
      const report = await inspectFormat(readFileSync(`test/fixtures/modelfiles/${name}`));
      assert.deepEqual(
        report.tensors.map((tensor) => [tensor.dtype, tensor.shape]),
        [[dtype, [3, 4]]],
      );
    }
  });

  it('finds the superblock behind a block of the user', async () => {
    const file = readFileSync('test/fixtures/modelfiles/lambda.h5');
    const report = await inspectFormat(Buffer.concat([Buffer.alloc(1024, 32), file]));
    assert.equal(report.verdict, 'dangerous');
  });
});
