import { readFileSync } from 'node:fs';

/** Code with a finding that has a fix. */
export const UNSAFE = 'import torch\n\n\ndef read(path):\n    return torch.load(path, weights_only=False)\n';
/** Who attests, and why. */
export const WHO: readonly string[] = ['--by', 'Ada <ada@example.org>', '--reason', 'reviewed'];

/** A way into the program that writes, and the files that it writes. */
export interface Door {
  readonly name: string;
  /** The file of the program's source that has it written. */
  readonly by: string;
  readonly words: readonly string[];
  readonly before: Readonly<Record<string, string | Uint8Array>>;
  /** In the order in which they are written. */
  readonly written: readonly string[];
  /** What running it again comes to where it is done: the same file, one more entry, or a refusal. */
  readonly again: 'same' | 'adds' | 'refuses';
}

const EARLIER = '{"earlier": true}\n';
const NOTEBOOK = JSON.stringify({
  cells: [{ cell_type: 'code', metadata: {}, outputs: [], execution_count: null, source: UNSAFE }],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});
const SARIF = '{"version": "2.1.0", "runs": []}\n';

function door(
  by: string,
  words: string,
  before: Door['before'],
  written: readonly string[],
  again: Door['again'] = 'same',
): Door {
  return { name: words, by, words: words.split(' '), before, written, again };
}

function attests(name: string, words: readonly string[], rest: Pick<Door, 'before' | 'written'>): Door {
  const again = 'adds';
  return { name, by: 'src/cli/attest-command.ts', words: ['attest', ...words, ...WHO], again, ...rest };
}

/** Each way to have a file of each form written: over an earlier one and where there is none. */
export const DOORS: readonly Door[] = [
  door('src/cli/scan.ts', 'check --fix --unsafe-fixes -q load.py', { 'load.py': UNSAFE }, ['load.py']),
  door('src/cli/scan.ts', 'check --fix --unsafe-fixes -q .', { 'a.ipynb': NOTEBOOK, 'b.py': UNSAFE }, [
    ...['a.ipynb', 'b.py'],
  ]),
  door(
    'src/cli/write-report.ts',
    'check load.py --format json --output report.json',
    { 'load.py': UNSAFE, 'report.json': EARLIER },
    ['report.json'],
  ),
  door('src/cli/write-report.ts', 'status --format html --output a.html', { 'a.html': 'old' }, ['a.html']),
  door('src/cli/write-report.ts', 'inventory load.py --format json --output a.json', { 'load.py': UNSAFE }, [
    'a.json',
  ]),
  door(
    'src/cli/write-report.ts',
    'inspect tree.pkl --format json --output a.json',
    { 'tree.pkl': readFileSync('test/fixtures/modelfiles/pickles/tree.pkl'), 'a.json': EARLIER },
    ['a.json'],
  ),
  door(
    'src/cli/write-report.ts',
    'merge a.sarif b.sarif --output a.sarif',
    { 'a.sarif': SARIF, 'b.sarif': SARIF },
    ['a.sarif'],
  ),
  door('src/cli/baseline-file.ts', 'check load.py --update-baseline', { 'load.py': UNSAFE }, [
    '.fairlead/baseline.json',
  ]),
  door(
    'src/cli/baseline-file.ts',
    'check load.py --update-baseline --baseline b.json',
    { 'load.py': UNSAFE, 'b.json': '{"version": 1, "findings": {}}\n' },
    ['b.json'],
  ),
  attests('attest, the first entry', ['ncsc-1.1.q1'], {
    before: {},
    written: ['.fairlead/attestations.yaml', '.fairlead/.gitattributes'],
  }),
  attests('attest, one more entry', ['ncsc-1.1.q1'], {
    before: {
      '.fairlead/attestations.yaml':
        'schemaVersion: 1\nattestations:\n  # Ours.\n  - id: ncsc-1.2.q1\n    verdict: attested\n    by: Bob\n    date: 2026-11-01\n    reason: known\n',
    },
    written: ['.fairlead/attestations.yaml'],
  }),
  door('src/cli/generate-command.ts', 'generate threat-model', { 'load.py': UNSAFE }, ['THREAT_MODEL.md']),
  door('src/cli/generate-command.ts', 'generate incident-plan', { 'load.py': UNSAFE }, [
    'docs/incident-response.md',
  ]),
  door(
    'src/cli/generate-command.ts',
    'generate ai-bom --output bom.json',
    { 'load.py': UNSAFE, 'requirements.txt': 'torch==2.9.0\n' },
    ['bom.json'],
  ),
  door(
    'src/cli/rules-command.ts',
    'rules new acme/x rules python torch.load',
    {},
    ['rules/acme/x.yaml'],
    'refuses',
  ),
];
