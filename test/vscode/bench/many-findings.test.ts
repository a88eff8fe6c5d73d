import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { suiteUri, until, writeFile } from '../suite/workspace.js';
import { measureLoop, wait } from './measure-loop.js';

const files = 100;
/** Each is about something else, so that they stand under many guidelines. */
const lines = [
  'torch.load(path, weights_only=False)',
  'AutoModel.from_pretrained(name, trust_remote_code=True)',
  'pickle.load(open(path, "rb"))',
  'yaml.load(text, Loader=yaml.Loader)',
  'numpy.load(path, allow_pickle=True)',
];
const head =
  'import pickle\n\nimport numpy\nimport torch\nimport yaml\nfrom transformers import AutoModel\n\n';

const sample = (count: number): string =>
  `${head}def read(path, name, text):\n${Array.from({ length: count }, (_, at) => `    ${lines[at % lines.length]}`).join('\n')}\n`;

/** Resolves when the diagnostics are those of the text as it is now: one of them stands on a line that was moved. */
async function untilShown(uri: vscode.Uri, line: number, text: string): Promise<void> {
  const isShown = (): boolean =>
    vscode.languages.getDiagnostics(uri).some(({ range }) => range.start.line === line) &&
    !vscode.languages.getDiagnostics(uri).some(({ range }) => range.start.line === line - 1);
  assert.ok(text.trim().length > 0);
  while (!isShown()) await wait(2);
}

// Run by hand, as the other one here.
describe('2,000 open findings', function () {
  this.timeout(600_000);

  it('stay fluid', async () => {
    for (let at = 0; at < files; at += 1) await writeFile(suiteUri(`many/f${at}.py`), sample(16));
    await writeFile(suiteUri('many/long.py'), sample(400));
    await wait(2000);
    await measureLoop('idle', () => wait(3000));
    await measureLoop('check and tree', async () => {
      await vscode.commands.executeCommand('fairlead.checkWorkspace');
      await wait(12_000);
    });
    await measureLoop('open a file of 400', async () => {
      await vscode.commands.executeCommand('vscode.open', suiteUri('many/long.py'));
      await until('its diagnostics', () =>
        vscode.languages.getDiagnostics(suiteUri('many/long.py')).length >= 400 ? true : undefined,
      );
      await wait(3000);
    });
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    const latencies: number[] = [];
    await measureLoop('20 edits', async () => {
      for (let at = 0; at < 20; at += 1) {
        const text = editor.document.lineAt(9 + at).text;
        await editor.edit((edit) => edit.insert(new vscode.Position(9 + at, 4), 'x = 1\n    '));
        const start = performance.now();
        await untilShown(editor.document.uri, 9 + at + 1, text);
        latencies.push(performance.now() - start);
        await wait(300);
      }
      await wait(2000);
    });
    const sorted = latencies.sort((a, b) => a - b).map((each) => each.toFixed(0));
    console.log(`LOOP edit to diagnostics, 250 ms of them a pause in typing: ${sorted.join(' ')}`);
    await measureLoop('unfold the tree', async () => {
      await vscode.commands.executeCommand('fairlead.focusGuidelines');
      await vscode.commands.executeCommand('list.focusFirst');
      for (let at = 0; at < 40; at += 1) {
        await vscode.commands.executeCommand('list.expand');
        await vscode.commands.executeCommand('list.focusDown');
        await wait(150);
      }
      await wait(2000);
    });
    await ui.screenshot('many-findings');
    await measureLoop('the page of a guideline', async () => {
      await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-2.1');
      await wait(3000);
    });
    await measureLoop('filter', async () => {
      await vscode.commands.executeCommand('fairlead.clearFilter');
      await wait(2000);
    });
    const turns = await measureLoop('20 files change on disk', async () => {
      for (let at = 0; at < 20; at += 1) await writeFile(suiteUri(`many/f${at}.py`), sample(17));
      await wait(8000);
    });
    await ui.screenshot('many-findings-page');
    assert.ok(turns.length > 0);
  });
});
