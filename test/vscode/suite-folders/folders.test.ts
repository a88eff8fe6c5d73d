import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { load } from '../suite/linked-files.js';
import { readRows, setExpanded, waitForRow } from '../suite/sidebar-rows.js';
import { ownDiagnostics, readFile, ruleOf, until, waitForRules, writeFile } from '../suite/workspace.js';

function folderAt(index: number): vscode.WorkspaceFolder {
  const folder = vscode.workspace.workspaceFolders?.[index];
  assert.ok(folder, `folder ${index}`);
  return folder;
}

const attestations = (folder: vscode.WorkspaceFolder) =>
  vscode.Uri.joinPath(folder.uri, '.fairlead/attestations.yaml');

async function answer(title: string, text: string): Promise<void> {
  await ui.waitForText('.quick-input-title', title);
  await ui.evaluate(({ page }, value) => page.locator('.quick-input-box input').fill(value), text);
  await ui.press('Enter');
}

describe('a workspace of two folders', () => {
  before(async () => {
    for (const index of [0, 1]) {
      const config = vscode.Uri.joinPath(folderAt(index).uri, '.git/config');
      await writeFile(config, '[user]\n\tname = Ada\n\temail = ada@example.org\n');
    }
    await vscode.commands.executeCommand('fairlead.checkWorkspace');
  });

  it('shows each folder as a project of its own, with its own figures', async () => {
    await waitForRow(/^ticket-triage$/);
    const second = await waitForRow(/^second$/);
    assert.equal(second.level, 1);
    const figures = await until('the figures of both', async () => {
      const found = (await readRows()).filter(({ label }) => /^NCSC .* of \d+ settled/.test(label));
      return found.length === 2 ? found : undefined;
    });
    assert.notEqual(figures[0]?.label, figures[1]?.label);
    assert.deepEqual(
      figures.map(({ level }) => level),
      [2, 2],
    );
    await ui.screenshot('folders');
  });

  it('keeps the findings of a folder in its project', async () => {
    void vscode.commands.executeCommand('fairlead.searchChecklists');
    await ui.waitForText('.quick-input-title', 'Search Checklists');
    const wanted = 'second, NCSC Secure AI 1.3';
    await ui.evaluate(({ page }, text) => page.locator('.quick-input-box input').fill(text), wanted);
    await ui.waitForText('.quick-input-widget .monaco-list-row', wanted);
    await ui.press('Enter');
    const row = await waitForRow(/^warning, .*load\.py:3, /);
    assert.equal(row.level, 5);
    const labels = (await readRows()).map(({ label }) => label).filter((label) => /\.py:\d+, /.test(label));
    assert.ok(
      labels.every((label) => label.includes('load.py')),
      labels.join('\n'),
    );
  });

  it('follows imports within a folder only', async () => {
    const settings = 'TRUST = True\n';
    const name = 'settings_apart.py';
    await writeFile(vscode.Uri.joinPath(folderAt(0).uri, name), settings);
    const file = await writeFile(
      vscode.Uri.joinPath(folderAt(1).uri, 'load_apart.py'),
      load.replace('from settings ', 'from settings_apart '),
    );
    await vscode.commands.executeCommand('vscode.open', file, { preview: false });
    // What was found in the other folder would be there by the time that this is.
    const own = await writeFile(
      vscode.Uri.joinPath(folderAt(1).uri, 'own_apart.py'),
      load.replace('from settings ', 'from settings_here '),
    );
    await writeFile(vscode.Uri.joinPath(folderAt(1).uri, 'settings_here.py'), settings);
    await vscode.commands.executeCommand('vscode.open', own, { preview: false });
    await waitForRules(own, ['python/trust-remote-code']);
    assert.deepEqual(ownDiagnostics(file), []);
    await writeFile(vscode.Uri.joinPath(folderAt(1).uri, name), settings);
    await waitForRules(file, ['python/trust-remote-code']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const each of [name, 'load_apart.py', 'own_apart.py', 'settings_here.py'])
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folderAt(1).uri, each));
  }).timeout(180_000);

  it('attests in the folder of the row', async () => {
    const request = { folder: folderAt(1).uri.toString(), id: 'ncsc-1.3' };
    void vscode.commands.executeCommand('fairlead.attestItem', request);
    await answer('Attest: ', 'Reviewed in the second folder');
    await answer('What Shows It?', '');
    await answer('Until When?', '');
    const text = await until('the file', () => readFile(attestations(folderAt(1))));
    assert.match(text, /- id: ncsc-1\.3\n {4}verdict: attested/);
    assert.equal(await readFile(attestations(folderAt(0))), undefined);
  });

  it('lists findings of files outside of both apart, and for no checklist', async () => {
    const outside = vscode.Uri.joinPath(folderAt(1).uri, '../outside.py');
    await vscode.commands.executeCommand('vscode.open', outside, { preview: false });
    await vscode.commands.executeCommand('fairlead.focusGuidelines');
    const row = await waitForRow(/^Outside the workspace, 1 finding$/);
    assert.equal(row.level, 1);
    await setExpanded('Outside the workspace', true);
    await waitForRow(/^warning, .*outside\.py:3, /);
    await ui.screenshot('folders-outside');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('speaks of the folder of the file in lenses and on the page', async () => {
    await vscode.commands.executeCommand('fairlead.openGuideline', 'ncsc-1.3');
    await until('both folders on the page', () =>
      ui.evaluate(async ({ page }) => {
        for (const frame of page.frames()) {
          const text = String(
            await frame.evaluate('document.querySelector("main")?.innerText ?? ""').catch(() => ''),
          );
          if (/ticket-triage: failing/.test(text) && /second: attested/.test(text)) return true;
        }
        return undefined;
      }),
    );
    await ui.screenshot('folders-page');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('asks for which folder a document is, and makes it from the code of that one alone', async () => {
    const [, second] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(second);
    void vscode.commands.executeCommand('fairlead.generateThreatModel');
    await ui.waitForText('.quick-input-widget .monaco-list-row', 'second');
    await ui.screenshot('folders-document');
    await ui.evaluate(({ page }) => page.locator('.quick-input-box input').fill('second'));
    await until('the other folder to go', async () => {
      const rows = await ui.evaluate(({ page }) =>
        page.locator('.quick-input-widget .monaco-list-row').count(),
      );
      return rows === 1 ? true : undefined;
    });
    await ui.press('Enter');
    const text = await until('the proposal', () => {
      const { document } = vscode.window.activeTextEditor ?? {};
      return document?.uri.scheme === 'fairlead-proposal' ? document.getText() : undefined;
    });
    assert.match(text, /^# Threat model of `second`/);
    assert.doesNotMatch(text, /serve\.py|ticket/);
    const file = vscode.Uri.joinPath(second.uri, 'THREAT_MODEL.md');
    await vscode.commands.executeCommand('fairlead.applyProposal');
    await until('the file', async () => ((await readFile(file)) === text ? true : undefined));
    await vscode.workspace.fs.delete(file);
  }).timeout(180_000);

  it('runs in each folder the rules of its own', async () => {
    const rule = (message: string) =>
      `id: acme/loader\ntitle: A loader\nlevel: note\nconfidence: high\nlanguages: [python]\nstage: data\nguidelines: [ncsc-2.1]\nreferences: {}\nmessage: ${message}\nwhy: '*Because* of ![x](https://evil.example) <b>this</b>.'\nmatch: { kind: call, names: [yaml.load] }\nexamples: { bad: [{ code: 'import yaml; yaml.load(a)' }], good: [{ code: a }] }\n`;
    const own = vscode.Uri.joinPath(folderAt(0).uri, 'own.py');
    const other = vscode.Uri.joinPath(folderAt(1).uri, 'load.py');
    const before = await readFile(vscode.Uri.joinPath(folderAt(0).uri, 'fairlead.yaml'));
    await writeFile(own, 'import yaml\n\nyaml.load(open("a"), Loader=yaml.Loader)\n');
    for (const index of [0, 1]) {
      const { uri } = folderAt(index);
      await writeFile(vscode.Uri.joinPath(uri, 'team/acme/loader.yaml'), rule(`From folder ${index}.`));
      await writeFile(vscode.Uri.joinPath(uri, 'fairlead.yaml'), 'teamRules: [team]\n');
    }
    try {
      for (const [uri, message] of [
        [own, 'From folder 0.'],
        [other, 'From folder 1.'],
      ] as const) {
        await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
        const diagnostic = await until(message, () =>
          ownDiagnostics(uri).find((each) => ruleOf(each) === 'acme/loader'),
        );
        assert.equal(diagnostic.message, message);
        const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
          'vscode.executeHoverProvider',
          uri,
          diagnostic.range.start,
        );
        const text = hovers.flatMap(({ contents }) =>
          contents.map((each) => (typeof each === 'string' ? each : each.value)),
        );
        assert.match(
          text.join('\n'),
          /\\\*Because\\\* of \\!\\\[x\\\]\\\(https\\:\/\/evil\\\.example\\\) \\<b\\>this/,
        );
      }
    } finally {
      await writeFile(vscode.Uri.joinPath(folderAt(0).uri, 'fairlead.yaml'), before ?? '');
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(folderAt(1).uri, 'fairlead.yaml'));
      await vscode.workspace.fs.delete(own);
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });
});
