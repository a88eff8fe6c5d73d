import * as vscode from 'vscode';
import type { App } from '../app.js';
import { findFindings } from './findings-at.js';
import { writeHover } from './hover-text.js';

const maxFindings = 2;

/** Explains the findings under the pointer: why, which guideline, and the safe form. */
export class FindingHovers implements vscode.HoverProvider {
  readonly #app: App;

  constructor(app: App) {
    this.#app = app;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const found = findFindings(this.#app, document, new vscode.Range(position, position));
    const guidelines = this.#app.loaded?.guidelines;
    if (!found || !guidelines || found.findings.length === 0) return undefined;
    const texts = found.findings
      .slice(0, maxFindings)
      .map((finding) =>
        writeHover({
          finding,
          rule: guidelines.findRule(finding.ruleId),
          guidelines: guidelines.listGuidelines(finding.guidelines),
          lineAt: (line) => (line < document.lineCount ? document.lineAt(line).text : undefined),
        }),
      )
      .filter((text) => text !== '');
    return texts.length === 0 ? undefined : new vscode.Hover(texts.map(toMarkdown));
  }
}

function toMarkdown(text: string): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(text);
  markdown.isTrusted = { enabledCommands: ['fairlead.openGuideline', 'fairlead.showRule'] };
  return markdown;
}
