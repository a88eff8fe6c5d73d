import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describeTurns, type Turn, TurnProbe } from './turn-probe.js';

/** Where CPU profiles of what is measured go; absent for none. */
const profile = process.env['FAIRLEAD_PROFILE'];

/** Measures the event loop while something is done, and prints a line about it. */
export async function measureLoop(name: string, run: () => Promise<unknown>): Promise<readonly Turn[]> {
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
  return turns;
}

export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
