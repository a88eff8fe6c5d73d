import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { measureLoop, wait } from './measure-loop.js';

// Run by hand: --suite test/vscode/bench/host-loop.test.ts --workspace FOLDER, with FAIRLEAD_PROFILE for CPU profiles.
describe('the event loop of the extension host', function () {
  this.timeout(1_800_000);

  it('is free while a workspace is checked', async () => {
    await wait(3000);
    await measureLoop('idle', () => wait(5000));
    const turns = await measureLoop('check', async () => {
      await vscode.commands.executeCommand('fairlead.checkWorkspace');
      await wait(Number(process.env['FAIRLEAD_WAIT'] ?? 20_000));
    });
    await measureLoop('after', () => wait(5000));
    assert.ok(Math.max(...turns.map(({ cpu }) => cpu)) < 100, 'no turn takes six frames');
  });
});
