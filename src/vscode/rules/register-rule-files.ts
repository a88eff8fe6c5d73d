import * as vscode from 'vscode';
import type { App } from '../app.js';
import { RuleProblems } from './rule-problems.js';
import { WordFixes } from './word-fixes.js';
import { YamlAssistant } from './yaml-assistant.js';

/** Helps with the files that people write for Fairlead. */
export function registerRuleFiles(app: App): readonly vscode.Disposable[] {
  const problems = new RuleProblems(app);
  const assistant = new YamlAssistant(app);
  const { selector, triggers } = YamlAssistant;
  return [
    problems,
    ...[problems.fixes, app.projects.problems].map((fixes) =>
      vscode.languages.registerCodeActionsProvider(selector, fixes, {
        providedCodeActionKinds: WordFixes.kinds,
      }),
    ),
    vscode.languages.registerCompletionItemProvider(selector, assistant, ...triggers),
    vscode.languages.registerHoverProvider(selector, assistant),
  ];
}
