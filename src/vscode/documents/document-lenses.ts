import * as vscode from 'vscode';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import { type DocumentPlace, listDriftPlaces, listMissingPlaces } from './document-places.js';
import { moveLine } from './moving-lines.js';

/**
 * Says above code that a document of ours does not speak about it yet, or that the document which guidelines ask for there is
 * missing, and leads to it.
 */
export class DocumentLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  /** By URI of the text or cell; kept in place while people type. */
  readonly #places = new Map<string, readonly DocumentPlace[]>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    const own = this.#store;
    const refresh = (): void => {
      this.#places.clear();
      this.#changed.fire();
    };
    own.add(app.living.onDidChange(refresh));
    own.add(app.presence.onDidChange(refresh));
    own.add(app.onDidChangeSettings(refresh));
    own.add(
      app.results.onDidChange((file) => {
        const parts = app.results.get(file)?.parts ?? [];
        for (const { uri } of parts) this.#places.delete(uri.toString());
        if (parts.length > 0) this.#changed.fire();
      }),
    );
    own.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const key = document.uri.toString();
        const places = this.#places.get(key);
        if (!places) return;
        const moved = places.map((place) => ({ ...place, line: moveLine(place.line, contentChanges) }));
        this.#places.set(key, moved);
      }),
    );
    own.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#places.delete(uri.toString())));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!this.#app.settingsFor(document.uri).hasCodeLens) return [];
    return this.listPlaces(document).map(
      ({ line, character, title, tooltip, command, arguments: args }) =>
        new vscode.CodeLens(new vscode.Range(line, character, line, character), {
          title,
          tooltip,
          command,
          arguments: [...args],
        }),
    );
  }

  /** Places of a text as it is now, in the order of its lines. */
  listPlaces(document: vscode.TextDocument): readonly DocumentPlace[] {
    const settings = this.#app.settingsFor(document.uri);
    if (!settings.isEnabled) return [];
    const key = document.uri.toString();
    const known = this.#places.get(key);
    if (known) return known;
    const drift = listDriftPlaces(this.#app, document);
    const lines = new Set(drift.map(({ line }) => line));
    const missing = listMissingPlaces(this.#app, document).filter(({ line }) => !lines.has(line));
    const places = [...drift, ...missing].sort((a, b) => a.line - b.line);
    this.#places.set(key, places);
    return places;
  }

  dispose(): void {
    this.#store.dispose();
  }
}
