// npm run accuracy [-- --peers VENV] [--semgrep-rules FOLDER] [--update]
// Prints Markdown: precision and recall of each rule on test/corpus, and other tools beside us. `--peers` names a
// virtual environment with bandit, ruff and semgrep, `--semgrep-rules` a folder of rules for the last; `--update` writes
// the figures that a test holds us to.

import { parseArgs } from 'node:util';
import { createTestEngine } from '../support/engine.js';
import { CORPUS, readCorpus } from './corpus-file.js';
import { writeExpected } from './expected.js';
import { runPeers } from './peers.js';
import { measure } from './score.js';
import { formatPeers, formatScore, readTopics } from './tables.js';

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      peers: { type: 'string' },
      'semgrep-rules': { type: 'string' },
      update: { type: 'boolean', default: false },
    },
  });
  const corpus = readCorpus(CORPUS);
  const engine = createTestEngine();
  const score = await measure(engine, corpus);
  engine.dispose();
  if (values.update) writeExpected(score);
  const rules = values['semgrep-rules'];
  const asked = {
    ...(values.peers === undefined ? {} : { environment: values.peers }),
    ...(rules === undefined ? {} : { semgrepRules: rules }),
  };
  const peers = runPeers(asked, corpus);

  const clean = corpus.filter(({ input }) => input.path.startsWith('clean/')).length;
  console.log(`# Accuracy\n\n${score.files} files, ${clean} of them clean.\n`);
  console.log(formatScore(score));
  printList('Missed', score.misses);
  printList('False alarms', score.falseAlarms);
  printList('Wanted, no rule', score.wanted);
  console.log('\n## Beside other tools\n');
  for (const { name, state } of peers) console.log(`- ${name}: ${state}`);
  console.log(`\n${formatPeers(corpus, score, peers, readTopics(engine.knowledge))}`);
  return 0;
}

function printList(title: string, items: readonly string[]): void {
  if (items.length === 0) return;
  console.log(`\n## ${title}\n\n${items.map((item) => `- ${item}`).join('\n')}`);
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 2;
});
