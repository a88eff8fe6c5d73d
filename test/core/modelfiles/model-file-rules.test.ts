import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { ModelFileReport } from '../../../src/core/modelfiles/model-file.js';
import { isModelFileName } from '../../../src/core/modelfiles/model-file-names.js';
import { createModelFindings } from '../../../src/core/modelfiles/model-findings.js';
import { readByteListing } from '../../../src/core/rules/byte-listing.js';
import { inspectFormat } from '../../support/inspect-format.js';
import { bytes, callStream, proto, torchMembers, zip } from '../../support/pickle-builder.js';

const rules = loadKnowledge(process.cwd()).rules.filter(({ match }) => match.kind === 'inspection');

/** Every id that the text of the readers holds: whole ones, and those that `find` puts the area before. */
function listEmittedIds(): readonly string[] {
  const folder = 'src/core/modelfiles';
  const source = readdirSync(folder)
    .filter((name) => name !== 'model-file.ts')
    .map((name) => readFileSync(`${folder}/${name}`, 'utf8'))
    .join('\n');
  const whole = [...source.matchAll(/'model-file\/([a-z0-9-]+)'/g)];
  const short = [...source.matchAll(/\.find\(\s*'([a-z0-9]+(?:-[a-z0-9]+)+)'/g)];
  return [...new Set([...whole, ...short].map(([, id]) => `model-file/${id}`))].sort();
}

describe('rules on model files', () => {
  it('are those that readers report under', () => {
    assert.deepEqual(
      rules.map(({ id }) => id),
      listEmittedIds(),
    );
  });

  it('say of no file that it is safe', () => {
    for (const { id, title, message, why } of rules) {
      assert.doesNotMatch(`${title} ${message} ${why}`, /\bsafe(ly)?\b/i, id);
    }
  });
});

describe('createModelFindings', () => {
  const inspect = (content: Uint8Array): Promise<ModelFileReport> => inspectFormat(content);

  it('takes the level from the verdict, and the guidelines from the rule', async () => {
    const report = await inspect(callStream('posix', 'getcwd'));
    const [finding] = createModelFindings(report, { rules, levels: {} });
    assert.equal(finding?.level, 'error');
    assert.ok(finding.guidelines.includes('ncsc-2.1'));
    const unknown = await inspect(callStream('mypackage', 'Model'));
    assert.equal(createModelFindings(unknown, { rules, levels: {} })[0]?.level, 'warning');
  });

  it('counts tests and examples one level less when the place is judged', async () => {
    const found = await inspect(callStream('posix', 'getcwd'));
    const levels = ['models/a.pkl', 'tests/data/a.pkl'].map((path) => {
      const [finding] = createModelFindings({ ...found, path }, { rules, levels: {}, judgesPlace: true });
      return finding?.level;
    });
    assert.deepEqual(levels, ['error', 'warning']);
    const [asked] = createModelFindings({ ...found, path: 'tests/a.pkl' }, { rules, levels: {} });
    assert.equal(asked?.level, 'error');
  });

  it('names member, offset and chain', async () => {
    const report = await inspect(zip(torchMembers(callStream('posix', 'getcwd'))));
    const [finding] = createModelFindings(report, { rules, levels: {} });
    assert.equal(finding?.symbol, 'archive/data.pkl');
    assert.deepEqual(finding.binary?.member, ['archive/data.pkl']);
    assert.equal(typeof finding.binary.offset, 'number');
    assert.ok(finding.binary.chain.includes('STACK_GLOBAL posix.getcwd'));
  });

  it('obeys the levels of a project, and its baseline', async () => {
    const report = await inspect(callStream('posix', 'getcwd'));
    const ruleId = 'model-file/pickle-dangerous-global';
    assert.deepEqual(createModelFindings(report, { rules, levels: { [ruleId]: 'off' } }), []);
    const [finding] = createModelFindings(report, { rules, levels: { [ruleId]: 'hint' } });
    assert.equal(finding?.level, 'hint');
    const known = new Set([finding.fingerprint]);
    assert.equal(createModelFindings(report, { rules, levels: {}, known })[0]?.suppression?.kind, 'baseline');
  });

  it('keeps fingerprints when bytes before a call change', async () => {
    const first = await inspect(callStream('posix', 'getcwd'));
    const moved = await inspect(bytes(proto(4), 'K\x010', callStream('posix', 'getcwd').subarray(2)));
    const print = (report: ModelFileReport) =>
      createModelFindings(report, { rules, levels: {} }).map(({ fingerprint }) => fingerprint);
    assert.deepEqual(print(first), print(moved));
  });
});

describe('readByteListing', () => {
  it('reads bytes, runs and remarks', () => {
    assert.deepEqual([...readByteListing('80 04 ; PROTO 4\n00x3 ff\n')], [0x80, 4, 0, 0, 0, 0xff]);
  });
  it('names what is no byte', () => {
    assert.throws(() => readByteListing('80 zz'), /found zz/);
  });
});

describe('isModelFileName', () => {
  for (const [name, is] of [
    ['model.pt', true],
    ['MODEL.SAFETENSORS', true],
    ['saved_model.pb', true],
    ['pytorch_model-00001-of-00002.bin', true],
    ['firmware.bin', false],
    ['graph.pb', false],
    ['pt', false],
    ['notes.txt', false],
  ] as const) {
    it(`says ${is} of ${name}`, () => assert.equal(isModelFileName(name), is));
  }
});
