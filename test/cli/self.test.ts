import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { runFairlead } from './run-fairlead.js';

describe('this repository', function () {
  this.timeout(120_000);
  const root = resolve('.');

  it('has nothing that Fairlead warns of', () => {
    const { code, stdout, stderr } = runFairlead(root, [
      'check',
      '--quiet',
      'src',
      'guidelines',
      '.github',
      '.ci',
      'THREAT_MODEL.md',
    ]);
    assert.equal(code, 0, stdout + stderr);
  });

  it('has a threat model that is up to date', () => {
    const { code, stdout, stderr } = runFairlead(root, ['generate', 'threat-model', '--check']);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^THREAT_MODEL\.md: up to date/);
  });
});
