import assert from 'node:assert/strict';
import { judgeHost } from '../../../src/core/rules/host-reach.js';

describe('judgeHost', () => {
  const rows: readonly (readonly [string, ReturnType<typeof judgeHost>])[] = [
    ['http://203.0.113.7:5000', 'public'],
    ['http://user:secret@files.acme.invalid/a', 'public'],
    ['files.acme.invalid', 'public'],
    ['files.acme.invalid:443', 'public'],
    ['tcp://172.15.0.1', 'public'],
    ['tcp://0.0.0.0:29500', 'every'],
    ['[::]:50051', 'every'],
    ['::', 'every'],
    ['*', 'every'],
    ['http://localhost:5000', undefined],
    ['http://127.0.0.1', undefined],
    ['http://10.0.0.3', undefined],
    ['http://172.16.0.3', undefined],
    ['http://192.168.1.9/', undefined],
    ['100.64.1.1', undefined],
    ['[::1]:80', undefined],
    ['http://mlflow:5000', undefined],
    ['http://mlflow.ml.svc.cluster.local', undefined],
    ['http://nas.local', undefined],
    ['http://your-server.org', undefined],
    ['http://api.example.com', undefined],
    ['unix:///tmp/socket', undefined],
    ['1.2.3', undefined],
    ['', undefined],
    ['http://', undefined],
  ];
  for (const [text, reach] of rows) {
    it(`${text} leads to ${reach ?? 'nowhere known'}`, () => assert.equal(judgeHost(text, true), reach));
  }

  it('is not certain of a host that may go on', () => {
    assert.equal(judgeHost('http://203.0.113.7', false), undefined);
    assert.equal(judgeHost('http://203.0.113.7:', false), 'public');
  });
});
