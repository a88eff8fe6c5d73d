import * as vscode from 'vscode';
import type { ChoiceFix } from '../../core/index.js';
import type { FileResult } from '../analysis/file-result.js';
import type { App } from '../app.js';
import type { Core } from '../engine-loader.js';
import { findCachedCommit } from '../platform/hub-cache.js';
import { toWorkspaceEdit } from '../providers/fix-edits.js';
import { type ChoiceRequest, parseChoiceRequest } from './requests.js';

/** Asks for the value that a fix needs and makes the edit. Without a value nothing is written. */
export async function chooseFix(app: App, value: unknown): Promise<void> {
  const request = parseChoiceRequest(value);
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === request?.document);
  if (!request || !document) return;
  const { core } = await app.load();
  const before = findChoice(await app.documents.analyseNow(document), request);
  if (!before) return warnUnwritten(request.ruleId);
  const chosen = await askForValue(app, core, before.choice);
  if (chosen === undefined) return;
  // The text may have changed while the question was open.
  const now = findChoice(await app.documents.analyseNow(document), request);
  const fix = now && core.fillChoice(now.choice, chosen);
  const edit = now && fix && toWorkspaceEdit(now.result, fix.edits);
  if (!edit || !(await vscode.workspace.applyEdit(edit))) warnUnwritten(request.ruleId);
}

function findChoice(
  result: FileResult | undefined,
  { ruleId, fingerprint, title }: ChoiceRequest,
): { readonly result: FileResult; readonly choice: ChoiceFix } | undefined {
  const finding = result?.analysis.findings.find(
    (one) => one.ruleId === ruleId && one.fingerprint === fingerprint && one.suppression === undefined,
  );
  const choice = finding?.choices?.find((one) => one.title === title);
  return result && choice && { result, choice };
}

/** One of the values known, or one that is typed. */
async function askForValue(app: App, core: Core, choice: ChoiceFix): Promise<string | undefined> {
  const { title, question, options, commitOf, pattern } = choice;
  const items: (vscode.QuickPickItem & { readonly value?: string })[] = options.map(({ label, value }) =>
    label === value ? { label, value } : { label, value, description: value },
  );
  // Which models somebody has used is nobody's business in a workspace that is not trusted.
  if (commitOf && vscode.workspace.isTrusted) {
    const commit = await findCachedCommit(app.platform, commitOf);
    if (commit !== undefined) {
      const detail = vscode.l10n.t('What this machine downloaded last: review it before you rely on it.');
      items.unshift({ label: commit, value: commit, detail });
    }
  }
  const asked = vscode.l10n.t('Type another value...');
  if (items.length > 0) {
    if (pattern !== undefined) items.push({ label: asked });
    const picked = await vscode.window.showQuickPick(items, {
      title: stripDots(title),
      placeHolder: question,
    });
    if (!picked || picked.value !== undefined) return picked?.value;
  }
  const typed = await vscode.window.showInputBox({
    title: stripDots(title),
    prompt: question,
    validateInput: (text) =>
      core.fillChoice(choice, text.trim())
        ? undefined
        : vscode.l10n.t('This cannot stand there: {0}.', question),
  });
  return typed?.trim();
}

function stripDots(title: string): string {
  return title.replace(/\.{3}$/, '');
}

function warnUnwritten(ruleId: string): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('Nothing was written: the code has changed since {0} was found there.', ruleId),
  );
}
