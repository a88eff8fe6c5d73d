import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import {
  closeAll,
  listActions,
  openPython,
  ownDiagnostics,
  readFile,
  ruleOf,
  until,
  waitForRules,
  withSettings,
  workspaceRoot,
  writeFile,
} from './workspace.js';

const unsafeYaml = 'import yaml\n\nconfig = yaml.load(text, Loader=yaml.Loader)\n';
const configuration = () => vscode.Uri.joinPath(workspaceRoot(), 'fairlead.yaml');

/** Opens a file, waits for its one finding and gives the actions on it. */
async function openWithFinding(name: string, text: string, rule: string) {
  const { document } = await openPython(name, text);
  const diagnostics = await waitForRules(document.uri, [rule]);
  const [diagnostic] = diagnostics;
  assert.ok(diagnostic);
  const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
  return { document, diagnostic, actions };
}

function find(actions: readonly vscode.CodeAction[], title: string): vscode.CodeAction {
  const action = actions.find((candidate) => candidate.title.startsWith(title));
  assert.ok(action, `${title} is not among ${actions.map((each) => each.title).join(' | ')}`);
  return action;
}

async function run({ command }: vscode.CodeAction): Promise<void> {
  assert.ok(command);
  await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
}

describe('code actions', () => {
  afterEach(closeAll);

  it('are our four kinds of answer, with the fix preferred only when it keeps behaviour', async () => {
    const { actions } = await openWithFinding('kinds.py', unsafeYaml, 'python/yaml-load-unsafe');
    for (const title of [
      'Ignore python/yaml-load-unsafe here',
      'Turn off python/yaml-load-unsafe',
      'Open guideline ',
    ]) {
      find(actions, title);
    }
    assert.ok(actions.some(({ edit }) => edit !== undefined));
    for (const { isPreferred, title } of actions)
      assert.ok(!isPreferred, `${title} changes what the code does`);
  });

  it('appear in the menu of the editor', async () => {
    const { diagnostic } = await openWithFinding('menu.py', unsafeYaml, 'python/yaml-load-unsafe');
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
    await vscode.commands.executeCommand('editor.action.quickFix');
    await ui.waitForText('.action-widget', 'Ignore python/yaml-load-unsafe here');
    await ui.press('Escape');
  });

  it('write a suppression with the reason that was typed', async () => {
    const { document, actions } = await openWithFinding('ignore.py', unsafeYaml, 'python/yaml-load-unsafe');
    const done = run(find(actions, 'Ignore python/yaml-load-unsafe here'));
    await ui.waitForText('.quick-input-widget', 'Ignore python/yaml-load-unsafe here');
    await ui.evaluate(({ page }) => page.keyboard.type('written by our own build'));
    await ui.press('Enter');
    await done;
    assert.match(
      document.getText(),
      /# fairlead: ignore\[python\/yaml-load-unsafe\] written by our own build/,
    );
    await waitForRules(document.uri, []);
  });

  it('write nothing when the question is cancelled', async () => {
    const { document, actions } = await openWithFinding('cancel.py', unsafeYaml, 'python/yaml-load-unsafe');
    const done = run(find(actions, 'Ignore python/yaml-load-unsafe here'));
    await ui.waitForText('.quick-input-widget', 'Ignore python/yaml-load-unsafe here');
    await ui.press('Escape');
    await done;
    assert.equal(document.getText(), unsafeYaml);
    assert.equal(document.isDirty, false);
  });

  it('write nothing without a reason', async () => {
    const { document, actions } = await openWithFinding('empty.py', unsafeYaml, 'python/yaml-load-unsafe');
    const done = run(find(actions, 'Ignore python/yaml-load-unsafe here'));
    await ui.waitForText('.quick-input-widget', 'Ignore python/yaml-load-unsafe here');
    await ui.evaluate(({ page }) => page.keyboard.type('  '));
    await ui.press('Enter');
    await ui.waitForText('.quick-input-widget', 'A reason is needed.');
    await ui.press('Escape');
    await done;
    assert.equal(document.getText(), unsafeYaml);
  });

  describe('that turn a rule off', () => {
    let before: string | undefined;
    beforeEach(async () => {
      before = await readFile(configuration());
    });
    afterEach(async () => {
      if (before !== undefined) await writeFile(configuration(), before);
      else await vscode.workspace.fs.delete(configuration());
    });

    it('keep the comments and settings of fairlead.yaml', async () => {
      await writeFile(configuration(), '# ours\nrules:\n  python/flask-debug: error # loud\n');
      const { document, actions } = await openWithFinding('off.py', unsafeYaml, 'python/yaml-load-unsafe');
      await run(find(actions, 'Turn off python/yaml-load-unsafe'));
      await waitForRules(document.uri, []);
      assert.equal(
        await readFile(configuration()),
        '# ours\nrules:\n  python/flask-debug: error # loud\n  python/yaml-load-unsafe: off\n',
      );
    });

    it('make fairlead.yaml when there is none', async () => {
      await vscode.workspace.fs.delete(configuration()).then(undefined, () => undefined);
      const { document, actions } = await openWithFinding('off.py', unsafeYaml, 'python/yaml-load-unsafe');
      await run(find(actions, 'Turn off python/yaml-load-unsafe'));
      await waitForRules(document.uri, []);
      assert.match((await readFile(configuration())) ?? '', /rules:\n {2}python\/yaml-load-unsafe: off\n/);
    });

    it('keep what another program wrote into the open fairlead.yaml a moment ago', async () => {
      await writeFile(configuration(), '# ours\n');
      await vscode.window.showTextDocument(configuration());
      const { document, actions } = await openWithFinding('off.py', unsafeYaml, 'python/yaml-load-unsafe');
      await writeFile(configuration(), '# theirs\n');
      await run(find(actions, 'Turn off python/yaml-load-unsafe'));
      await waitForRules(document.uri, []);
      assert.equal(await readFile(configuration()), '# theirs\nrules:\n  python/yaml-load-unsafe: off\n');
    });

    it('leave a broken fairlead.yaml alone', async () => {
      const broken = 'rules: [\n';
      await writeFile(configuration(), broken);
      const { actions } = await openWithFinding('off.py', unsafeYaml, 'python/yaml-load-unsafe');
      await run(find(actions, 'Turn off python/yaml-load-unsafe'));
      assert.equal(await readFile(configuration()), broken);
    });
  });

  it('open the guideline', async () => {
    const { actions } = await openWithFinding('open.py', unsafeYaml, 'python/yaml-load-unsafe');
    await run(find(actions, 'Open guideline '));
    await until('a page', () =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .find(
          ({ input }) =>
            input instanceof vscode.TabInputWebview && input.viewType.endsWith('fairlead.guideline'),
        ),
    );
  });

  it('are not offered for a text that has changed since', async () => {
    const { document, diagnostic } = await openWithFinding('stale.py', unsafeYaml, 'python/yaml-load-unsafe');
    await withSettings({ 'fairlead.diagnostics.delay': 3000 }, async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(0, 0), '# a new first line\n');
      await vscode.workspace.applyEdit(edit);
      assert.deepEqual(await listActions(document.uri, diagnostic.range, 'quickfix'), []);
    });
  });

  it('fix all on save only what keeps behaviour', async () => {
    const text = `${unsafeYaml}rows = [1]\n`;
    const { document } = await openWithFinding('save.py', text, 'python/yaml-load-unsafe');
    const actions = await listActions(document.uri, new vscode.Range(0, 0, 4, 0), 'source.fixAll.fairlead');
    for (const { kind } of actions) assert.equal(kind?.value, 'source.fixAll.fairlead');
    await withSettings({ 'editor.codeActionsOnSave': { 'source.fixAll.fairlead': 'explicit' } }, async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(4, 0), '# saved\n');
      await vscode.workspace.applyEdit(edit);
      assert.ok(await document.save());
      assert.deepEqual(ownDiagnostics(document.uri).map(ruleOf), ['python/yaml-load-unsafe']);
      assert.equal(document.getText(), `${text}# saved\n`);
    });
  });
});
