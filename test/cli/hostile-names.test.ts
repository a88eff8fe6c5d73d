import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

/** Sets the title of a terminal, colours what follows by a control character of its own, and turns the text around. */
const STEERING = '\u001b]0;x\u0007\u009b31m\u202e';
const NAME = `a${STEERING}.py`;
const CODE = `import torch\nx = "${STEERING}"\nmodel = torch.load("${STEERING}.pt", weights_only=False)  # ${STEERING}\n`;

const COMMANDS: readonly (readonly string[])[] = [
  ['check', '.'],
  ['check', '.', '--quiet'],
  ['check', '.', '--format', 'markdown'],
  ['check', '.', '--fix', '--unsafe-fixes'],
  ['check', NAME, '--update-baseline', '--baseline', `b${STEERING}.json`],
  ['check', `gone${NAME}`],
  ['check', `--${NAME}`],
  ['check', '--config', NAME],
  ['check', '.', '--baseline', NAME],
  ['check', '--shard', NAME],
  ['status'],
  ['status', '--format', 'markdown'],
  ['inventory'],
  ['inventory', '--format', 'markdown'],
  ['inspect', `m${STEERING}.pkl`],
  ['inspect', `gone${NAME}`],
  ['explain', NAME],
  ['merge', NAME],
  ['generate', NAME],
  ['generate', 'threat-model', '--output', `x${STEERING}.md`],
  ['generate', 'threat-model', '--output', `x${STEERING}.md`, '--check'],
  ['generate', 'model-card'],
  ['attest', NAME],
  ['attest', 'ncsc-1.1.q1', '--by', STEERING, '--reason', STEERING],
  ['rules', 'test', NAME],
  ['rules', 'test', 'rules'],
  ['rules', 'new', 'acme/x', `new${STEERING}`, 'python', 'torch.load'],
  [NAME],
];

describe('names and texts of a project', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    writeFiles(folder, {
      [NAME]: CODE,
      [`d${STEERING}/b.py`]: CODE,
      [`broken${STEERING}/compose.yaml`]: `services: {\n ${STEERING}`,
      [`requirements${STEERING}.txt`]: `torch==2.0.0 ${STEERING}\n-r gone${STEERING}.txt\n`,
      [`n${STEERING}.ipynb`]: JSON.stringify({
        cells: [{ cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: CODE }],
        metadata: {},
        nbformat: 4,
        nbformat_minor: 5,
      }),
      [`rules/${STEERING}.yaml`]: `id: acme/x\ntitle: "${STEERING}\n`,
      'MODEL_CARD.md': `---\n${STEERING}: [\n---\n`,
    });
    const japanese = Buffer.from('# coding: shift-jis\nimport torch\ntorch.load("?", weights_only=False)\n');
    japanese[japanese.indexOf('?')] = 0xb1;
    writeFileSync(join(folder, `s${STEERING}.py`), japanese);
    symlinkSync('/etc/passwd', join(folder, `l${STEERING}.py`));
    copyFileSync('test/fixtures/modelfiles/pickles/tree.pkl', join(folder, `m${STEERING}.pkl`));
  });
  after(() => removeFolder(folder));

  for (const words of COMMANDS) {
    it(`steer no terminal: fairlead ${words.join(' ').replaceAll(STEERING, '~')}`, () => {
      const { stdout, stderr } = runFairlead(folder, words);
      assert.notEqual(stdout + stderr, '');
      for (const [index, line] of `${stdout}\n${stderr}`.split('\n').entries()) {
        assert.doesNotMatch(line, /[\p{Cc}\u202e]/u, `line ${index + 1}: ${JSON.stringify(line)}`);
      }
    });
  }
});
