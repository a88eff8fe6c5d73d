import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { app, llm, load, shell } from './linked-files.js';
import { runCli } from './run-cli.js';
import {
  ownDiagnostics,
  ruleOf,
  suiteUri,
  toNotebookJson,
  until,
  workspaceRoot,
  writeFile,
} from './workspace.js';

/** Modules that lead to findings in one another, a notebook among them. */
const linked: Readonly<Record<string, string>> = {
  'settings.py': 'TRUST = True\n',
  'load.py': load,
  'llm.py': llm,
  'shell.py': shell,
  'app.py': app,
  'study.ipynb': toNotebookJson([load, 'from llm import ask\nexec(ask("x"))\n']),
};
const expectedLinked = [
  'load.py python/trust-remote-code',
  'shell.py python/llm-output-executed',
  'study.ipynb python/trust-remote-code',
  'study.ipynb python/llm-output-executed',
];

/** A finding as both sides tell it: path, cell, place from 1, level, rule and message. */
type Row = string;

interface CliFinding {
  readonly ruleId: string;
  readonly level: string;
  readonly message: string;
  readonly path: string;
  readonly cell?: number;
  readonly range: { readonly start: Place; readonly end: Place };
  readonly related: readonly { readonly path: string; readonly range: { readonly start: Place } }[];
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const levels = ['error', 'warning', 'note', 'hint'];

/**
 * Opens every Python file and notebook of the example, and compares what the editor shows with what the CLI reports.
 *
 * @param wanted what rules must be among those that found something
 */
export async function compareWithCli(wanted = /^python\//): Promise<void> {
  const root = workspaceRoot();
  for (const [name, text] of Object.entries(linked)) await writeFile(suiteUri(name), text);
  const expected = await checkByCli();
  assert.ok(expected.length >= 10, `the command line found only ${expected.length}`);
  assert.ok(
    expected.some(({ ruleId }) => wanted.test(ruleId)),
    `the command line found nothing of ${wanted}`,
  );
  const kinds = expected.map(({ path, ruleId }) => `${path.split('/').at(-1)} ${ruleId}`);
  for (const kind of expectedLinked) assert.ok(kinds.includes(kind), `the command line did not find ${kind}`);
  const paths = [...new Set(expected.map(({ path }) => path))];
  for (const path of paths) {
    const rows = expected.filter((finding) => finding.path === path).map(describe);
    const uri = vscode.Uri.joinPath(root, path);
    const documents = await openAll(uri);
    let shown: readonly Row[] = [];
    await until(`${path} to show what the command line reports`, () => {
      shown = documents.flatMap(({ document, cell }) => describeDiagnostics(document, path, cell)).sort();
      return shown.join('\n') === [...rows].sort().join('\n') ? true : undefined;
    }).catch(() => assert.deepEqual(shown, [...rows].sort()));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  }
}

/** What the command line finds in code. */
async function checkByCli(): Promise<readonly CliFinding[]> {
  const json = await runCli(['check', '.', '--format', 'json', '--fail-on', 'never']);
  const { findings } = JSON.parse(json) as { findings: readonly CliFinding[] };
  return findings.filter(({ path }) => /\.(py|ipynb)$/.test(path));
}

async function openAll(uri: vscode.Uri): Promise<readonly { document: vscode.Uri; cell?: number }[]> {
  if (!uri.path.endsWith('.ipynb')) {
    await vscode.commands.executeCommand('vscode.open', uri);
    return [{ document: uri }];
  }
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  return notebook.getCells().map(({ document, index }) => ({ document: document.uri, cell: index }));
}

function describe({ path, cell, range, level, ruleId, message, related }: CliFinding): Row {
  const { start, end } = range;
  const steps = related.map((step) => `${step.path}:${step.range.start.line}`);
  const place = [start.line, start.column, end.line, end.column];
  return row(path, cell, place, level, ruleId, message, steps);
}

function describeDiagnostics(document: vscode.Uri, path: string, cell: number | undefined): readonly Row[] {
  return ownDiagnostics(document).map((diagnostic) => {
    const { start, end } = diagnostic.range;
    const place = [start.line + 1, start.character + 1, end.line + 1, end.character + 1];
    const level = levels[diagnostic.severity] ?? '';
    const steps = (diagnostic.relatedInformation ?? []).map(({ location: { uri, range } }) => {
      const file = uri.path.slice(workspaceRoot().path.length + 1);
      return `${file}:${range.start.line + 1}`;
    });
    return row(path, cell, place, level, ruleOf(diagnostic), diagnostic.message, steps);
  });
}

function row(
  path: string,
  cell: number | undefined,
  place: readonly number[],
  level: string,
  ruleId: string,
  message: string,
  steps: readonly string[],
): Row {
  return `${path} ${cell === undefined ? '' : `cell ${cell} `}${place.join(':')} ${level} ${ruleId} ${message} ${steps.join(' ')}`;
}
