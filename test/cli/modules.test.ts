import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

const FILES: Readonly<Record<string, string>> = {
  'config.py': 'TRUST = True\n',
  'load.py':
    'from transformers import AutoModel\nfrom config import TRUST\nAutoModel.from_pretrained("a/b", trust_remote_code=TRUST)\n',
  'llm.py':
    'from openai import OpenAI\nclient = OpenAI()\ndef ask(q):\n    return client.chat.completions.create(model="gpt-4-0613", messages=[q])\n',
  'tools/__init__.py': 'from .shell import run_command\n',
  'tools/shell.py': 'import subprocess\ndef run_command(cmd):\n    return subprocess.run(cmd, shell=True)\n',
  'app.py':
    'from llm import ask\nfrom tools import run_command\nrun_command(ask("x").choices[0].message.content)\n',
};

interface SarifLog {
  readonly runs: readonly { readonly results: readonly SarifResult[] }[];
}

interface SarifResult {
  readonly ruleId: string;
  readonly codeFlows?: readonly {
    readonly threadFlows: readonly {
      readonly locations: readonly {
        readonly location: {
          readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } };
        };
      }[];
    }[];
  }[];
}

describe('modules of a project', function () {
  this.timeout(60_000);
  let folder: string;
  before(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'tools'));
    for (const [path, text] of Object.entries(FILES)) writeFileSync(join(folder, path), text);
  });
  after(() => removeFolder(folder));

  function check(...words: readonly string[]): readonly SarifResult[] {
    const run = runFairlead(folder, ['check', '--format', 'sarif', '--fail-on', 'never', ...words]);
    assert.equal(run.code, 0, run.stderr);
    return (JSON.parse(run.stdout) as SarifLog).runs.flatMap(({ results }) => results);
  }

  it('lead to constants, and to values that reach a sink in another file', () => {
    const results = check();
    assert.equal(results.filter(({ ruleId }) => ruleId === 'python/trust-remote-code').length, 1);
    const [executed, ...others] = results.filter(({ ruleId }) => ruleId === 'python/llm-output-executed');
    assert.equal(others.length, 0);
    const steps = executed?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    assert.deepEqual(
      steps.map(({ location }) => location.physicalLocation.artifactLocation.uri),
      ['llm.py', 'app.py', 'tools/shell.py', 'tools/shell.py'],
    );
  });

  it('are read for one file, too', () => {
    const rules = check('load.py').map(({ ruleId }) => ruleId);
    assert.ok(rules.includes('python/trust-remote-code'), rules.join(' '));
  });

  it('matter in shards as in the whole', () => {
    const keysOf = (results: readonly SarifResult[]): readonly string[] =>
      results.map(({ ruleId }) => ruleId).sort();
    const parts = [1, 2, 3].flatMap((index) => check('--shard', `${index}/3`));
    assert.deepEqual(keysOf(parts), keysOf(check()));
  });
});

describe('modules that many others may matter to', function () {
  this.timeout(60_000);
  const count = 40;
  let folder: string;
  before(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    writeFileSync(
      join(folder, 'server.py'),
      'from flask import Flask\ndef create():\n    return Flask(__name__)\n',
    );
    for (let number = 0; number < count; number += 1)
      writeFileSync(join(folder, `run${number}.py`), 'from server import create\ncreate().run(debug=True)\n');
  });
  after(() => removeFolder(folder));

  function run(format: string, ...words: readonly string[]): string {
    const { code, stdout, stderr } = runFairlead(folder, [
      'check',
      '--format',
      format,
      '--fail-on',
      'never',
      ...words,
    ]);
    assert.equal(code, 0, stderr);
    return stdout;
  }

  it('are looked into up to a bound, which the report states in each form', () => {
    const left =
      /what callers and imported objects bring was not looked for in (\d+) of 41 files; --all-modules does/;
    const text = run('text')
      .split('\n')
      .filter((line) => left.test(line));
    assert.equal(text.length, 1);
    const missed = Number(left.exec(text[0] ?? '')?.[1]);
    const { findings, notices } = JSON.parse(run('json')) as {
      readonly findings: readonly unknown[];
      readonly notices: readonly { readonly kind: string; readonly path: string; readonly message: string }[];
    };
    assert.equal(findings.length, count - missed);
    assert.deepEqual(
      notices.map(({ kind, path }) => [kind, path]),
      [['partly-scanned', '.']],
    );
    const sarif = JSON.parse(run('sarif')) as {
      readonly runs: readonly {
        readonly invocations: readonly {
          readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
        }[];
      }[];
    };
    const [notification, ...others] = sarif.runs[0]?.invocations[0]?.toolExecutionNotifications ?? [];
    assert.match(notification?.message.text ?? '', left);
    assert.equal(others.length, 0);
  });

  it('are all looked into where that is asked for', () => {
    const { findings, notices } = JSON.parse(run('json', '--all-modules')) as {
      readonly findings: readonly unknown[];
      readonly notices: readonly unknown[];
    };
    assert.equal(findings.length, count);
    assert.deepEqual(notices, []);
  });
});
