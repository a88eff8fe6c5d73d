import assert from 'node:assert/strict';
import { execSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { BUNDLE, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

interface Log {
  readonly runs: readonly { readonly results: readonly { readonly locations: readonly unknown[] }[] }[];
}

describe('shards of a check', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    cpSync('examples/ticket-triage', join(folder, 'triage'), { recursive: true });
    for (let number = 0; number < 40; number += 1) {
      const ignored = number % 7 === 0 ? '  # fairlead: ignore[python/torch-load-unsafe] known' : '';
      const code = `import torch\nmodel = torch.load(path)${ignored}\n`;
      writeFileSync(join(folder, `weights ${number} é.py`), code);
    }
    // Said by every shard, and once in the merged report.
    writeFileSync(join(folder, 'large.py'), `# ${'x'.repeat(5000)}\n`);
    writeFileSync(join(folder, 'fairlead.yaml'), 'maxFileSize: 4096\n');
  });
  after(() => removeFolder(folder));

  function check(...words: readonly string[]): string {
    const run = runFairlead(folder, ['check', '--format', 'sarif', '--fail-on', 'never', ...words]);
    assert.equal(run.code, 0, run.stderr);
    return run.stdout;
  }

  for (const count of [1, 2, 5]) {
    it(`divided by ${count} and merged are what one check writes`, () => {
      const files: string[] = [];
      for (let index = 1; index <= count; index += 1) {
        const file = join(folder, `.git/part-${index}.sarif`);
        check('--shard', `${index}/${count}`, '--output', file);
        files.push(file);
      }
      const whole = check();
      assert.ok(((JSON.parse(whole) as Log).runs[0]?.results.length ?? 0) > 40);
      assert.equal(runFairlead(folder, ['merge', ...files.reverse()]).stdout, whole);
    });
  }

  it('come together in the example of a CI matrix as one check of all files', () => {
    const workflow = parse(readFileSync('examples/ci/github-shards.yml', 'utf8'));
    const shards: readonly number[] = workflow.jobs.check.strategy.matrix.shard;
    const run = ({ steps }: { steps: readonly { readonly run?: string }[] }, shard: number): void => {
      const [command] = steps.flatMap((step) => step.run ?? []);
      const line = (command ?? '')
        .replaceAll('${'.concat('{ matrix.shard }}'), String(shard))
        .replaceAll('${'.concat('{ strategy.job-total }}'), String(shards.length))
        .replace(/^npx --yes fairlead@\S+/, `"${process.execPath}" "${BUNDLE}"`)
        .replaceAll(/(?=shard-|fairlead\.sarif)/g, '.git/');
      execSync(line, { cwd: folder, stdio: 'pipe' });
    };
    for (const shard of shards) run(workflow.jobs.check, shard);
    run(workflow.jobs.merge, 0);
    assert.equal(readFileSync(join(folder, '.git/fairlead.sarif'), 'utf8'), check());
  });

  it('hold each file once, and every shard something', () => {
    const counts = [1, 2, 3].map((index) => {
      const { runs } = JSON.parse(check('--shard', `${index}/3`)) as Log;
      return runs[0]?.results.length ?? 0;
    });
    const whole = (JSON.parse(check()) as Log).runs[0]?.results.length;
    assert.equal(
      counts.reduce((sum, count) => sum + count),
      whole,
    );
    assert.ok(Math.min(...counts) > 0, counts.join(', '));
  });

  it('keep the runs of other projects apart', () => {
    const other = createTemporaryFolder();
    try {
      writeFileSync(join(other, 'a.py'), 'import torch\ntorch.load(path)\n');
      const options = ['--format', 'sarif', '--fail-on', 'never', '-o', 'b.sarif'];
      runFairlead(other, ['check', ...options]);
      check('--output', join(folder, '.git/a.sarif'));
      const words = ['merge', join(folder, '.git/a.sarif'), 'b.sarif', '-o', 'all.sarif'];
      assert.equal(runFairlead(other, words).code, 0);
      assert.equal((JSON.parse(readFileSync(join(other, 'all.sarif'), 'utf8')) as Log).runs.length, 2);
    } finally {
      removeFolder(other);
    }
  });

  const wrong: readonly { readonly words: readonly string[]; readonly says: RegExp }[] = [
    { words: ['check', '--shard', '0/2'], says: /--shard is K\/N/ },
    { words: ['check', '--shard', '3/2'], says: /--shard is K\/N/ },
    { words: ['check', '--shard', '1/2', '--update-baseline'], says: /needs all files/ },
    { words: ['merge'], says: /merge needs the SARIF files/ },
    { words: ['merge', 'missing.sarif'], says: /cannot read "missing\.sarif"/ },
    { words: ['merge', 'triage/README.md'], says: /cannot merge triage\/README\.md: not JSON/ },
    { words: ['merge', '.git/list.json'], says: /list\.json: not a SARIF 2\.1\.0 log/ },
    { words: ['merge', '.git/other.sarif'], says: /a run of "Semgrep": only runs of fairlead/ },
  ];
  for (const { words, says } of wrong) {
    it(`refuses «fairlead ${words.join(' ')}»`, () => {
      writeFileSync(join(folder, '.git/list.json'), '[]');
      const tool = { driver: { name: 'Semgrep' } };
      writeFileSync(join(folder, '.git/other.sarif'), JSON.stringify({ version: '2.1.0', runs: [{ tool }] }));
      const { code, stderr } = runFairlead(folder, words);
      assert.equal(code, 2);
      assert.match(stderr, says);
    });
  }
});
