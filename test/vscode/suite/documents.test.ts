import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { runCli } from './run-cli.js';
import {
  closeAll,
  delay,
  listActions,
  listLenses,
  readFile,
  until,
  workspaceRoot,
  writeFile,
} from './workspace.js';

const at = (path: string): vscode.Uri => vscode.Uri.joinPath(workspaceRoot(), path);
const threatModel = () => at('THREAT_MODEL.md');

const extra = 'src/ticket_triage/extra.py';
const route = `from datasets import load_dataset
from fastapi import FastAPI

app = FastAPI()
rows = load_dataset("extra/data", split="train")


@app.post("/extra")
def extra(text: str):
    return text
`;

const drift = (): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(threatModel()).filter(({ code }) => code === 'document-drift');

/** Writes a threat model, then code that it does not speak about; the text of the former. */
async function writeStale(): Promise<string> {
  const text = await generateByCli('threat-model');
  await writeFile(threatModel(), text);
  await writeFile(at(extra), route);
  await until('drift', () => (drift().length > 0 ? true : undefined));
  return text;
}

function proposalTabs(): readonly vscode.Tab[] {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => {
    if (input instanceof vscode.TabInputText) return input.uri.scheme === 'fairlead-proposal';
    return input instanceof vscode.TabInputTextDiff && input.modified.scheme === 'fairlead-proposal';
  });
}

function waitForProposal(): Promise<vscode.TextDocument> {
  return until('a proposal', () => {
    const { document } = vscode.window.activeTextEditor ?? {};
    return document?.uri.scheme === 'fairlead-proposal' && document.getText() !== '' ? document : undefined;
  });
}

async function removeDocuments(): Promise<void> {
  await vscode.commands.executeCommand('fairlead.discardProposal');
  for (const path of ['THREAT_MODEL.md', 'MODEL_CARD.md', 'DATA_CARD.md', 'SECURITY.md', extra]) {
    await vscode.workspace.fs.delete(at(path)).then(undefined, () => undefined);
  }
}

/** Takes the row of the open list that says a text. */
function choose(text: string): Promise<void> {
  return ui.evaluate(
    ({ page }, wanted) =>
      page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: wanted }).first().click(),
    text,
  );
}

/** What the command line writes for the workspace, which it leaves alone. */
function generateByCli(kind: string): Promise<string> {
  return runCli(['generate', kind, '.', '--dry-run', '--quiet']);
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
      const expected = await generateByCli(kind);
      await vscode.commands.executeCommand(command);
      const proposal = await waitForProposal();
      assert.equal(proposal.getText(), expected);
      assert.equal(await readFile(at(path)), undefined);
      await ui.screenshot(`documents-new-${kind}`);
      await vscode.commands.executeCommand('fairlead.applyProposal');
      await until('the file', async () => ((await readFile(at(path))) === expected ? true : undefined));
      assert.deepEqual(proposalTabs(), []);
      assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), at(path).toString());
    }).timeout(180_000);
  }

  it('name the model files of the workspace as the command line does', async () => {
    const file = await writeFile(at('src/evil.pt'), 'cposix\ngetcwd\n(tR.');
    try {
      const expected = await generateByCli('ai-bom');
      assert.match(expected, /"name": "src\/evil\.pt"/);
      await vscode.commands.executeCommand('fairlead.generateDocument', 'ai-bom');
      const proposal = await waitForProposal();
      assert.equal(proposal.getText(), expected);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
  }).timeout(180_000);

  describe('that lag behind the code', () => {
    async function writeThreatModel(): Promise<string> {
      const text = (await generateByCli('threat-model')).replace(
        '## Assets',
        '## Assets\n\nWritten by a person, with odd  spaces.',
      );
      await writeFile(threatModel(), text);
      return text;
    }

    it('say so in the document and over the code, and are brought up to date with one click', async () => {
      await writeThreatModel();
      await writeFile(at(extra), route);
      await vscode.commands.executeCommand('vscode.open', at(extra), {
        preview: false,
      });
      const found = await until('drift', () => (drift().length > 0 ? drift() : undefined));
      assert.ok(
        found.some(({ message }) => message.includes('/extra')),
        found.map(({ message }) => message).join('\n'),
      );
      const own = async () =>
        (await listLenses(at(extra))).find(
          ({ command, range }) => command?.title.startsWith('Not in') && range.start.line === 8,
        );
      await until('a lens', own);
      await ui.waitForText('.codelens-decoration', 'Not in THREAT_MODEL.md');
      await ui.screenshot('documents-lens');
      await vscode.commands.executeCommand('vscode.open', threatModel(), { preview: false });
      const [first] = found;
      assert.ok(first);
      const fix = await until('the quick fix', async () => {
        const actions = await listActions(threatModel(), first.range, 'quickfix');
        return actions.find(({ title }) => title === 'Update THREAT_MODEL.md from the code...');
      });
      assert.ok(fix.command);
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
      await until('no drift', () => (drift().length === 0 ? true : undefined));
      await until('no lens', async () => ((await own()) === undefined ? true : undefined));
      await vscode.workspace.fs.delete(at(extra));
      const gone = await until('something gone', () => (drift().length > 0 ? drift() : undefined));
      assert.ok(gone.some(({ message }) => message.startsWith('No longer found in the code')));
    }).timeout(120_000);
  });

  it('asks where a model card goes, and adds to a README that people wrote without losing a word of it', async () => {
    const before = (await readFile(at('README.md'))) ?? '';
    assert.notEqual(before, '');
    void vscode.commands.executeCommand('fairlead.generateModelCard');
    await ui.waitForText('.quick-input-widget .monaco-list-row', 'README.md');
    await ui.screenshot('documents-pick-path');
    await choose('README.md');
    const proposal = await waitForProposal();
    const [tab] = proposalTabs();
    assert.ok(tab?.input instanceof vscode.TabInputTextDiff);
    assert.equal(tab.input.original.path, at('README.md').path);
    const lines = proposal.getText().split('\n');
    for (const line of before.split('\n')) assert.ok(lines.includes(line), line);
    await vscode.commands.executeCommand('fairlead.discardProposal');
    await until('the proposal to go', () => (proposalTabs().length === 0 ? true : undefined));
    assert.equal(await readFile(at('README.md')), before);
  }).timeout(180_000);

  it('lists all kinds with the guideline that asks for each, and how each stands', async () => {
    await writeFile(
      at('THREAT_MODEL.md'),
      (await generateByCli('threat-model')).replaceAll('/predict', '/forecast'),
    );
    await writeFile(at('SECURITY.md'), '# Security\n\nBy hand.\n');
    void vscode.commands.executeCommand('fairlead.generateDocument');
    await ui.waitForText('.quick-input-widget .monaco-list-row', 'stale');
    const rows = await ui.evaluate(({ page }) =>
      page
        .locator('.quick-input-widget .monaco-list-row')
        .evaluateAll((all) => all.map((row) => row.ariaLabel ?? '')),
    );
    const row = (start: string) => rows.find((label) => label.includes(start)) ?? '';
    assert.match(row('Threat model,'), /THREAT_MODEL\.md, stale.*NCSC Secure AI 1\.2/);
    assert.match(row('Model card'), /MODEL_CARD\.md, missing.*NCSC Secure AI 2\.3/);
    assert.match(row('Security policy'), /SECURITY\.md, written by hand/);
    await ui.screenshot('documents-pick-kind');
    await ui.press('Escape');
  }).timeout(180_000);

  it('keeps unsaved changes unsaved, and can be undone', async () => {
    const text = await writeStale();
    const editor = await vscode.window.showTextDocument(threatModel());
    const typed = 'typed and not saved';
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), `${typed}\n`));
    const unsaved = editor.document.getText();
    await vscode.commands.executeCommand('fairlead.updateDocument', { file: threatModel().toString() });
    await until('the diff', () => (proposalTabs().length > 0 ? true : undefined));
    await vscode.commands.executeCommand('fairlead.applyProposal');
    await until('the edit', () => (editor.document.getText().includes('/extra') ? true : undefined));
    assert.ok(editor.document.getText().includes(typed));
    assert.ok(editor.document.isDirty);
    assert.equal(await readFile(threatModel()), text);
    await vscode.commands.executeCommand('undo');
    await until('the undo', () => (editor.document.getText() === unsaved ? true : undefined));
  }).timeout(180_000);

  it('makes a new proposal when the file changed meanwhile', async () => {
    await writeStale();
    await vscode.commands.executeCommand('fairlead.updateDocument', { file: threatModel().toString() });
    const first = await until('a proposal', () => proposalTabs()[0]);
    const editor = await vscode.window.showTextDocument(threatModel());
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 0), 'meanwhile\n'));
    const meanwhile = editor.document.getText();
    await vscode.commands.executeCommand('fairlead.applyProposal');
    const second = await until('a new proposal', () => proposalTabs().find((tab) => tab !== first));
    assert.equal(editor.document.getText(), meanwhile);
    assert.ok(second.input instanceof vscode.TabInputTextDiff);
    const proposed = await vscode.workspace.openTextDocument(second.input.modified);
    assert.ok(proposed.getText().includes('meanwhile\n'));
  }).timeout(180_000);

  it('says which line keeps it from merging, and leaves the file alone', async () => {
    const text = (await generateByCli('threat-model')).replace('## Assets', '<<<<<<< HEAD\n## Assets');
    await writeFile(threatModel(), text);
    await vscode.window.showTextDocument(threatModel());
    const line = text.split('\n').indexOf('<<<<<<< HEAD');
    const [problem] = await until('the problem', () => {
      const found = vscode.languages
        .getDiagnostics(threatModel())
        .filter(({ code }) => code === 'document-broken');
      return found.length > 0 ? found : undefined;
    });
    assert.equal(problem?.message, 'a merge conflict stands here; resolve it first');
    assert.equal(problem.range.start.line, line);
    await vscode.commands.executeCommand('fairlead.updateDocument', { file: threatModel().toString() });
    await vscode.commands.executeCommand('notifications.showList');
    await ui.waitForText('.notifications-list-container', `line ${line + 1}: a merge conflict stands here`);
    await ui.screenshot('documents-conflict');
    await vscode.commands.executeCommand('notifications.clearAll');
    assert.deepEqual(proposalTabs(), []);
    assert.equal(await readFile(threatModel()), text);
  }).timeout(180_000);

  it('brings several documents up to date in one view', async () => {
    await writeFile(at('DATA_CARD.md'), await generateByCli('data-card'));
    await writeStale();
    void vscode.commands.executeCommand('fairlead.updateDocuments');
    await ui.waitForText('.quick-input-widget .monaco-list-row', 'DATA_CARD.md');
    await delay(500);
    await ui.screenshot('documents-pick-stale');
    await ui.press('Enter');
    await ui.waitForText('.tab', 'Proposed Documents');
    await delay(1000);
    await ui.screenshot('documents-several');
    await vscode.commands.executeCommand('fairlead.applyProposal');
    await until('both files', async () => {
      const texts = await Promise.all([readFile(threatModel()), readFile(at('DATA_CARD.md'))]);
      return texts[0]?.includes('/extra') && texts[1]?.includes('extra/data') ? true : undefined;
    });
  }).timeout(180_000);

  it('are offered where code asks for one that is missing, until it is there', async () => {
    const serve = at('src/ticket_triage/serve.py');
    await vscode.commands.executeCommand('vscode.open', serve, { preview: false });
    const own = async () =>
      (await listLenses(serve)).filter(({ command }) => command?.title === 'No threat model: create');
    const [lens, ...others] = await until('a lens', async () => {
      const found = await own();
      return found.length > 0 ? found : undefined;
    });
    assert.ok(lens?.command);
    assert.deepEqual(others, []);
    const actions = await listActions(serve, lens.range, 'quickfix');
    assert.ok(actions.some(({ title }) => title === 'No threat model: create'));
    vscode.window.activeTextEditor?.revealRange(lens.range, vscode.TextEditorRevealType.InCenter);
    await ui.waitForText('.codelens-decoration', 'No threat model: create');
    await ui.screenshot('documents-lens-missing');
    await vscode.commands.executeCommand(lens.command.command, ...(lens.command.arguments ?? []));
    await waitForProposal();
    await vscode.commands.executeCommand('fairlead.applyProposal');
    await until('no lens', async () => ((await own()).length === 0 ? true : undefined));
  }).timeout(180_000);

  it('stand in the New File list', async () => {
    void vscode.commands.executeCommand('welcome.showNewFileEntries');
    await ui.waitForText('.quick-input-widget .monaco-list-row', 'Threat Model');
    await ui.screenshot('documents-new-file');
    await choose('Threat Model');
    await waitForProposal();
  }).timeout(180_000);
});
