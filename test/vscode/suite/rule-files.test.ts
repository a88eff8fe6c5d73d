import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { configuration, copyRules, removeFolders } from './team-rules-fixture.js';
import {
  closeAll,
  listActions,
  ownDiagnostics,
  readFile,
  until,
  workspaceRoot,
  writeFile,
} from './workspace.js';

const folder = 'tools/rule-files';

/** Shows a rule file of the example package. */
async function openRule(name: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.joinPath(workspaceRoot(), folder, `acme/${name}.yaml`);
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  return until(`${name} to be shown`, () =>
    vscode.window.activeTextEditor?.document.uri.toString() === uri.toString()
      ? vscode.window.activeTextEditor
      : undefined,
  );
}

/** Changes the text in the editor, without saving. */
async function edit({ document, edit: change }: vscode.TextEditor, before: string, after: string) {
  const at = document.getText().indexOf(before);
  assert.ok(at >= 0, before);
  const range = new vscode.Range(document.positionAt(at), document.positionAt(at + before.length));
  await change((builder) => builder.replace(range, after));
  return range.start;
}

function waitForProblem({ document }: vscode.TextEditor, message: RegExp): Promise<vscode.Diagnostic> {
  return until(`a problem ${message}`, () =>
    ownDiagnostics(document.uri).find((diagnostic) => message.test(diagnostic.message)),
  ).catch((error: unknown) => {
    const found = ownDiagnostics(document.uri).map((diagnostic) => diagnostic.message);
    throw new Error(`${error instanceof Error ? error.message : error}; there is ${found.join(' | ')}`);
  });
}

function waitForNoProblem({ document }: vscode.TextEditor): Promise<true> {
  return until('no problem', () => (ownDiagnostics(document.uri).length === 0 ? true : undefined));
}

/** What is offered at a place, without the words that the editor collects from texts. */
async function complete(uri: vscode.Uri, position: vscode.Position) {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    uri,
    position,
  );
  return list.items.filter(({ kind }) => kind !== vscode.CompletionItemKind.Text);
}

const labelOf = ({ label }: vscode.CompletionItem) => (typeof label === 'string' ? label : label.label);

describe('a rule file of a team', () => {
  let settings: string | undefined;
  before(async () => {
    settings = await readFile(configuration());
    await copyRules(folder);
    await writeFile(configuration(), `teamRules: [${folder}]\n`);
  });
  after(async () => {
    await writeFile(configuration(), settings ?? '');
    await removeFolders('tools');
  });
  afterEach(closeAll);

  it('shows what is wrong with it while it is edited, and is mended with a quick fix', async () => {
    const editor = await openRule('estimator-pickled');
    const start = await edit(editor, 'stage: training', 'stag: training');
    const problem = await waitForProblem(editor, /^unknown key "stag"; did you mean stage\?/);
    assert.deepEqual(problem.range, new vscode.Range(start, start.translate(0, 4)));
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    await waitForProblem(editor, /^lacks the key stage/);
    const actions = await listActions(editor.document.uri, problem.range, 'quickfix');
    const fix = actions.find(({ title }) => title === 'Change to stage');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await waitForNoProblem(editor);
    assert.match(editor.document.getText(), /^stage: training$/m);
  });

  it('shows ids that do not exist, and expressions that could hang', async () => {
    const editor = await openRule('estimator-pickled');
    await edit(editor, 'ncsc-2.4', 'ncsc-24');
    const problem = await waitForProblem(editor, /^guidelines\[1\]: unknown item ncsc-24; did you mean/);
    assert.equal(editor.document.getText(problem.range), 'ncsc-24');
    await edit(editor, 'ncsc-24', 'ncsc-2.4');
    await edit(
      editor,
      'names: [joblib.dump]',
      "names: [joblib.dump]\n  where: { argument: { '@1': { matches: '(a+)+$' } } }",
    );
    await waitForProblem(editor, /may take time that grows exponentially/);
  });

  it('runs its examples, and marks the one that does not hold', async () => {
    const editor = await openRule('loader-unseeded');
    await edit(editor, 'lines: [5]', 'lines: [4]');
    const problem = await waitForProblem(
      editor,
      /^acme\/loader-unseeded: bad: A shuffled loader: expected findings on lines 4/,
    );
    assert.equal(editor.document.getText(problem.range), 'name: A shuffled loader');
    await ui.screenshot('rule-file-example');
    await edit(editor, 'lines: [4]', 'lines: [5]');
    await waitForNoProblem(editor);
    await edit(editor, 'generator: { is: missing }', 'shuffle: { equals: true }');
    await waitForProblem(editor, /good: With a generator: expected no finding/);
  });

  it('completes keys, words and ids, and says what they mean', async () => {
    const editor = await openRule('image-foreign');
    const { document } = editor;
    const place = await edit(editor, 'ncsc-3.1]', 'ncsc-3.1, ]');
    const ids = await complete(document.uri, place.translate(0, 10));
    assert.ok(
      ids.some((item) => labelOf(item) === 'ncsc-2.4'),
      ids.map(labelOf).join(),
    );
    assert.ok(!ids.some((item) => labelOf(item) === 'ncsc-3.1'));
    await edit(editor, 'ncsc-3.1, ]', 'ncsc-3.1]');
    const start = await edit(editor, 'level: warning\n', 'level: \n');
    const words = await complete(document.uri, start.translate(0, 7));
    assert.deepEqual(words.map(labelOf), ['error', 'warning', 'note', 'hint']);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      document.positionAt(document.getText().indexOf('CWE-1357') + 2),
    );
    const text = hovers
      .flatMap(({ contents }) => contents)
      .map((each) => (typeof each === 'string' ? each : each.value));
    assert.match(text.join('\n'), /Reliance on Insufficiently Trustworthy Component/);
  });

  it('is completed as it is typed', async () => {
    const editor = await openRule('image-foreign');
    const start = await edit(editor, 'examples:\n', '\nexamples:\n');
    editor.selection = new vscode.Selection(start, start);
    for (const text of 'rep') await vscode.commands.executeCommand('type', { text });
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await ui.waitForText('.suggest-widget .monaco-list-row', 'report');
    await ui.screenshot('rule-file-completion');
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    await until('the key', () => (editor.document.getText().includes('\nreport: \n') ? true : undefined));
    await ui.waitForText('.suggest-widget .monaco-list-row', 'each');
    await vscode.commands.executeCommand('hideSuggestWidget');
  });

  it('is started by a command, and works at once', async () => {
    void vscode.commands.executeCommand('fairlead.newRule');
    for (const [what, text] of [
      ['What the rule looks at', 'kubernetes'],
      ['What it finds, such as spec.hostNetwork', 'spec.hostPID'],
      ['Its id: your team', 'acme/pod-processes'],
    ] as const) {
      await until(what, () =>
        ui.evaluate(async ({ page }, wanted) => {
          const box = page.locator('.quick-input-widget');
          const shown = `${await box.innerText()} ${await box.locator('input').first().getAttribute('placeholder')}`;
          return shown.includes(wanted) || undefined;
        }, what),
      );
      await ui.evaluate(({ page }, value) => page.locator('.quick-input-box input').fill(value), text);
      if (text === 'kubernetes') await ui.screenshot('new-rule');
      await ui.press('Enter');
    }
    const editor = await until('the rule', () => {
      const shown = vscode.window.activeTextEditor;
      return shown?.document.uri.path.endsWith(`${folder}/acme/pod-processes.yaml`) ? shown : undefined;
    });
    assert.match(editor.document.getText(), /^id: acme\/pod-processes\n/);
    await edit(editor, 'level: note', 'level: notes');
    await waitForProblem(editor, /did you mean note\?/);
    await edit(editor, 'level: notes', 'level: note');
    await waitForNoProblem(editor);
  });

  it('is helped with in fairlead.yaml as well', async () => {
    await vscode.commands.executeCommand('vscode.open', configuration(), { preview: false });
    const editor = await until('the configuration', () => vscode.window.activeTextEditor);
    await editor.edit((builder) => builder.insert(new vscode.Position(1, 0), 'rules:\n  acme/\n'));
    const items = await complete(editor.document.uri, new vscode.Position(2, 7));
    assert.ok(
      items.some((item) => labelOf(item) === 'acme/image-foreign'),
      items.map(labelOf).join(),
    );
  });
});
