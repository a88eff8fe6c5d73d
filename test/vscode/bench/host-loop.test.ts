import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { describeTurns, TurnProbe } from './turn-probe.js';

const profile = process.env['FAIRLEAD_PROFILE'];

async function measure(name: string, run: () => Promise<unknown>): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const session = new Session();
  session.connect();
  if (profile !== undefined) {
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 500 });
    await session.post('Profiler.start');
  }
  const probe = new TurnProbe();
  delay.enable();
  await run();
  delay.disable();
  const turns = probe.stop();
  if (profile !== undefined) {
    const result = await session.post('Profiler.stop');
    writeFileSync(`${profile}-${name.replaceAll(' ', '-')}.cpuprofile`, JSON.stringify(result.profile));
  }
  session.disconnect();
  const ms = (value: number): string => (value / 1e6).toFixed(0);
  console.log(
    `LOOP ${name}: ${describeTurns(turns)}; wall delay p99 ${ms(delay.percentile(99))} max ${ms(delay.max)}`,
  );
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the event loop of the extension host', function () {
  this.timeout(600_000);
  it('is free while a workspace is checked', async () => {
    await wait(3000);
    await measure('idle', () => wait(5000));
    await measure('activation', async () => {
      await vscode.extensions.getExtension('fairlead.fairlead')?.activate();
      await wait(500);
    });
    await measure('check', async () => {
      await vscode.commands.executeCommand('fairlead.checkWorkspace');
      await wait(Number(process.env['FAIRLEAD_WAIT'] ?? 20_000));
    });
    await measure('after the check', () => wait(5000));
    assert.ok(true);
  });
});
