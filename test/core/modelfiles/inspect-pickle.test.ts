import assert from 'node:assert/strict';
import type { ModelVerdict } from '../../../src/core/modelfiles/model-file.js';
import { inspectFormat as inspect } from '../../support/inspect-format.js';
import {
  bytes,
  callStream,
  long,
  longLong,
  proto,
  shortBytes,
  stackGlobal,
  text,
} from '../../support/pickle-builder.js';

const CALL = bytes('cposix\ngetcwd\n(tR.');

describe('inspectModelFile on pickles', () => {
  const streams: readonly (readonly [string, Uint8Array, ModelVerdict, string?])[] = [
    ['a number', bytes(proto(2), 'K\x01.'), 'nothing-found'],
    ['an ordered dictionary', callStream('collections', 'OrderedDict'), 'nothing-found'],
    ['GLOBAL and REDUCE', CALL, 'dangerous', 'model-file/pickle-dangerous-global'],
    ['INST', bytes('(iposix\ngetcwd\n.'), 'dangerous'],
    ['OBJ', bytes('(cposix\ngetcwd\no.'), 'dangerous'],
    ['NEWOBJ', bytes(proto(2), 'cposix\ngetcwd\n)\x81.'), 'dangerous'],
    ['NEWOBJ_EX', bytes(proto(4), 'cposix\ngetcwd\n)}\x92.'), 'dangerous'],
    ['a global that is not called', bytes(proto(4), stackGlobal('posix', 'getcwd'), '0N.'), 'dangerous'],
    ['names through the memo', bytes("S'posix'\np7\n0S'getcwd'\np8\n0g7\ng8\n\x93(tR."), 'dangerous'],
    ['escaped names', bytes("S'\\x70osix'\nVget\\u0063wd\n\x93(tR."), 'dangerous'],
    [
      'a computed name',
      bytes(proto(4), stackGlobal('builtins', 'str'), text('posix'), '\x85R', text('getcwd'), '\x93)R.'),
      'dangerous',
      'model-file/pickle-name-computed',
    ],
    ['an extension code', bytes(proto(2), '\x82\x01)R.'), 'unknown'],
    ['a persistent id', bytes('Pgive me something\n.'), 'unknown', 'model-file/pickle-persistent-id'],
    ['a module on no list', callStream('mypackage', 'Model'), 'unknown', 'model-file/pickle-unknown-global'],
    [
      'the result of a call that is called',
      bytes(proto(4), stackGlobal('collections', 'OrderedDict'), ')R)R.'),
      'unknown',
    ],
    [
      'a default factory',
      callStream('collections', 'defaultdict', [stackGlobal('posix', 'getcwd'), '\x85']),
      'dangerous',
    ],
    [
      'a class that is changed',
      bytes(proto(4), stackGlobal('torch.nn.modules.linear', 'Linear'), '}', text('a'), 'K\x01sb.'),
      'dangerous',
      'model-file/pickle-global-changed',
    ],
    [
      'items set on a global',
      bytes(proto(4), stackGlobal('numpy', '__builtins__'), text('len'), 'K\x01s.'),
      'dangerous',
    ],
    ['attributes through a module', callStream('torch', 'serialization.os.getcwd'), 'dangerous'],
    [
      'a pickle in a pickle',
      callStream('torch.storage', '_load_from_bytes', [shortBytes(CALL), '\x85']),
      'dangerous',
    ],
    [
      'a harmless pickle in a pickle',
      callStream('torch.storage', '_load_from_bytes', [shortBytes(bytes(proto(2), 'K\x01.')), '\x85']),
      'nothing-found',
    ],
    [
      'bytes that are computed',
      callStream('torch.storage', '_load_from_bytes', [stackGlobal('builtins', 'bytes'), ')R\x85']),
      'unknown',
    ],
    ['a second stream', bytes(proto(2), 'K\x01.', CALL), 'dangerous'],
    ['junk after STOP', bytes(proto(2), 'K\x01.', 0xff, 0xff), 'not-verified'],
    ['no STOP', bytes(proto(2), 'K\x01'), 'not-verified'],
    ['a call, then a break', bytes('cposix\ngetcwd\n(tR', 0xff), 'dangerous'],
    [
      'a call, then bytes that are cut off',
      bytes('cposix\ngetcwd\n(tRB', long(0x7fffffff), 'abc'),
      'dangerous',
    ],
    ['a frame that lies', bytes(proto(4), 0x95, longLong(1), CALL), 'dangerous'],
    ['PROTO twice', bytes(proto(2), 'K\x010', proto(4), 'N.'), 'unknown', 'model-file/pickle-structure-odd'],
    ['a length beyond the file', bytes(proto(4), 0x8e, longLong(2 ** 52), '.'), 'not-verified'],
    ['text that is none of ours', bytes('hello world, this is a text\n'), 'not-verified'],
    ['nothing', new Uint8Array(0), 'not-verified'],
  ];
  for (const [what, stream, verdict, ruleId] of streams) {
    it(`says ${verdict} of ${what}`, async () => {
      const report = await inspect(stream);
      assert.equal(report.verdict, verdict, JSON.stringify(report.findings));
      if (ruleId !== undefined) assert.ok(report.findings.some((finding) => finding.ruleId === ruleId));
      assert.equal(report.unread.length > 0 || verdict !== 'not-verified', true);
    });
  }

  it('shows offset and chain of a call', async () => {
    const report = await inspect(bytes(proto(4), stackGlobal('posix', 'system'), text('id'), '\x85R.'));
    const [finding] = report.findings;
    assert.equal(finding?.offset, 17);
    assert.deepEqual(finding?.chain, [
      "SHORT_BINUNICODE 'posix'",
      "SHORT_BINUNICODE 'system'",
      'STACK_GLOBAL posix.system',
      "SHORT_BINUNICODE 'id'",
      'TUPLE1',
      'REDUCE',
    ]);
    assert.ok(finding?.references?.includes('CWE-78'));
  });

  it('counts mentions of a global and says why it is on the list', async () => {
    const report = await inspect(
      bytes(
        proto(4),
        '](',
        stackGlobal('collections', 'OrderedDict'),
        ')R',
        stackGlobal('collections', 'OrderedDict'),
        ')Re.',
      ),
    );
    assert.equal(report.imports.length, 1);
    assert.equal(report.imports[0]?.count, 2);
    assert.match(report.imports[0]?.reason ?? '', /container/);
  });

  it('stops at the budget', async () => {
    const limits = { steps: 1000, bytesRead: 1 << 20, bytesInflated: 1 << 20, depth: 3 };
    const report = await inspect(bytes(proto(2), 'N0'.repeat(5000), 'N.'), limits);
    assert.equal(report.verdict, 'not-verified');
    assert.match(report.unread.join(), /1000 parts/);
  });

  it('stops at the depth', async () => {
    let stream = CALL;
    for (let level = 0; level < 5; level += 1)
      stream = callStream('torch.storage', '_load_from_bytes', ['B', long(stream.length), stream, '\x85']);
    const report = await inspect(stream, {
      steps: 1e6,
      bytesRead: 1 << 20,
      bytesInflated: 1 << 20,
      depth: 3,
    });
    assert.equal(report.verdict, 'unknown');
    assert.match(report.unread.join(), /nested too deeply/);
  });
});
