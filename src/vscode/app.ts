import * as vscode from 'vscode';
import { OpenDocuments } from './analysis/open-documents.js';
import { ResultStore } from './analysis/result-store.js';
import { WorkspaceCheck } from './analysis/workspace-check.js';
import { WorkspaceProjects } from './analysis/workspace-projects.js';
import type { Analyst } from './analyst/analyst.js';
import { AnalystRunner } from './analyst/analyst-runner.js';
import { AttestationFiles } from './checklist/attestation-files.js';
import { Identity } from './checklist/identity.js';
import { ProgressItem } from './checklist/progress-item.js';
import { ProjectStatuses } from './checklist/project-statuses.js';
import { COMMANDS } from './commands/command-table.js';
import { DiagnosticPublisher } from './diagnostics/diagnostic-publisher.js';
import { DisposableStore } from './disposable-store.js';
import { DocumentActions } from './documents/document-actions.js';
import { DocumentLenses } from './documents/document-lenses.js';
import { DocumentPresence } from './documents/document-presence.js';
import { Inventories } from './documents/inventories.js';
import { LivingDocuments } from './documents/living-documents.js';
import { Proposals } from './documents/proposals.js';
import { EngineLoader, type Loaded } from './engine-loader.js';
import { ModelDecorations } from './model-file/model-decorations.js';
import { ModelEditor, modelEditorType } from './model-file/model-editor.js';
import { ModelFiles } from './model-file/model-files.js';
import { WorkspaceModules } from './modules/workspace-modules.js';
import { GuidelinePage } from './page/guideline-page.js';
import { parsePageUri } from './page/page-uri.js';
import type { Platform } from './platform/platform.js';
import { actionKinds, FindingActions } from './providers/code-actions.js';
import { GuidelineLenses } from './providers/code-lenses.js';
import { FindingHovers } from './providers/hover.js';
import { registerRuleFiles } from './rules/register-rule-files.js';
import { TeamRules } from './rules/team-rules.js';
import { SettingValues } from './settings.js';
import { CheckStatus } from './status.js';
import { GuidelineView } from './tree/guideline-view.js';

/** Documents that providers are asked about; what is not analysed has no findings. */
const selector: vscode.DocumentSelector = [{ pattern: '**' }];

/** The extension at work: what its parts share. One per activation. */
export class App implements vscode.Disposable {
  readonly extensionUri: vscode.Uri;
  /** Of the extension, such as `1.2.0`. */
  readonly version: string;
  readonly log: vscode.LogOutputChannel;
  readonly platform: Platform;
  readonly engine: EngineLoader;
  readonly runner: AnalystRunner;
  readonly analyst: Analyst;
  readonly results: ResultStore;
  readonly teamRules: TeamRules;
  readonly projects: WorkspaceProjects;
  readonly modules: WorkspaceModules;
  readonly documents: OpenDocuments;
  readonly models: ModelFiles;
  readonly check: WorkspaceCheck;
  readonly diagnostics: DiagnosticPublisher;
  readonly attestations: AttestationFiles;
  readonly identity: Identity;
  readonly statuses: ProjectStatuses;
  readonly inventories: Inventories;
  readonly living: LivingDocuments;
  readonly presence: DocumentPresence;
  readonly proposals: Proposals;
  readonly view: GuidelineView;
  readonly page: GuidelinePage;
  readonly onDidChangeSettings: vscode.Event<void>;
  readonly #store = new DisposableStore();
  #loaded: Loaded | undefined;
  #hasShownFailure = false;

  constructor(context: vscode.ExtensionContext, platform: Platform) {
    const own = this.#store;
    const settingsChanged = own.add(new vscode.EventEmitter<void>());
    this.onDidChangeSettings = settingsChanged.event;
    this.extensionUri = context.extensionUri;
    this.version = String(context.extension.packageJSON.version);
    this.log = own.add(vscode.window.createOutputChannel('Fairlead', { log: true }));
    this.platform = platform;
    this.engine = own.add(new EngineLoader(platform));
    this.runner = own.add(new AnalystRunner({ platform, log: this.log, load: () => this.load() }));
    this.analyst = this.runner.analyst;
    this.results = own.add(new ResultStore());
    this.teamRules = own.add(new TeamRules(this));
    this.projects = own.add(new WorkspaceProjects(this));
    this.diagnostics = own.add(new DiagnosticPublisher(this));
    this.modules = own.add(new WorkspaceModules(this));
    this.documents = own.add(new OpenDocuments(this));
    this.models = own.add(new ModelFiles(this, platform));
    this.check = own.add(new WorkspaceCheck(this));
    this.attestations = own.add(new AttestationFiles(this));
    this.identity = new Identity(platform, context.globalState);
    this.statuses = own.add(new ProjectStatuses(this));
    this.inventories = own.add(new Inventories(this));
    this.living = own.add(new LivingDocuments(this));
    this.presence = own.add(new DocumentPresence(this));
    this.proposals = own.add(new Proposals(platform));
    this.view = own.add(new GuidelineView(this));
    this.page = own.add(new GuidelinePage(this));
    own.add(new ModelDecorations(this));
    own.add(new CheckStatus(this));
    own.add(new ProgressItem(this));
    this.#registerProviders();
    for (const each of registerRuleFiles(this)) own.add(each);
    for (const [name, run] of Object.entries(COMMANDS)) {
      own.add(vscode.commands.registerCommand(name, (...args: unknown[]) => run(this, ...args)));
    }
    own.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('fairlead')) return;
        settingsChanged.fire();
        const affects = (name: string) => event.affectsConfiguration(`fairlead.${name}`);
        const restarting = ['enable', 'rules', 'maxFileSize', 'inspectModels'];
        if (restarting.some(affects)) this.#restart();
        if (affects('diagnostics.hideDuplicates')) this.diagnostics.refresh();
      }),
    );
    own.add(this.projects.onDidChange(() => this.#reanalyse()));
    // A new thread knows nothing: everything is looked at again.
    own.add(this.runner.onDidRestart(() => this.projects.reset()));
    own.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.projects.reset()));
  }

  /** The engine and what it knows, once something needed it. */
  get loaded(): Loaded | undefined {
    return this.#loaded;
  }

  /** Loads the engine on the first call. A failure is shown once: nothing works without it. */
  async load(): Promise<Loaded> {
    try {
      this.#loaded = await this.engine.load();
      return this.#loaded;
    } catch (error) {
      if (!this.#hasShownFailure) {
        this.#hasShownFailure = true;
        void vscode.window.showErrorMessage(
          vscode.l10n.t('Fairlead cannot read its own files: install it again. The log has the details.'),
        );
      }
      throw error;
    }
  }

  /** Settings as they count for a file or folder. */
  settingsFor(scope: vscode.Uri | undefined): SettingValues {
    const section = vscode.workspace.getConfiguration('fairlead', scope ?? null);
    return new SettingValues((name) => section.get(name));
  }

  /** Today in the user's time zone, as `YYYY-MM-DD`. */
  today(): string {
    const now = new Date();
    const pad = (value: number) => String(value).padStart(2, '0');
    return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  }

  /** Writes a duration to the log when the user wants to see them. */
  logTiming(what: string, milliseconds: number): void {
    if (this.settingsFor(undefined).hasTimings) this.log.info(`${what} in ${milliseconds.toFixed(1)} ms`);
  }

  /** Something failed that no user action asked for: it goes to the log. */
  reportFailure(error: unknown): void {
    this.log.error(error instanceof Error ? error : String(error));
  }

  /** Work that nobody waits for: when it fails, the log says so. */
  inBackground(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (!this.#store.isDisposed) this.reportFailure(error);
    });
  }

  dispose(): void {
    this.#store.dispose();
  }

  #registerProviders(): void {
    const own = this.#store;
    own.add(vscode.languages.registerHoverProvider(selector, new FindingHovers(this)));
    own.add(
      vscode.languages.registerCodeActionsProvider(selector, new FindingActions(this), {
        providedCodeActionKinds: Object.values(actionKinds),
      }),
    );
    own.add(vscode.languages.registerCodeLensProvider(selector, own.add(new GuidelineLenses(this))));
    const lenses = own.add(new DocumentLenses(this));
    own.add(vscode.languages.registerCodeLensProvider(selector, lenses));
    own.add(
      vscode.languages.registerCodeActionsProvider(selector, new DocumentActions(this, lenses), {
        providedCodeActionKinds: DocumentActions.kinds,
      }),
    );
    own.add(
      vscode.window.registerCustomEditorProvider(modelEditorType, new ModelEditor(this), {
        supportsMultipleEditorsPerDocument: true,
        webviewOptions: { enableFindWidget: true },
      }),
    );
    own.add(
      vscode.window.registerUriHandler({
        handleUri: (uri) => {
          const subject = parsePageUri(uri);
          if (subject) void this.page.show(subject);
        },
      }),
    );
  }

  #restart(): void {
    for (const document of this.documents.list()) {
      if (!this.settingsFor(document.uri).isEnabled) this.documents.forget(document);
    }
    this.documents.start();
    this.#reanalyse();
  }

  #reanalyse(): void {
    this.documents.refresh();
    if (this.check.hasChecked) void this.view.checkWorkspace();
  }
}
