import * as vscode from 'vscode';
import type { DocumentPart, FileResult } from './file-result.js';

/** The latest result of every file that was looked at. */
export class ResultStore implements vscode.Disposable {
  readonly #results = new Map<string, FileResult>();
  /** File by the URI of each of its open documents. */
  readonly #owners = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();

  /** Fires with the file (or notebook) whose result changed or went away. */
  readonly onDidChange = this.#changed.event;

  get all(): readonly FileResult[] {
    return [...this.#results.values()];
  }

  get(file: vscode.Uri): FileResult | undefined {
    return this.#results.get(file.toString());
  }

  /** The result of the file that holds an open document, and the document's part of it. */
  findByDocument(document: vscode.Uri): { result: FileResult; part: DocumentPart } | undefined {
    const key = document.toString();
    const owner = this.#owners.get(key);
    const result = owner === undefined ? undefined : this.#results.get(owner);
    const part = result?.parts.find((candidate) => candidate.uri.toString() === key);
    return result && part ? { result, part } : undefined;
  }

  /** Keeps a result; nobody is told of one that says the same of the same texts, as when only other modules changed. */
  set(result: FileResult): void {
    const key = result.uri.toString();
    const before = this.#results.get(key);
    if (before !== undefined && result.parts.length > 0 && tell(before) === tell(result)) {
      // What is shown goes by the findings themselves.
      const { findings } = before.analysis;
      this.#results.set(key, { ...result, analysis: { ...result.analysis, findings } });
      return;
    }
    this.#forgetParts(key);
    this.#results.set(key, result);
    for (const part of result.parts) this.#owners.set(part.uri.toString(), key);
    this.#changed.fire(result.uri);
  }

  delete(file: vscode.Uri): void {
    const key = file.toString();
    this.#forgetParts(key);
    if (this.#results.delete(key)) this.#changed.fire(file);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #forgetParts(key: string): void {
    for (const part of this.#results.get(key)?.parts ?? []) this.#owners.delete(part.uri.toString());
  }
}

/** What a result says, and of which versions of which texts. */
function tell({ analysis, facts, parts }: FileResult): string {
  const { findings, notices, landmarks, facts: inventory, settings } = analysis;
  const texts = parts.map(({ uri, version, cell }) => [uri.toString(), version, cell]);
  return JSON.stringify([texts, findings, notices, landmarks, facts, inventory, settings]);
}
