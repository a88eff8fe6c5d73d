import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { configuration } from '../suite/team-rules-fixture.js';
import { closeAll, openPython, ownDiagnostics, ruleOf, until, waitForRules } from '../suite/workspace.js';

describe('a workspace that is not trusted', () => {
  after(closeAll);

  it("runs Fairlead's rules and none of its own, and says so once where it names them", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await openPython(
      'trust.py',
      'import joblib\nimport yaml\n\njoblib.dump(yaml.load(text, Loader=yaml.Loader), "a")\n',
    );
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    const problems = ownDiagnostics(configuration());
    assert.deepEqual(
      problems.map(({ message, range, severity }) => [message, range.start.line, severity]),
      [
        [
          'These rules are not run: trust this workspace to run rules of its own.',
          1,
          vscode.DiagnosticSeverity.Information,
        ],
      ],
    );
    await vscode.commands.executeCommand('vscode.open', configuration(), { preview: false });
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await ui.waitForText('.markers-panel .monaco-list-row', 'These rules are not run');
    await ui.screenshot('untrusted');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('runs its own rules too as soon as it is trusted', async () => {
    await vscode.commands.executeCommand('workbench.trust.manage');
    await ui.evaluate(({ page }) =>
      page.locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click(),
    );
    await until('trust', () => (vscode.workspace.isTrusted ? true : undefined));
    const found = vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith('/trust.py'));
    assert.ok(found);
    await until('the rule of the team', () =>
      ownDiagnostics(found.uri).find((each) => ruleOf(each) === 'acme/estimator-pickled'),
    );
    assert.deepEqual(ownDiagnostics(configuration()), []);
  });
});
