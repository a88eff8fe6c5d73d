import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Run, type RunOptions, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const unsafe =
  'import pickle\n\n\ndef read(path):\n    with open(path, "rb") as file:\n        return pickle.load(file)\n';
const served = `from fastapi import FastAPI

app = FastAPI()


@app.post("/predict")
def predict(body: dict):
    return body
`;

describe('fairlead generate', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, { 'fairlead.yaml': '', 'load.py': unsafe });
  });
  afterEach(() => removeFolder(folder));

  const run = (words: readonly string[], options?: RunOptions): Run =>
    runFairlead(folder, ['generate', ...words], options);
  const read = (name = 'THREAT_MODEL.md'): string => readFileSync(join(folder, name), 'utf8');

  it('writes a threat model that names the line, and leaves it alone the next time', () => {
    const first = run(['threat-model']);
    assert.deepEqual([first.code, first.stdout], [0, 'THREAT_MODEL.md: written\n'], first.stderr);
    const text = read();
    assert.match(text, /\[load\.py:6\]\(load\.py#L6\)/);
    assert.equal(run(['threat-model']).stdout, 'THREAT_MODEL.md: up to date, nothing written\n');
    assert.equal(read(), text);
  });

  it('writes marks that a check does not take for comments meant for it', () => {
    run(['threat-model']);
    const { stdout } = runFairlead(folder, ['check', '-q']);
    assert.match(stdout, /^load\.py:/m);
    assert.doesNotMatch(stdout, /THREAT_MODEL/);
  });

  it('keeps what people wrote, and says what it did', () => {
    run(['threat-model']);
    const edited = `${read().replace('**Question:** decision', 'Accepted by Ada until June.\n**Question:** decision')}\nOurs.\n`;
    writeFiles(folder, { 'THREAT_MODEL.md': edited, 'serve.py': served });
    const { code, stdout } = run(['threat-model']);
    assert.equal(code, 0);
    assert.match(stdout, /^THREAT_MODEL\.md: brought up to date\n {2}\S/);
    assert.match(stdout, /entry points: refreshed/);
    for (const words of ['Accepted by Ada until June.', '\nOurs.\n', 'POST /predict'])
      assert.ok(read().includes(words), words);
  });

  it('exits 1 with --check when the code has more or less than the document, and writes nothing', () => {
    assert.equal(run(['threat-model', '--check']).code, 1);
    assert.ok(!existsSync(join(folder, 'THREAT_MODEL.md')));
    run(['threat-model']);
    assert.deepEqual(
      [run(['threat-model', '--check']).code, run(['threat-model', '--check', '-q']).stdout],
      [0, ''],
    );
    writeFiles(folder, { 'serve.py': served, 'load.py': '' });
    const text = read();
    const { code, stdout } = run(['threat-model', '--check']);
    assert.equal(code, 1);
    assert.match(stdout, /not in the document: .*POST \/predict \(serve\.py:\d\)/);
    assert.match(stdout, /THREAT_MODEL\.md:\d+: no longer found in the code: /);
    assert.equal(read(), text);
  });

  it('does not call a document stale when lines moved', () => {
    run(['threat-model']);
    writeFiles(folder, { 'load.py': `"""About."""\n${unsafe}` });
    const { code, stdout } = run(['threat-model', '--check']);
    assert.deepEqual(
      [code, stdout],
      [0, 'THREAT_MODEL.md: up to date, but links lead to lines that have moved\n'],
    );
    assert.match(run(['threat-model']).stdout, /line numbers of links refreshed/);
  });

  it('leaves a file alone that people wrote, unless it is named', () => {
    writeFiles(folder, { 'THREAT_MODEL.md': '# Ours\n' });
    const refused = run(['threat-model']);
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /left alone; add the sections to it with --output THREAT_MODEL\.md/);
    assert.equal(read(), '# Ours\n');
    assert.equal(run(['threat-model', '--output', 'THREAT_MODEL.md']).code, 0);
    assert.ok(read().startsWith('# Ours\n\n'));
  });

  it('refuses a document with a conflict, with its line, and writes nothing', () => {
    run(['threat-model']);
    const broken = `<<<<<<< HEAD\n${read()}`;
    writeFiles(folder, { 'THREAT_MODEL.md': broken });
    const { code, stderr } = run(['threat-model']);
    assert.equal(code, 2);
    assert.match(stderr, /THREAT_MODEL\.md:1: a merge conflict stands here/);
    assert.equal(read(), broken);
  });

  it('keeps the byte order mark and the line ends of a file', () => {
    run(['threat-model']);
    writeFiles(folder, { 'THREAT_MODEL.md': `\ufeff${read().replaceAll('\n', '\r\n')}`, 'serve.py': served });
    run(['threat-model']);
    assert.ok(read().startsWith('\ufeff'));
    assert.doesNotMatch(read(), /(?<!\r)\n/);
  });

  it('prints with --dry-run what it would write', () => {
    const { code, stdout } = run(['threat-model', '--dry-run']);
    assert.equal(code, 0);
    assert.match(stdout, /^# Threat model of /);
    assert.deepEqual(readdirSync(folder).sort(), ['fairlead.yaml', 'load.py']);
  });

  for (const [format, file] of [
    ['otm', 'threat-model.otm.json'],
    ['threat-dragon', 'threat-model.threat-dragon.json'],
  ] as const) {
    it(`writes ${format}, and compares it`, () => {
      assert.equal(run(['threat-model', '--format', format]).stdout, `${file}: written\n`);
      assert.doesNotThrow(() => JSON.parse(read(file)));
      assert.equal(run(['threat-model', '--format', format, '--check']).code, 0);
      writeFiles(folder, { 'load.py': '' });
      assert.equal(run(['threat-model', '--format', format, '--check']).code, 1);
    });
  }

  it('writes links relative to where the document goes', () => {
    run(['threat-model', '--output', 'docs/security/tm.md']);
    assert.match(read('docs/security/tm.md'), /\[load\.py:6\]\(\.\.\/\.\.\/load\.py#L6\)/);
  });

  for (const [words, message] of [
    [[], /generate needs a kind of document: threat-model/],
    [['threat-modell'], /did you mean threat-model\?/],
    [['threat-model', '--format', 'pdf'], /--format is one of markdown, otm, threat-dragon/],
    [['threat-model', '--check', '--dry-run'], /leave --dry-run out/],
    [['threat-model', 'nowhere'], /cannot generate from "nowhere": no such file or folder/],
  ] as const) {
    it(`says what is wrong with ${JSON.stringify(words.join(' '))}`, () => {
      const { code, stderr } = run(words);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  it('lists in its help the kinds with the guideline that asks for each', () => {
    assert.match(run(['--help']).stdout, /threat-model +a threat model, as ncsc-1\.2 asks for/);
  });
});
