import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  closeAll,
  delay,
  openPython,
  ownDiagnostics,
  readFile,
  ruleOf,
  suiteUri,
  until,
  waitForRules,
  withSettings,
  workspaceRoot,
  writeFile,
} from './workspace.js';

const unsafeYaml = 'import yaml\n\nconfig = yaml.load(text, Loader=yaml.Loader)\n';

describe('diagnostics', () => {
  afterEach(closeAll);

  it('carry level, range, source and a code that opens the guideline', async () => {
    const { document } = await openPython(
      'levels.py',
      'import torch\n\nmodel = torch.load(path, weights_only=False)\n',
    );
    const [diagnostic] = await waitForRules(document.uri, ['python/torch-load-unsafe']);
    assert.ok(diagnostic);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(diagnostic.range.start.line, 2);
    assert.ok(document.getText(diagnostic.range).length > 0);
    assert.ok(diagnostic.range.isSingleLine);
    assert.equal(diagnostic.tags, undefined);
    assert.ok(typeof diagnostic.code === 'object');
    assert.match(diagnostic.code.target.toString(), /:\/\/fairlead\.fairlead\/guideline\/ncsc-\d\.\d$/);
    assert.ok((diagnostic.message.split('\n')[0] ?? '').length <= 100, diagnostic.message);
  });

  it('show an error for a live secret and related places for a flow', async () => {
    const { document } = await openPython(
      'flow.py',
      [
        'from openai import OpenAI',
        '',
        'def answer(question):',
        '    reply = OpenAI().chat.completions.create(model="m", messages=[{"role": "user", "content": question}])',
        '    code = reply.choices[0].message.content',
        '    return eval(code)',
        '',
      ].join('\n'),
    );
    const [diagnostic] = await waitForRules(document.uri, ['python/llm-output-executed']);
    assert.ok(diagnostic);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.ok((diagnostic.relatedInformation ?? []).length > 0);
    for (const { location } of diagnostic.relatedInformation ?? []) {
      assert.equal(location.uri.toString(), document.uri.toString());
    }
  });

  it('follow the text while it is edited, and only its last version', async () => {
    const editor = await openPython('edit.py', 'import yaml\n');
    await delay(300);
    assert.deepEqual(ownDiagnostics(editor.document.uri), []);
    const end = new vscode.Position(1, 0);
    for (const text of ['c = yaml.load(t, Loader=yaml.Loader)\n', '# more\n', '# and more\n']) {
      await editor.edit((edit) => edit.insert(end, text));
    }
    await waitForRules(editor.document.uri, ['python/yaml-load-unsafe']);
    // On a slow machine an earlier version may have been looked at, but the last one has the last word.
    await until('the diagnostic to stand on the line of the call', () =>
      ownDiagnostics(editor.document.uri)[0]?.range.start.line === 3 ? true : undefined,
    );
    await editor.edit((edit) => edit.delete(new vscode.Range(1, 0, 4, 0)));
    await waitForRules(editor.document.uri, []);
  });

  it('wait for a pause in typing', async () => {
    await withSettings({ 'fairlead.diagnostics.delay': 1000 }, async () => {
      const editor = await openPython('pause.py', 'import yaml\n');
      await delay(200);
      await editor.edit((edit) =>
        edit.insert(new vscode.Position(1, 0), 'c = yaml.load(t, Loader=yaml.Loader)\n'),
      );
      await delay(500);
      assert.deepEqual(ownDiagnostics(editor.document.uri), []);
      await waitForRules(editor.document.uri, ['python/yaml-load-unsafe']);
    });
  });

  it('go away with the document', async () => {
    const { document } = await openPython('close.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await waitForRules(document.uri, []);
  });

  it('move with a file that is renamed', async () => {
    const { document } = await openPython('before.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, suiteUri('after.py'));
    await vscode.workspace.applyEdit(edit);
    await waitForRules(suiteUri('after.py'), ['python/yaml-load-unsafe']);
    await waitForRules(suiteUri('before.py'), []);
  });

  it('are computed for files without a place on disk', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: unsafeYaml });
    await vscode.window.showTextDocument(document);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
  });

  it('stand right in a file with a byte-order mark, CRLF, tabs and wide characters', async () => {
    const text =
      '\uFEFFimport yaml\r\nif x:\r\n\tname = "\u{1F600}\u{1F600}"; config = yaml.load(t, Loader=yaml.Loader)\r\n';
    const { document } = await openPython('hostile.py', text);
    const [diagnostic] = await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    assert.match(document.getText(diagnostic.range), /^(yaml\.load|yaml\.Loader|Loader=yaml\.Loader)$/);
  });

  it('come despite syntax errors, and never for the error itself', async () => {
    const { document } = await openPython('broken.py', `def broken(:\n    pass\n\n${unsafeYaml}`);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
  });

  it('leave out what a comment suppresses', async () => {
    const { document } = await openPython(
      'suppressed.py',
      'import yaml\nc = yaml.load(t, Loader=yaml.Loader)  # fairlead: ignore[python/yaml-load-unsafe] our own file\n',
    );
    const actions = await until('the file to be analysed', async () => {
      await delay(300);
      return ownDiagnostics(document.uri);
    });
    assert.deepEqual(actions.map(ruleOf), []);
  });

  it('obey the level of a rule in the settings', async () => {
    const { document } = await openPython('level.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    await withSettings({ 'fairlead.rules': { 'python/yaml-load-unsafe': 'hint' } }, async () => {
      await until('a hint', () =>
        ownDiagnostics(document.uri)[0]?.severity === vscode.DiagnosticSeverity.Hint ? true : undefined,
      );
    });
    await withSettings({ 'fairlead.rules': { 'python/yaml-load-unsafe': 'off' } }, async () => {
      await waitForRules(document.uri, []);
    });
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
  });

  it('obey fairlead.yaml, and say what is wrong in it', async () => {
    const { document } = await openPython('configured.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    const uri = vscode.Uri.joinPath(workspaceRoot(), 'fairlead.yaml');
    const before = await readFile(uri);
    try {
      await writeFile(uri, 'rules:\n  python/yaml-load-unsafe: off\n  python/yaml-lode: off\n');
      await waitForRules(document.uri, []);
      const [problem] = await until('a problem in fairlead.yaml', () => {
        const found = ownDiagnostics(uri);
        return found.length > 0 ? found : undefined;
      });
      assert.equal(problem?.range.start.line, 2);
    } finally {
      if (before === undefined) await vscode.workspace.fs.delete(uri);
      else await writeFile(uri, before);
    }
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    await waitForRules(uri, []);
  });

  it('stop and start with the setting', async () => {
    const { document } = await openPython('switch.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    await withSettings({ 'fairlead.enable': false }, () =>
      waitForRules(document.uri, []).then(() => undefined),
    );
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
  });

  it('hide behind an equal finding of another tool, and come back', async () => {
    const { document } = await openPython('duplicate.py', unsafeYaml);
    const [own] = await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.ok(own);
    const other = vscode.languages.createDiagnosticCollection('other');
    try {
      const foreign = new vscode.Diagnostic(own.range, 'Probable use of unsafe loader');
      foreign.source = 'Ruff';
      foreign.code = { value: 'S506', target: vscode.Uri.parse('https://example.org/') };
      other.set(document.uri, [foreign]);
      await waitForRules(document.uri, []);
      await withSettings({ 'fairlead.diagnostics.hideDuplicates': false }, async () => {
        await waitForRules(document.uri, ['python/yaml-load-unsafe']);
      });
      await waitForRules(document.uri, []);
      foreign.code = 'S301';
      other.set(document.uri, [foreign]);
      await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    } finally {
      other.dispose();
    }
  });

  it('come to rest: nothing is set again without a change', async () => {
    const { document } = await openPython('rest.py', unsafeYaml);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    await delay(400);
    let events = 0;
    const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      // Others may still look at what earlier tests wrote.
      if (uris.some((uri) => uri.toString() === document.uri.toString())) events += 1;
    });
    await delay(1500);
    subscription.dispose();
    assert.equal(events, 0);
  });
});
