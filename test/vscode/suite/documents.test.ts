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

  describe('that lag behind the code', () => {
    const route =
      'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/extra")\ndef extra(text: str):\n    return text\n';

    async function writeThreatModel(): Promise<string> {
      const text = (await runCli('threat-model')).replace(
        '## Assets',
        '## Assets\n\nWritten by a person, with odd  spaces.',
      );
      await writeFile(threatModel(), text);
      return text;
    }

    const drift = () =>
      vscode.languages.getDiagnostics(threatModel()).filter(({ code }) => code === 'document-drift');

    it('say so in the document and over the code, and are brought up to date with one click', async () => {
      await writeThreatModel();
      const { document } = await openPython('routes.py', route);
      await vscode.workspace.fs.rename(document.uri, at('src/ticket_triage/extra.py'));
      await vscode.commands.executeCommand('vscode.open', at('src/ticket_triage/extra.py'), {
        preview: false,
      });
      const found = await until('drift', () => (drift().length > 0 ? drift() : undefined), 30_000);
      assert.ok(
        found.some(({ message }) => message.includes('/extra')),
        found.map(({ message }) => message).join('\n'),
      );
      const own = async () =>
        (await listLenses(at('src/ticket_triage/extra.py'))).find(({ command }) =>
          command?.title.startsWith('Not in'),
        );
      const lens = await until('a lens', own);
      assert.equal(lens.range.start.line, 6);
      await ui.waitForText('.codelens-decoration', 'Not in THREAT_MODEL.md');
      await ui.screenshot('documents-lens');
      await vscode.commands.executeCommand('vscode.open', threatModel(), { preview: false });
      const [first] = found;
      assert.ok(first);
      const actions = await listActions(threatModel(), first.range, 'quickfix');
      const fix = actions.find(({ title }) => title === 'Update THREAT_MODEL.md from the code...');
      assert.ok(fix?.command);
      const editor = vscode.window.activeTextEditor;
      const entry = found.find(({ message }) => message.includes('/extra')) ?? first;
      editor?.revealRange(entry.range, vscode.TextEditorRevealType.AtTop);
      await delay(500);
      await ui.screenshot('documents-drift');
      await vscode.commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
      await until('the diff', () => (proposalTabs().length > 0 ? true : undefined));
      await delay(1000);
      await ui.screenshot('documents-diff');
      await vscode.commands.executeCommand('fairlead.applyProposal');
      const text = await until('the file', async () => {
        const now = await readFile(threatModel());
        return now?.includes('/extra') ? now : undefined;
      });
      assert.ok(text.includes('Written by a person, with odd  spaces.'));
      await until('no drift', () => (drift().length === 0 ? true : undefined), 15_000);
      await until('no lens', async () => ((await own()) === undefined ? true : undefined));
      await vscode.workspace.fs.delete(at('src/ticket_triage/extra.py'));
      const gone = await until('something gone', () => (drift().length > 0 ? drift() : undefined), 15_000);
      assert.ok(gone.some(({ message }) => message.startsWith('No longer found in the code')));
    }).timeout(120_000);
  });
});
