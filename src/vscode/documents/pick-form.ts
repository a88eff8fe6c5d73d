import * as vscode from 'vscode';
import type { App } from '../app.js';
import { type DocumentForm, listForms, nameKind } from './document-kinds.js';
import { countDrift } from './document-state.js';

interface FormPick extends vscode.QuickPickItem {
  readonly chosen?: DocumentForm;
}

const formatNames: Readonly<Record<string, string>> = { otm: 'OTM', 'threat-dragon': 'Threat Dragon' };

/** Lets the user choose what to make: every kind with the guideline that asks for it and how it stands. */
export async function pickForm(app: App, folder: vscode.WorkspaceFolder): Promise<DocumentForm | undefined> {
  const { core } = await app.load();
  const pick = vscode.window.createQuickPick<FormPick>();
  pick.title = vscode.l10n.t('Generate Document');
  pick.placeholder = vscode.l10n.t('From the code of {0}; shown before anything is written', folder.name);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.busy = true;
  const draw = async (): Promise<void> => {
    const forms = listForms(core.ARTIFACT_KINDS);
    const rows = await Promise.all(forms.map((chosen) => describe(app, folder, chosen)));
    const separator = { label: vscode.l10n.t('For other tools'), kind: vscode.QuickPickItemKind.Separator };
    const isForPeople = ({ chosen }: FormPick): boolean => chosen?.form.format === 'markdown';
    const active = pick.activeItems[0]?.chosen?.form;
    pick.items = [...rows.filter(isForPeople), separator, ...rows.filter((row) => !isForPeople(row))];
    if (active !== undefined) pick.activeItems = pick.items.filter(({ chosen }) => chosen?.form === active);
  };
  await draw();
  const subscription = app.living.onDidChange(() => void draw());
  const chosen = new Promise<DocumentForm | undefined>((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.chosen));
    pick.onDidHide(() => resolve(undefined));
  });
  pick.show();
  app.living.compare().then(
    () => {
      pick.busy = false;
    },
    (error: unknown) => app.reportFailure(error),
  );
  try {
    return await chosen;
  } finally {
    subscription.dispose();
    pick.dispose();
  }
}

async function describe(app: App, folder: vscode.WorkspaceFolder, chosen: DocumentForm): Promise<FormPick> {
  const { kind, form } = chosen;
  const { guidelines } = await app.load();
  const asking = guidelines
    .listGuidelines(kind.guidelines)
    .map(({ label, item }) => `${label} ${item.shortTitle}`)
    .join(', ');
  const isUsual = form === kind.forms[0];
  const own = (await app.living.listOf(folder)).filter((living) => living.kind.id === kind.id);
  const [first] = form.format === 'markdown' ? own : [];
  const path = first?.path ?? form.path;
  const isThere = first !== undefined || (await isFile(vscode.Uri.joinPath(folder.uri, path)));
  const state = first
    ? countDrift(first.drift)
    : isThere
      ? form.format === 'markdown'
        ? 'written by hand'
        : 'there'
      : 'missing';
  const icon = isThere ? (first?.drift?.isCurrent === false ? '$(history)' : '$(pass)') : '$(new-file)';
  return {
    label: `${icon} ${nameKind(kind)}${isUsual ? '' : ` (${formatNames[form.format] ?? form.format})`}`,
    description: [path, state].filter((part) => part !== '').join(', '),
    detail: asking,
    chosen,
  };
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
