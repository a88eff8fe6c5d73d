import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { closeAll, listLenses, openPython, until, waitForRules, withSettings } from './workspace.js';

const unsafeYaml = 'import yaml\n\nconfig = yaml.load(text, Loader=yaml.Loader)\n';

const training = [
  'import torch',
  'from torch.utils.data import DataLoader',
  '',
  'def make_loader(rows):',
  '    return DataLoader(rows, batch_size=8)',
  '',
  'def train(model, loader, optimizer, criterion):',
  '    for epoch in range(3):',
  '        for inputs, targets in loader:',
  '            optimizer.zero_grad()',
  '            loss = criterion(model(inputs), targets)',
  '            loss.backward()',
  '            optimizer.step()',
  '',
].join('\n');

const endpoint = [
  'from fastapi import FastAPI',
  '',
  'app = FastAPI()',
  '',
  '@app.post("/predict")',
  'def predict(text: str):',
  '    return {"label": text}',
  '',
].join('\n');

async function hoverText(
  uri: vscode.Uri,
  position: vscode.Position,
): Promise<readonly vscode.MarkdownString[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .filter((content): content is vscode.MarkdownString => content instanceof vscode.MarkdownString)
    .filter(({ value }) => value.includes('fairlead.'));
}

describe('hover', () => {
  afterEach(closeAll);

  it('gives the reason, the guidelines and the safe form on a finding, in eight lines', async () => {
    const { document } = await openPython('hover.py', unsafeYaml);
    const [diagnostic] = await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    const [text] = await hoverText(document.uri, diagnostic.range.start);
    assert.ok(text);
    assert.match(text.value, /\(command:fairlead\.openGuideline\?%5B%22ncsc-/);
    assert.match(
      text.value,
      /```python\nconfig = yaml\.(safe_load\(text\)|load\(text, Loader=yaml\.SafeLoader\))\n```$/,
    );
    assert.ok(!text.value.includes(diagnostic.message), 'the message is already there');
    assert.ok(text.value.split('\n').filter((line) => line !== '').length <= 8);
    assert.deepEqual(text.isTrusted, { enabledCommands: ['fairlead.openGuideline', 'fairlead.showRule'] });
  });

  it('says nothing elsewhere', async () => {
    const { document } = await openPython('hover.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.deepEqual(await hoverText(document.uri, new vscode.Position(0, 8)), []);
  });

  it('opens the guideline from its link', async () => {
    const editor = await openPython('hover.py', unsafeYaml);
    const [diagnostic] = await waitForRules(editor.document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
    await vscode.commands.executeCommand('editor.action.showHover');
    const link = '.monaco-hover-content a[data-href^="command:fairlead.openGuideline"]';
    await ui.evaluate(
      ({ page }, selector) => page.locator(selector).first().waitFor({ timeout: 30_000 }),
      link,
    );
    await ui.screenshot('hover');
    await ui.evaluate(({ page }, selector) => page.locator(selector).first().click(), link);
    await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview),
    );
  });
});

describe('code of a diagnostic', () => {
  afterEach(closeAll);

  it('opens the guideline when it is clicked in the hover, offline', async () => {
    const editor = await openPython('code.py', unsafeYaml);
    const [diagnostic] = await waitForRules(editor.document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
    await vscode.commands.executeCommand('editor.action.showHover');
    const link = '.monaco-hover-content a.code-link';
    await ui.evaluate(
      ({ page }, selector) => page.locator(selector).first().click({ timeout: 30_000 }),
      link,
    );
    await waitForPage();
  });

  it('opens the guideline when it is clicked in the problems panel, offline', async () => {
    const { document } = await openPython('code.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    const link = '.markers-panel .monaco-list-row a.monaco-link';
    await ui.evaluate(
      ({ page }, selector) => page.locator(selector).first().click({ timeout: 30_000 }),
      link,
    );
    await waitForPage();
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  async function waitForPage(): Promise<void> {
    await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input, label }) => input instanceof vscode.TabInputWebview && label.includes('NCSC')),
    );
  }
});

describe('code lens', () => {
  before(() => vscode.commands.executeCommand('fairlead.checkWorkspace'));
  afterEach(closeAll);

  const waitForLenses = (uri: vscode.Uri, count: number) =>
    until(`${count} lenses`, async () => {
      // Lenses that lead to documents have tests of their own.
      const all = await listLenses(uri);
      const lenses = all.filter(({ command }) => command?.command === 'fairlead.openGuideline');
      return lenses.length === count ? lenses : undefined;
    });

  it('names the guideline over a training loop and a data loader', async () => {
    const { document } = await openPython('training.py', training);
    const lenses = await waitForLenses(document.uri, 2);
    const titles = lenses.map(({ command }) => command?.title ?? '');
    for (const title of titles) assert.match(title, /^\S.* \d\.\d \S/);
    const lines = lenses.map(({ range }) => range.start.line);
    assert.equal(new Set(lines).size, lines.length, 'one lens per line');
    await ui.waitForText('.codelens-decoration', titles[0] ?? 'no title');
    await ui.screenshot('lens');
  });

  it('names the guideline over an endpoint and opens it', async () => {
    const { document } = await openPython('endpoint.py', endpoint);
    const [lens] = await waitForLenses(document.uri, 1);
    assert.ok(lens?.command);
    await ui.waitForText('.codelens-decoration', lens.command.title);
    await ui.evaluate(
      ({ page }, title) => page.locator('.codelens-decoration a').filter({ hasText: title }).first().click(),
      lens.command.title,
    );
    await until('the page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview),
    );
  });

  it('names the guideline where models are loaded and saved and where agents act', async () => {
    const text = [
      'import torch',
      'from smolagents import CodeAgent',
      '',
      'def load(path):',
      '    return torch.load(path, weights_only=True)',
      '',
      'def keep(model, path):',
      '    torch.save(model, path)',
      '',
      'agent = CodeAgent(tools=[])',
      '',
    ].join('\n');
    const { document } = await openPython('kinds.py', text);
    const lenses = await waitForLenses(document.uri, 3);
    const named = lenses.map(({ range, command }) => [
      range.start.line,
      /\d\.\d/.exec(command?.title ?? '')?.[0],
    ]);
    assert.deepEqual(named, [
      [3, '2.1'],
      [6, '3.2'],
      [9, '1.3'],
    ]);
    const hovers = await until('the guidelines in the hover', async () => {
      const found = await hoverText(document.uri, new vscode.Position(6, 5));
      return found.some(({ value }) => /\(open|failing|evidenced/.test(value)) ? found : undefined;
    });
    assert.match(hovers[0]?.value ?? '', /^Saving or publishing a model is what these guidelines are about:/);
    assert.match(hovers[0]?.value ?? '', /\(\w[\w ]*, \d of \d settled\)/);
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(6, 5, 6, 5);
    await vscode.commands.executeCommand('editor.action.showHover');
    await ui.waitForText('.monaco-hover-content', 'Saving or publishing a model');
    await ui.screenshot('hover-landmark');
  });

  it('follows its line while the file is edited', async () => {
    const editor = await openPython('endpoint.py', endpoint);
    const [before] = await waitForLenses(editor.document.uri, 1);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# one\n# two\n'));
    const [after] = await listLenses(editor.document.uri);
    assert.equal(after?.range.start.line, (before?.range.start.line ?? 0) + 2);
  });

  it('can be switched off', async () => {
    const { document } = await openPython('endpoint.py', endpoint);
    await waitForLenses(document.uri, 1);
    await withSettings({ 'fairlead.codeLens.enabled': false }, async () => {
      await waitForLenses(document.uri, 0);
    });
    await waitForLenses(document.uri, 1);
  });
});
