import * as vscode from 'vscode';
import type { GeneratedDocument } from '../../core/index.js';
import type { App } from '../app.js';
import { describeChanges } from './describe-changes.js';
import { type DocumentForm, findForm, nameKind } from './document-kinds.js';
import { parseGenerateRequest, parseUpdateRequest } from './document-requests.js';
import type { FolderInventory } from './folder-inventory.js';
import type { LivingDocument } from './living-documents.js';
import { pickForm } from './pick-form.js';
import { pickPath } from './pick-path.js';
import { pickStale } from './pick-stale.js';
import type { Proposal } from './proposals.js';
import { pickFolder, readFolder } from './read-folder.js';
import { readTarget } from './read-target.js';

/** A document to make: what, from what, and where. */
interface Job extends DocumentForm {
  readonly inventory: FolderInventory;
  /** Relative to the folder. */
  readonly path: string;
}

/** What a job came to. */
interface Outcome {
  /** Absent when nothing has to be written. */
  readonly proposal?: Proposal;
  /** One line for people. */
  readonly message: string;
}

/** Makes a document of the kind that a caller names or the user picks, and shows it before anything is written. */
export async function generateDocument(app: App, value: unknown): Promise<void> {
  const request = parseGenerateRequest(value);
  const folder = await pickFolder(request.folder);
  if (!folder) return;
  const { core } = await app.load();
  const asked =
    request.kind === undefined ? undefined : findForm(core.ARTIFACT_KINDS, request.kind, request.format);
  const chosen = asked ?? (await pickForm(app, folder));
  const path = chosen && (await pickPath(app, folder, chosen));
  if (!chosen || path === undefined) return;
  const inventory = await readFolder(app, folder);
  if (inventory) await propose(app, [{ ...chosen, inventory, path }]);
}

/** Brings the documents up to date that the user picks among those that lag behind the code. */
export async function updateDocuments(app: App): Promise<void> {
  app.living.reset();
  const jobs: (Job & { readonly living: LivingDocument })[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const own = await app.living.listOf(folder);
    if (own.length === 0) continue;
    const inventory = await readFolder(app, folder);
    if (!inventory) return;
    for (const living of own) jobs.push({ ...living, inventory, living });
  }
  if (jobs.length === 0) return void offerFirst();
  await app.living.compare();
  const stale = jobs.filter(({ living }) => app.living.find(living.uri)?.drift?.isCurrent === false);
  if (stale.length === 0) {
    void vscode.window.showInformationMessage(
      jobs.length === 1
        ? vscode.l10n.t('{0} is up to date with the code.', jobs[0]?.path ?? '')
        : vscode.l10n.t('All {0} documents are up to date with the code.', jobs.length),
    );
    return;
  }
  const picked = stale.length === 1 ? stale : await pickStale(app, stale);
  if (picked.length > 0) await propose(app, picked);
}

/** Brings one document up to date: the one a caller names, or the one in the editor. */
export async function updateDocument(app: App, value: unknown): Promise<void> {
  const file = parseUpdateRequest(value) ?? vscode.window.activeTextEditor?.document.uri.toString();
  const living = file === undefined ? undefined : await app.living.lookAt(vscode.Uri.parse(file, true));
  if (!living) return updateDocuments(app);
  const inventory = await readFolder(app, living.folder);
  if (inventory) await propose(app, [{ ...living, inventory }]);
}

async function offerFirst(): Promise<void> {
  const create = vscode.l10n.t('Generate Document...');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('There is no document of Fairlead in this workspace yet.'),
    create,
  );
  if (answer === create) await vscode.commands.executeCommand('fairlead.generateDocument');
}

async function propose(app: App, jobs: readonly Job[]): Promise<void> {
  const outcomes: Outcome[] = [];
  for (const job of jobs) {
    try {
      outcomes.push(await prepare(app, job));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(vscode.l10n.t('{0}: {1}', job.path, why));
    }
  }
  const proposals = outcomes.flatMap(({ proposal }) => proposal ?? []);
  const message =
    proposals.length > 1
      ? vscode.l10n.t('{0} documents can be brought up to date. Nothing is written yet.', proposals.length)
      : outcomes.map((outcome) => outcome.message).join(' ');
  if (proposals.length > 0) await app.proposals.show(proposals, message);
  else if (outcomes.length > 0) void vscode.window.showInformationMessage(message);
}

/** @throws Error for people when the document cannot be brought up to date */
async function prepare(app: App, job: Job): Promise<Outcome> {
  const { kind, form, inventory, path } = job;
  const target = vscode.Uri.joinPath(inventory.folder.uri, path);
  const before = await readTarget(target);
  const artifact = form.generate(await inventory.createInput(path, kind.files));
  const name = nameKind(kind);
  const result =
    artifact.kind === 'document'
      ? await merge(app, before, artifact.document)
      : { text: artifact.text, summary: vscode.l10n.t('written anew') };
  const text =
    before?.includes('\r\n') === true && artifact.kind === 'text' ? toCrlf(result.text) : result.text;
  if (text === before) {
    const rest = result.summary === '' ? '' : ` (${result.summary})`;
    return { message: vscode.l10n.t('{0} is up to date with the code{1}.', path, rest) };
  }
  const proposal: Proposal = { target, path, before, text, renew: () => propose(app, [job]) };
  const message =
    before === undefined
      ? vscode.l10n.t('{0} from the code of {1}. Nothing is written yet.', name, inventory.folder.name)
      : vscode.l10n.t('{0}: {1}. Nothing is written yet.', path, result.summary);
  return { proposal, message };
}

async function merge(
  app: App,
  before: string | undefined,
  document: GeneratedDocument,
): Promise<{ readonly text: string; readonly summary: string }> {
  const { core } = await app.load();
  const merged = core.mergeDocument(before, document);
  if (!merged.isMerged) {
    throw new Error(merged.problems.map(({ line, message }) => `line ${line}: ${message}`).join('; '));
  }
  return { text: merged.text, summary: describeChanges(merged.changes, merged.conflicts) };
}

function toCrlf(text: string): string {
  return text.replaceAll('\n', '\r\n');
}
