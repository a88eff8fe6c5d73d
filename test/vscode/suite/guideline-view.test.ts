import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { readRows, setExpanded, waitForRow } from './sidebar-rows.js';
import {
  closeAll,
  openPython,
  suiteUri,
  until,
  waitForRules,
  workspaceRoot,
  writeFile,
} from './workspace.js';

const unsafeYaml = 'import yaml\n\nconfig = yaml.load(text, Loader=yaml.Loader)\n';

describe('guideline view', () => {
  before(async () => {
    await writeFile(suiteUri('closed.py'), unsafeYaml);
    await vscode.commands.executeCommand('fairlead.checkWorkspace');
  });
  after(closeAll);

  it('holds the three frameworks with the count of their findings', async () => {
    const first = await waitForRow(/^NCSC .*, \d+ findings?$/);
    assert.equal(first.level, 1);
    await waitForRow(/^G7 Guiding Principles, .*\d+ findings?$/);
    await waitForRow(/^G7 Code of Conduct, .*\d+ findings?$/);
    await waitForRow(/^1 Secure design, .*\d+ findings?$/);
    await ui.screenshot('view');
  });

  it('lists findings of files that are not open under their item, and opens them', async () => {
    await setExpanded('1 Secure design', true);
    await setExpanded('1.3 ', true);
    const row = await waitForRow(/^warning, suite\/closed\.py:3, /);
    assert.equal(row.level, 4);
    await ui.evaluate(({ page }) =>
      page.locator('.sidebar .monaco-list-row[aria-label^="warning, suite/closed.py:3"]').first().click(),
    );
    const editor = await until('the file', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.path.endsWith('/suite/closed.py') ? active : undefined;
    });
    assert.equal(editor.selection.start.line, 2);
    await waitForRules(editor.document.uri, ['python/yaml-load-unsafe']);
    await ui.screenshot('view-findings');
  });

  it('follows what is typed, and what changes on disk', async () => {
    const editor = await openPython('typed.py', 'import yaml\n');
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(1, 0), 'c = yaml.load(t, Loader=yaml.Loader)\n'),
    );
    await waitForRow(/^warning, suite\/typed\.py:2, /);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    await waitForRow(/^warning, suite\/typed\.py:3, /);
    await writeFile(suiteUri('outside.py'), unsafeYaml);
    await waitForRow(/^warning, suite\/outside\.py:3, /);
    await vscode.workspace.fs.delete(suiteUri('outside.py'));
    await until('the row to go', async () => {
      const rows = await readRows();
      return rows.some(({ label }) => label.includes('outside.py')) ? undefined : true;
    });
  });

  it('opens a finding in a closed notebook at its cell', async () => {
    const notebook = {
      cells: ['import yaml', 'x = 1', 'c = yaml.load(t, Loader=yaml.Loader)'].map((source) => ({
        cell_type: 'code',
        execution_count: null,
        metadata: {},
        outputs: [],
        source: [source],
      })),
      metadata: { language_info: { name: 'python' } },
      nbformat: 4,
      nbformat_minor: 5,
    };
    await writeFile(suiteUri('closed.ipynb'), JSON.stringify(notebook));
    await waitForRow(/^warning, suite\/closed\.ipynb:cell 3:1, /);
    await ui.evaluate(({ page }) =>
      page.locator('.sidebar .monaco-list-row[aria-label^="warning, suite/closed.ipynb"]').first().click(),
    );
    await until('the cell', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.uri.path.endsWith('closed.ipynb') &&
        editor.document.getText().startsWith('c = yaml')
        ? editor
        : undefined;
    });
  });

  it('leaves out what the configuration excludes', async () => {
    const configuration = vscode.Uri.joinPath(workspaceRoot(), 'fairlead.yaml');
    const before = await vscode.workspace.fs.readFile(configuration).then(undefined, () => new Uint8Array());
    await waitForRow(/suite\/closed\.py/);
    try {
      await writeFile(configuration, 'exclude:\n  - suite/closed.py\n');
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await until('the row to go', async () => {
        const rows = await readRows();
        return rows.length > 0 && !rows.some(({ label }) => label.includes('closed.py')) ? true : undefined;
      });
    } finally {
      await vscode.workspace.fs.writeFile(configuration, before);
    }
    await waitForRow(/suite\/closed\.py/);
  });

  it('counts warnings and errors on its icon', async () => {
    // Empty while the workspace is checked anew.
    await until('a count on the icon', async () => {
      const badge = await ui.evaluate(async ({ page }) => {
        const icon = page.locator('.activitybar .action-item', {
          has: page.locator('[aria-label^="Fairlead"]'),
        });
        return icon.locator('.badge-content').first().textContent();
      });
      return /^\d+$/.test(badge ?? '') ? true : undefined;
    });
  });

  it('opens the guideline of an item', async () => {
    await ui.evaluate(({ page }) =>
      page.locator('.sidebar .monaco-list-row[aria-label^="1.3 "]').first().click(),
    );
    await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input, label }) => input instanceof vscode.TabInputWebview && label.includes('1.3')),
    );
  });
});
