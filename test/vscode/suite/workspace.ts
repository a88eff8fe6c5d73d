import * as vscode from 'vscode';

/** The folder of the workspace in which suites make their files; the workspace is a copy, so nothing has to be kept. */
const suiteFolder = 'suite';

/** URI of a file of the suites. */
export function suiteUri(name: string): vscode.Uri {
  return vscode.Uri.joinPath(workspaceRoot(), suiteFolder, name);
}

/** URI of the workspace's first folder. */
export function workspaceRoot(): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (!folder) throw new Error('The suites need a workspace folder.');
  return folder.uri;
}

/** Writes a file on disk. */
export async function writeFile(uri: vscode.Uri, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}

/** Reads a file on disk; undefined when there is none. */
export async function readFile(uri: vscode.Uri): Promise<string | undefined> {
  return vscode.workspace.fs.readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
}

/** Writes a Python file and shows it. */
export function openPython(name: string, text: string): Promise<vscode.TextEditor> {
  return openText(name, text);
}

/** Writes a file, by its path among those of the suites, and shows it. */
export async function openText(name: string, text: string): Promise<vscode.TextEditor> {
  const uri = await writeFile(suiteUri(name), text);
  // Through the editor's own command: what an extension opens stays open for minutes after its tab is closed.
  await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
  return until(`${name} to be shown`, () =>
    vscode.window.activeTextEditor?.document.uri.toString() === uri.toString()
      ? vscode.window.activeTextEditor
      : undefined,
  );
}

/** Writes a notebook of Python code cells and shows it. */
export async function openNotebook(name: string, cells: readonly string[]): Promise<vscode.NotebookEditor> {
  const uri = await writeFile(suiteUri(name), toNotebookJson(cells));
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  return vscode.window.showNotebookDocument(notebook, { preview: false });
}

/** A notebook of Python code cells as its file. */
export function toNotebookJson(cells: readonly string[]): string {
  return JSON.stringify({
    cells: cells.map((text) => ({
      cell_type: 'code',
      execution_count: null,
      metadata: {},
      outputs: [],
      source: text.split(/(?<=\n)/),
    })),
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

/** Closes every editor, throwing unsaved changes away, and removes the suites' files. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (!document.isDirty || document.isClosed) continue;
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.workspace.fs.delete(suiteUri(''), { recursive: true }).then(
    () => undefined,
    () => undefined,
  );
}

/** Sets settings of the user for the time of an action. */
export async function withSettings(
  values: Readonly<Record<string, unknown>>,
  action: () => Promise<void>,
): Promise<void> {
  const configuration = () => vscode.workspace.getConfiguration();
  for (const [name, value] of Object.entries(values)) {
    await configuration().update(name, value, vscode.ConfigurationTarget.Global);
  }
  try {
    await action();
  } finally {
    for (const name of Object.keys(values)) {
      await configuration().update(name, undefined, vscode.ConfigurationTarget.Global);
    }
  }
}

/** As long as a slow machine with other work may take; only what hangs waits so long. */
const WAIT_MS = 60_000;

/** Asks again and again until the answer is not undefined; fails with what was waited for. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | PromiseLike<T | undefined>,
): Promise<T> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`Waited ${WAIT_MS} ms for ${what}`);
    await delay(25);
  }
}

export function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Our diagnostics of a document. */
export function ownDiagnostics(uri: vscode.Uri): readonly vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'fairlead');
}

/** The rule a diagnostic of ours is about. */
export function ruleOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

/** Waits until a document has diagnostics of exactly these rules, in any order. */
export function waitForRules(
  uri: vscode.Uri,
  rules: readonly string[],
): Promise<readonly vscode.Diagnostic[]> {
  const wanted = [...rules].sort().join();
  let last = '';
  return until(`${uri.path} to have [${wanted}]`, () => {
    const found = ownDiagnostics(uri);
    last = found.map(ruleOf).sort().join();
    return last === wanted ? found : undefined;
  }).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : error}; it has [${last}]`);
  });
}

/** Code actions that are ours, at a range. */
export async function listActions(
  uri: vscode.Uri,
  range: vscode.Range,
  kind?: string,
): Promise<readonly vscode.CodeAction[]> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    uri,
    range,
    kind,
    50,
  );
  return actions.filter(({ kind: found }) => !found?.value.includes('copilot'));
}

/** Code lenses of ours, resolved. */
export async function listLenses(uri: vscode.Uri): Promise<readonly vscode.CodeLens[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
    100,
  );
  return lenses.filter(({ command }) => command?.command.startsWith('fairlead.'));
}
