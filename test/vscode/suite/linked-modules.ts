import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { app, llm, load, shell } from './linked-files.js';
import { setExpanded } from './sidebar-rows.js';
import {
  closeAll,
  openNotebook,
  openPython,
  ownDiagnostics,
  suiteUri,
  until,
  waitForRules,
  writeFile,
} from './workspace.js';

const TRUSTED = 'python/trust-remote-code';
const EXECUTED = 'python/llm-output-executed';
const write = (name: string, text: string): Promise<vscode.Uri> => writeFile(suiteUri(name), text);

/** What a user sees of the other modules of the workspace, in whatever host. */
export function describeLinkedModules(): void {
  before(async () => {
    await write('settings.py', 'TRUST = True\n');
    const { document } = await openPython('load.py', load);
    // The first look at a folder lists it.
    await until('modules to be known', () => (ownDiagnostics(document.uri).length > 0 ? true : undefined));
    await closeAll();
  });
  afterEach(closeAll);

  it('lead to constants, and to what they are after a change that is not saved', async () => {
    await write('settings.py', 'TRUST = True\n');
    const { document } = await openPython('load.py', load);
    await waitForRules(document.uri, [TRUSTED]);
    const editor = await openPython('settings.py', 'TRUST = True\n');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 8, 0, 12), 'False'));
    await waitForRules(document.uri, []);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await waitForRules(document.uri, [TRUSTED]);
  });

  it('follow their files on disk as they change, go and come', async () => {
    const settings = await write('settings.py', 'TRUST = False\n');
    const { document } = await openPython('load.py', load);
    await waitForRules(document.uri, []);
    await write('settings.py', 'TRUST = True\n');
    await waitForRules(document.uri, [TRUSTED]);
    await vscode.workspace.fs.delete(settings);
    await waitForRules(document.uri, []);
    await write('settings.py', '\nTRUST = True\n');
    await waitForRules(document.uri, [TRUSTED]);
  });

  it('name the way of a value through files that are closed', async () => {
    await write('llm.py', llm);
    await write('app.py', app);
    const { document } = await openPython('shell.py', shell);
    const [diagnostic] = await waitForRules(document.uri, [EXECUTED]);
    const steps = (diagnostic?.relatedInformation ?? []).map(
      ({ location, message }) =>
        `${location.uri.path.split('/').at(-1)}:${location.range.start.line + 1} ${message}`,
    );
    assert.deepEqual(steps, [
      'llm.py:7 model output comes from here',
      'llm.py:7 flows into `reply`',
      'llm.py:8 returned by `ask`',
      'app.py:4 passed to `run_command`',
      'shell.py:4 passed as `command`',
    ]);
  });

  it('come with a caller that is written later', async () => {
    await write('llm.py', llm);
    const { document } = await openPython('shell.py', shell);
    await waitForRules(document.uri, []);
    const caller = await write('app.py', app);
    await waitForRules(document.uri, [EXECUTED]);
    await vscode.workspace.fs.delete(caller);
    await waitForRules(document.uri, []);
  });

  it('are imported by notebooks, and called from them', async () => {
    await write('settings.py', 'TRUST = True\n');
    await write('llm.py', llm);
    const { notebook } = await openNotebook('study.ipynb', [load, app]);
    await waitForRules(notebook.cellAt(0).document.uri, [TRUSTED]);
    const { document } = await openPython('shell.py', shell);
    const [diagnostic] = await waitForRules(document.uri, [EXECUTED]);
    const caller = diagnostic?.relatedInformation?.find(({ message }) => message.startsWith('passed to'));
    assert.equal(caller?.location.uri.toString(), notebook.cellAt(1).document.uri.toString());
    assert.equal(caller?.location.range.start.line, 3);
  });

  it('count in a check of the workspace, and after it', async () => {
    await write('llm.py', llm);
    await write('shell.py', shell);
    const caller = await write('app.py', app);
    await vscode.commands.executeCommand('fairlead.checkWorkspace');
    await setExpanded('1 Secure design', true);
    await setExpanded('1.3 ', true);
    await waitForFile('suite/shell.py:5', true);
    await vscode.workspace.fs.delete(caller);
    await waitForFile('suite/shell.py:5', false);
    await write('app.py', app);
    await waitForFile('suite/shell.py:5', true);
  });
}

/** Waits until the view shows a finding at a place, or none. */
function waitForFile(place: string, isThere: boolean): Promise<true> {
  return until(`${place} to be ${isThere ? 'there' : 'gone'}`, async () => {
    const labels = await ui.evaluate(({ page }) =>
      page
        .locator('.sidebar .monaco-list-row')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? '')),
    );
    return labels.some((label) => label.includes(place)) === isThere ? true : undefined;
  });
}
