import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import {
  closeAll,
  listActions,
  openNotebook,
  openPython,
  suiteUri,
  until,
  waitForRules,
  withSettings,
  writeFile,
} from './workspace.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const request = 'import requests\n\nrequests.get("https://data.invalid/a")\n';
const hub = 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("org/some-model")\n';
/** One that keeps behaviour, and one that may change it. */
const fetched = [
  'import pandas as pd',
  'import requests',
  '',
  'rows = pd.read_csv("http://raw.githubusercontent.com/org/data/main/rows.csv")',
  'page = requests.get("http://pages.invalid/index", timeout=5)',
  '',
].join('\n');
const safelyFixed = fetched.replace('http://raw', 'https://raw');

/** Opens a file with one finding and starts the fix of that title; the promise ends when the question is answered. */
async function start(name: string, text: string, rule: string, title: string) {
  const { document } = await openPython(name, text);
  const [diagnostic] = await waitForRules(document.uri, [rule]);
  assert.ok(diagnostic);
  const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
  const action = actions.find((candidate) => candidate.title === title);
  assert.ok(action?.command, `${title} is not among ${actions.map((each) => each.title).join(' | ')}`);
  assert.ok(!action.isPreferred && action.edit === undefined);
  const { command, arguments: values = [] } = action.command;
  const done = vscode.commands.executeCommand(command, ...values);
  await ui.waitForText('.quick-input-widget', title.replace('...', ''));
  return { document, done };
}

const type = (text: string) => ui.evaluate(({ page }, keys) => page.keyboard.type(keys), text);

describe('fixes that need a value', () => {
  const before = process.env['HF_HUB_CACHE'];
  afterEach(async () => {
    await closeAll();
    if (before === undefined) delete process.env['HF_HUB_CACHE'];
    else process.env['HF_HUB_CACHE'] = before;
  });

  it('offer values to choose from', async () => {
    const title = 'Choose a timeout...';
    const { document, done } = await start('pick.py', request, 'python/request-no-timeout', title);
    await type('1 minute');
    await ui.press('Enter');
    await done;
    assert.equal(document.getText(), request.replace('/a"', '/a", timeout=60'));
    await waitForRules(document.uri, []);
  });

  it('take a value that is typed, when it can stand there', async () => {
    const title = 'Choose a timeout...';
    const { document, done } = await start('type.py', request, 'python/request-no-timeout', title);
    await type('Type another');
    await ui.press('Enter');
    await ui.waitForText('.quick-input-widget', 'Seconds to wait for an answer');
    await type('soon');
    await ui.waitForText('.quick-input-widget', 'This cannot stand there');
    await ui.press('Enter');
    await ui.press('Control+A');
    await type('7.5');
    await ui.press('Enter');
    await done;
    assert.equal(document.getText(), request.replace('/a"', '/a", timeout=7.5'));
  });

  it('write nothing without an answer', async () => {
    const title = 'Choose a timeout...';
    const { document, done } = await start('none.py', request, 'python/request-no-timeout', title);
    await ui.press('Escape');
    await done;
    assert.equal(document.getText(), request);
  });

  it('know the commit that the cache of the Hub holds', async () => {
    const cache = suiteUri('hub');
    await writeFile(vscode.Uri.joinPath(cache, 'models--org--some-model', 'refs', 'main'), commit);
    process.env['HF_HUB_CACHE'] = cache.fsPath;
    const title = 'Pin org/some-model to a commit...';
    const { document, done } = await start('hub.py', hub, 'python/hub-revision-unpinned', title);
    await ui.waitForText('.quick-input-widget', commit);
    await ui.press('Enter');
    await done;
    assert.equal(document.getText(), hub.replace('-model"', `-model", revision="${commit}"`));
    await waitForRules(document.uri, []);
  });

  it('ask for the commit where the cache does not hold it', async () => {
    process.env['HF_HUB_CACHE'] = suiteUri('nowhere').fsPath;
    const title = 'Pin org/some-model to a commit...';
    const { document, done } = await start('ask.py', hub, 'python/hub-revision-unpinned', title);
    await ui.waitForText('.quick-input-widget', 'Full commit of org/some-model');
    await type(commit);
    await ui.press('Enter');
    await done;
    assert.match(document.getText(), new RegExp(`revision="${commit}"`));
  });
});

describe('fixes that keep behaviour', () => {
  afterEach(closeAll);

  it('are made when a file is saved, the others not', async () => {
    const { document } = await openPython('saved.py', fetched);
    await waitForRules(document.uri, ['python/http-download', 'python/http-download']);
    const [action, ...others] = await listActions(
      document.uri,
      new vscode.Range(0, 0, 0, 0),
      'source.fixAll.fairlead',
    );
    assert.ok(action?.edit);
    assert.deepEqual(others, []);
    await withSettings({ 'editor.codeActionsOnSave': { 'source.fixAll.fairlead': 'explicit' } }, async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(5, 0), '# saved\n');
      await vscode.workspace.applyEdit(edit);
      assert.ok(await document.save());
      assert.equal(document.getText(), `${safelyFixed}# saved\n`);
    });
  });

  it('are made whole: what reaches into another cell is left to the fix-all of the notebook', async () => {
    const { notebook } = await openNotebook('whole.ipynb', [
      'from yaml import load',
      'defaults = load("a: 1")',
    ]);
    const { document } = notebook.cellAt(1);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    const start = new vscode.Range(0, 0, 0, 0);
    assert.deepEqual(await listActions(document.uri, start, 'source.fixAll.fairlead'), []);
    const [all] = await listActions(document.uri, start, 'notebook.source.fixAll.fairlead');
    assert.ok(all?.edit);
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    const texts = notebook.getCells().map((cell) => cell.document.getText());
    assert.deepEqual(texts, ['from yaml import load, safe_load', 'defaults = safe_load("a: 1")']);
  });

  it('are made in every cell when a notebook is saved', async () => {
    const { notebook } = await openNotebook('saved.ipynb', ['import json', fetched, fetched]);
    const texts = () => notebook.getCells().map(({ document }) => document.getText());
    await waitForRules(notebook.cellAt(2).document.uri, ['python/http-download', 'python/http-download']);
    const settings = { 'notebook.codeActionsOnSave': { 'notebook.source.fixAll.fairlead': 'explicit' } };
    await withSettings(settings, async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(notebook.cellAt(0).document.uri, new vscode.Position(0, 11), '  # saved');
      await vscode.workspace.applyEdit(edit);
      assert.ok(await notebook.save());
      await until('the cells to be fixed', () => (texts()[2] === safelyFixed ? true : undefined));
      assert.deepEqual(texts(), ['import json  # saved', safelyFixed, safelyFixed]);
    });
  });
});
