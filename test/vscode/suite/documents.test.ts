import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import {
  closeAll,
  delay,
  listActions,
  listLenses,
  openPython,
  readFile,
  until,
  workspaceRoot,
  writeFile,
} from './workspace.js';

const at = (path: string): vscode.Uri => vscode.Uri.joinPath(workspaceRoot(), path);
const threatModel = () => at('THREAT_MODEL.md');

function proposalTabs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => {
    if (input instanceof vscode.TabInputText) return input.uri.scheme === 'fairlead-proposal';
    return input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'fairlead-proposal';
  });
}

function waitForProposal(): Promise<vscode.TextDocument> {
  return until(
    'a proposal',
    () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document?.uri.scheme === 'fairlead-proposal' && document.getText() !== '' ? document : undefined;
    },
    30_000,
  );
}

async function removeDocuments(): Promise<void> {
  await vscode.commands.executeCommand('fairlead.discardProposal');
  for (const path of ['THREAT_MODEL.md', 'MODEL_CARD.md', 'DATA_CARD.md', 'SECURITY.md']) {
    await vscode.workspace.fs.delete(at(path)).then(undefined, () => undefined);
  }
}

/** What the command line writes for the workspace, which it leaves alone. */
function runCli(kind: string): Promise<string> {
  return ui.evaluate(
    ({ screenshotFolder }, { folder, word }) => {
      const { execFileSync } = process.getBuiltinModule('node:child_process');
      const cli = `${screenshotFolder.replace(/[\\/]out[\\/]screenshots.*$/, '')}/dist/cli.cjs`;
      const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, cwd: folder } as const;
      return execFileSync(process.execPath, [cli, 'generate', word, '.', '--dry-run', '--quiet'], options);
    },
    { folder: workspaceRoot().path, word: kind },
  );
}

describe('documents', () => {
  afterEach(async () => {
    await removeDocuments();
    await closeAll();
  });

  for (const [command, kind, path] of [
    ['fairlead.generateThreatModel', 'threat-model', 'THREAT_MODEL.md'],
    ['fairlead.generateDataCard', 'data-card', 'DATA_CARD.md'],
  ] as const) {
    it(`shows a new ${kind}, the same as the command line writes, and makes the file when told to`, async () => {
      const expected = await runCli(kind);
      await vscode.commands.executeCommand(command);
      const proposal = await waitForProposal();
      assert.equal(proposal.getText(), expected);
      assert.equal(await readFile(at(path)), undefined);
      await ui.screenshot(`documents-new-${kind}`);
      await vscode.commands.executeCommand('fairlead.applyProposal');
      await until('the file', async () => ((await readFile(at(path))) === expected ? true : undefined));
      assert.deepEqual(proposalTabs(), []);
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), at(path).toString());
    }).timeout(60_000);
  }
});
