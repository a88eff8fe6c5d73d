import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the generator reads and writes. */
const INPUTS: readonly string[] = ['guidelines', 'package.json', 'src/vscode/manifest.json'];
const RULE = 'guidelines/rules/python/torch-load-unsafe.yaml';

interface Run {
  readonly status: number | null;
  readonly output: string;
}

describe('generated files', () => {
  let fresh: string;
  let folder: string;
  before(() => {
    fresh = mkdtempSync(join(tmpdir(), 'fairlead-generated-'));
    mkdirSync(join(fresh, 'src/vscode'), { recursive: true });
    for (const path of INPUTS) cpSync(path, join(fresh, path), { recursive: true });
    folder = fresh;
    assert.equal(generate().status, 0);
  });
  after(() => rmSync(fresh, { recursive: true, force: true }));
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-generated-'));
    cpSync(fresh, folder, { recursive: true });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function generate(...args: readonly string[]): Run {
    const script = join(process.cwd(), 'out/src/build/generate.js');
    const run = spawnSync(process.execPath, [script, ...args], { cwd: folder, encoding: 'utf8' });
    return { status: run.status, output: `${run.stdout}${run.stderr}` };
  }

  function edit(path: string, change: (text: string) => string): void {
    const file = join(folder, path);
    const before = readFileSync(file, 'utf8');
    const after = change(before);
    assert.notEqual(after, before);
    writeFileSync(file, after);
  }

  it('are fresh once they were generated', () => {
    assert.deepEqual(generate('--check'), { status: 0, output: '' });
  });

  for (const path of ['guidelines/RULES.md', 'guidelines/rule.schema.json']) {
    it(`are stale when somebody edits ${path}, and stay as they are`, () => {
      appendFileSync(join(folder, path), '\n');
      const edited = readFileSync(join(folder, path), 'utf8');
      assert.deepEqual(generate('--check'), { status: 1, output: `Stale, run npm run generate:\n${path}\n` });
      assert.equal(readFileSync(join(folder, path), 'utf8'), edited);
    });

    it(`are stale when ${path} is gone`, () => {
      rmSync(join(folder, path));
      assert.equal(generate('--check').status, 1);
    });
  }

  it('are stale when a rule changed', () => {
    edit(RULE, (text) => text.replace(/^title: .*$/m, 'title: Something else about torch.load'));
    assert.deepEqual(generate('--check'), {
      status: 1,
      output: 'Stale, run npm run generate:\nguidelines/RULES.md\n',
    });
  });

  it('are stale when the manifest of the extension changed', () => {
    edit('src/vscode/manifest.json', (text) =>
      text.replace('"activationEvents"', '"somethingNew": 1, "activationEvents"'),
    );
    assert.deepEqual(generate('--check'), {
      status: 1,
      output: 'Stale, run npm run generate:\npackage.json\n',
    });
  });

  it('are fresh again after generating', () => {
    appendFileSync(join(folder, 'guidelines/RULES.md'), 'mine\n');
    assert.deepEqual(generate(), { status: 0, output: 'Written:\nguidelines/RULES.md\n' });
    assert.equal(generate('--check').status, 0);
  });

  it('are not made from a rule that is wrong', () => {
    edit(RULE, (text) => text.replace(/^level: .*$/m, 'level: loud'));
    const { status, output } = generate('--check');
    assert.notEqual(status, 0);
    assert.match(output, /torch-load-unsafe\.yaml:\d+:\d+/);
  });
});
