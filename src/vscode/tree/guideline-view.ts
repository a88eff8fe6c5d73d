import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { buildTree, countLoud, type FiledFinding, type TreeNode } from './tree-model.js';

const viewId = 'fairlead.guidelines';
const refreshDelayMs = 200;
const progressIntervalMs = 100;

const levelIcons: Readonly<Record<NonNullable<TreeNode['level']>, vscode.ThemeIcon>> = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground')),
  note: new vscode.ThemeIcon('info', new vscode.ThemeColor('problemsInfoIcon.foreground')),
  hint: new vscode.ThemeIcon('lightbulb'),
};

/** The sidebar: the frameworks with their items, and under each item the findings in this workspace. */
export class GuidelineView implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<TreeNode>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    this.#view = this.#store.add(
      vscode.window.createTreeView(viewId, { treeDataProvider: this, showCollapseAll: true }),
    );
    this.#store.add(app.results.onDidChange(() => this.#scheduleRefresh()));
    this.#store.add(app.onDidChangeSettings(() => this.#scheduleRefresh()));
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#scheduleRefresh()));
    this.#store.add(
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#checkFirstTime();
      }),
    );
    if (this.#view.visible) this.#checkFirstTime();
  }

  /** Findings of all files looked at, in the order of files. */
  listFindings(): readonly FiledFinding[] {
    const results = [...this.#app.results.all].sort((a, b) => (a.uri.path < b.uri.path ? -1 : 1));
    return results.flatMap(({ uri, analysis }) => {
      const file = uri.toString();
      const fileLabel = vscode.workspace.asRelativePath(uri);
      return analysis.findings
        .filter(({ suppression }) => suppression === undefined)
        .map((finding) => ({ file, fileLabel, finding }));
    });
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (node) return [...node.children];
    if (!this.#hasSubject()) return [];
    const { guidelines } = await this.#app.load();
    return [...buildTree(guidelines.knowledge.frameworks, this.listFindings())];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const isLeaf = node.children.length === 0;
    const open = node.kind === 'framework' ? 'Expanded' : 'Collapsed';
    const item = new vscode.TreeItem(
      node.label,
      isLeaf ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState[open],
    );
    item.id = node.id;
    item.description = node.description;
    item.tooltip = node.tooltip;
    item.contextValue = node.kind;
    item.accessibilityInformation = { label: node.accessibleLabel };
    if (node.level) item.iconPath = levelIcons[node.level];
    if (node.target) {
      item.command = {
        title: vscode.l10n.t('Open'),
        command: 'fairlead.openFinding',
        arguments: [node.target],
      };
    } else if (node.guidelineId) {
      item.iconPath = new vscode.ThemeIcon(node.count > 0 ? 'circle-large-filled' : 'circle-large-outline');
      item.command = {
        title: vscode.l10n.t('Open Guideline'),
        command: 'fairlead.openGuideline',
        arguments: [node.guidelineId],
      };
    }
    return item;
  }

  /** Checks the workspace with a progress bar in the view. */
  async checkWorkspace(): Promise<void> {
    let shown = 0;
    await vscode.commands.executeCommand('setContext', 'fairlead.isChecking', true);
    try {
      await vscode.window.withProgress({ location: { viewId } }, () =>
        this.#app.check.run(({ done, total }) => {
          if (performance.now() - shown < progressIntervalMs) return;
          shown = performance.now();
          this.#view.message = vscode.l10n.t('Checking {0} of {1} files', done, total);
        }),
      );
    } catch (error) {
      this.#app.reportFailure(error);
    } finally {
      if (!this.#app.check.isRunning) {
        this.#view.message = this.#describeSkipped() ?? '';
        await vscode.commands.executeCommand('setContext', 'fairlead.isChecking', false);
      }
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #checkFirstTime(): void {
    const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
    if (hasFolder && !this.#app.check.hasChecked && this.#app.settingsFor(undefined).isEnabled) {
      void this.checkWorkspace();
    }
  }

  /** False when there is nothing to show findings of; the view then says what to do. */
  #hasSubject(): boolean {
    if (!this.#app.settingsFor(undefined).isEnabled) return false;
    return (vscode.workspace.workspaceFolders ?? []).length > 0 || this.#app.documents.list().length > 0;
  }

  #describeSkipped(): string | undefined {
    const { skipped } = this.#app.check;
    return skipped === 0
      ? undefined
      : vscode.l10n.t('{0} files were not checked: see the Fairlead log', skipped);
  }

  #scheduleRefresh(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#refresh();
    }, refreshDelayMs);
  }

  #refresh(): void {
    this.#changed.fire(undefined);
    const value = countLoud(this.listFindings());
    const tooltip =
      value === 1 ? vscode.l10n.t('1 warning or error') : vscode.l10n.t('{0} warnings and errors', value);
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }
}
