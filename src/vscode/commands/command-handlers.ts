import * as vscode from 'vscode';
import type { App } from '../app.js';
import { inspectModelFile } from '../model-file/inspect-command.js';
import { pickGuideline, pickRule } from './picks.js';
import { parseFindingTarget } from './requests.js';

export {
  attestItem,
  attestQuestion,
  markNotApplicable,
  withdrawAttestation,
} from '../checklist/attest.js';
export { exportReport } from '../checklist/export-report.js';
export { filterGuidelines } from '../checklist/filter-guidelines.js';
export { searchChecklists } from '../checklist/search-checklists.js';
export { generateDocument, updateDocument, updateDocuments } from '../documents/generate-document.js';
export { newRule } from '../rules/new-rule.js';
export { chooseFix } from './choose-fix.js';
export { ignoreFinding, turnOffRule } from './silence.js';
export { inspectModelFile };

/** Checks every file of the workspace, in view of the sidebar. */
export async function checkWorkspace(app: App): Promise<void> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: there is no workspace to check.'),
    );
    return;
  }
  await focusGuidelines();
  await app.view.checkWorkspace();
}

/** Checks the file in the editor without waiting for a pause in typing. */
export async function checkCurrentFile(app: App): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const result = document && (await app.documents.analyseNow(document));
  if (!result) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Open a Python file or a notebook first: Fairlead does not check what is in this editor.',
      ),
    );
    return;
  }
  const { findings, notices } = result.analysis;
  const count = findings.filter(({ suppression }) => suppression === undefined).length;
  const [notice] = notices;
  vscode.window.setStatusBarMessage(
    notice ? notice.message : describeCount(count, result.analysis.path),
    5000,
  );
}

function describeCount(count: number, path: string): string {
  return count === 1
    ? vscode.l10n.t('Fairlead: 1 finding in {0}', path)
    : vscode.l10n.t('Fairlead: {0} findings in {1}', count, path);
}

export async function openGuideline(app: App, id: unknown): Promise<void> {
  const chosen = typeof id === 'string' ? id : await pickGuideline(app);
  if (chosen !== undefined) await app.page.show({ kind: 'guideline', id: chosen });
}

/** @param folder URI of the workspace folder whose own rule it is */
export async function showRule(app: App, id: unknown, folder: unknown): Promise<void> {
  const chosen = typeof id === 'string' ? id : await pickRule(app);
  if (chosen === undefined) return;
  await app.page.show({ kind: 'rule', id: chosen, ...(typeof folder === 'string' ? { folder } : {}) });
}

export async function focusGuidelines(): Promise<void> {
  await vscode.commands.executeCommand('fairlead.guidelines.focus');
}

/** Opens the place of a finding, a notebook at its cell, a model file in its own editor. */
export async function openFinding(app: App, value: unknown): Promise<void> {
  const target = parseFindingTarget(value);
  if (!target) return;
  const uri = vscode.Uri.parse(target.file, true);
  const findings = app.results.get(uri)?.analysis.findings ?? [];
  if (findings.some(({ binary }) => binary !== undefined)) return inspectModelFile(app, uri);
  const { start, end } = target.range;
  const selection = new vscode.Range(start.line, start.character, end.line, end.character);
  if (target.cell === undefined) {
    await vscode.window.showTextDocument(uri, { selection, viewColumn: findTextColumn() });
    return;
  }
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const selections = [new vscode.NotebookRange(target.cell, target.cell + 1)];
  const editor = await vscode.window.showNotebookDocument(notebook, {
    selections,
    viewColumn: findTextColumn(),
  });
  const [range] = selections;
  if (range) editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  const cell = target.cell < notebook.cellCount ? notebook.cellAt(target.cell) : undefined;
  if (!cell) return;
  const viewColumn = editor.viewColumn ?? vscode.ViewColumn.Active;
  await vscode.window.showTextDocument(cell.document, { selection, viewColumn });
}

/** A group that shows a text or notebook: code that is opened from our page must not cover the page. */
function findTextColumn(): vscode.ViewColumn {
  const groups = vscode.window.tabGroups;
  const isOnPage = groups.activeTabGroup.activeTab?.input instanceof vscode.TabInputWebview;
  if (!isOnPage) return vscode.ViewColumn.Active;
  const other = groups.all.find(({ activeTab }) => !(activeTab?.input instanceof vscode.TabInputWebview));
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
