import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { pause } from '../pause.js';
import { runInSlices } from '../steps.js';
import { type PageSubject, writePage } from './page-content.js';

const refreshDelayMs = 400;

/** Commands that links in the page may run. */
const linkedCommands = [
  'fairlead.attestItem',
  'fairlead.attestQuestion',
  'fairlead.generateDocument',
  'fairlead.markNotApplicable',
  'fairlead.openFinding',
  'fairlead.openGuideline',
  'fairlead.showRule',
  'fairlead.withdrawAttestation',
];

/** The one panel that shows a guideline or a rule; showing another replaces what is in it. */
export class GuidelinePage implements vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  #panel: vscode.WebviewPanel | undefined;
  #subject: PageSubject | undefined;
  #html = '';
  /** How often the page began to be rendered: of those that overlap, the last one is shown. */
  #renderings = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App) {
    this.#app = app;
    this.#store.add(app.results.onDidChange(() => this.#scheduleRefresh()));
    this.#store.add(app.statuses.onDidChange(() => this.#scheduleRefresh()));
    this.#store.add(app.teamRules.onDidRead(() => this.#scheduleRefresh()));
  }

  /** What is shown; undefined while no panel is open. */
  get subject(): PageSubject | undefined {
    return this.#panel && this.#subject;
  }

  /** Shows a page, in the panel that is open or in a new one; tells the user when there is no such page. */
  async show(subject: PageSubject): Promise<void> {
    const content = await this.#write(subject);
    if (content === undefined) {
      void vscode.window.showWarningMessage(
        subject.kind === 'rule'
          ? vscode.l10n.t('There is no rule {0}. Run "Fairlead: Show Rule" to pick one.', subject.id)
          : vscode.l10n.t(
              'There is no guideline {0}. Run "Fairlead: Open Guideline" to pick one.',
              subject.id,
            ),
      );
      return;
    }
    this.#subject = subject;
    if (this.#panel) this.#panel.reveal(undefined, false);
    else this.#panel = this.#createPanel();
    await this.#render();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#panel?.dispose();
    this.#store.dispose();
  }

  #createPanel(): vscode.WebviewPanel {
    const media = vscode.Uri.joinPath(this.#app.extensionUri, 'media');
    const isEditorOpen = vscode.window.activeTextEditor ?? vscode.window.activeNotebookEditor;
    const panel = vscode.window.createWebviewPanel(
      'fairlead.guideline',
      'Fairlead',
      isEditorOpen ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      {
        enableScripts: false,
        enableCommandUris: linkedCommands,
        localResourceRoots: [media],
        enableFindWidget: true,
      },
    );
    panel.iconPath = vscode.Uri.joinPath(media, 'icon.png');
    panel.onDidDispose(() => {
      this.#panel = undefined;
      this.#subject = undefined;
      this.#html = '';
    });
    return panel;
  }

  async #write(subject: PageSubject) {
    const { core, wanted } = await this.#app.load();
    const { folder } = subject;
    const own = folder === undefined ? undefined : this.#app.teamRules.find(vscode.Uri.parse(folder));
    const guidelines = own?.guidelines ?? (await this.#app.teamRules.describeAll());
    return writePage(subject, {
      guidelines,
      findings: this.#app.view.listFindings(),
      statuses: this.#app.statuses.all.map(({ folder, status }) => ({
        folder: folder.uri.toString(),
        name: folder.name,
        status,
        wanted,
      })),
      findTarget: core.findTarget,
    });
  }

  async #render(): Promise<void> {
    if (!this.#subject) return;
    const [content, { renderPage }] = await Promise.all([
      this.#write(this.#subject),
      import('./page-html.js'),
    ]);
    await pause();
    const panel = this.#panel;
    if (!panel || !content) return;
    const { webview } = panel;
    const style = vscode.Uri.joinPath(this.#app.extensionUri, 'media', 'guideline.css');
    const assets = { cspSource: webview.cspSource, styleUri: webview.asWebviewUri(style).toString() };
    this.#renderings += 1;
    const rendering = this.#renderings;
    // The first section takes longer than all others: what renders it is made then.
    const html = await runInSlices(renderPage(content, assets), pause);
    if (this.#panel !== panel || this.#renderings !== rendering) return;
    panel.title = content.title;
    if (html === this.#html) return;
    this.#html = html;
    webview.html = html;
  }

  #scheduleRefresh(): void {
    if (!this.#panel) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#render().catch((error) => this.#app.reportFailure(error));
    }, refreshDelayMs);
  }
}
