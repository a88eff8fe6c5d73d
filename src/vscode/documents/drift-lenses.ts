import * as vscode from 'vscode';
import { findProjectPath } from '../analysis/documents.js';
import type { App } from '../app.js';
import { DisposableStore } from '../disposable-store.js';
import type { LivingDocument } from './living-documents.js';
import { moveLine } from './moving-lines.js';
import { ownerOf } from './read-input.js';

/** Something on a line that documents do not speak about. */
interface Place {
  readonly line: number;
  readonly names: readonly string[];
  readonly documents: readonly LivingDocument[];
}

/** Says above code that documents of ours do not speak about it yet, and leads to their update. */
export class DriftLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #app: App;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  /** By URI of the text or cell; kept in place while people type. */
  readonly #places = new Map<string, readonly Place[]>();
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(app: App) {
    this.#app = app;
    const own = this.#store;
    own.add(
      app.living.onDidChange(() => {
        this.#places.clear();
        this.#changed.fire();
      }),
    );
    own.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        const key = document.uri.toString();
        const places = this.#places.get(key);
        if (!places) return;
        this.#places.set(
          key,
          places.map((place) => ({ ...place, line: moveLine(place.line, contentChanges) })),
        );
      }),
    );
    own.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#places.delete(uri.toString())));
    own.add(app.onDidChangeSettings(() => this.#changed.fire()));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    if (!this.#app.settingsFor(document.uri).hasCodeLens) return [];
    const key = document.uri.toString();
    const places = this.#places.get(key) ?? this.#listPlaces(document);
    this.#places.set(key, places);
    return places.map(({ line, names, documents }) => {
      const titles = documents.map(({ path }) => path.slice(path.lastIndexOf('/') + 1));
      const [first] = documents;
      return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
        title: vscode.l10n.t('Not in {0}: update', titles.join(', ')),
        tooltip: names.join(', '),
        command: documents.length === 1 ? 'fairlead.updateDocument' : 'fairlead.updateDocuments',
        arguments: documents.length === 1 && first ? [{ file: first.uri.toString() }] : [],
      });
    });
  }

  dispose(): void {
    this.#store.dispose();
  }

  #listPlaces(document: vscode.TextDocument): readonly Place[] {
    const owner = ownerOf(document);
    const folder = vscode.workspace.getWorkspaceFolder(owner)?.uri.toString();
    const path = findProjectPath(owner);
    const cell = findCell(document);
    const byLine = new Map<number, { names: Set<string>; documents: Set<LivingDocument> }>();
    for (const living of this.#app.living.all) {
      if (living.folder.uri.toString() !== folder) continue;
      for (const { location, name } of living.drift?.missing ?? []) {
        if (location?.path !== path || location.cell !== cell) continue;
        const { line } = location.range.start;
        const place = byLine.get(line) ?? { names: new Set(), documents: new Set() };
        place.names.add(name);
        place.documents.add(living);
        byLine.set(line, place);
      }
    }
    return [...byLine].map(([line, { names, documents }]) => ({
      line,
      names: [...names],
      documents: [...documents],
    }));
  }
}

function findCell(document: vscode.TextDocument): number | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  const notebook = vscode.workspace.notebookDocuments.find((each) =>
    each.getCells().some((cell) => cell.document === document),
  );
  return notebook?.getCells().find((cell) => cell.document === document)?.index;
}
