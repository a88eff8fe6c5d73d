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

  set(result: FileResult): void {
    const key = result.uri.toString();
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
