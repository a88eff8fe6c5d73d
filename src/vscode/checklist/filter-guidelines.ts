import * as vscode from 'vscode';
import type { StatusFilter } from '../../core/index.js';
import type { App } from '../app.js';
import { describeFilter, toggleFilter } from './status-summary.js';

interface FilterPick extends vscode.QuickPickItem {
  /** Absent on the entry that clears everything. */
  readonly choice?: StatusFilter;
}

/** Lets the user choose what the sidebar shows; choosing what is chosen takes it back. */
export async function filterGuidelines(app: App): Promise<void> {
  const { core } = await app.load();
  const { filter } = app.view;
  const mark = (isOn: boolean) => (isOn ? '$(check) ' : '');
  const separator = (label: string): FilterPick => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const picks: FilterPick[] = [
    {
      label: `${mark(filter.openOnly === true)}${vscode.l10n.t('Open only')}`,
      description: vscode.l10n.t('failing, expired and open questions'),
      choice: { openOnly: true },
    },
    separator(vscode.l10n.t('Role')),
    ...core.ROLES.map((role) => ({
      label: `${mark(filter.role === role)}${role.replace('-', ' ')}`,
      choice: { role },
    })),
    separator(vscode.l10n.t('Stage')),
    ...core.STAGES.map((stage) => ({
      label: `${mark(filter.stage === stage)}${stage}`,
      choice: { stage },
    })),
    ...(describeFilter(filter) === undefined
      ? []
      : [separator(''), { label: `$(clear-all) ${vscode.l10n.t('Clear filter')}` }]),
  ];
  const picked = await vscode.window.showQuickPick(picks, {
    title: vscode.l10n.t('Filter Guidelines'),
    placeHolder: vscode.l10n.t('Choose what to show'),
  });
  if (picked) app.view.filter = picked.choice ? toggleFilter(filter, picked.choice) : {};
}
