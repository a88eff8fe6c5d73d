import * as vscode from 'vscode';
import { findProjectPath } from '../analysis/documents.js';
import { findPart } from '../analysis/file-result.js';
import { isCodePath } from '../analysis/workspace-check.js';
import type { App } from '../app.js';
import { chooseLandmarks } from '../providers/choose-landmarks.js';
import { findForm, nameKind } from './document-kinds.js';
import { listMissingDocuments } from './landmark-documents.js';
import type { LivingDocument } from './living-documents.js';
import { ownerOf } from './read-input.js';

/** A line of code about which a document has to say something, and what leads there. */
export interface DocumentPlace {
  readonly line: number;
  /** Where what the line is about ends: a lens there follows the one on the guideline. */
  readonly character: number;
  readonly title: string;
  readonly tooltip: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

interface DriftPlace {
  readonly character: number;
  readonly names: Set<string>;
  readonly documents: Set<LivingDocument>;
}

/** Lines of code that documents of ours do not speak about. */
export function listDriftPlaces(app: App, document: vscode.TextDocument): readonly DocumentPlace[] {
  const owner = ownerOf(document);
  const folder = vscode.workspace.getWorkspaceFolder(owner)?.uri.toString();
  const path = findProjectPath(owner);
  const cell = findCell(document);
  const byLine = new Map<number, DriftPlace>();
  for (const living of app.living.all) {
    if (living.folder.uri.toString() !== folder) continue;
    for (const { location, name } of living.drift?.missing ?? []) {
      if (location?.path !== path || location.cell !== cell) continue;
      const { line } = location.range.start;
      const { character } = location.range.end;
      const place = byLine.get(line) ?? { character, names: new Set(), documents: new Set() };
      place.names.add(name);
      place.documents.add(living);
      byLine.set(line, place);
    }
  }
  return [...byLine].map(([line, { character, names, documents }]) => {
    const titles = [...documents].map((living) => living.path.slice(living.path.lastIndexOf('/') + 1));
    const [first] = documents;
    const isOne = documents.size === 1 && first !== undefined;
    return {
      line,
      character,
      title: vscode.l10n.t('Not in {0}: update', titles.join(', ')),
      tooltip: [...names].join('\n'),
      command: isOne ? 'fairlead.updateDocument' : 'fairlead.updateDocuments',
      arguments: isOne ? [{ file: first.uri.toString() }] : [],
    };
  });
}

/** Lines of code that ask for a document which the folder does not have, each kind once. */
export function listMissingPlaces(app: App, document: vscode.TextDocument): readonly DocumentPlace[] {
  const found = app.results.findByDocument(document.uri);
  const folder = found && vscode.workspace.getWorkspaceFolder(found.result.uri);
  const { loaded } = app;
  if (!found || !folder || !loaded || found.part.version !== document.version) return [];
  const { result, part } = found;
  // Our documents are filled from Python: one on other files would not speak of them.
  if (!isCodePath(result.uri.path)) return [];
  const isMissing = (kind: string): boolean => app.presence.isMissing(folder, kind);
  const landmarks = chooseLandmarks(result.analysis.landmarks);
  return listMissingDocuments(landmarks, isMissing).flatMap(({ kind, landmark }) => {
    const form = findForm(loaded.core.ARTIFACT_KINDS, kind);
    if (!form || findPart(result, landmark.location) !== part) return [];
    const asking = loaded.guidelines
      .listGuidelines(form.kind.guidelines)
      .map(({ label, item }) => `${label} ${item.shortTitle}`);
    return [
      {
        line: landmark.location.range.start.line,
        character: landmark.location.range.end.character,
        title: vscode.l10n.t('No {0}: create', nameKind(form.kind).toLowerCase()),
        tooltip: asking.join('\n'),
        command: 'fairlead.generateDocument',
        arguments: [{ kind, folder: folder.uri.toString() }],
      },
    ];
  });
}

function findCell(document: vscode.TextDocument): number | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  const cells = vscode.workspace.notebookDocuments.flatMap((notebook) => notebook.getCells());
  return cells.find((cell) => cell.document === document)?.index;
}
