import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bytes, callStream, text, torchMembers, zip } from '../support/pickle-builder.js';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder } from './temporary-folder.js';

const EVIL = callStream('posix', 'system', [text('id'), '\x85']);
const FIXTURES = resolve('test/fixtures/modelfiles');

describe('fairlead inspect', () => {
  let folder = '';
  before(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    writeFileSync(join(folder, 'evil.pkl'), EVIL);
    writeFileSync(join(folder, 'evil.pt'), zip(torchMembers(EVIL)));
    writeFileSync(join(folder, 'mine.pkl'), callStream('mypackage', 'Model'));
    writeFileSync(join(folder, 'cut.pkl'), EVIL.subarray(0, 3));
    for (const name of ['pickles/state.pt', 'default.safetensors', 'default.gguf']) {
      copyFileSync(join(FIXTURES, name), join(folder, name.replace('pickles/', '')));
    }
  });

  after(() => removeFolder(folder));

  const inspect = (...words: string[]) => runFairlead(folder, ['inspect', ...words]);

  it('shows verdict, chain, place and rule, and exits with 1', () => {
    const { code, stdout, stderr } = inspect('evil.pt');
    assert.equal(code, 1, stderr);
    assert.match(stdout, /^evil\.pt {2}DANGEROUS: /);
    assert.match(stdout, /error {2}posix\.system is called on load.*\[model-file\/pickle-dangerous-global\]/);
    assert.match(stdout, /in archive\/data\.pkl, byte 17 \(0x11\)/);
    assert.match(stdout, /STACK_GLOBAL posix\.system -> SHORT_BINUNICODE 'id' -> TUPLE1 -> REDUCE/);
    assert.match(stdout, /guideline ncsc-2\.1, .*\n {6}see CWE-78, AML\.T0011\.000\n/);
    assert.match(stdout, /picklescan --path evil\.pt/);
  });

  for (const [name, format] of [
    ['state.pt', 'PyTorch (zip)'],
    ['default.safetensors', 'safetensors'],
    ['default.gguf', 'GGUF'],
  ] as const) {
    it(`shows format, hash and tensors of ${name}, and no more than what was found`, () => {
      const { code, stdout } = inspect('--tensors', name);
      assert.equal(code, 0);
      assert.match(stdout, /NOTHING FOUND/);
      assert.ok(stdout.includes(`format   ${format}`), stdout);
      assert.match(stdout, /sha256 {3}[0-9a-f]{64}/);
      assert.match(stdout, /\n {2}tensors\n {4}\d+ with .*\n {4}\S.* {2}\w+ \[/);
      assert.doesNotMatch(stdout, /\bsafe(ly)?\b/i);
    });
  }

  it('says what was not read, and does not fail for it', () => {
    const { code, stdout } = inspect('cut.pkl');
    assert.equal(code, 0);
    assert.match(stdout, /NOT VERIFIED/);
    assert.match(stdout, /not read\n {4}\S/);
  });

  it('fails from the level that is asked for', () => {
    assert.equal(inspect('mine.pkl').code, 1);
    assert.equal(inspect('--fail-on', 'error', 'mine.pkl').code, 0);
    assert.equal(inspect('--fail-on', 'never', 'evil.pkl').code, 0);
  });

  it('writes JSON with one entry per file', () => {
    const { stdout } = inspect('--format', 'json', 'evil.pkl', 'state.pt');
    const { files } = JSON.parse(stdout) as { files: { path: string; verdict: string; sha256: string }[] };
    assert.deepEqual(
      files.map(({ path, verdict }) => [path, verdict]),
      [
        ['evil.pkl', 'dangerous'],
        ['state.pt', 'nothing-found'],
      ],
    );
    assert.match(files[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
  });

  it('writes SARIF with the place in the bytes as properties', () => {
    const output = join(folder, 'report.sarif');
    assert.equal(inspect('--format', 'sarif', '--output', output, 'evil.pt').code, 1);
    const log = JSON.parse(readFileSync(output, 'utf8'));
    const [result] = log.runs[0].results;
    assert.equal(result.level, 'error');
    assert.equal(log.runs[0].tool.driver.rules[result.ruleIndex].id, 'model-file/pickle-dangerous-global');
    assert.deepEqual(result.properties.member, ['archive/data.pkl']);
    assert.equal(result.properties.offset, 17);
    assert.equal(result.locations[0].physicalLocation.region.startLine, 1);
  });

  it('reads only what it needs of a huge file, and hashes it when asked', () => {
    const path = join(folder, 'huge.safetensors');
    copyFileSync(join(FIXTURES, 'default.safetensors'), path);
    truncateSync(path, 300 * 1024 * 1024);
    assert.match(inspect('huge.safetensors').stdout, /sha256 {3}not computed .* --hash/);
    assert.match(inspect('--hash', 'huge.safetensors').stdout, /sha256 {3}[0-9a-f]{64}/);
  });

  for (const [words, message] of [
    [[], /needs the path of a model file/],
    [['missing.pt'], /cannot inspect "missing\.pt": /],
    [['.'], /is a folder: name its files/],
    [['--format', 'xml', 'evil.pkl'], /--format is one of/],
  ] as const) {
    it(`refuses ${words.join(' ') || 'no file'}`, () => {
      const { code, stderr } = inspect(...words);
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  it('explains the rules it reports under', () => {
    const { code, stdout } = runFairlead(folder, ['explain', 'model-file/pickle-dangerous-global']);
    assert.equal(code, 0);
    assert.match(stdout, /CWE-502/);
  });
});

describe('fairlead check on model files', () => {
  let folder = '';
  beforeEach(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    mkdirSync(join(folder, 'models'));
    writeFileSync(join(folder, 'models/evil.pkl'), EVIL);
  });

  afterEach(() => removeFolder(folder));

  const check = (...words: string[]) => {
    const { code, stdout, stderr } = runFairlead(folder, ['check', '--format', 'json', ...words]);
    assert.notEqual(code, 2, stderr);
    const { findings, notices } = JSON.parse(stdout) as {
      findings: { ruleId: string; path: string; suppression?: { kind: string } }[];
      notices: { kind: string; path: string; message: string }[];
    };
    return { code, findings, notices };
  };

  it('finds them in folders and by name', () => {
    for (const words of [[], ['models/evil.pkl']]) {
      const { code, findings } = check(...words);
      assert.equal(code, 1);
      assert.deepEqual(
        findings.map(({ ruleId, path }) => [ruleId, path]),
        [['model-file/pickle-dangerous-global', 'models/evil.pkl']],
      );
    }
  });

  it('leaves out what the configuration excludes, switches off or gives another level', () => {
    for (const [configuration, levels] of [
      ['exclude: [models/]\n', []],
      ['inspectModels: false\n', []],
      ['rules: { model-file/pickle-dangerous-global: off }\n', []],
      ['rules: { model-file/pickle-dangerous-global: note }\n', ['note']],
    ] as const) {
      writeFileSync(join(folder, 'fairlead.yaml'), configuration);
      const found = check().findings as unknown as { level: string }[];
      assert.deepEqual(
        found.map(({ level }) => level),
        levels,
        configuration,
      );
    }
  });

  it('obeys a baseline until the file does something else', () => {
    runFairlead(folder, ['check', '--update-baseline']);
    const known = check();
    assert.equal(known.code, 0);
    assert.equal(known.findings[0]?.suppression?.kind, 'baseline');
    writeFileSync(join(folder, 'models/evil.pkl'), callStream('builtins', 'eval', [text('1'), '\x85']));
    assert.equal(check().code, 1);
  });

  it('says what was not looked at, where something could hide', () => {
    writeFileSync(join(folder, 'models/pointer.pt'), 'version https://git-lfs.github.com/spec/v1\noid x\n');
    writeFileSync(join(folder, 'models/broken.pkl'), bytes(EVIL.subarray(0, 3)));
    const said = Object.fromEntries(check().notices.map(({ path, message }) => [path, message]));
    assert.match(said['models/pointer.pt'] ?? '', /Not scanned: only a Git LFS pointer/);
    assert.match(said['models/broken.pkl'] ?? '', /^(Not|Partly) scanned: /);
  });
});
