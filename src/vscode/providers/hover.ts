import * as vscode from 'vscode';
import type { App } from '../app.js';
import { chooseLandmarks } from './choose-landmarks.js';
import { findFindings } from './findings-at.js';
import { writeHover } from './hover-text.js';
import { writeLandmarkHover } from './landmark-hover.js';

const maxFindings = 2;

/** Explains the findings under the pointer, and which guidelines apply to what stands there and how they stand. */
export class FindingHovers implements vscode.HoverProvider {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const found = findFindings(this.#app, document, new vscode.Range(position, position));
    const guidelines = found && this.#app.teamRules.guidelinesFor(found.result.uri);
    if (!guidelines) return undefined;
    const folder = vscode.workspace.getWorkspaceFolder(found.result.uri)?.uri.toString();
    const isOwn = (id: string) => this.#app.loaded?.guidelines.findRule(id) === undefined;
    const status = this.#app.statuses.find(vscode.workspace.getWorkspaceFolder(found.result.uri));
    const texts = found.findings
      .slice(0, maxFindings)
      .map((finding) =>
        writeHover({
          finding,
          rule: guidelines.findRule(finding.ruleId),
          guidelines: guidelines.listGuidelines(finding.guidelines),
          ...(folder !== undefined && isOwn(finding.ruleId) ? { folder } : {}),
          ...(status ? { status } : {}),
          lineAt: (line) => (line < document.lineCount ? document.lineAt(line).text : undefined),
        }),
      )
      .filter((text) => text !== '');
    if (texts.length < maxFindings) {
      texts.push(
        ...chooseLandmarks(found.landmarks)
          .map(({ kind, guidelines: ids }) =>
            writeLandmarkHover(kind, guidelines.listGuidelines(ids), status),
          )
          .filter((text) => text !== ''),
      );
    }
    return texts.length === 0 ? undefined : new vscode.Hover(texts.map(toMarkdown));
  }
}

function toMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: ['fairlead.openGuideline', 'fairlead.showRule'] };
  return markdown;
}
