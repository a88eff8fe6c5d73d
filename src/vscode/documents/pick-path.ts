import * as vscode from 'vscode';
import type { App } from '../app.js';
import { type DocumentForm, nameKind } from './document-kinds.js';
import { readTarget } from './read-target.js';

interface PathPick extends vscode.QuickPickItem {
  readonly path?: string;
}

const readme = 'README.md';

/**
 * Where a document goes, relative to the folder: where one of its kind is already, else its usual place. Asks where that is
 * not clear, and before it adds to a file that people wrote without Fairlead; undefined when nothing was chosen.
 */
export async function pickPath(
  app: App,
  folder: vscode.WorkspaceFolder,
  chosen: DocumentForm,
): Promise<string | undefined> {
  const { kind, form } = chosen;
  const title = nameKind(kind);
  if (form.format !== 'markdown') return form.path;
  const own = (await app.living.listOf(folder)).filter((living) => living.kind.id === kind.id);
  const [only] = own;
  if (own.length === 1 && only) return only.path;
  if (own.length > 1) {
    const picks = own.map(({ path }): PathPick => ({ label: path, path }));
    return (await vscode.window.showQuickPick(picks, { title }))?.path;
  }
  const isCard = kind.id === 'model-card';
  const isTaken = await holdsText(vscode.Uri.joinPath(folder.uri, form.path));
  if (!isTaken && !isCard) return form.path;
  const picks: PathPick[] = [
    {
      label: form.path,
      detail: isTaken
        ? vscode.l10n.t('Add the sections to this file, which was written without Fairlead; its text is kept')
        : vscode.l10n.t('A file of its own'),
      path: form.path,
    },
  ];
  if (isCard) picks.push(await offerReadme(folder));
  if (isTaken) picks.push({ label: vscode.l10n.t('Another File...') });
  const picked = await vscode.window.showQuickPick(picks, {
    title,
    placeHolder: vscode.l10n.t('Where the document goes; it is shown before anything is written'),
  });
  return picked && (picked.path ?? (await askPath(folder, form.path, title)));
}

async function offerReadme(folder: vscode.WorkspaceFolder): Promise<PathPick> {
  const isThere = await holdsText(vscode.Uri.joinPath(folder.uri, readme));
  return {
    label: readme,
    detail: isThere
      ? vscode.l10n.t('The page of a model on the Hugging Face Hub; sections are added, the text is kept')
      : vscode.l10n.t('The page of a model on the Hugging Face Hub'),
    path: readme,
  };
}

async function askPath(
  folder: vscode.WorkspaceFolder,
  usual: string,
  title: string,
): Promise<string | undefined> {
  const value = usual.replace(/\.md$/, '.fairlead.md');
  const path = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Path of the file in {0}', folder.name),
    value,
    validateInput: (text) =>
      /^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^\\:*?"<>|]+\.md$/i.test(text)
        ? undefined
        : vscode.l10n.t('A relative path that ends in .md is needed.'),
  });
  return path;
}

async function holdsText(uri: vscode.Uri): Promise<boolean> {
  return ((await readTarget(uri).catch(() => 'unreadable')) ?? '').trim() !== '';
}
