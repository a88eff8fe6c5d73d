// npm test: runs all tiers, goes on after a failing one, and prints the sum as the last line.
// node out/src/build/test-all.js [TIER…] runs only the named ones.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { type Count, countChecks, sumCounts } from './check-counts.js';
import { type Tier, tiers } from './tiers.js';

const root = resolve(import.meta.dirname, '../../..');

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !tiers.some((tier) => tier.name === name));
  if (unknown) {
    throw new Error(`There is no tier "${unknown}". Tiers: ${tiers.map((tier) => tier.name).join(', ')}`);
  }
  const chosen = names.length > 0 ? tiers.filter((tier) => names.includes(tier.name)) : tiers;
  const lines: string[] = [];
  const counts: Count[] = [];
  for (const tier of chosen) {
    console.log(`\n== ${tier.name}: ${tier.command.join(' ')}`);
    const start = performance.now();
    const count = await runTier(tier);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    counts.push(count);
    lines.push(`${tier.name}: ${count.passed} passed, ${count.failed} failed (${seconds} s)`);
    console.log(lines.at(-1));
  }
  const sum = sumCounts(counts);
  console.log(`\n${lines.join('\n')}`);
  console.log(`${sum.passed} passed, ${sum.failed} failed`);
  return sum.failed === 0 ? 0 : 1;
}

async function runTier({ command: [program = '', ...args], counts }: Tier): Promise<Count> {
  const { exitCode, output } = await runCommand(program, args);
  if (counts === 'gate') return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  return countChecks(output, exitCode);
}

/** Runs a program, shows what it prints, and returns it. */
function runCommand(program: string, args: readonly string[]): Promise<{ exitCode: number; output: string }> {
  const binaries = join(root, 'node_modules', '.bin');
  const isWindows = process.platform === 'win32';
  const local = join(binaries, program);
  return new Promise((resolveRun) => {
    const child = spawn(existsSync(local) && !isWindows ? local : program, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: isWindows,
      env: { ...process.env, PATH: `${binaries}${delimiter}${process.env['PATH'] ?? ''}` },
    });
    let output = '';
    const show = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      stream.write(chunk);
      output = (output + chunk.toString()).slice(-1_000_000);
    };
    child.stdout.on('data', show(process.stdout));
    child.stderr.on('data', show(process.stderr));
    child.on('error', (error) => {
      console.error(error.message);
      resolveRun({ exitCode: 127, output });
    });
    child.on('close', (code) => resolveRun({ exitCode: code ?? 1, output }));
  });
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 1;
});
