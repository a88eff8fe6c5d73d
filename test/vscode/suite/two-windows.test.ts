import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { runCli } from './run-cli.js';
import { closeSecondWindow, type EditorWindow, firstWindow, openSecondWindow } from './windows.js';
import { closeAll, readFile, until, workspaceRoot, writeFile } from './workspace.js';

const at = (path: string): vscode.Uri => vscode.Uri.joinPath(workspaceRoot(), path);
const attestations = at('.fairlead/attestations.yaml');
const threatModel = at('THREAT_MODEL.md');

/** A question for each window and one for the command line, in each round, by words that stand in it alone. */
const ROUNDS: readonly (readonly [first: string, second: string, shell: string])[] = [
  ['trained on attacks against AI', 'written threat model that covers', 'ncsc-1.3.q2'],
  ['main AI threats to this system', 'recorded why AI is used', 'ncsc-1.4.q5'],
  ['security risks of using this AI feature', 'why this model was chosen', 'ncsc-2.1.q6'],
];

async function removeFiles(): Promise<void> {
  for (const uri of [at('.fairlead'), at('.git'), threatModel]) {
    await vscode.workspace.fs.delete(uri, { recursive: true }).then(undefined, () => undefined);
  }
}

/** Names that a window or a run left behind in the folder. */
async function findLeftovers(): Promise<readonly string[]> {
  const folders = [workspaceRoot(), at('.fairlead')];
  const all = await Promise.all(folders.map((folder) => vscode.workspace.fs.readDirectory(folder)));
  return all.flat().flatMap(([name]) => (/\.tmp$|fairlead-lock/.test(name) ? [name] : []));
}

/** Vouches for a question as far as the last box, which Enter accepts. */
async function prepare(window: EditorWindow, question: string): Promise<void> {
  await window.run('Fairlead: Attest Question');
  await window.type('Attest Question', question);
  await window.waitForText('.quick-input-widget .monaco-list-row', question);
  await window.press('Enter');
  for (const [title, text] of [
    ['Attest: ', `Seen: ${question}`],
    ['What Shows It?', ''],
  ] as const) {
    await window.type(title, text);
    await window.press('Enter');
  }
  await window.type('Until When?', '');
}

describe('two windows on one folder, and a command line in it', function () {
  this.timeout(180_000);
  let second: EditorWindow;
  before(async () => {
    await removeFiles();
    await writeFile(at('.git/config'), '[user]\n\tname = Ada\n\temail = ada@example.org\n');
    second = await openSecondWindow();
    for (const window of [firstWindow, second]) {
      await window.run('Fairlead: Check Workspace');
      await window.waitForText('.statusbar', 'settled');
    }
  });
  after(async () => {
    await closeSecondWindow();
    await closeAll();
    await removeFiles();
  });

  it('lose no attestation', async () => {
    for (const [inFirst, inSecond, id] of ROUNDS) {
      await prepare(firstWindow, inFirst);
      await prepare(second, inSecond);
      await Promise.all([
        firstWindow.press('Enter'),
        second.press('Enter'),
        runCli(['attest', id, '--by', 'Bob', '--reason', `Seen: ${id}`]),
      ]);
      await until('all three', async () => {
        const text = (await readFile(attestations)) ?? '';
        return [inFirst, inSecond, id].every((each) => text.includes(`Seen: ${each}`)) || undefined;
      });
    }
    const text = (await readFile(attestations)) ?? '';
    assert.equal(text.match(/reason: "?Seen: /g)?.length, 9);
    assert.deepEqual(await findLeftovers(), []);
    // Each sees what the other wrote.
    const status = JSON.parse(await runCli(['status', '--format', 'json']));
    assert.ok(JSON.stringify(status).includes(`Seen: ${ROUNDS[0]?.[1]}`));
    await ui.screenshot('two-windows');
  });

  it('write a document once, whole, whoever comes second', async () => {
    const expected = await runCli(['generate', 'threat-model', '.', '--dry-run', '--quiet']);
    for (const window of [firstWindow, second]) {
      await window.run('Fairlead: Generate Threat Model');
      await window.waitForText('.tab', 'THREAT_MODEL.md');
    }
    await Promise.all([firstWindow, second].map((window) => window.run('Fairlead: Apply Proposed Document')));
    await until('the file', async () => (await readFile(threatModel)) !== undefined || undefined);
    assert.equal(await readFile(threatModel), expected);
    assert.equal(await runCli(['generate', 'threat-model', '.', '--check', '--quiet']), '');
    assert.deepEqual(await findLeftovers(), []);
  });
});
