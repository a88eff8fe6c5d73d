import * as vscode from 'vscode';
import type { App } from '../app.js';
import { parseQuestionRequest } from '../commands/requests.js';
import { stateWords } from '../tree/state-words.js';
import { describeItem } from './status-summary.js';

/** A question or item of a folder. */
export interface Subject {
  readonly folder: vscode.WorkspaceFolder;
  readonly id: string;
  /** The question, or the item's title. */
  readonly title: string;
}

/** What a quick pick offers when nobody named a subject. */
export type SubjectKind = 'question' | 'attested-question' | 'item' | 'any';

interface SubjectPick extends vscode.QuickPickItem {
  readonly id: string;
}

/** The subject a row, link or caller names, else the one that the user picks; undefined when there is none. */
export async function findSubject(
  app: App,
  value: unknown,
  kind: SubjectKind,
  title: string,
): Promise<Subject | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: what you vouch for is written into it.'),
    );
    return undefined;
  }
  const request = parseQuestionRequest(value);
  const [only] = folders;
  const folder =
    folders.find(({ uri }) => uri.toString() === request?.folder) ??
    (folders.length === 1 ? only : await vscode.window.showWorkspaceFolderPick());
  if (!folder) return undefined;
  const { core, guidelines } = await app.load();
  const id = request?.id ?? (await pick(app, folder, kind, title));
  const name = id === undefined ? undefined : core.findSubject(id, guidelines.knowledge.frameworks);
  return id === undefined || name === undefined ? undefined : { folder, id, title: name };
}

async function pick(
  app: App,
  folder: vscode.WorkspaceFolder,
  kind: SubjectKind,
  title: string,
): Promise<string | undefined> {
  const picks = await listPicks(app, folder, kind);
  if (picks === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Run "Fairlead: Check Workspace" first: nothing is known about this folder yet.'),
    );
    return undefined;
  }
  if (picks.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nobody vouches for anything here yet.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(picks, {
    title,
    placeHolder: vscode.l10n.t('Search by words'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.id;
}

/** Undefined before the folder was checked. */
async function listPicks(
  app: App,
  folder: vscode.WorkspaceFolder,
  kind: SubjectKind,
): Promise<readonly SubjectPick[] | undefined> {
  const { guidelines } = await app.load();
  const items = app.statuses
    .find(folder)
    ?.frameworks.flatMap(({ sections }) => sections.flatMap((section) => section.items));
  return items?.flatMap((item): SubjectPick[] => {
    const label = `${guidelines.findGuideline(item.id)?.label ?? item.number} ${item.shortTitle}`;
    const whole = { id: item.id, label, description: describeItem(item) };
    const questions = item.questions
      .filter(({ attestation }) => kind !== 'attested-question' || attestation !== undefined)
      .map(({ id, question, state }) => ({
        id,
        label: question,
        description: stateWords[state],
        detail: label,
      }));
    if (kind === 'item') return [whole];
    return kind === 'any' ? [whole, ...questions] : questions;
  });
}
