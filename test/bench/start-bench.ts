import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatNumber, formatTable } from './markdown-table.js';
import { runTimed } from './run-process.js';
import { median } from './statistics.js';

/** Each with its words; `one.py` has one finding. */
const CASES: readonly { readonly name: string; readonly words: (file: string) => readonly string[] }[] = [
  { name: 'node -e 0', words: () => ['-e', '0'] },
  { name: 'fairlead --version', words: () => ['dist/cli.cjs', '--version'] },
  { name: 'fairlead explain', words: () => ['dist/cli.cjs', 'explain', 'python/torch-load-unsafe'] },
  { name: 'fairlead check, one file', words: (file) => ['dist/cli.cjs', 'check', '--quiet', file] },
];

/** Time to start, over `runs` rounds. */
export function benchStart(root: string, cache: string, runs: number): string {
  mkdirSync(cache, { recursive: true });
  const file = join(cache, 'one.py');
  writeFileSync(file, 'import torch\n\nmodel = torch.load("model.pt")\n');
  const cases = CASES.map(({ name, words }) => ({
    name,
    command: [process.execPath, ...words(file).map((word) => word.replace(/^dist\//, `${root}/dist/`))],
    wall: [] as number[],
    user: [] as number[],
  }));
  for (let round = 0; round < runs; round += 1) {
    for (const { command, wall, user } of cases) {
      const run = runTimed(command);
      wall.push(run.wall * 1000);
      user.push(run.user * 1000);
    }
  }
  const base = median(cases[0]?.wall ?? []);
  const rows = cases.map(({ name, wall, user }) => [
    name,
    formatNumber(median(wall)),
    formatNumber(median(user)),
    formatNumber(median(wall) / base),
  ]);
  return `Medians of ${runs} runs.\n\n${formatTable(['command', 'wall ms', 'user ms', 'wall / bare node'], rows)}`;
}
