import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { stateWords } from '../tree/state-words.js';
import { describeItem, findItemStatus } from './status-summary.js';

interface SearchPick extends vscode.QuickPickItem {
  /** Absent on the entry that filters. */
  readonly target?: { readonly id: string; readonly folder?: string };
}

/**
 * Lets the user find an item or question by its words and shows it in the sidebar, or leaves only what holds the words
 * there.
 */
export async function searchChecklists(app: App): Promise<void> {
  const all = await listPicks(app);
  const picker = vscode.window.createQuickPick<SearchPick>();
  const own = new DisposableStore();
  own.add(picker);
  picker.title = vscode.l10n.t('Search Checklists');
  picker.placeholder = vscode.l10n.t('Words of a guideline or question');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  picker.items = all;
  own.add(
    picker.onDidChangeValue((value) => {
      picker.items = value.trim() === '' ? all : [...all, createFilterPick(value.trim())];
    }),
  );
  const filter = (text: string) => {
    if (text !== '') app.view.filter = { ...app.view.filter, text };
  };
  picker.buttons = [
    { iconPath: new vscode.ThemeIcon('filter'), tooltip: vscode.l10n.t('Show Only What Holds These Words') },
  ];
  own.add(
    picker.onDidTriggerButton(() => {
      filter(picker.value.trim());
      picker.hide();
    }),
  );
  own.add(
    picker.onDidAccept(() => {
      const [picked] = picker.selectedItems;
      const text = picker.value.trim();
      picker.hide();
      if (picked?.target) void app.view.reveal(picked.target.id, picked.target.folder).catch(report);
      else if (picked) filter(text);
    }),
  );
  const report = (error: unknown) => app.reportFailure(error);
  await new Promise<void>((resolve) => {
    own.add(picker.onDidHide(() => resolve()));
    picker.show();
  });
  own.dispose();
}

function createFilterPick(text: string): SearchPick {
  return {
    label: `$(filter) ${vscode.l10n.t('Show only what holds "{0}"', text)}`,
    alwaysShow: true,
  };
}

/** Every item with its questions, for each folder of the workspace; once when there is none. */
async function listPicks(app: App): Promise<readonly SearchPick[]> {
  const { guidelines } = await app.load();
  const folders = vscode.workspace.workspaceFolders ?? [];
  const scopes = folders.length === 0 ? [undefined] : folders;
  return scopes.flatMap((folder) => {
    const status = app.statuses.find(folder);
    const scope = folder === undefined ? {} : { folder: folder.uri.toString() };
    const prefix = folder !== undefined && folders.length > 1 ? `${folder.name}, ` : '';
    return guidelines.guidelines.flatMap(({ item, label }): SearchPick[] => {
      const known = findItemStatus(status, item.id);
      const name = `${prefix}${label} ${item.shortTitle}`;
      const head = {
        label: `$(list-unordered) ${name}`,
        ...(known ? { description: describeItem(known) } : {}),
        target: { id: item.id, ...scope },
      };
      const questions = item.checklist.map(({ id, question }) => {
        const state = known?.questions.find((each) => each.id === id)?.state;
        return {
          label: question,
          ...(state === undefined ? {} : { description: stateWords[state] }),
          detail: name,
          target: { id, ...scope },
        };
      });
      return [head, ...questions];
    });
  });
}
