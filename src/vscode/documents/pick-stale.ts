import * as vscode from 'vscode';
import type { App } from '../app.js';
import { countDrift } from './document-state.js';
import type { LivingDocument } from './living-documents.js';

/** Lets the user choose among documents that lag behind the code; all of them are ticked at first. */
export async function pickStale<T extends { readonly living: LivingDocument }>(
  app: App,
  stale: readonly T[],
): Promise<readonly T[]> {
  const isNamed = (vscode.workspace.workspaceFolders ?? []).length > 1;
  const picks = stale.map((job) => {
    const { path, folder, uri } = job.living;
    return {
      label: isNamed ? `${folder.name}/${path}` : path,
      description: countDrift(app.living.find(uri)?.drift),
      picked: true,
      job,
    };
  });
  const picked = await vscode.window.showQuickPick(picks, {
    title: vscode.l10n.t('Update Documents'),
    placeHolder: vscode.l10n.t('The changes are shown before anything is written'),
    canPickMany: true,
  });
  return picked?.map(({ job }) => job) ?? [];
}
