import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { closeAll, openPython, until, waitForRules } from './workspace.js';

const unsafeYaml = 'import yaml\n\nconfig = yaml.load(text, Loader=yaml.Loader)\n';
const themes = [
  'Default Dark Modern',
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
];

/** The text of the first element in our page that matches; fails when there is none in 60 s. */
function readPage(selector: string, text = ''): Promise<string> {
  return ui.evaluate(
    async ({ page }, wanted) => {
      const deadline = Date.now() + 60_000;
      while (Date.now() < deadline) {
        for (const frame of page.frames()) {
          const isOurs = await frame
            .locator('main h1')
            .count()
            .catch(() => 0);
          if (!isOurs) continue;
          const element = frame.locator(wanted.selector).filter({ hasText: wanted.text }).first();
          if (await element.count().catch(() => 0)) return (await element.textContent()) ?? '';
        }
        await page.waitForTimeout(100);
      }
      throw new Error(`No ${wanted.selector} with "${wanted.text}" in the page`);
    },
    { selector, text },
  );
}

async function clickInPage(selector: string): Promise<void> {
  await ui.evaluate(async ({ page }, wanted) => {
    for (const frame of page.frames()) {
      const element = frame.locator(wanted).first();
      if (await element.count().catch(() => 0)) return element.click();
    }
    throw new Error(`No ${wanted}`);
  }, selector);
}

/** What the page's own frame makes of an expression; undefined while there is no page. */
function askPage(expression: string): Promise<unknown> {
  return ui.evaluate(async ({ page }, asked) => {
    for (const frame of page.frames()) {
      const isOurs = await frame
        .locator('main h1')
        .count()
        .catch(() => 0);
      if (isOurs) return frame.evaluate(asked);
    }
    return undefined;
  }, expression);
}

const webviewTabs = () =>
  vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('fairlead.guideline'),
    );

describe('guideline page', () => {
  afterEach(closeAll);

  it('shows title, summary, checklist, rules and the official page', async () => {
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-2.1');
    assert.match(await readPage('h1'), / 2\.1: Secure your supply chain$/);
    for (const heading of [
      'Findings in this workspace',
      'Checklist',
      'Rules that check the code',
      'About this text',
    ]) {
      await readPage('h2', heading);
    }
    await readPage('a[href^="https://www.ncsc.gov.uk/"]');
    assert.equal(webviewTabs()[0]?.label.includes('2.1'), true);
  });

  it('is one panel for all guidelines and rules', async () => {
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-2.1');
    await readPage('h1', '2.1');
    await vscode.commands.executeCommand('fairlead.openGuideline', 'g7-gp-1');
    await readPage('h1', 'life cycle');
    await readPage('p', 'in our own words');
    await vscode.commands.executeCommand('fairlead.showRule', 'python/torch-load-unsafe');
    await readPage('pre', 'torch.load');
    assert.equal(webviewTabs().length, 1);
  });

  it('leads to findings, rules and other guidelines', async () => {
    const { document } = await openPython('linked.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-1.3');
    await readPage('li a', 'suite/linked.py:3');
    await clickInPage('main a[href^="command:fairlead.openFinding"]');
    const editor = await until('the file', () => vscode.window.activeTextEditor);
    assert.match(editor.document.uri.path, /\.(py|ipynb)$/);
    await clickInPage('main a[href^="command:fairlead.showRule"]');
    await readPage('h2', 'Silencing it');
    await clickInPage('main a[href^="command:fairlead.openGuideline"]');
    await readPage('h2', 'Checklist');
    assert.equal(webviewTabs().length, 1);
  });

  it('is walked by Tab from link to link, and a link is followed by Enter', async () => {
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-3.3');
    await readPage('h1', '3.3');
    await readPage('h2', 'Checklist');
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    const links = (await askPage('[...document.querySelectorAll("main a")].map((a) => a.href)')) as string[];
    assert.ok(links.length > 8, `${links.length} links`);
    const focused = () => askPage('document.activeElement?.closest("main a")?.href ?? ""');
    const walked: unknown[] = [];
    for (let presses = 0; presses < links.length + 3 && walked.length < links.length; presses += 1) {
      await ui.press('Tab');
      const link = await focused();
      if (link !== '') walked.push(link);
    }
    assert.deepEqual(walked, links);
    assert.notEqual(await askPage('getComputedStyle(document.activeElement).outlineStyle'), 'none');
    const isRule = async () => String(await focused()).startsWith('command:fairlead.showRule');
    for (let presses = 0; presses < links.length && !(await isRule()); presses += 1) {
      await ui.press('Shift+Tab');
    }
    assert.ok(await isRule(), 'a link to a rule');
    await ui.press('Enter');
    await readPage('h2', 'Silencing it');
  });

  it('follows findings while they are fixed', async () => {
    const editor = await openPython('live.py', unsafeYaml);
    await waitForRules(editor.document.uri, ['python/yaml-load-unsafe']);
    await vscode.commands.executeCommand('fairlead.showRule', 'python/yaml-load-unsafe');
    await readPage('li a', 'suite/live.py:3');
    const edit = new vscode.WorkspaceEdit();
    edit.insert(editor.document.uri, new vscode.Position(0, 0), '\n');
    await vscode.workspace.applyEdit(edit);
    await readPage('li a', 'suite/live.py:4');
  });

  it('keeps what it shows, and where, while it is hidden', async () => {
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-2.1');
    await readPage('h1', '2.1');
    const document = await vscode.workspace.openTextDocument({ content: 'x', language: 'plaintext' });
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Active });
    await until('the page to be hidden', () => (webviewTabs()[0]?.isActive === false ? true : undefined));
    await vscode.commands.executeCommand('workbench.action.previousEditor');
    await readPage('h1', '2.1');
  });

  for (const theme of themes) {
    it(`has no accessibility violation in ${theme}`, async () => {
      await ui.setColorTheme(theme);
      try {
        for (const [command, id, name] of [
          ['fairlead.openGuideline', 'ncsc-2.1', 'guideline'],
          ['fairlead.showRule', 'python/torch-load-unsafe', 'rule'],
        ] as const) {
          await vscode.commands.executeCommand(command, id);
          await readPage(name === 'rule' ? 'pre' : 'ol');
          await ui.screenshot(`page-${name}-${theme.toLowerCase().replaceAll(' ', '-')}`);
          assert.deepEqual(await ui.axe('main h1'), []);
        }
      } finally {
        await ui.setColorTheme('Default Dark Modern');
      }
    });
  }

  it('runs no script and breaks no content policy', async () => {
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-2.1');
    await readPage('h1', '2.1');
    const html = await ui.evaluate(async ({ page }) => {
      for (const frame of page.frames()) {
        if (
          await frame
            .locator('main h1')
            .count()
            .catch(() => 0)
        )
          return frame.locator('html').innerHTML();
      }
      return '';
    });
    assert.ok(!/<script/.test(html));
    const own = (await ui.policyViolations()).filter((line) => /webview|guideline/i.test(line));
    assert.deepEqual(own, []);
  });

  it('opens by an address of the editor, and refuses others', async () => {
    const address = vscode.Uri.from({
      scheme: vscode.env.uriScheme,
      authority: 'fairlead.fairlead',
      path: '/guideline/ncsc-3.1',
    });
    await vscode.commands.executeCommand('vscode.open', address);
    await readPage('h1', '3.1');
  });
});

describe('commands', () => {
  afterEach(closeAll);

  it('let one of the 39 guidelines be picked', async () => {
    const done = vscode.commands.executeCommand('fairlead.openGuideline');
    await ui.waitForText('.quick-input-widget', 'Open Guideline');
    await ui.evaluate(({ page }) => page.keyboard.type('supply chain'));
    await ui.waitForText('.quick-input-widget .monaco-list-row', '2.1 ');
    await ui.press('Enter');
    await done;
    await readPage('h1', 'supply chain');
  });

  it('let a rule be picked', async () => {
    const done = vscode.commands.executeCommand('fairlead.showRule');
    await ui.evaluate(({ page }) => page.locator('.quick-input-widget input').first().waitFor());
    await ui.evaluate(({ page }) => page.keyboard.type('torch-load'));
    await ui.waitForText('.quick-input-widget .monaco-list-row', 'python/torch-load-unsafe');
    await ui.press('Enter');
    await done;
    await readPage('p', 'python/torch-load-unsafe');
  });

  it('check the current file at once', async () => {
    await openPython('now.py', unsafeYaml);
    await vscode.commands.executeCommand('fairlead.checkCurrentFile');
    await ui.waitForText('.statusbar', 'Fairlead: 1 finding in suite/now.py');
  });

  it('are in the palette under one category, without the internal ones', async () => {
    const done = vscode.commands.executeCommand('workbench.action.quickOpen', '>Fairlead: ');
    await ui.waitForText('.quick-input-widget .monaco-list-row', 'Fairlead: Check Workspace');
    const labels = await ui.evaluate(({ page }) =>
      page
        .locator('.quick-input-widget .monaco-list-row')
        .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? '')),
    );
    for (const hidden of ['Open Finding', 'Ignore Finding', 'Turn Off Rule', 'Stop Check']) {
      assert.ok(!labels.some((label) => label.includes(`Fairlead: ${hidden}`)), hidden);
    }
    await ui.press('Escape');
    await done;
  });
});
