import assert from 'node:assert/strict';
import type { JsonReport } from '../../src/core/report/json-report.js';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const many = (piece: (index: number) => string, count: number): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join('');

const pod = 'apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n';
const laughs = `a0: &a0 [x]\n${many((i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}x]\n`, 30)}`;

/** One hostile file for each kind of document; `says` is what has to be said of it, when it is not read whole. */
const FILES: Readonly<Record<string, { readonly text: string; readonly says?: RegExp }>> = {
  'laughs/pod.yaml': { text: `${pod}${laughs}` },
  'cycle/pod.yaml': { text: `${pod}x: &x\n  y: *x\n  <<: *x\n` },
  'lines/values.yaml': { text: many((i) => `k${i}: v\n`, 100_000) },
  'line/compose.yaml': {
    text: `services:\n  a:\n    privileged: true\n    image: ${'x'.repeat(10_000_000)}\n`,
    says: /characters, more than|more than the limit/,
  },
  'deep/compose.yaml': { text: `services: ${'['.repeat(50_000)}`, says: /nested too deeply/ },
  'documents/pods.yaml': { text: `${pod}---\n`.repeat(20_000), says: /more than 5000 documents/ },
  'open/templates/pod.yaml': { text: `${pod}{{ if ${'{{'.repeat(20_000)}` },
  'stages/Dockerfile': { text: `${'FROM a AS b\n'.repeat(4000)}USER root\nCMD x\n` },
  'long/Dockerfile': {
    text: `FROM a\n${'RUN pip install torch==2.0.0\n'.repeat(30_000)}`,
    says: /characters, more than/,
  },
  'heredoc/Dockerfile': { text: 'FROM a\nRUN <<A <<B\n'.repeat(2000) },
  'nested/run.sh': { text: `curl x | sh\n${'sh -c "'.repeat(3000)}` },
  'long/run.sh': { text: `curl x | sh\n${'echo a\n'.repeat(80_000)}`, says: /characters, more than/ },
  'deep/.mcp.json': { text: `{"mcpServers":${'{"a":'.repeat(50_000)}`, says: /nested too deeply/ },
  'deep/pyproject.toml': {
    text: `[project]\na = ${'['.repeat(20_000)}`,
    says: /not valid TOML|nested too deeply/,
  },
  'many/requirements.txt': { text: 'torch==2.0.0\n'.repeat(50_000) },
  'many/uv.lock': { text: '[[package]]\nname = "torch"\nversion = "2.0.0"\n'.repeat(20_000) },
  'broken/package.json': { text: '{"dependencies": {"ai": "1.0.0", ', says: /not valid JSON/ },
  'broken/setup.cfg': { text: `[options]\ninstall_requires =\n${' torch==2.0.0\n'.repeat(20_000)}` },
  'many/prod.env': { text: many((i) => `K${i}_TOKEN=9f8Zq2Lr7Tn4Wk6Vb3Xc\n`, 20_000) },
  'many/config.properties': { text: `model_store=x\nallowed_urls=.*\n${'a=b\n'.repeat(100_000)}` },
  '.github/workflows/a.yml': {
    text: `on: push\njobs:\n${many((i) => `  j${i}:\n    steps: [{ run: 'curl x | sh' }]\n`, 5000)}`,
  },
  'AGENTS.md': { text: `${'curl -d '.repeat(50_000)}\n` },
  'app.js': { text: `${'function f(){'.repeat(20_000)}` },
};

describe('fairlead check of hostile files', function () {
  this.timeout(240_000);
  let folder: string;
  before(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, Object.fromEntries(Object.entries(FILES).map(([path, { text }]) => [path, text])));
  });
  after(() => removeFolder(folder));

  it('ends, reads the others, and says what it did not read', () => {
    writeFiles(folder, { 'plain/pod.yaml': pod });
    const { code, stdout, stderr } = runFairlead(folder, ['check', '--format', 'json']);
    assert.equal(stderr, '');
    assert.ok(code === 0 || code === 1, `exit code ${code}`);
    const { findings, notices }: JsonReport = JSON.parse(stdout);
    assert.ok(findings.some(({ path }) => path === 'plain/pod.yaml'));
    for (const [path, { says }] of Object.entries(FILES)) {
      if (says === undefined) continue;
      const said = notices.filter((notice) => notice.path === path).map(({ message }) => message);
      assert.match(said.join('\n'), says, `${path}: ${said.length === 0 ? 'nothing was said' : said.join()}`);
    }
    for (const path of ['laughs/pod.yaml', 'cycle/pod.yaml', 'documents/pods.yaml']) {
      assert.ok(
        findings.some((finding) => finding.path === path),
        `${path} was not looked at`,
      );
    }
    const perFile = new Map<string, number>();
    for (const { path } of findings) perFile.set(path, (perFile.get(path) ?? 0) + 1);
    for (const [path, count] of perFile) assert.ok(count <= 5000, `${path} has ${count} findings`);
  });
});
