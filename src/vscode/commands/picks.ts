import * as vscode from 'vscode';
import type { App } from '../app.js';

/** Lets the user choose among all items; undefined when nothing was chosen. */
export async function pickGuideline(app: App): Promise<string | undefined> {
  const { guidelines } = await app.load();
  const picks: (vscode.QuickPickItem & { readonly id?: string })[] = [];
  for (const framework of guidelines.knowledge.frameworks) {
    picks.push({ label: framework.shortTitle, kind: vscode.QuickPickItemKind.Separator });
    for (const section of framework.sections) {
      for (const item of section.items) {
        picks.push({ id: item.id, label: `${item.number} ${item.shortTitle}`, description: section.title });
      }
    }
  }
  const picked = await vscode.window.showQuickPick(picks, {
    title: vscode.l10n.t('Open Guideline'),
    placeHolder: vscode.l10n.t('Search by number or words'),
    matchOnDescription: true,
  });
  return picked?.id;
}

/** Lets the user choose among all rules; undefined when nothing was chosen. */
export async function pickRule(app: App): Promise<string | undefined> {
  const guidelines = await app.teamRules.describeAll();
  const picks = guidelines.rules.map(({ id, title, level }) => ({
    label: title,
    description: level,
    detail: id,
  }));
  const picked = await vscode.window.showQuickPick(picks, {
    title: vscode.l10n.t('Show Rule'),
    placeHolder: vscode.l10n.t('Search by id or words'),
    matchOnDetail: true,
  });
  return picked?.detail;
}
