import * as vscode from 'vscode';
import type { App } from '../app.js';
import { Pacer } from '../pause.js';
import type { FolderInventory } from './folder-inventory.js';

/** Milliseconds before a notification says what takes so long. */
const patienceMs = 400;

/** Asks for a workspace folder where there are several; undefined when there is none, or none was chosen. */
export async function pickFolder(wanted: string | undefined): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const known = folders.find(({ uri }) => uri.toString() === wanted);
  if (known) return known;
  if (folders.length > 1) {
    return vscode.window.showWorkspaceFolderPick({
      placeHolder: vscode.l10n.t('The folder whose code the document is about'),
    });
  }
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: a document is made from the code of a folder.'),
    );
  }
  return folders[0];
}

/** Reads what the files of a folder state, with progress when it takes long; undefined when the user gave it up. */
export async function readFolder(
  app: App,
  folder: vscode.WorkspaceFolder,
): Promise<FolderInventory | undefined> {
  const inventory = app.inventories.of(folder);
  if (inventory.isComplete) return inventory;
  const pacer = new Pacer();
  const source = new vscode.CancellationTokenSource();
  let listen = (_done: number, _total: number): void => undefined;
  const reading = inventory.read({
    isUrgent: true,
    token: source.token,
    pause: () => pacer.pauseWhenDue(),
    report: (done, total) => listen(done, total),
  });
  try {
    const isQuick = await Promise.race([reading.then(() => true), wait(patienceMs)]);
    if (isQuick) return (await reading) ? inventory : undefined;
    const title = vscode.l10n.t('Fairlead: reading {0}', folder.name);
    const location = vscode.ProgressLocation.Notification;
    return await vscode.window.withProgress(
      { location, title, cancellable: true },
      async (progress, token) => {
        token.onCancellationRequested(() => source.cancel());
        let shown = 0;
        listen = (done, total) => {
          const percent = Math.floor((done / total) * 100);
          if (percent <= shown) return;
          progress.report({ message: `${done}/${total}`, increment: percent - shown });
          shown = percent;
        };
        return (await reading) ? inventory : undefined;
      },
    );
  } finally {
    source.dispose();
  }
}

function wait(milliseconds: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), milliseconds);
  });
}
