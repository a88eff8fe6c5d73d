import * as vscode from 'vscode';
import type { Proposals } from './proposals.js';

/** Says at the head of a proposed file that nothing is written yet, and what to do about it. */
export class ProposalLenses implements vscode.CodeLensProvider {
  readonly #proposals: Proposals;

  constructor(proposals: Proposals) {
    this.#proposals = proposals;
  }

  provideCodeLenses({ uri, languageId }: vscode.TextDocument): vscode.CodeLens[] {
    const proposal = this.#proposals.find(uri);
    if (!proposal) return [];
    const lens = (title: string, command: string): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title, command, arguments: [uri] });
    const { path, before } = proposal;
    const apply =
      before === undefined ? vscode.l10n.t('Create {0}', path) : vscode.l10n.t('Apply to {0}', path);
    const lenses = [
      lens(apply, 'fairlead.applyProposal'),
      lens(vscode.l10n.t('Discard'), 'fairlead.discardProposal'),
    ];
    if (languageId === 'markdown') {
      lenses.push(lens(vscode.l10n.t('Show Rendered'), 'markdown.showPreviewToSide'));
    }
    return lenses;
  }
}
