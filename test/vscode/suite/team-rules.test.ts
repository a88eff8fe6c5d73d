import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { compareWithCli } from './compare-with-cli.js';
import { configuration, copyRules, removeFolders, replaceIn } from './team-rules-fixture.js';
import {
  closeAll,
  listActions,
  openPython,
  ownDiagnostics,
  readFile,
  ruleOf,
  until,
  waitForRules,
  workspaceRoot,
  writeFile,
} from './workspace.js';

const loader =
  'import torch\nfrom torch.utils.data import DataLoader\n\nbatches = DataLoader(rows, shuffle=True)\n';
const joblib = 'import joblib\n\njoblib.dump(model, "model.joblib")\n';

const ruleFile = (name: string, folder: string) =>
  vscode.Uri.joinPath(workspaceRoot(), folder, `${name}.yaml`);

async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

function waitForMessage(uri: vscode.Uri, message: RegExp): Promise<vscode.Diagnostic> {
  return until(`${uri.path} to say ${message}`, () =>
    ownDiagnostics(uri).find((diagnostic) => message.test(diagnostic.message)),
  );
}

/** Changes a file in an editor and saves it. */
async function saveIn(uri: vscode.Uri, before: string, after: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const start = document.getText().indexOf(before);
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + before.length));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, after);
  await vscode.workspace.applyEdit(edit);
  assert.ok(await document.save());
}

describe('rules of a team', () => {
  let settings: string | undefined;
  let folder: string;
  let count = 0;
  beforeEach(async () => {
    settings ??= await readFile(configuration());
    // Watchers may lose sight of a folder that is removed and made again at once.
    count += 1;
    folder = `tools/rules-${count}`;
    await copyRules(folder);
    await writeFile(configuration(), `teamRules: [${folder}]\n`);
  });
  afterEach(async () => {
    await closeAll();
    await writeFile(configuration(), settings ?? '');
    await removeFolders('tools', 'node_modules');
  });

  it('find here what they find on the command line', () => compareWithCli(/^acme\//)).timeout(120_000);

  it('explain their findings with their own words and are fixed as they say', async () => {
    const { document } = await openPython('loader.py', loader);
    const [diagnostic] = await waitForRules(document.uri, ['acme/loader-unseeded']);
    assert.ok(diagnostic);
    const hover = await hoverAt(document.uri, diagnostic.range.start);
    assert.match(hover, /nobody can train the same model again/);
    assert.match(hover, /command:fairlead\.openGuideline\?%5B%22ncsc-2\.4/);
    assert.match(hover, /command:fairlead\.showRule\?%5B%22acme%2Floader-unseeded%22%2C%22/);
    const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
    const fix = actions.find(({ title }) => title === 'Pass a seeded generator');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join());
    assert.ok(actions.some(({ title }) => title.startsWith('Ignore acme/loader-unseeded here')));
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /shuffle=True, generator=torch\.Generator\(\)\.manual_seed\(0\)\)/);
    await waitForRules(document.uri, []);
  });

  it('have a page, and are listed on the pages of their guidelines', async () => {
    const { document } = await openPython('page.py', joblib);
    await waitForRules(document.uri, ['acme/estimator-pickled']);
    const owner = workspaceRoot().toString();
    for (const [command, id, words] of [
      ['fairlead.showRule', 'acme/estimator-pickled', /A model is stored as a pickle[\s\S]*page\.py/],
      ['fairlead.openGuideline', 'ncsc-2.4', /Batches come in an order that cannot be repeated/],
    ] as const) {
      await vscode.commands.executeCommand(command, id, owner);
      await until(`the page of ${id}`, () =>
        ui.evaluate(async ({ page }, pattern) => {
          for (const frame of page.frames()) {
            const script = 'document.querySelector("main")?.innerText ?? ""';
            const text = String(await frame.evaluate(script).catch(() => ''));
            if (new RegExp(pattern).test(text)) return true;
          }
          return undefined;
        }, words.source),
      );
    }
    await ui.screenshot('team-rules-page');
  });

  it('are read again when a rule or the configuration changes', async () => {
    const { document } = await openPython('reload.py', joblib);
    await waitForRules(document.uri, ['acme/estimator-pickled']);
    await saveIn(ruleFile('acme/estimator-pickled', folder), 'Whoever changes', 'Anybody who changes');
    await waitForMessage(document.uri, /^Anybody who changes/);
    await writeFile(configuration(), `teamRules: [${folder}]\nrules:\n  acme/estimator-pickled: error\n`);
    const louder = await until('the level', () =>
      ownDiagnostics(document.uri).find(({ severity }) => severity === vscode.DiagnosticSeverity.Error),
    );
    assert.equal(ruleOf(louder), 'acme/estimator-pickled');
    const deletion = new vscode.WorkspaceEdit();
    deletion.deleteFile(ruleFile('acme/estimator-pickled', folder));
    await vscode.workspace.applyEdit(deletion);
    await waitForRules(document.uri, []);
    assert.match((await waitForMessage(configuration(), /no rule is called/)).message, /estimator-pickled/);
    await writeFile(configuration(), 'teamRules: []\n');
    await until('the problem to go', () => (ownDiagnostics(configuration()).length === 0 ? true : undefined));
  });

  it('are run as far as they are right; the others are named in the configuration', async () => {
    await replaceIn(ruleFile('acme/loader-unseeded', folder), 'stage: training', 'stage: trainign');
    const { document } = await openPython('broken.py', joblib);
    await waitForRules(document.uri, ['acme/estimator-pickled']);
    const problem = await waitForMessage(configuration(), /^1 rule of tools\/rules-\d+ cannot be run/);
    assert.match(problem.message, /acme\/loader-unseeded\.yaml:6:8: stage: .*did you mean training\?/);
    assert.deepEqual(problem.range, new vscode.Range(0, 12, 0, 12 + folder.length));
    await writeFile(configuration(), `teamRulez: [${folder}]\n`);
    const slip = await waitForMessage(configuration(), /^unknown key "teamRulez"; did you mean teamRules\?/);
    await vscode.commands.executeCommand('vscode.open', configuration(), { preview: false });
    const [fix] = await listActions(configuration(), slip.range, 'quickfix');
    assert.equal(fix?.title, 'Change to teamRules');
    await writeFile(configuration(), 'teamRules: [nowhere]\n');
    await waitForMessage(configuration(), /^cannot read the rules in nowhere: FileNotFound$/);
  });

  it('come from a package, and change with what is installed', async () => {
    await writeFile(configuration(), "teamRules: ['npm:@acme/ml-rules']\n");
    await waitForMessage(configuration(), /^cannot find the rules of npm:@acme\/ml-rules: .*install it$/);
    const rules = 'node_modules/@acme/ml-rules/rules';
    const install = () =>
      writeFile(vscode.Uri.joinPath(workspaceRoot(), 'node_modules/.package-lock.json'), `${Date.now()}`);
    await copyRules(rules);
    await install();
    const { document } = await openPython('package.py', joblib);
    await waitForRules(document.uri, ['acme/estimator-pickled']);
    await until('the problem to go', () => (ownDiagnostics(configuration()).length === 0 ? true : undefined));
    await replaceIn(ruleFile('acme/estimator-pickled', rules), 'Whoever changes', 'Anybody who changes');
    await install();
    await waitForMessage(document.uri, /^Anybody who changes/);
  });
});
