import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, readFile, until, workspaceRoot, writeFile } from '../suite/workspace.js';

const threatModel = () => vscode.Uri.joinPath(workspaceRoot(), 'THREAT_MODEL.md');
const extra = () => vscode.Uri.joinPath(workspaceRoot(), 'src/ticket_triage/extra.py');

describe('documents in a web worker', () => {
  after(async () => {
    for (const file of [threatModel(), extra()]) {
      await vscode.workspace.fs.delete(file).then(undefined, () => undefined);
    }
    await closeAll();
  });

  it('are shown, made, and compared with the code', async () => {
    await vscode.commands.executeCommand('fairlead.generateThreatModel');
    const text = await until('the proposal', () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document?.uri.scheme === 'fairlead-proposal' ? document.getText() : undefined;
    });
    assert.match(text, /\/predict/);
    await vscode.commands.executeCommand('fairlead.applyProposal');
    await until('the file', async () => ((await readFile(threatModel())) === text ? true : undefined));
    const drift = () =>
      vscode.languages.getDiagnostics(threatModel()).filter(({ code }) => code === 'document-drift');
    await writeFile(
      extra(),
      'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/extra")\ndef extra(text: str):\n    return text\n',
    );
    const found = await until('drift', () => (drift().length > 0 ? drift() : undefined));
    assert.ok(
      found.some(({ message }) => message.includes('/extra')),
      found.map(({ message }) => message).join('\n'),
    );
  }).timeout(180_000);
});
