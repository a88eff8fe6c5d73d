import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { strToU8, zipSync } from 'fflate';
import { describeForeignPath } from '../../../src/core/modelfiles/foreign-path.js';
import { readJson } from '../../../src/core/modelfiles/strict-json.js';
import { inspectFormat } from '../../support/inspect-format.js';

const latin = (text: string) => Uint8Array.from(text.padEnd(600, '\0'), (letter) => letter.charCodeAt(0));
const skops = (schema: object) => zipSync({ 'schema.json': strToU8(JSON.stringify(schema)) });

describe('programs in place of models', () => {
  for (const [head, what] of [
    ['\u007fELF', /ELF/],
    ["MZqFpD='\n", /llamafile/],
    ['MZ', /Windows/],
    ['\u00cf\u00fa\u00ed\u00fe', /Mach-O/],
  ] as const) {
    it(`finds ${what}`, async () => {
      const report = await inspectFormat(latin(head));
      assert.equal(report.format, 'executable');
      assert.equal(report.verdict, 'dangerous');
      assert.match(report.findings[0]?.message ?? '', what);
    });
  }
});

describe('scripts in place of models', () => {
  it('are asked about', async () => {
    const report = await inspectFormat(strToU8('#!/bin/sh\necho\n'));
    assert.equal(report.format, 'executable');
    assert.equal(report.verdict, 'unknown');
  });
});

describe('content that is only recognised', () => {
  for (const [head, what] of [
    ['ggml', /GGML/],
    ['....ET12', /ExecuTorch/],
    ['RDX3\n', /R data/],
    ['<?xml version="1.0"?><PMML version="4.4">', /PMML/],
  ] as const) {
    it(`says that ${what} was not read`, async () => {
      const report = await inspectFormat(latin(head));
      assert.equal(report.format, 'unknown');
      assert.equal(report.verdict, 'not-verified');
      assert.match(report.unread.join(), what);
    });
  }
});

describe('skops archives', () => {
  const node = {
    __class__: 'LinearRegression',
    __module__: 'sklearn.linear_model',
    __loader__: 'ObjectNode',
  };
  for (const [title, schema, verdict] of [
    ['an estimator', node, 'nothing-found'],
    [
      'plain values',
      { ...node, content: { __class__: 'str', __module__: 'builtins', __loader__: 'JsonNode' } },
      'nothing-found',
    ],
    ['a type of its own', { ...node, __module__: 'mine' }, 'unknown'],
    ['a method', { ...node, __loader__: 'MethodNode' }, 'unknown'],
    ['a function that runs programs', { ...node, __class__: 'system', __module__: 'os' }, 'dangerous'],
    [
      'one deep inside',
      { ...node, content: [{ a: { ...node, __class__: 'eval', __module__: 'builtins' } }] },
      'dangerous',
    ],
  ] as const) {
    it(`says ${verdict} of ${title}`, async () => {
      assert.equal((await inspectFormat(skops(schema))).verdict, verdict);
    });
  }

  it('reads what the library writes', async () => {
    const report = await inspectFormat(readFileSync('test/fixtures/modelfiles/default.skops'));
    assert.equal(report.verdict, 'nothing-found');
    assert.ok(report.imports.some(({ name }) => /LinearRegression/.test(name)));
  });
});

describe('configurations of Hydra', () => {
  for (const [text, verdict] of [
    ['encoder:\n  _target_: nemo.collections.asr.modules.ConvASREncoder\n', 'nothing-found'],
    ['encoder:\n  _target_: os.system\n  command: x\n', 'dangerous'],
    ['encoder: {"_target_": "subprocess.run"}\n', 'dangerous'],
    ['- _target_: "mine.Thing"\n', 'unknown'],
  ] as const) {
    it(`says ${verdict} of ${text.trim()}`, async () => {
      assert.equal((await inspectFormat(strToU8(text))).verdict, verdict);
    });
  }
});

describe('describeForeignPath', () => {
  for (const inside of ['a', 'a/b', './a', 'a/../b', '', 'a..b', '...', 'a\\b']) {
    it(`lets ${JSON.stringify(inside)} be`, () => assert.equal(describeForeignPath(inside), undefined));
  }
  for (const outside of [
    '..',
    '../a',
    'a/../..',
    '/a',
    '\\a',
    'C:a',
    's3://a',
    '~/a',
    '~root',
    'a\0b',
    '..\\a',
  ]) {
    it(`tells of ${JSON.stringify(outside)}`, () =>
      assert.equal(typeof describeForeignPath(outside), 'string'));
  }
});

describe('readJson', () => {
  it('reads what JSON.parse reads, with objects as maps', () => {
    const text = '{"a": [1, -2.5e3, "x\\u0041\\n\\"", true, null], "__proto__": {}}';
    const { value } = readJson(text);
    assert.ok(value instanceof Map);
    assert.deepEqual(value.get('a'), (JSON.parse(text) as { a: unknown }).a);
    assert.ok(value.get('__proto__') instanceof Map);
  });

  it('names keys that stand twice', () => {
    assert.deepEqual(readJson('{"a":1,"b":{"c":1,"c":2},"a":2}').duplicateKeys, ['c', 'a']);
  });

  for (const text of [
    '',
    '{',
    '[1,]',
    '{"a" 1}',
    '"x',
    '01',
    '{} x',
    '[1 2]',
    "'a'",
    '"\\q"',
    '['.repeat(10_000),
  ]) {
    it(`refuses ${text.slice(0, 20)}`, () => assert.throws(() => readJson(text), { name: 'JsonProblem' }));
  }
});
