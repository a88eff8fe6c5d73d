import * as vscode from 'vscode';
import type { App } from '../app.js';
import { describeFilter } from '../checklist/status-summary.js';
import { DisposableStore } from '../disposable-store.js';
import { Pacer } from '../pause.js';
import { runInSlices } from '../steps.js';
import { listFindings } from './filed-findings.js';
import { FindingNodes } from './finding-nodes.js';
import { listNodes } from './list-nodes.js';
import { RowDrawer } from './row-drawer.js';
import type { TreeFilter } from './tree-filter.js';
import { toTreeItem } from './tree-item.js';
import { countLoud, type FiledFinding, type TreeNode } from './tree-model.js';
import { type TreeRow, TreeRows } from './tree-rows.js';

const viewId = 'fairlead.guidelines';
const refreshDelayMs = 200;
const progressIntervalMs = 100;

/** The sidebar: the frameworks with their items, and under each item its questions and the findings in this workspace. */
export class GuidelineView implements vscode.TreeDataProvider<TreeRow>, vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<TreeRow[] | undefined>());
  readonly #view: vscode.TreeView<TreeRow>;
  readonly #rows = new TreeRows();
  readonly #nodes = new FindingNodes();
  #filter: TreeFilter = {};
  #isBuilt = false;
  #building: Promise<void> | undefined;
  /** Whether something changed since the building began. */
  #isAsked = false;
  readonly #drawer = this.#store.add(
    new RowDrawer({ fire: (rows) => this.#changed.fire(rows), find: (id) => this.#rows.find(id) }),
  );
  #progress: string | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    this.#view = this.#store.add(
      vscode.window.createTreeView(viewId, {
        treeDataProvider: this,
        showCollapseAll: true,
        manageCheckboxStateManually: true,
      }),
    );
    this.#store.add(app.results.onDidChange(() => this.#scheduleRefresh()));
    this.#store.add(app.statuses.onDidChange(() => this.#scheduleRefresh()));
    this.#store.add(app.onDidChangeSettings(() => this.#scheduleRefresh()));
    this.#store.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#scheduleRefresh()));
    this.#store.add(
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [row, state] of items)
          this.#tick(row.node, state === vscode.TreeItemCheckboxState.Checked);
      }),
    );
    this.#store.add(
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#checkFirstTime();
      }),
    );
    if (this.#view.visible) this.#checkFirstTime();
  }

  /** What is shown of the guidelines; everything when nothing is set. */
  get filter(): TreeFilter {
    return this.#filter;
  }

  set filter(filter: TreeFilter) {
    this.#filter = filter;
    const isFiltered = describeFilter(filter) !== undefined;
    void vscode.commands.executeCommand('setContext', 'fairlead.isFiltered', isFiltered);
    this.#showMessage();
    this.#app.inBackground(this.refresh());
  }

  /** Findings of all files looked at, in the order of files. */
  listFindings(): readonly FiledFinding[] {
    return listFindings(this.#app.results.all);
  }

  async getChildren(row?: TreeRow): Promise<TreeRow[]> {
    if (row) {
      this.#drawer.noteFetched(row);
      return [...row.children];
    }
    if (!this.#hasSubject()) return [];
    await this.#app.load();
    if (!this.#isBuilt) await this.#build();
    this.#drawer.noteFetched(undefined);
    return [...this.#rows.roots];
  }

  getParent(row: TreeRow): TreeRow | undefined {
    return row.parent;
  }

  getTreeItem({ node }: TreeRow): vscode.TreeItem {
    return toTreeItem(node);
  }

  /**
   * Selects the row of an item or question, opened as far as it goes; a filter that hides it is cleared.
   *
   * @param folder URI of the workspace folder; absent to take the first that has it
   */
  async reveal(id: string, folder?: string): Promise<void> {
    await focusView();
    await this.getChildren();
    // What is being built shows what is known now.
    await this.#building;
    const find = () =>
      this.#rows.search(
        ({ id: rowId, kind, question }) =>
          (kind === 'item' || kind === 'question') &&
          (question ? question.id === id && (folder ?? question.folder) === question.folder : rowId === id),
      );
    if (find() === undefined && describeFilter(this.#filter) !== undefined) {
      this.filter = {};
      await this.#building;
    }
    const row = find();
    if (row) await this.#view.reveal(row, { select: true, focus: true, expand: row.node.kind === 'item' });
  }

  /** Attests the question with the keyboard focus, or withdraws; on another row it opens or closes what is below. */
  async toggleFocused(): Promise<void> {
    const node = (await this.#findFocused())?.node;
    if (node?.isAttested === undefined) await vscode.commands.executeCommand('list.toggleExpand');
    else this.#tick(node, !node.isAttested);
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
          this.#progress = vscode.l10n.t('Checking {0} of {1} files', done, total);
          this.#showMessage();
        }),
      );
    } catch (error) {
      this.#app.reportFailure(error);
    } finally {
      if (!this.#app.check.isRunning) {
        this.#progress = undefined;
        this.#showMessage();
        await vscode.commands.executeCommand('setContext', 'fairlead.isChecking', false);
      }
    }
  }

  /** Shows everything as it is now, once it is built without keeping the extension host busy. */
  async refresh(): Promise<void> {
    if (!this.#hasSubject()) this.#isBuilt = false;
    // The editor asks for the rows, which are built then.
    if (this.#isBuilt) await this.#build();
    else this.#drawer.take('all');
    this.#showBadge();
  }

  #showBadge(): void {
    const value = countLoud(this.#app.results.all.flatMap(({ analysis }) => analysis.findings));
    const tooltip =
      value === 1 ? vscode.l10n.t('1 warning or error') : vscode.l10n.t('{0} warnings and errors', value);
    this.#view.badge = value === 0 ? undefined : { value, tooltip };
  }

  /** Builds the tree as it is now, once more when that is asked for meanwhile. Resolves when none is being built. */
  #build(): Promise<void> {
    this.#isAsked = true;
    this.#building ??= this.#buildAll().finally(() => {
      this.#building = undefined;
    });
    return this.#building;
  }

  async #buildAll(): Promise<void> {
    const pacer = new Pacer();
    while (this.#isAsked && !this.#store.isDisposed) {
      this.#isAsked = false;
      const nodes = await runInSlices(listNodes(this.#app, this.#nodes, this.#filter), () =>
        pacer.pauseWhenDue(),
      );
      const isFirst = !this.#isBuilt;
      this.#isBuilt = this.#app.loaded !== undefined;
      const changes = this.#rows.update(nodes);
      // The first rows are drawn by the editor, which waits for them.
      if (!isFirst) this.#drawer.take(changes);
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  /** The box was ticked or unticked: it goes back to what the file says when the user thinks better of it. */
  #tick(node: TreeNode, isTicked: boolean): void {
    const command = isTicked ? 'fairlead.attestQuestion' : 'fairlead.withdrawAttestation';
    vscode.commands.executeCommand(command, node.question).then(
      () => this.#drawBox(node),
      (error: unknown) => this.#app.reportFailure(error),
    );
  }

  /** The editor has flipped the box by itself: it is drawn as the file has it. */
  #drawBox({ id }: TreeNode): void {
    const draw = async (): Promise<void> => {
      await this.refresh();
      const row = this.#rows.find(id);
      if (row) this.#drawer.draw([row]);
    };
    this.#app.inBackground(draw());
  }

  /**
   * The row that has the keyboard focus. The editor tells extensions only what is selected, and the arrow keys do not
   * select: so the focused row is put into the selection, or taken out of it, and the difference is the row.
   */
  async #findFocused(): Promise<TreeRow | undefined> {
    const before = this.#view.selection;
    await vscode.commands.executeCommand('list.toggleSelection');
    const after = this.#view.selection;
    const added = after.find(({ id }) => !before.some((row) => row.id === id));
    const focused = added ?? before.find(({ id }) => !after.some((row) => row.id === id));
    if (focused) await this.#view.reveal(focused, { select: true, focus: true });
    return focused;
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

  #showMessage(): void {
    const filter = describeFilter(this.#filter);
    const parts = [
      this.#progress ?? this.#describeSkipped(),
      filter === undefined ? undefined : vscode.l10n.t('Filtered: {0}', filter),
    ];
    this.#view.message = parts.filter((part) => part !== undefined).join('. ');
  }

  #describeSkipped(): string | undefined {
    const { skipped, isRunning } = this.#app.check;
    if (skipped === 0 || isRunning) return undefined;
    return skipped === 1
      ? vscode.l10n.t('1 file was not checked: see the Fairlead log')
      : vscode.l10n.t('{0} files were not checked: see the Fairlead log', skipped);
  }

  #scheduleRefresh(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#app.inBackground(this.refresh());
    }, refreshDelayMs);
  }
}

async function focusView(): Promise<void> {
  await vscode.commands.executeCommand(`${viewId}.focus`);
}
