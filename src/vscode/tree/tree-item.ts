import * as vscode from 'vscode';
import type { State } from '../../core/index.js';
import type { TreeNode } from './tree-model.js';

const levelIcons: Readonly<Record<NonNullable<TreeNode['level']>, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  note: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
  hint: new vscode.ThemeIcon('lightbulb'),
};

/** Every state has a shape of its own: the colour only repeats it. */
const stateIcons: Readonly<Record<State, vscode.ThemeIcon>> = {
  failing: new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed')),
  expired: new vscode.ThemeIcon('history', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  open: new vscode.ThemeIcon('circle-large-outline'),
  attested: new vscode.ThemeIcon('verified', new vscode.ThemeColor('testing.iconPassed')),
  evidenced: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  'not-applicable': new vscode.ThemeIcon('circle-slash', new vscode.ThemeColor('disabledForeground')),
};

/** The editor's form of a row. */
export function toTreeItem(node: TreeNode): vscode.TreeItem {
  const open = node.kind === 'framework' || node.kind === 'folder' ? 'Expanded' : 'Collapsed';
  const item = new vscode.TreeItem(
    node.label,
    vscode.TreeItemCollapsibleState[node.children.length === 0 ? 'None' : open],
  );
  item.id = node.id;
  item.description = node.description;
  item.tooltip = node.tooltip;
  item.contextValue = node.isAttested === undefined ? node.kind : findQuestionContext(node);
  item.accessibilityInformation = { label: node.accessibleLabel };
  if (node.level) item.iconPath = levelIcons[node.level];
  else if (node.state) item.iconPath = stateIcons[node.state];
  else if (node.kind === 'place') item.iconPath = new vscode.ThemeIcon('go-to-file');
  else if (node.kind === 'folder') item.iconPath = new vscode.ThemeIcon('root-folder');
  if (node.isAttested !== undefined) item.checkboxState = createCheckbox(node.isAttested);
  if (node.target) {
    item.command = {
      title: vscode.l10n.t('Open'),
      command: 'fairlead.openFinding',
      arguments: [node.target],
    };
  } else if (node.guidelineId !== undefined) {
    item.command = {
      title: vscode.l10n.t('Open Guideline'),
      command: 'fairlead.openGuideline',
      arguments: [node.guidelineId],
    };
  }
  return item;
}

function findQuestionContext({ isAttested, kindOfDocument }: TreeNode): string {
  const document = kindOfDocument === undefined ? '' : ' document';
  return `${isAttested === true ? 'attestedQuestion' : 'question'}${document}`;
}

function createCheckbox(isAttested: boolean): NonNullable<vscode.TreeItem['checkboxState']> {
  const text = isAttested
    ? vscode.l10n.t('Attested. Untick to withdraw.')
    : vscode.l10n.t('Tick to vouch for it.');
  return {
    state: vscode.TreeItemCheckboxState[isAttested ? 'Checked' : 'Unchecked'],
    tooltip: text,
    accessibilityInformation: { label: text, role: 'checkbox' },
  };
}
