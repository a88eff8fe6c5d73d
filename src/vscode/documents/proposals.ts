import * as vscode from 'vscode';
import { DisposableStore } from '../disposable-store.js';
import { changeText } from '../platform/change-text.js';
import type { Platform } from '../platform/platform.js';
import { describeWriteError, writeFile } from '../platform/write-file.js';
import { ProposalLenses } from './proposal-lenses.js';
import { readTarget } from './read-target.js';

/** Scheme of texts that are proposed and written nowhere yet. */
const proposalScheme = 'fairlead-proposal';

/** A text for a file, before anybody agreed to it. */
export interface Proposal {
  readonly target: vscode.Uri;
  /** Relative to the workspace folder, for people. */
  readonly path: string;
  /** What the file held when this was made; undefined when there was none. */
  readonly before: string | undefined;
  readonly text: string;
  /** Makes the proposal again for the file as it is now. */
  renew(): Promise<void>;
}

/** Texts that are shown before they are written. At most one for each file. */
export class Proposals implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #platform: Platform;
  readonly #store = new DisposableStore();
  /** By URI of the proposed text. */
  readonly #proposals = new Map<string, Proposal>();
  #count = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
    const scheme = proposalScheme;
    this.#store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#store.add(vscode.languages.registerCodeLensProvider({ scheme }, new ProposalLenses(this)));
  }

  /** What is proposed now. */
  get all(): readonly Proposal[] {
    return [...this.#proposals.values()];
  }

  /** What a proposed text is about; undefined for other texts. */
  find(uri: vscode.Uri): Proposal | undefined {
    return this.#proposals.get(uri.toString());
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#proposals.get(uri.toString())?.text ?? '';
  }

  /** Shows proposals: a new file by itself, a change beside the file, several changes together. */
  async show(proposals: readonly Proposal[], message: string): Promise<void> {
    const targets = new Set(proposals.map(({ target }) => target.toString()));
    const replaced = [...this.#proposals].filter(([, { target }]) => targets.has(target.toString()));
    await this.#drop(replaced.map(([key]) => key));
    const shown = proposals.map((proposal) => ({ proposal, uri: this.#add(proposal) }));
    const [first, ...others] = shown;
    if (!first) return;
    const { proposal, uri } = first;
    if (others.length > 0) {
      const changes = shown.map((each) => [each.proposal.target, each.proposal.target, each.uri]);
      await vscode.commands.executeCommand('vscode.changes', vscode.l10n.t('Proposed Documents'), changes);
    } else if (proposal.before === undefined) {
      const label = vscode.l10n.t('{0} (proposed)', baseName(proposal.path));
      await vscode.commands.executeCommand('vscode.open', uri, { preview: false }, label);
    } else {
      const title = vscode.l10n.t('{0} (now and proposed)', baseName(proposal.path));
      await vscode.commands.executeCommand('vscode.diff', proposal.target, uri, title, { preview: false });
    }
    void this.#ask(
      shown.map((each) => each.uri),
      proposals,
      message,
    );
  }

  /** Writes what is proposed; without an argument what the active editor shows, or the only proposal there is. */
  async apply(value?: unknown): Promise<void> {
    for (const key of this.#find(value)) {
      const proposal = this.#proposals.get(key);
      if (proposal) await this.#applyOne(key, proposal);
    }
  }

  /** Throws proposals away; the files stay as they are. */
  async discard(value?: unknown): Promise<void> {
    await this.#drop(this.#find(value));
  }

  dispose(): void {
    this.#proposals.clear();
    this.#store.dispose();
  }

  async #ask(uris: readonly vscode.Uri[], proposals: readonly Proposal[], message: string): Promise<void> {
    const [only] = proposals;
    const isNew = proposals.length === 1 && only?.before === undefined;
    const write = isNew ? vscode.l10n.t('Create File') : vscode.l10n.t('Apply');
    const answer = await vscode.window.showInformationMessage(message, write, vscode.l10n.t('Discard'));
    if (answer === undefined) return;
    if (!uris.some((uri) => this.find(uri))) {
      vscode.window.setStatusBarMessage(
        vscode.l10n.t('Fairlead: this proposal was dealt with already'),
        5000,
      );
      return;
    }
    for (const uri of uris) {
      if (answer === write) await this.apply(uri);
      else await this.discard(uri);
    }
  }

  async #applyOne(key: string, proposal: Proposal): Promise<void> {
    const { target, path, before, text } = proposal;
    try {
      if ((await readTarget(target)) !== before) {
        void vscode.window.showWarningMessage(
          vscode.l10n.t('{0} has changed meanwhile: look at the new proposal.', path),
        );
        await this.#drop([key]);
        await proposal.renew();
        return;
      }
      if (before === undefined) await writeFile(this.#platform, target, text, 'absent');
      else await changeText(this.#platform, await vscode.workspace.openTextDocument(target), text);
    } catch (error) {
      const why = describeWriteError(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0} could not be written: {1}', path, why));
      return;
    }
    await this.#drop([key]);
    await vscode.window.showTextDocument(target, { preview: false });
    vscode.window.setStatusBarMessage(vscode.l10n.t('Fairlead: {0} written', path), 5000);
  }

  #add(proposal: Proposal): vscode.Uri {
    this.#count += 1;
    // The path of the file itself: views that show both then know them for the same.
    const uri = proposal.target.with({ scheme: proposalScheme, query: String(this.#count), fragment: '' });
    this.#proposals.set(uri.toString(), proposal);
    void this.#updateContext();
    return uri;
  }

  /** Keys of the proposals that a URI stands for, itself or as the file that is changed. */
  #find(value: unknown): readonly string[] {
    const asked = value instanceof vscode.Uri ? value : findShown();
    const key = asked?.toString();
    const found = [...this.#proposals]
      .filter(([own, { target }]) => own === key || target.toString() === key)
      .map(([own]) => own);
    if (found.length > 0 || asked?.scheme === proposalScheme) return found;
    // What is not in view is not written along with what is.
    return this.#proposals.size === 1 || isShowingSeveral() ? [...this.#proposals.keys()] : [];
  }

  async #drop(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    const gone = new Set(keys);
    for (const key of keys) this.#proposals.delete(key);
    void this.#updateContext();
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    const closing = tabs.filter(({ input }) => {
      if (input instanceof vscode.TabInputText) return gone.has(input.uri.toString());
      return input instanceof vscode.TabInputTextDiff && gone.has(input.modified.toString());
    });
    const isLast = this.#proposals.size === 0;
    const together = tabs.filter(
      ({ label }) => isLast && label.startsWith(vscode.l10n.t('Proposed Documents')),
    );
    await vscode.window.tabGroups.close([...closing, ...together]);
  }

  async #updateContext(): Promise<void> {
    await vscode.commands.executeCommand('setContext', 'fairlead.hasProposals', this.#proposals.size > 0);
  }
}

/** True while the active tab shows several proposals. */
function isShowingSeveral(): boolean {
  const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label;
  return label?.startsWith(vscode.l10n.t('Proposed Documents')) === true;
}

/** What the active tab shows; undefined for one that shows several files. */
function findShown(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputText) return input.uri;
  return input instanceof vscode.TabInputTextDiff ? input.modified : undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
