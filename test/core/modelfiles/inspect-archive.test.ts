import assert from 'node:assert/strict';
import { gzipSync, zipSync, zlibSync } from 'fflate';
import type { ModelFormat, ModelVerdict } from '../../../src/core/modelfiles/model-file.js';
import { inspectFormat as inspect } from '../../support/inspect-format.js';
import { bytes, callStream, proto, short, torchMembers, zip } from '../../support/pickle-builder.js';

const CALL = bytes('cposix\ngetcwd\n(tR.');
const PLAIN = bytes(proto(2), '}.');

function npy(descr: string, shape: string, content: Uint8Array): Uint8Array {
  const header = `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117).concat('\n');
  return bytes('\x93NUMPY\x01\x00', short(header.length), header, content);
}

describe('inspectModelFile on archives and wrappers', () => {
  const [first, ...others] = torchMembers(CALL);
  assert.ok(first);

  const files: readonly (readonly [string, Uint8Array, ModelFormat, ModelVerdict, string?])[] = [
    ['a PyTorch file', zip(torchMembers(PLAIN)), 'pytorch-zip', 'nothing-found'],
    ['a hostile PyTorch file', zip(torchMembers(CALL)), 'pytorch-zip', 'dangerous'],
    [
      'a pickle under another name',
      zip([...torchMembers(PLAIN), { name: 'archive/x', content: CALL }]),
      'pytorch-zip',
      'dangerous',
    ],
    [
      'a pickle under the name of a storage that nothing names',
      zip([...torchMembers(PLAIN), { name: 'archive/data/0', content: CALL }]),
      'pytorch-zip',
      'dangerous',
    ],
    [
      'an encryption flag in the local header',
      zip([{ ...first, local: { flags: 1 } }, ...others]),
      'pytorch-zip',
      'dangerous',
      'model-file/archive-structure-odd',
    ],
    [
      'an encryption flag in the directory',
      zip([{ ...first, flags: 1, local: { flags: 0 } }, ...others]),
      'pytorch-zip',
      'dangerous',
    ],
    [
      'another method in the local header',
      zip([{ ...first, local: { method: 8 } }, ...others]),
      'pytorch-zip',
      'dangerous',
    ],
    [
      'another name in the local header',
      zip([{ ...first, local: { name: 'archive/other' } }, ...others]),
      'pytorch-zip',
      'dangerous',
    ],
    ['a method that is not read', zip([{ ...first, method: 14 }, ...others]), 'pytorch-zip', 'not-verified'],
    [
      'a name twice',
      zip([...torchMembers(PLAIN), { name: 'archive/version', content: bytes('3\n') }]),
      'pytorch-zip',
      'unknown',
    ],
    [
      'a path that leaves the folder',
      zip([{ name: '../x', content: bytes('x') }]),
      'zip',
      'dangerous',
      'model-file/archive-path-outside',
    ],
    ['a zip without its end', zip(torchMembers(PLAIN)).subarray(0, 150), 'zip', 'not-verified'],
    ['a pickle before a zip', zip([{ name: 'a.txt', content: bytes('x') }], CALL), 'pickle', 'dangerous'],
    ['a hostile zip behind a pickle', zip(torchMembers(CALL), PLAIN), 'pickle', 'dangerous'],
    ['a zip in a zip', zip([{ name: 'inner', content: zip(torchMembers(CALL)) }]), 'zip', 'dangerous'],
    [
      'a deflated member',
      zipSync({ 'archive/data.pkl': CALL, 'archive/version': bytes('3') }),
      'pytorch-zip',
      'dangerous',
    ],
    ['gzip', gzipSync(CALL), 'joblib', 'dangerous'],
    ['zlib', zlibSync(CALL), 'joblib', 'dangerous'],
    [
      'gzip that is cut off',
      gzipSync(bytes(PLAIN, 'x'.repeat(99))).subarray(0, 30),
      'joblib',
      'not-verified',
    ],
    ['bzip2', bytes('BZh91AY'), 'bzip2', 'not-verified'],
    ['7z', bytes("7z\xbc\xaf'\x1c", 'x'.repeat(30)), '7z', 'not-verified'],
    ['an array', npy("'<f4'", '(2,)', new Uint8Array(8)), 'npy', 'nothing-found'],
    ['an array that is cut off', npy("'<f4'", '(2,)', new Uint8Array(7)), 'npy', 'not-verified'],
    ['an array of objects', npy("'|O'", '(1,)', CALL), 'npy', 'dangerous'],
    ['a field of objects with a width', npy("[('a', 'O8')]", '(1,)', CALL), 'npy', 'dangerous'],
    ['objects by their long name', npy("'object'", '(1,)', CALL), 'npy', 'dangerous'],
    ['objects among fields', npy("'f8,O'", '(1,)', CALL), 'npy', 'dangerous'],
    [
      'a field that begins with O',
      npy("[('Open', '<f4')]", '(1,)', new Uint8Array(4)),
      'npy',
      'nothing-found',
    ],
    ['an array with a field of objects', npy("[('a', 'O')]", '(1,)', CALL), 'npy', 'dangerous'],
    [
      'arrays',
      zip([{ name: 'a.npy', content: npy("'<f4'", '(1,)', new Uint8Array(4)) }]),
      'npz',
      'nothing-found',
    ],
    [
      'a TorchServe archive',
      zip([
        { name: 'MAR-INF/MANIFEST.json', content: bytes('{}') },
        { name: 'h.py', content: bytes('1') },
      ]),
      'torch-archive',
      'unknown',
      'model-file/archive-code',
    ],
  ];
  for (const [what, content, format, verdict, ruleId] of files) {
    it(`says ${verdict} of ${what}`, async () => {
      const report = await inspect(content);
      assert.equal(report.verdict, verdict, JSON.stringify([report.findings, report.unread]));
      assert.equal(report.format, format);
      if (ruleId !== undefined) assert.ok(report.findings.some((finding) => finding.ruleId === ruleId));
    });
  }

  it('bounds what it unpacks', async () => {
    const bomb = zipSync({ 'archive/data.pkl': new Uint8Array(70 << 20) }, { level: 9 });
    const report = await inspect(bomb, { steps: 1e6, bytesRead: 64 << 20, bytesInflated: 1 << 20, depth: 3 });
    assert.equal(report.verdict, 'not-verified');
    assert.match(report.unread.join(), /when unpacked/);
  });

  it('names the member that a finding is in', async () => {
    const report = await inspect(
      zip([{ name: 'inner', content: zip(torchMembers(callStream('posix', 'getcwd'))) }]),
    );
    assert.deepEqual(report.findings[0]?.member, ['inner', 'archive/data.pkl']);
  });
});
