import { performance } from 'node:perf_hooks';

/** One turn of an event loop: when it ended, and how long it took, in milliseconds. */
export interface Turn {
  readonly end: number;
  readonly wall: number;
  /** Processor time of this thread alone: what other programs take from it does not count. */
  readonly cpu: number;
}

/** Measures every turn of the event loop that it runs in. */
export class TurnProbe {
  readonly #turns: Turn[] = [];
  #isRunning = true;

  constructor() {
    let wall = performance.now();
    let cpu = cpuTime();
    const step = (): void => {
      if (!this.#isRunning) return;
      const now = performance.now();
      const spent = cpuTime();
      this.#turns.push({ end: now, wall: now - wall, cpu: spent - cpu });
      wall = now;
      cpu = spent;
      setTimeout(step, 1);
    };
    setTimeout(step, 1);
  }

  /** Ends the measurement. */
  stop(): readonly Turn[] {
    this.#isRunning = false;
    return this.#turns;
  }
}

/** Milliseconds of processor time that this thread has taken. */
function cpuTime(): number {
  // Node has it from 23.9 on.
  const usage: () => NodeJS.CpuUsage = Reflect.get(process, 'threadCpuUsage');
  const { user, system } = usage();
  return (user + system) / 1000;
}

/** Figures of a table: turns over a frame, the longest ones, all in milliseconds of processor time. */
export function describeTurns(turns: readonly Turn[]): string {
  const cpu = turns.map((turn) => turn.cpu).sort((a, b) => b - a);
  const over = (limit: number): number => cpu.filter((each) => each > limit).length;
  const total = cpu.reduce((sum, each) => sum + each, 0);
  const seconds = turns.reduce((sum, { wall }) => sum + wall, 0) / 1000;
  const longest = cpu.slice(0, 8).map((each) => each.toFixed(0));
  return `${seconds.toFixed(1)} s, ${(total / 1000).toFixed(1)} s cpu, ${turns.length} turns; over 16 ms: ${over(16)}, over 8: ${over(8)}; longest ${longest.join(' ')}`;
}
