import * as vscode from 'vscode';
import type { Finding, TextEdit } from '../../core/index.js';
import { type FileResult, findPart } from '../analysis/file-result.js';
import type { App } from '../app.js';
import { findFindings } from './findings-at.js';
import { toWorkspaceEdit } from './fix-edits.js';

/** Every kind of action we provide. */
export const actionKinds = {
  quickFix: vscode.CodeActionKind.QuickFix,
  fixAll: vscode.CodeActionKind.SourceFixAll.append('fairlead'),
  notebookFixAll: vscode.CodeActionKind.Notebook.append('source.fixAll.fairlead'),
} as const;

/** Quick fixes for findings, and the fix-all that runs on save. */
export class FindingActions implements vscode.CodeActionProvider {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const isWanted = (kind: vscode.CodeActionKind) => only?.contains(kind) ?? kind === actionKinds.quickFix;
    const actions: vscode.CodeAction[] = [];
    for (const kind of [actionKinds.fixAll, actionKinds.notebookFixAll]) {
      if (isWanted(kind)) actions.push(...(await this.#fixAll(document, kind, token)));
    }
    if (isWanted(actionKinds.quickFix)) actions.push(...this.#quickFixes(document, range));
    return actions;
  }

  #quickFixes(document: vscode.TextDocument, range: vscode.Range): readonly vscode.CodeAction[] {
    const found = findFindings(this.#app, document, range);
    if (!found) return [];
    const fixes = found.findings.flatMap((finding) => this.#fixes(document, found.result, finding));
    const choices = found.findings.flatMap((finding) => this.#choices(document, finding));
    const rest = found.findings.flatMap((finding) => this.#ask(document, found.result, finding));
    return [...fixes, ...choices, ...removeRepeated(rest)];
  }

  /** All fixes that keep behaviour, for the text as it is now: on save the last key may be younger than our findings. */
  async #fixAll(
    document: vscode.TextDocument,
    kind: vscode.CodeActionKind,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const result = await this.#app.documents.analyseNow(document);
    if (!result || token.isCancellationRequested) return [];
    const { core } = await this.#app.load();
    const isCell = document.uri.scheme === 'vscode-notebook-cell' && kind === actionKinds.fixAll;
    const { findings } = result.analysis;
    const own = isCell ? findings.map((finding) => keepOwnFixes(finding, document.uri, result)) : findings;
    const { edits, fixed } = core.selectFixes(own, { onlySafe: true });
    const chosen = edits.get(result.analysis.path) ?? [];
    const edit = toWorkspaceEdit(result, chosen);
    if (!edit || chosen.length === 0) return [];
    const action = new vscode.CodeAction(vscode.l10n.t('Fix what keeps behaviour (Fairlead)'), kind);
    action.edit = edit;
    action.diagnostics = fixed.flatMap((finding) => this.#app.diagnostics.find(document.uri, finding) ?? []);
    return [action];
  }

  #fixes(document: vscode.TextDocument, result: FileResult, finding: Finding): vscode.CodeAction[] {
    const preferred = finding.fixes.find((fix) => fix.keepsBehaviour);
    return finding.fixes.flatMap((fix) => {
      const edit = toWorkspaceEdit(result, fix.edits);
      if (!edit) return [];
      const action = new vscode.CodeAction(fix.title, actionKinds.quickFix);
      action.edit = edit;
      action.isPreferred = fix === preferred;
      this.#attach(action, document, finding);
      return [action];
    });
  }

  /** Fixes that ask for a value first. */
  #choices(document: vscode.TextDocument, finding: Finding): vscode.CodeAction[] {
    const { ruleId, fingerprint, choices = [] } = finding;
    return choices.map(({ title }) => {
      const action = this.#command(title, {
        command: 'fairlead.chooseFix',
        arguments: [{ document: document.uri.toString(), ruleId, fingerprint, title }],
      });
      this.#attach(action, document, finding);
      return action;
    });
  }

  #ask(document: vscode.TextDocument, { uri }: FileResult, finding: Finding): vscode.CodeAction[] {
    const guidelines = this.#app.teamRules.guidelinesFor(uri);
    const { ruleId, fingerprint } = finding;
    const actions: vscode.CodeAction[] = [];
    // The workspace's own configuration counts only where it is trusted.
    if (vscode.workspace.isTrusted && vscode.workspace.workspaceFolders) {
      const turnOff = this.#command(vscode.l10n.t('Turn off {0} in this workspace', ruleId), {
        command: 'fairlead.turnOffRule',
        arguments: [{ document: document.uri.toString(), ruleId }],
      });
      actions.push(turnOff);
    }
    // Reports about suppression comments cannot be suppressed by one.
    if (guidelines?.findRule(ruleId)) {
      const ignore = this.#command(vscode.l10n.t('Ignore {0} here with a reason...', ruleId), {
        command: 'fairlead.ignoreFinding',
        arguments: [{ document: document.uri.toString(), ruleId, fingerprint }],
      });
      actions.unshift(ignore);
    }
    const [guideline] = guidelines?.listGuidelines(finding.guidelines) ?? [];
    if (guideline) {
      const title = vscode.l10n.t('Open guideline {0}', `${guideline.label} ${guideline.item.shortTitle}`);
      actions.push(
        this.#command(title, { command: 'fairlead.openGuideline', arguments: [guideline.item.id] }),
      );
    }
    for (const action of actions) this.#attach(action, document, finding);
    return actions;
  }

  #command(title: string, { command, ...rest }: Omit<vscode.Command, 'title'>): vscode.CodeAction {
    const action = new vscode.CodeAction(title, actionKinds.quickFix);
    action.command = { title, command, ...rest };
    return action;
  }

  #attach(action: vscode.CodeAction, document: vscode.TextDocument, finding: Finding): void {
    const diagnostic = this.#app.diagnostics.find(document.uri, finding);
    if (diagnostic) action.diagnostics = [diagnostic];
  }
}

/** A finding with the fixes that stay in its cell: one that reaches into another is made whole or not at all. */
function keepOwnFixes(finding: Finding, cell: vscode.Uri, result: FileResult): Finding {
  const isOwn = (edit: TextEdit) => findPart(result, edit.location)?.uri.toString() === cell.toString();
  return { ...finding, fixes: finding.fixes.filter(({ edits }) => edits.every(isOwn)) };
}

/** Two findings on one range share their rule or guideline: one entry in the menu is enough. */
function removeRepeated(actions: readonly vscode.CodeAction[]): vscode.CodeAction[] {
  const titles = new Set<string>();
  return actions.filter(({ title }) => !titles.has(title) && titles.add(title));
}
