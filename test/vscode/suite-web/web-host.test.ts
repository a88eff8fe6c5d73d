import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import {
  closeAll,
  listActions,
  listLenses,
  openNotebook,
  openPython,
  until,
  waitForRules,
} from '../suite/workspace.js';

const unsafeYaml = 'import yaml\n\nconfig = yaml.load(text, Loader=yaml.Loader)\n';

// Everything else about the editor is proved in the Node host; here only that the same parts work in a web worker.
describe('web-worker extension host', () => {
  afterEach(closeAll);

  it('is what runs us', () => {
    assert.equal(vscode.env.uiKind, vscode.UIKind.Web);
    assert.equal(vscode.extensions.getExtension('fairlead.fairlead')?.extensionKind, vscode.ExtensionKind.UI);
    assert.equal(typeof process === 'object' && process.versions?.node !== undefined, false);
  });

  it('finds, explains and fixes in a file', async () => {
    const { document } = await openPython('web.py', unsafeYaml);
    const [diagnostic] = await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      diagnostic.range.start,
    );
    const texts = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''));
    assert.ok(texts.some((text) => text.includes('command:fairlead.openGuideline')));
    const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    await waitForRules(document.uri, []);
  });

  it('finds in notebook cells', async () => {
    const { notebook } = await openNotebook('web.ipynb', [
      'import yaml',
      'x = yaml.load(t, Loader=yaml.Loader)',
    ]);
    await waitForRules(notebook.cellAt(1).document.uri, ['python/yaml-load-unsafe']);
  });

  it('names the guideline over an endpoint', async () => {
    const { document } = await openPython(
      'endpoint.py',
      'from fastapi import FastAPI\n\napp = FastAPI()\n\n@app.post("/predict")\ndef predict(text: str):\n    return text\n',
    );
    await until('a lens', async () => ((await listLenses(document.uri)).length > 0 ? true : undefined));
  });

  it('checks the workspace and lists findings of closed files', async () => {
    await vscode.commands.executeCommand('fairlead.checkWorkspace');
    await ui.waitForText('.sidebar .monaco-list-row', 'NCSC');
    await until('a count', async () => {
      const labels = await ui.evaluate(({ page }) =>
        page
          .locator('.sidebar .monaco-list-row')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? '')),
      );
      return labels.some((label) => /^NCSC .*, [1-9]\d* findings?$/.test(label)) ? true : undefined;
    });
  });

  it('shows the guideline page', async () => {
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-2.1');
    const heading = await ui.evaluate(async ({ page }) => {
      const deadline = Date.now() + 60_000;
      while (Date.now() < deadline) {
        for (const frame of page.frames()) {
          const element = frame.locator('main h1');
          if (await element.count().catch(() => 0)) return element.textContent();
        }
        await page.waitForTimeout(100);
      }
      return undefined;
    });
    assert.match(heading ?? '', /2\.1: Secure your supply chain$/);
  });
});
