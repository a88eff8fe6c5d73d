import * as vscode from 'vscode';
import { findNotebook } from '../analysis/documents.js';
import { findPart } from '../analysis/file-result.js';
import { configurationName } from '../analysis/workspace-projects.js';
import type { App } from '../app.js';
import { toRange } from '../diagnostics/to-diagnostic.js';
import { changeFile } from '../platform/change-text.js';
import { describeWriteError } from '../platform/write-file.js';
import { parseFindingRequest, parseRuleRequest } from './requests.js';

/** Asks for a reason and writes a suppression comment. Without a reason nothing is written. */
export async function ignoreFinding(app: App, value: unknown): Promise<void> {
  const request = parseFindingRequest(value);
  const document = request && findDocument(request.document);
  if (!request || !document) return;
  const reason = await vscode.window.showInputBox({
    title: vscode.l10n.t('Ignore {0} here', request.ruleId),
    prompt: vscode.l10n.t('Why is this acceptable? The reason is written into the comment.'),
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A reason is needed.') : undefined),
  });
  if (reason === undefined || reason.trim() === '') return;
  const result = await app.documents.analyseNow(document);
  const finding = result?.analysis.findings.find(
    ({ fingerprint, ruleId, suppression }) =>
      fingerprint === request.fingerprint && ruleId === request.ruleId && suppression === undefined,
  );
  const part = result && finding && findPart(result, finding.location);
  if (!finding || !part || part.version !== document.version) return warnUnwritten(request.ruleId);
  const { core } = await app.load();
  const { languageId } = document;
  const comment = core.createSuppressionComment(request.ruleId, reason, languageId);
  const text = document.getText();
  const offset = document.offsetAt(toRange(finding.location.range).start);
  const place = comment && core.placeSuppression({ text, languageId, offset, comment });
  if (!place) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'No comment can stand here: turn {0} off in {1} instead.',
        request.ruleId,
        configurationName,
      ),
    );
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  const { start, end } = place.span;
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  edit.replace(document.uri, range, place.newText);
  if (!(await vscode.workspace.applyEdit(edit))) warnUnwritten(request.ruleId);
}

function warnUnwritten(ruleId: string): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('Nothing was written: the code has changed since {0} was found there.', ruleId),
  );
}

/** Sets a rule to `off` in the `fairlead.yaml` of the workspace folder, which is made when it is missing. */
export async function turnOffRule(app: App, value: unknown): Promise<void> {
  const request = parseRuleRequest(value);
  const document = request && findDocument(request.document);
  if (!request || !document) return;
  const folder = vscode.workspace.getWorkspaceFolder((findNotebook(document) ?? document).uri);
  if (!folder) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'Open the folder of this file first: a rule is turned off in the {0} of a folder.',
        configurationName,
      ),
    );
    return;
  }
  const uri = vscode.Uri.joinPath(folder.uri, configurationName);
  try {
    await writeRuleOff(app, uri, request.ruleId);
  } catch (error) {
    const why = describeWriteError(error);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('{0} was not turned off in {1}: {2}', request.ruleId, configurationName, why),
    );
  }
}

/** @throws Error for `describeWriteError` when the file cannot take the setting or cannot be written */
async function writeRuleOff(app: App, uri: vscode.Uri, ruleId: string): Promise<void> {
  const { core } = await app.load();
  const { document, isWritten } = await changeFile(app.platform, uri, (text) =>
    core.setRuleLevel(text, ruleId, 'off'),
  );
  // What the user has not saved yet is put in view.
  if (document !== undefined && !isWritten)
    await vscode.window.showTextDocument(document, { preview: false });
}

function findDocument(uri: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri);
}
