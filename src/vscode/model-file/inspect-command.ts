import * as vscode from 'vscode';
import type { App } from '../app.js';
import { modelEditorType } from './model-editor.js';

/** Most files that are offered. */
const maxOffered = 2000;

/** Opens the file that a menu names, or one that the user picks, in the model editor. */
export async function inspectModelFile(app: App, value: unknown): Promise<void> {
  const uri = value instanceof vscode.Uri ? value : await pickFile(app);
  if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, modelEditorType, { preview: false });
}

/** One of the workspace's model files, or any other file. */
async function pickFile(app: App): Promise<vscode.Uri | undefined> {
  const token = new vscode.CancellationTokenSource();
  try {
    const found = await app.models.search(token.token);
    if (found.length === 0) return await browse();
    const picks = found.slice(0, maxOffered).map((uri) => ({
      label: uri.path.slice(uri.path.lastIndexOf('/') + 1),
      description: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
      uri,
    }));
    const other = { label: vscode.l10n.t('$(folder-opened) Another File...'), uri: undefined };
    const picked = await vscode.window.showQuickPick([...picks, other], {
      title: vscode.l10n.t('Inspect Model File'),
      placeHolder: vscode.l10n.t('Which file? None of it is run'),
      matchOnDescription: true,
    });
    return picked && (picked.uri ?? (await browse()));
  } finally {
    token.dispose();
  }
}

async function browse(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Inspect Model File'),
    openLabel: vscode.l10n.t('Inspect'),
  });
  return picked?.[0];
}
