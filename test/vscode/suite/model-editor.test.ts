import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { buildSafetensors } from '../../support/model-file-builders.js';
import { callStream, text, torchMembers, zip } from '../../support/pickle-builder.js';
import { ui } from '../harness/ui.js';
import { clickInPage, inPage, inspect, listTabs, untilInPage, waitForPage } from './model-page.js';
import {
  closeAll,
  openPython,
  ownDiagnostics,
  suiteUri,
  until,
  waitForRules,
  withSettings,
  workspaceRoot,
} from './workspace.js';

const evil = callStream('posix', 'system', [text('id'), '\x85']);
const themes = [
  'Default Dark Modern',
  'Default Light Modern',
  'Default High Contrast',
  'Default High Contrast Light',
];

async function write(name: string, content: Uint8Array): Promise<vscode.Uri> {
  const uri = suiteUri(name);
  await vscode.workspace.fs.writeFile(uri, content);
  return uri;
}

async function copyFixture(path: string): Promise<vscode.Uri> {
  const root = vscode.extensions.getExtension('fairlead.fairlead')?.extensionUri;
  assert.ok(root);
  const target = suiteUri(path.slice(path.lastIndexOf('/') + 1));
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(root, 'test/fixtures/modelfiles', path), target, {
    overwrite: true,
  });
  return target;
}

/** A safetensors file of many small tensors. */
function buildManyTensors(count: number): Uint8Array {
  const header: Record<string, object> = {};
  for (let index = 0; index < count; index += 1) {
    const data_offsets = [index * 4, index * 4 + 4];
    header[`layers.${index}.weight`] = {
      dtype: index % 2 ? 'F16' : 'F32',
      shape: index % 2 ? [2] : [1],
      data_offsets,
    };
  }
  return buildSafetensors(header, count * 4);
}

const rowTexts = `[...document.querySelectorAll('.rows .row')].map((row) => row.textContent)`;

describe('model editor', () => {
  afterEach(closeAll);

  for (const [path, format, tabs] of [
    ['default.safetensors', 'safetensors', 'Tensors Metadata'],
    ['default.gguf', 'GGUF', 'Tensors Metadata'],
    ['default.onnx', 'ONNX', 'Tensors'],
    ['default.keras', 'Keras', ''],
    ['default.h5', 'Keras', 'Imports Metadata'],
    ['default.tflite', 'TensorFlow Lite', ''],
    ['default.pb', 'TensorFlow SavedModel', ''],
    ['pickles/state.pt', 'PyTorch (zip)', 'Tensors Imports'],
    ['pickles/legacy.pt', 'PyTorch (legacy)', 'Tensors Imports'],
    ['pickles/model.joblib', 'joblib', 'Imports'],
    ['pickles/arrays.npz', 'NumPy archive', 'Tensors'],
  ] as const) {
    it(`shows format, hash and content of ${path}, and nothing found`, async () => {
      const verdict = await inspect(await copyFixture(path));
      assert.match(verdict, /^Nothing found/);
      const facts = await inPage<string>(`document.querySelector('.facts').innerText`);
      assert.ok(facts.includes(format), facts);
      await untilInPage(
        'the hash',
        `/^[0-9a-f]{64}$/.test(document.querySelector('.hash code')?.textContent)`,
      );
      const shown = (await listTabs()).join();
      for (const tab of tabs.split(' ')) assert.ok(shown.includes(tab), shown);
      assert.doesNotMatch(await inPage('document.body.innerText'), /\bsafe(ly|ty)?\b/i);
    });
  }

  it('says in the words of the command line what is dangerous, where, by which call, and what to read', async () => {
    assert.match(
      await inspect(await write('evil.pt', zip(torchMembers(evil)))),
      /^Dangerous\s+Loading this file can run code or reach outside of it/,
    );
    const finding = await inPage<string>(`document.querySelector('.finding').innerText`);
    assert.match(finding, /Error\s*posix\.system is called on load/);
    assert.match(finding, /archive\/data\.pkl, byte 17 \(0x11\)/);
    assert.match(finding, /STACK_GLOBAL posix\.system\s+SHORT_BINUNICODE 'id'\s+TUPLE1\s+REDUCE/);
    for (const id of ['CWE-502', 'AML.T0011.000', 'model-file/pickle-dangerous-global']) {
      assert.ok(finding.includes(id), `${id}: ${finding}`);
    }
    await clickInPage('[role=tab]', 'Imports');
    assert.match(await inPage(`document.querySelector('table').innerText`), /dangerous\s+posix\.system/);
  });

  it('leads to the guideline and to the rule', async () => {
    await inspect(await write('linked.pkl', evil));
    await clickInPage('.finding a', 'NCSC');
    await until('the page of the guideline', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('guideline')),
    );
  });

  it('takes names and values from the file as text alone', async () => {
    const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    const uri = await write(
      'hostile names.safetensors',
      buildSafetensors(
        {
          __metadata__: { [hostile]: hostile },
          [`${hostile}\u202egnp.`]: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
        },
        8,
      ),
    );
    await inspect(uri);
    await untilInPage('the row', `${rowTexts}.length === 1`);
    const [row] = await inPage<string[]>(rowTexts);
    assert.ok(row?.startsWith(hostile), row);
    assert.ok(row?.includes('\\u202e'), row);
    await clickInPage('[role=tab]', 'Metadata');
    assert.ok((await inPage<string>(`document.querySelector('table').innerText`)).includes(hostile));
    assert.equal(await inPage(`document.querySelectorAll('img, main script').length`), 0);
    assert.equal(await inPage('document.title'), 'hostile names.safetensors');
  });

  it('filters, sorts and walks 100,000 tensors with the keyboard, with few rows in the page', async () => {
    await inspect(await write('many.safetensors', buildManyTensors(100_000)));
    const rowCount = `document.querySelector('[role=grid]').getAttribute('aria-rowcount')`;
    await untilInPage('all rows', `${rowCount} === '100001'`);
    assert.ok((await inPage<number>(`document.querySelectorAll('.rows .row').length`)) < 120);
    await inPage(`document.querySelector('[role=grid]').focus()`);
    const active = `document.querySelector('#active-cell')?.textContent`;
    assert.equal(await inPage(active), 'layers.0.weight');
    for (const [key, expected] of [
      ['ArrowDown', 'layers.1.weight'],
      ['ArrowRight', 'F16'],
      ['Control+End', '4 bytes'],
      ['Home', 'layers.99999.weight'],
      ['Control+Home', 'layers.0.weight'],
    ] as const) {
      await ui.press(key);
      await untilInPage(`${expected} after ${key}`, `${active} === ${JSON.stringify(expected)}`);
    }
    assert.equal(
      await inPage(`document.querySelector('[role=grid]').getAttribute('aria-activedescendant')`),
      'active-cell',
    );
    await ui.press('Control+f');
    await ui.evaluate(({ page }) => page.keyboard.type('9999 f16'));
    await untilInPage(
      'the filter',
      `document.querySelector('.shown').textContent.startsWith('14 of 100,000')`,
    );
    await clickInPage('[role=columnheader] button', 'Name');
    await clickInPage('[role=columnheader] button', 'Name');
    const first = `document.querySelector('.rows .row').textContent`;
    await untilInPage('the order', `${first}.startsWith('layers.99999')`);
    assert.equal(await inPage(`document.querySelector('[aria-sort=descending]').textContent`), 'Name');
    await inPage(`document.querySelector('input').focus()`);
    await ui.press('Escape');
    await untilInPage('everything again', `${rowCount} === '100001'`);
  });

  it('keeps tab and filter while it is hidden', async () => {
    const uri = await write('kept.safetensors', buildManyTensors(50));
    await inspect(uri);
    await inPage(`document.querySelector('input').focus()`);
    await ui.evaluate(({ page }) => page.keyboard.type('.7.'));
    await untilInPage('the filter', `${rowTexts}.length === 1`);
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await vscode.commands.executeCommand('workbench.action.previousEditor');
    await waitForPage('kept.safetensors', 'Nothing found');
    await untilInPage('the filter again', `${rowTexts}.length === 1`);
  });

  it('walks its tabs with the arrow keys', async () => {
    await inspect(await copyFixture('pickles/state.pt'));
    await inPage(`document.querySelector('[role=tab][aria-selected=true]').focus()`);
    await ui.press('ArrowRight');
    const selected = `document.querySelector('[role=tab][aria-selected=true]').textContent`;
    await untilInPage('the next tab', `${selected}.startsWith('Imports')`);
    assert.ok(await inPage(`document.activeElement.matches('[aria-selected=true]')`));
    assert.match(
      await inPage(`document.querySelector('[role=tabpanel]:not([hidden])').innerText`),
      /harmless/,
    );
  });

  it('copies the report as the command line writes it', async () => {
    await inspect(await write('copied.pkl', evil));
    await clickInPage('button', 'Copy as JSON');
    const json = await until('the clipboard', async () => {
      const copied = await vscode.env.clipboard.readText();
      return copied.startsWith('{') ? copied : undefined;
    });
    const { files } = JSON.parse(json) as { files: { verdict: string; path: string }[] };
    assert.deepEqual(
      files.map(({ verdict, path }) => [path, verdict]),
      [['suite/copied.pkl', 'dangerous']],
    );
  });

  it('hashes on demand, and gives up when told to', async () => {
    const uri = await write('huge.safetensors', buildManyTensors(3));
    await ui.evaluate(
      (_context, path) => process.getBuiltinModule('node:fs').truncateSync(path, 20 * 2 ** 30),
      uri.fsPath,
    );
    const start = performance.now();
    await inspect(uri);
    const took = performance.now() - start;
    assert.ok(took < 5000, `${took} ms`);
    await clickInPage('.hash button', 'Compute');
    await clickInPage('.hash button', 'Cancel');
    await untilInPage('the offer', `document.querySelector('.hash').innerText.includes('Not computed')`);
  });

  it('looks into any file, by its bytes', async () => {
    assert.match(await inspect(await write('notes.txt', evil)), /^Dangerous/);
    assert.match(await inspect(await write('data.xyz', new Uint8Array([1, 2, 3, 4]))), /^Not verified/);
  });

  it('leaves alone what was found in the text of a file', async () => {
    const source = 'import yaml\n\nx = yaml.load(text, Loader=yaml.Loader)\n';
    const { document } = await openPython('both.py', source);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.match(await inspect(document.uri), /^Not verified/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
  });

  it('is what opens a pickle, and an offer for other files', async () => {
    for (const [name, isOurs] of [
      ['opened.pkl', true],
      ['opened.bin', false],
    ] as const) {
      await vscode.commands.executeCommand('vscode.open', await write(name, evil));
      const tab = await until(`a tab for ${name}`, () => {
        const { activeTab } = vscode.window.tabGroups.activeTabGroup;
        return activeTab?.label === name ? activeTab : undefined;
      });
      const isShown =
        tab.input instanceof vscode.TabInputCustom && tab.input.viewType === 'fairlead.modelFile';
      assert.equal(isShown, isOurs, name);
    }
  });

  it('says why it shows nothing: empty, a folder, gone', async () => {
    assert.match(await inspect(await write('empty.pt', new Uint8Array())), /it is empty/);
    await vscode.workspace.fs.createDirectory(suiteUri('folder.pt'));
    assert.match(await inspect(suiteUri('folder.pt')), /it is a folder/);
    assert.match(await inspect(suiteUri('gone.pt')), /there is no such file/);
  });

  it('follows the file while it is changed, deleted and made again', async () => {
    const uri = await write('live.pkl', callStream('collections', 'OrderedDict'));
    assert.match(await inspect(uri), /^Nothing found/);
    await write('live.pkl', evil);
    await waitForPage('live.pkl', 'Dangerous');
    await until('a problem', () => (ownDiagnostics(uri).length === 1 ? true : undefined));
    await vscode.workspace.fs.delete(uri);
    await waitForPage('live.pkl', 'there is no such file');
    assert.equal(ownDiagnostics(uri).length, 0);
    await write('live.pkl', callStream('collections', 'OrderedDict'));
    await waitForPage('live.pkl', 'Nothing found');
  });

  it('shows what is in a file that the user leaves out, without problems', async () => {
    const uri = await write('left-out.pkl', evil);
    await withSettings({ 'fairlead.enable': false }, async () => {
      assert.match(await inspect(uri), /^Dangerous/);
      assert.equal(ownDiagnostics(uri).length, 0);
    });
    await until('a problem', () => (ownDiagnostics(uri).length === 1 ? true : undefined));
  });

  it('puts findings into Problems while it is open', async () => {
    const uri = await write('problem.pkl', evil);
    await inspect(uri);
    const [problem] = await until('a problem', () => {
      const found = ownDiagnostics(uri);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem?.message ?? '', /posix\.system is called on load/);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await until('no problem', () => (ownDiagnostics(uri).length === 0 ? true : undefined));
  });

  for (const theme of themes) {
    it(`has no accessibility violation in ${theme}`, async () => {
      await ui.setColorTheme(theme);
      try {
        const files = [
          [await copyFixture('default.safetensors'), ['Tensors', 'Metadata']],
          [await copyFixture('pickles/state.pt'), ['Imports', 'Second Opinion']],
          [await write('hostile.pkl', evil), ['Findings']],
        ] as const;
        for (const [uri, tabs] of files) {
          await inspect(uri);
          await untilInPage('the hash', `document.querySelector('.hash code') !== null`);
          const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
          await ui.screenshot(`model-${name}-${theme.toLowerCase().replaceAll(' ', '-')}`);
          for (const tab of tabs) {
            await clickInPage('[role=tab]', tab);
            assert.deepEqual(await ui.axe('main .verdict'), []);
          }
        }
      } finally {
        await ui.setColorTheme('Default Dark Modern');
      }
    });
  }

  it('breaks no content policy', async () => {
    await inspect(await write('policy.pkl', evil));
    const own = (await ui.policyViolations()).filter((line) => /^fairlead|webview/i.test(line));
    assert.deepEqual(own, []);
  });
});

describe('model files in a check of the workspace', () => {
  afterEach(closeAll);

  /** What the explorer draws for a file, as HTML; empty while it shows none. */
  const badge = (name: string): Promise<string> =>
    ui.evaluate(async ({ page }, label) => {
      const row = page.locator(`.explorer-folders-view .monaco-list-row`).filter({ hasText: label }).first();
      return row.evaluate((element) => element.outerHTML, undefined, { timeout: 1000 }).catch(() => '');
    }, name);

  it('are marked in the explorer where something was found, and only there', async () => {
    await write('bad.pkl', evil);
    await write('good.pkl', callStream('collections', 'OrderedDict'));
    await vscode.commands.executeCommand('fairlead.checkWorkspace');
    await vscode.commands.executeCommand('revealInExplorer', suiteUri('bad.pkl'));
    await until('the mark', async () =>
      /Fairlead: 1 finding/.test(await badge('bad.pkl')) ? true : undefined,
    );
    assert.doesNotMatch(await badge('good.pkl'), /Fairlead/);
    await vscode.workspace.fs.delete(suiteUri('bad.pkl'));
    await write('good.pkl', evil);
    await until('the mark after a change', async () =>
      /Fairlead: 1 finding/.test(await badge('good.pkl')) ? true : undefined,
    );
  });

  it('are listed in the sidebar, and open in their editor', async () => {
    const uri = await write('listed.pkl', evil);
    await vscode.commands.executeCommand('fairlead.checkWorkspace');
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    await vscode.commands.executeCommand('fairlead.openFinding', { file: uri.toString(), range });
    await waitForPage('listed.pkl', 'Dangerous');
    await ui.waitForText('.sidebar', 'NCSC');
  });

  it('are left alone when the setting says so', async () => {
    const uri = await write('unwanted.pkl', evil);
    await withSettings({ 'fairlead.inspectModels': false }, async () => {
      await vscode.commands.executeCommand('fairlead.checkWorkspace');
      await vscode.commands.executeCommand(
        'fairlead.inspectModelFile',
        vscode.Uri.joinPath(workspaceRoot(), 'README.md'),
      );
      await waitForPage('README.md', 'Not verified');
      assert.equal(ownDiagnostics(uri).length, 0);
      assert.doesNotMatch(await badge('unwanted.pkl'), /Fairlead/);
    });
  });
});
