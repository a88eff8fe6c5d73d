import * as vscode from 'vscode';
import type { JsonObject } from '../../core/index.js';
import { configurationName } from '../analysis/workspace-projects.js';
import type { App } from '../app.js';
import { escapeMarkdown } from '../guidelines/markdown-text.js';

const head = { $id: 'fairlead', title: 'Fairlead' };

/** Completes and explains the YAML files that people write for Fairlead: rules of a team, configuration, attestations. */
export class YamlAssistant implements vscode.CompletionItemProvider, vscode.HoverProvider {
  /** Files that may be such. */
  static readonly selector: vscode.DocumentSelector = { pattern: '**/*.{yaml,yml}' };
  /** After these something else may stand. */
  static readonly triggers = [' ', '-', '[', ',', '{', "'", '"'];
  readonly #app: App;
  #ruleSchema: JsonObject | undefined;

  constructor(app: App) {
    this.#app = app;
  }

  provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): vscode.CompletionItem[] | undefined {
    const schema = this.#schemaFor(document.uri);
    const { core } = this.#app.loaded ?? {};
    if (schema === undefined || core === undefined) return undefined;
    const { span, items } = core.completeYaml(document.getText(), document.offsetAt(position), schema);
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    return items.map((each, index) => {
      const { label, kind, before, after, title, description, isRequired, leadsOn } = each;
      const isKey = kind === 'key';
      const item = new vscode.CompletionItem(
        title === undefined ? label : { label, description: title },
        isKey ? vscode.CompletionItemKind.Property : vscode.CompletionItemKind.EnumMember,
      );
      item.range = range;
      item.filterText = title === undefined ? label : `${label} ${title}`;
      item.sortText = `${isRequired ? 0 : 1}${String(index).padStart(4, '0')}`;
      item.insertText = new vscode.SnippetString().appendText(before).appendTabstop(0).appendText(after);
      if (description !== undefined) item.documentation = description;
      if (isRequired) item.detail = vscode.l10n.t('needed');
      if (leadsOn) {
        item.command = { title: '', command: 'editor.action.triggerSuggest' };
      }
      return item;
    });
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    const schema = this.#schemaFor(document.uri);
    const found =
      schema && this.#app.loaded?.core.describeYaml(document.getText(), document.offsetAt(position), schema);
    if (!found) return undefined;
    const { span, word, text, values } = found;
    const lines = [`**${escapeMarkdown(word)}** ${escapeMarkdown(text ?? '')}`.trim()];
    if (values.length > 0) lines.push(values.map((value) => `\`${value}\``).join(', '));
    const range = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    return new vscode.Hover(new vscode.MarkdownString(lines.join('\n\n')), range);
  }

  /** The schema of a file; undefined for files that are not for Fairlead, and before the engine is loaded. */
  #schemaFor(uri: vscode.Uri): JsonObject | undefined {
    const { loaded, teamRules } = this.#app;
    if (loaded === undefined) return undefined;
    const { core, guidelines } = loaded;
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const isOwn = (path: string) =>
      folder !== undefined && uri.toString() === vscode.Uri.joinPath(folder.uri, path).toString();
    if (isOwn(configurationName)) {
      const rules = teamRules.guidelinesFor(uri)?.rules ?? guidelines.rules;
      return core.createConfigurationJsonSchema(rules, head);
    }
    if (isOwn(core.ATTESTATIONS_PATH)) return core.createAttestationsSchema();
    if (!teamRules.findFile(uri)) return undefined;
    const { frameworks, taxonomies } = guidelines.knowledge;
    this.#ruleSchema ??= core.createRuleJsonSchema(frameworks, taxonomies);
    return this.#ruleSchema;
  }
}
