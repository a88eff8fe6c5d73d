import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import {
  closeAll,
  listActions,
  listLenses,
  openNotebook,
  ownDiagnostics,
  ruleOf,
  until,
  waitForRules,
} from './workspace.js';

const cells = [
  '%load_ext autoreload\n!ls -la models\nimport torch\nimport yaml',
  '%time model = torch.load("model.pt", weights_only=False)',
  'settings = yaml.load(open("a.yaml"), Loader=yaml.Loader)',
] as const;

/** Edits the text of a cell. */
async function editCell(cell: vscode.NotebookCell, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(cell.document.uri, new vscode.Range(0, 0, cell.document.lineCount, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function replaceCells(
  notebook: vscode.NotebookDocument,
  range: vscode.NotebookRange,
  texts: readonly string[],
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const data = texts.map((text) => new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python'));
  edit.set(notebook.uri, [vscode.NotebookEdit.replaceCells(range, data)]);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

describe('notebooks', () => {
  afterEach(closeAll);

  it('are one module: findings stand in their cell, with names from other cells and past magics', async () => {
    const { notebook } = await openNotebook('module.ipynb', cells);
    const [model] = await waitForRules(notebook.cellAt(1).document.uri, ['python/torch-load-unsafe']);
    const [settings] = await waitForRules(notebook.cellAt(2).document.uri, ['python/yaml-load-unsafe']);
    await waitForRules(notebook.cellAt(0).document.uri, []);
    assert.ok(model && settings);
    assert.match(notebook.cellAt(1).document.getText(model.range), /torch\.load|weights_only/);
    assert.match(notebook.cellAt(2).document.getText(settings.range), /yaml/);
  });

  it('follow an edit in another cell', async () => {
    const { notebook } = await openNotebook('edit.ipynb', cells);
    await waitForRules(notebook.cellAt(2).document.uri, ['python/yaml-load-unsafe']);
    await editCell(notebook.cellAt(0), 'import torch\nyaml = None');
    await waitForRules(notebook.cellAt(2).document.uri, []);
    await waitForRules(notebook.cellAt(1).document.uri, ['python/torch-load-unsafe']);
  });

  it('follow cells that are added, moved on and removed', async () => {
    const { notebook } = await openNotebook('cells.ipynb', cells);
    const last = notebook.cellAt(2).document.uri;
    await waitForRules(last, ['python/yaml-load-unsafe']);
    await replaceCells(notebook, new vscode.NotebookRange(1, 1), [
      'other = yaml.load(text, Loader=yaml.Loader)',
    ]);
    await waitForRules(notebook.cellAt(1).document.uri, ['python/yaml-load-unsafe']);
    await waitForRules(last, ['python/yaml-load-unsafe']);
    const gone = notebook.cellAt(1).document.uri;
    await replaceCells(notebook, new vscode.NotebookRange(1, 2), []);
    await waitForRules(gone, []);
    await waitForRules(notebook.cellAt(2).document.uri, ['python/yaml-load-unsafe']);
  });

  it('are fixed cell by cell', async () => {
    const { notebook } = await openNotebook('fix.ipynb', [
      'import yaml',
      '%time settings = yaml.load(text, Loader=yaml.Loader)',
    ]);
    const { document } = notebook.cellAt(1);
    const [diagnostic] = await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
    const fix = actions.find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.equal(document.getText(), '%time settings = yaml.safe_load(text)');
    await waitForRules(document.uri, []);
  });

  it('take a suppression into their cell', async () => {
    const { notebook } = await openNotebook('ignore.ipynb', cells);
    const { document } = notebook.cellAt(2);
    const [diagnostic] = await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
    const { command } = actions.find(({ title }) => title.startsWith('Ignore')) ?? {};
    assert.ok(command);
    const done = vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
    await ui.waitForText('.quick-input-widget', 'Ignore python/yaml-load-unsafe here');
    await ui.evaluate(({ page }) => page.keyboard.type('ours'));
    await ui.press('Enter');
    await done;
    assert.match(document.getText(), /# fairlead: ignore\[python\/yaml-load-unsafe\] ours/);
    await waitForRules(document.uri, []);
  });

  it('answer the fix-all of a notebook with fixes that keep behaviour only', async () => {
    const { notebook } = await openNotebook('all.ipynb', cells);
    const { document } = notebook.cellAt(1);
    await waitForRules(document.uri, ['python/torch-load-unsafe']);
    const range = new vscode.Range(0, 0, 0, 0);
    for (const { kind, edit } of await listActions(document.uri, range, 'notebook.source.fixAll.fairlead')) {
      assert.equal(kind?.value, 'notebook.source.fixAll.fairlead');
      assert.ok(edit);
    }
    assert.deepEqual(ownDiagnostics(document.uri).map(ruleOf), ['python/torch-load-unsafe']);
  });

  it('have hovers and lenses in their cells', async () => {
    const loop = [
      'def train(model, loader, optimizer, criterion):',
      '    for inputs, targets in loader:',
      '        optimizer.zero_grad()',
      '        loss = criterion(model(inputs), targets)',
      '        loss.backward()',
      '        optimizer.step()',
    ].join('\n');
    const { notebook } = await openNotebook('lens.ipynb', [...cells, loop]);
    const training = notebook.cellAt(3).document.uri;
    const [lens] = await until('a lens', async () => {
      const lenses = await listLenses(training);
      return lenses.length > 0 ? lenses : undefined;
    });
    assert.ok(lens?.command);
    await ui.waitForText('.notebookOverlay .codelens-decoration', lens.command.title);
    const [diagnostic] = await waitForRules(notebook.cellAt(2).document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      notebook.cellAt(2).document.uri,
      diagnostic.range.start,
    );
    const texts = hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''));
    assert.ok(texts.some((text) => text.includes('fairlead.openGuideline')));
    await ui.screenshot('notebook');
  });

  it('of another language have no findings', async () => {
    const { notebook } = await openNotebook('other.ipynb', ['library(yaml)\nx <- eval(parse(text = y))']);
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [
      vscode.NotebookEdit.replaceCells(new vscode.NotebookRange(0, 1), [
        new vscode.NotebookCellData(
          vscode.NotebookCellKind.Code,
          'import yaml\nyaml.load(t, Loader=yaml.Loader)',
          'r',
        ),
      ]),
    ]);
    await vscode.workspace.applyEdit(edit);
    await waitForRules(notebook.cellAt(0).document.uri, []);
  });
});
