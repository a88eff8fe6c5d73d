import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Knowledge, Rule } from '../../../src/core/index.js';
import { examplePathOf } from '../../../src/core/rules/example-path.js';
import { closeAll, listActions, ownDiagnostics, ruleOf, until, withSettings } from './workspace.js';

/** What ships in the extension. */
async function readKnowledge(): Promise<Knowledge> {
  const extension = vscode.extensions.getExtension('fairlead.fairlead');
  assert.ok(extension);
  const uri = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'knowledge.json');
  return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
}

const hasRule = (uri: vscode.Uri, rule: string) => ownDiagnostics(uri).some((each) => ruleOf(each) === rule);

/** An example that needs nothing around it, not even a folder, and is no notebook: those open as such. */
function isPlain(rule: Rule, example: Rule['examples']['bad'][number]): boolean {
  const { fixed, code, cells, files, path } = example;
  const isText = code !== undefined && cells === undefined;
  const isAlone = fixed !== undefined && isText && files === undefined && path === undefined;
  return isAlone && !examplePathOf(rule, example).includes('/');
}

/** Two rules for each way of editing: that every rule's fix is right is shown without an editor. */
function chooseByEditKind(rules: readonly Rule[]): readonly Rule[] {
  const counts = new Map<string, number>();
  return rules.filter((rule) => {
    if (!rule.examples.bad.some((example) => isPlain(rule, example))) return false;
    const fixes = [...(rule.fix ?? []), ...(rule.cases ?? []).flatMap((one) => one.fix ?? [])];
    const kinds = new Set(fixes.flatMap(({ edits }) => edits.map(({ kind }) => kind)));
    const isNew = [...kinds].some((kind) => (counts.get(kind) ?? 0) < 2);
    if (isNew) for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return isNew;
  });
}

/** Opens an example as something not saved so far, under the path that decides what it is. */
async function openExample(path: string, content: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.from({ scheme: 'untitled', path }));
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), content);
  assert.ok(await vscode.workspace.applyEdit(edit));
  return document;
}

/** Applies the first fix of the first finding again and again, as somebody at the light bulb would. */
async function fixEverything(document: vscode.TextDocument, rule: string): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    const [diagnostic] = ownDiagnostics(document.uri).filter((each) => ruleOf(each) === rule);
    if (!diagnostic) return;
    const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
    const fix = actions.find(({ edit }) => edit !== undefined);
    if (!fix?.edit) return;
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    const { version } = document;
    await until('the next analysis', async () => {
      await vscode.commands.executeCommand('fairlead.checkCurrentFile');
      return document.version === version ? true : undefined;
    });
  }
}

describe('quick fixes of the rules', () => {
  afterEach(closeAll);

  it('leave what the example of a rule promises, for every way of editing', async () => {
    const { rules } = await readKnowledge();
    const levels = Object.fromEntries(rules.map(({ id }) => [id, 'off']));
    let count = 0;
    for (const rule of chooseByEditKind(rules)) {
      const { id } = rule;
      const example = rule.examples.bad.find((one) => isPlain(rule, one));
      if (example?.fixed === undefined) continue;
      // Without a folder around it no dependency file decides which case of the rule it is.
      const path = `/examples-of-rules/${count}/${examplePathOf(rule, example)}`;
      const document = await openExample(path, example.code);
      await vscode.window.showTextDocument(document);
      await withSettings({ 'fairlead.rules': { ...levels, [id]: 'warning' } }, async () => {
        await until(`a finding of ${id}`, () => (hasRule(document.uri, id) ? true : undefined));
        await fixEverything(document, id);
        assert.equal(document.getText(), example.fixed, id);
      });
      count += 1;
    }
    assert.ok(count >= 5, `only ${count} rules have such an example`);
  }).timeout(120_000);
});
