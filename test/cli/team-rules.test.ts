import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

const RULE = `id: acme/feature-store-unsigned
title: A feature store client that does not check signatures
level: warning
confidence: high
languages: [python]
stage: data
guidelines: [ncsc-2.1]
references: {}
message: Features are read unsigned and may be replaced; pass verify=True.
why: Whoever can write to the bucket changes what the model learns from.
match:
  kind: call
  names: [acme.features.Store]
  where: { argument: { verify: { not: { equals: true } } } }
fix:
  - title: Check signatures
    keepsBehaviour: false
    edits: [{ kind: set-argument, name: verify, value: 'True' }]
examples:
  bad:
    - code: |
        from acme.features import Store
        store = Store("prod")
      fixed: |
        from acme.features import Store
        store = Store("prod", verify=True)
  good:
    - code: |
        from acme.features import Store
        store = Store("prod", verify=True)
`;
const CODE = 'from acme.features import Store\nstore = Store("prod")\n';

describe("a team's own rules", function () {
  this.timeout(60_000);
  let folder: string;
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  beforeEach(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    write('train.py', CODE);
  });
  afterEach(() => removeFolder(folder));

  it('are run from a folder that fairlead.yaml names, and obey its levels', () => {
    write('tools/rules/acme/feature-store-unsigned.yaml', RULE);
    write('fairlead.yaml', 'teamRules: [tools/rules]\n');
    const found = runFairlead(folder, ['check', '-q']);
    assert.equal(found.code, 1, found.stderr);
    assert.match(found.stdout, /^train\.py:2:9 {2}warning {2}Features are read unsigned/m);
    write('fairlead.yaml', 'teamRules: [tools/rules]\nrules:\n  acme/feature-store-unsigned: off\n');
    assert.equal(runFairlead(folder, ['check', '-q']).code, 0);
  });

  it('are run from a package, found beside the project or above it', () => {
    write('node_modules/@acme/ml-rules/rules/acme/feature-store-unsigned.yaml', RULE);
    write('part/fairlead.yaml', "teamRules: ['npm:@acme/ml-rules']\n");
    write('part/train.py', CODE);
    assert.equal(runFairlead(join(folder, 'part'), ['check', '-q']).code, 1);
  });

  it('are run on all threads', () => {
    write('tools/rules/acme/feature-store-unsigned.yaml', RULE);
    write('fairlead.yaml', 'teamRules: [tools/rules]\n');
    for (let number = 0; number < 1_000; number += 1) write(`many/f${number}.py`, CODE);
    const { stdout } = runFairlead(folder, ['check', 'many', '--format', 'json']);
    const { findings } = JSON.parse(stdout) as { findings: readonly { ruleId: string }[] };
    const own = findings.filter(({ ruleId }) => ruleId === 'acme/feature-store-unsigned');
    assert.equal(own.length, 1_000);
  });

  it('are described in SARIF and by explain', () => {
    write('tools/rules/acme/feature-store-unsigned.yaml', RULE);
    write('fairlead.yaml', 'teamRules: [tools/rules]\n');
    assert.match(runFairlead(folder, ['explain', 'acme/feature-store-unsigned']).stdout, /does not check/);
    const { stdout } = runFairlead(folder, ['check', '--format', 'sarif']);
    assert.match(stdout, /"id": ?"acme\/feature-store-unsigned"/);
  });

  const broken: readonly {
    readonly what: string;
    readonly path?: string;
    readonly text: string;
    readonly says: RegExp;
  }[] = [
    {
      what: 'an unknown key',
      text: RULE.replace('stage: data', 'stag: data'),
      says: /unsigned\.yaml:\d+:\d+: .*stag/,
    },
    { what: 'an unknown guideline', text: RULE.replace('ncsc-2.1', 'ncsc-9.9'), says: /:7:\d+: .*ncsc-9\.9/ },
    {
      what: 'a path that does not fit',
      path: 'acme/other.yaml',
      text: RULE,
      says: /other\.yaml:1:\d+: id: .*acme\/feature-store-unsigned\.yaml/,
    },
    {
      what: 'an id that Fairlead has',
      path: 'python/torch-load-unsafe.yaml',
      text: RULE.replace('acme/feature-store-unsigned', 'python/torch-load-unsafe'),
      says: /is used by another rule too/,
    },
    {
      what: 'an expression that can hang',
      text: RULE.replace(
        /match:[\s\S]*?fix:[\s\S]*?examples:/,
        () => "match:\n  kind: text\n  patterns: [{ label: x, regex: '(a+)+$' }]\nexamples:",
      ),
      says: /match\.patterns\[0\]\.regex: may take time that grows exponentially/,
    },
  ];
  for (const { what, path = 'acme/feature-store-unsigned.yaml', text, says } of broken) {
    it(`are refused whole, with the place, for ${what}`, () => {
      write(`tools/rules/${path}`, text);
      write('fairlead.yaml', 'teamRules: [tools/rules]\n');
      const { code, stderr, stdout } = runFairlead(folder, ['check', '-q']);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, says);
    });
  }

  it('must be where the configuration says', () => {
    write('fairlead.yaml', "teamRules: [nowhere, 'npm:none']\n");
    assert.match(
      runFairlead(folder, ['check']).stderr,
      /fairlead\.yaml:1:13: cannot read the rules in nowhere/,
    );
    write('fairlead.yaml', "teamRules: ['npm:none']\n");
    assert.match(runFairlead(folder, ['check']).stderr, /cannot find the rules of npm:none/);
    mkdirSync(join(folder, 'empty'));
    write('fairlead.yaml', 'teamRules: [empty]\n');
    assert.match(runFairlead(folder, ['check']).stderr, /empty holds no rules/);
    write('fairlead.yaml', 'teamRules: [/etc]\n');
    assert.match(runFairlead(folder, ['check']).stderr, /fairlead\.yaml:1:13: .*relative to this file/);
  });

  it('are tested by their examples', () => {
    write('tools/rules/acme/feature-store-unsigned.yaml', RULE);
    const good = runFairlead(folder, ['rules', 'test', 'tools/rules']);
    assert.equal(good.code, 0, good.stdout);
    assert.match(
      good.stdout,
      /acme\/feature-store-unsigned: 2 examples hold\n1 rule, 2 examples, 0 failed\n/,
    );
    write(
      'tools/rules/acme/feature-store-unsigned.yaml',
      RULE.replace('verify=True)\n  good', 'verify=1)\n  good'),
    );
    const wrong = runFairlead(folder, ['rules', 'test', 'tools/rules']);
    assert.equal(wrong.code, 1);
    assert.match(
      wrong.stdout,
      /^tools\/rules\/acme\/feature-store-unsigned\.yaml:21:7: acme\/feature-store-unsigned: bad: example 1: after the fix expected:[\s\S]*verify=1[\s\S]*1 failed/,
    );
    write('tools/rules/acme/broken.yaml', 'id: [');
    const unread = runFairlead(folder, ['rules', 'test', 'tools/rules', '-q']);
    assert.equal(unread.code, 1);
    assert.match(unread.stdout, /tools\/rules\/acme\/broken\.yaml:\d+:\d+: /);
    assert.match(unread.stdout, /1 file not read/);
  });

  it('come with an installed package, of which nothing is run', () => {
    cpSync('examples/team-rules', join(folder, 'package'), { recursive: true });
    const manifest = JSON.parse(readFileSync(join(folder, 'package/package.json'), 'utf8')) as object;
    write(
      'package/package.json',
      JSON.stringify({ ...manifest, main: 'index.js', files: ['rules', 'index.js'] }),
    );
    write('package/index.js', "require('node:fs').writeFileSync(__dirname + '/../../../ran', '')\n");
    const npm = (...words: readonly string[]): string =>
      execFileSync(
        'npm',
        [...words, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
        {
          cwd: folder,
          encoding: 'utf8',
          shell: process.platform === 'win32',
        },
      ).trim();
    write('package.json', '{ "name": "project", "private": true }');
    npm('install', `./${npm('pack', './package')}`);
    rmSync(join(folder, 'package'), { recursive: true });
    write('fairlead.yaml', "teamRules: ['npm:@acme/ml-rules']\n");
    write('save.py', 'import joblib\njoblib.dump(model, "a")\n');
    write('Dockerfile', 'FROM python:3.12\n');
    const { stdout, stderr } = runFairlead(folder, ['check', '-q']);
    assert.equal(stderr, '');
    assert.match(stdout, /^save\.py:2:1 {2}note {2}Whoever changes this file .*acme\/estimator-pickled/m);
    assert.match(
      stdout,
      /^Dockerfile:1:6 {2}warning {2}Nobody here has scanned this image.*acme\/image-foreign/m,
    );
    const tested = runFairlead(folder, ['rules', 'test', 'node_modules/@acme/ml-rules/rules', '-q']);
    assert.equal(tested.stdout, '3 rules, 7 examples, 0 failed\n');
    assert.equal(existsSync(join(folder, 'ran')), false);
  });

  it('are started with one that works, and never written over', () => {
    const words = ['rules', 'new', 'acme/pod-network', 'tools/rules', 'kubernetes', 'spec.hostNetwork'];
    const { code, stdout } = runFairlead(folder, words);
    assert.equal(code, 0);
    assert.match(stdout, /^tools\/rules\/acme\/pod-network\.yaml is written\./);
    const tested = runFairlead(folder, ['rules', 'test', 'tools/rules']);
    assert.equal(tested.stdout, 'acme/pod-network: 2 examples hold\n1 rule, 2 examples, 0 failed\n');
    write('tools/rules/acme/pod-network.yaml', 'mine');
    const again = runFairlead(folder, words);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /tools\/rules\/acme\/pod-network\.yaml is there already; edit it/);
    assert.equal(readFileSync(join(folder, 'tools/rules/acme/pod-network.yaml'), 'utf8'), 'mine');
    for (const [id, area, subject, says] of [
      ['Pod', 'kubernetes', 'a', /Pod is no id of a rule/],
      ['../../x', 'kubernetes', 'a', /no id of a rule/],
      ['acme/aux', 'python', 'torch.load', /Windows keeps the name acme\/aux for a device/],
      ['com1/x', 'python', 'torch.load', /Windows keeps the name com1\/x for a device/],
      ['acme/x', 'fortran', 'a', /no rule can look at a in fortran; areas, .*python \(torch\.load\)/],
    ] as const) {
      const refused = runFairlead(folder, ['rules', 'new', id, 'r', area, subject]);
      assert.equal(refused.code, 2);
      assert.match(refused.stderr, says);
    }
  });

  it('need an action and a folder', () => {
    assert.match(runFairlead(folder, ['rules', 'tests', 'x']).stderr, /fairlead rules test DIR/);
  });
});
