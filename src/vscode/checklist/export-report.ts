import * as vscode from 'vscode';
import type { Knowledge, StatusReport } from '../../core/index.js';
import type { App } from '../app.js';
import { parseExportRequest } from '../commands/requests.js';
import type { Core } from '../engine-loader.js';
import { describeWriteError, writeFile } from '../platform/write-file.js';
import { type ReportFormat, reportFormats } from './report-formats.js';

/** Asks for a format and a place, and writes the report on the status. Takes a request from callers that know both. */
export async function exportReport(app: App, value: unknown): Promise<void> {
  const request = parseExportRequest(value);
  const folder = await pickFolder();
  if (!folder) return;
  const format = request?.format ?? (await pickFormat());
  if (format === undefined) return;
  const report = await createReport(app, folder);
  if (!report) return;
  const { core, guidelines } = await app.load();
  const text = formatReport(format, report, core, guidelines.knowledge);
  const { extension, languageId, filterName } = reportFormats[format];
  const place = request?.file === undefined ? await pickPlace() : 'file';
  if (place === 'untitled') {
    const document = await vscode.workspace.openTextDocument({ language: languageId, content: text });
    await vscode.window.showTextDocument(document);
    return;
  }
  if (place === undefined) return;
  const file =
    request?.file === undefined
      ? await vscode.window.showSaveDialog({
          defaultUri: vscode.Uri.joinPath(folder.uri, `fairlead-status.${extension}`),
          filters: { [filterName]: [extension.slice(extension.lastIndexOf('.') + 1)] },
        })
      : vscode.Uri.parse(request.file, true);
  if (!file) return;
  try {
    await writeFile(app.platform, file, text);
    vscode.window.setStatusBarMessage(vscode.l10n.t('Fairlead: report written'), 5000);
  } catch (error) {
    const why = describeWriteError(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('The report could not be written: {0}', why));
  }
}

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return vscode.window.showWorkspaceFolderPick();
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: there is no project to report on.'),
    );
  }
  return folders[0];
}

/** What the sidebar's filter leaves of the status, checked first when that was not done yet. */
async function createReport(app: App, folder: vscode.WorkspaceFolder): Promise<StatusReport | undefined> {
  if (!app.check.hasChecked) await app.view.checkWorkspace();
  await app.statuses.update();
  const status = app.statuses.find(folder);
  if (!status) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Wait until the workspace is checked: there is nothing to report yet.'),
    );
    return undefined;
  }
  const { core, guidelines } = await app.load();
  return {
    toolVersion: app.version,
    root: folder.name,
    status: core.filterStatus(status, app.view.filter),
    references: core.collectReferences(guidelines.knowledge),
  };
}

function formatReport(
  format: ReportFormat,
  report: StatusReport,
  core: Core,
  { haip }: Pick<Knowledge, 'haip'>,
): string {
  switch (format) {
    case 'html':
      return core.formatStatusHtml(report);
    case 'markdown':
      return core.formatStatusMarkdown(report);
    case 'json':
      return core.formatStatusJson(report);
    case 'text':
      return core.formatStatusText(report, { isColoured: false });
    case 'sarif':
      return core.formatStatusSarif(report);
    case 'haip':
      return core.formatHaip(report, haip);
  }
}

async function pickFormat(): Promise<ReportFormat | undefined> {
  const picks = Object.entries(reportFormats).map(([id, { label, detail }]) => ({ id, label, detail }));
  const picked = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Export Report') });
  return picked?.id as ReportFormat | undefined;
}

async function pickPlace(): Promise<'file' | 'untitled' | undefined> {
  const picks = [
    { id: 'file' as const, label: vscode.l10n.t('Save to a File') },
    { id: 'untitled' as const, label: vscode.l10n.t('Open Without Saving') },
  ];
  return (await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Export Report') }))?.id;
}
