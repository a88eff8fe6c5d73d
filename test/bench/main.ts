// npm run bench [-- FOLDER] [--only work,edit,status,start,scale,stages,check] [--runs N] [--no-peers] [--cache FOLDER] [--semgrep-rules FOLDER] [--update]
// Prints Markdown tables. Times depend on the machine; ratios within one run are what counts.

import { existsSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadKnowledge } from '../../src/build/load-knowledge.js';
import { createTestEngine } from '../support/engine.js';
import { benchCheck } from './check-bench.js';
import { benchEdits } from './edit-bench.js';
import { fetchPackage } from './peers.js';
import { benchScale } from './scale-bench.js';
import { benchStages } from './stage-bench.js';
import { benchStart } from './start-bench.js';
import { benchStatus } from './status-bench.js';
import { formatWork, measureWork, writeExpectedWork } from './work-counts.js';

const SECTIONS = ['work', 'edit', 'status', 'start', 'scale', 'stages', 'check'] as const;
const PACKAGE = 'transformers';
const root = resolve(import.meta.dirname, '../../..');

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      only: { type: 'string', default: SECTIONS.join(',') },
      runs: { type: 'string', default: '5' },
      update: { type: 'boolean', default: false },
      'no-peers': { type: 'boolean', default: false },
      'semgrep-rules': { type: 'string' },
      cache: { type: 'string', default: join(tmpdir(), 'fairlead-bench') },
    },
  });
  const wanted = values.only.split(',');
  const unknown = wanted.find((name) => !SECTIONS.some((section) => section === name));
  if (unknown !== undefined)
    throw new Error(`--only is a list of ${SECTIONS.join(', ')}; found "${unknown}".`);
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new Error(`--runs is a number from 1 on; found "${values.runs}".`);
  if (!existsSync(join(root, 'dist', 'cli.cjs'))) throw new Error('dist/ is missing: npm run build first.');
  const rules = values['semgrep-rules'];
  if (rules !== undefined && !existsSync(rules))
    throw new Error(`--semgrep-rules is a file or folder of rules; there is none at ${rules}.`);
  const needsFolder = wanted.includes('stages') || wanted.includes('check');
  const folder = positionals[0] ?? (needsFolder ? fetchPackage(values.cache, PACKAGE) : root);
  if (folder === undefined || !existsSync(folder))
    throw new Error(`There is no folder to check: name one, or make pip able to download ${PACKAGE}.`);

  const { model } = cpus()[0] ?? { model: 'unknown processor' };
  console.log(
    `# Benchmarks\n\nNode ${process.versions.node}, ${availableParallelism()} cores, ${model.trim()}.`,
  );
  if (wanted.includes('work')) {
    const engine = createTestEngine(loadKnowledge(root));
    const work = await measureWork(engine);
    engine.dispose();
    if (values.update) writeExpectedWork(work);
    print('Work', formatWork(work));
  }
  if (wanted.includes('edit'))
    print('From edit to findings', await benchEdits(loadKnowledge(root), runs * 24, positionals[0]));
  if (wanted.includes('status')) print('Judging a project', benchStatus(loadKnowledge(root), runs * 20));
  if (wanted.includes('start')) print('Start', benchStart(root, values.cache, runs * 2));
  if (wanted.includes('scale')) {
    const charts = values.update ? join(root, 'test', 'bench', 'charts') : undefined;
    print('Cost against size', await benchScale(root, loadKnowledge(root), charts));
  }
  if (wanted.includes('stages')) print('Where the time of a check goes', await benchStages(root, folder));
  if (wanted.includes('check')) {
    const hasPeers = !values['no-peers'];
    const semgrep = rules === undefined ? {} : { semgrepRules: resolve(rules) };
    const options = {
      folder,
      cache: values.cache,
      root,
      runs,
      slowRuns: Math.min(runs, 2),
      hasPeers,
      ...semgrep,
    };
    print('Cold check of a folder', benchCheck(options));
  }
  return 0;
}

function print(title: string, text: string): void {
  console.log(`\n## ${title}\n\n${text}`);
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
