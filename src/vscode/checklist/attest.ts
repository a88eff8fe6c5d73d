import * as vscode from 'vscode';
import type { AttestationVerdict } from '../../core/index.js';
import type { App } from '../app.js';
import { parseQuestionRequest } from '../commands/requests.js';
import { stateWords } from '../tree/state-words.js';

/** A question of a folder. */
interface Subject {
  readonly folder: vscode.WorkspaceFolder;
  readonly id: string;
  readonly question: string;
}

/** Asks for a reason and until when, and writes that the user vouches for a question. */
export async function attestQuestion(app: App, value: unknown): Promise<void> {
  const subject = await findSubject(app, value, false);
  if (!subject) return;
  const reason = await askReason(
    vscode.l10n.t('Attest: {0}', subject.question),
    vscode.l10n.t('Why is the answer yes? It is what a reviewer reads.'),
  );
  if (reason === undefined) return;
  const until = await askLastDay(app.today());
  if (until === undefined) return;
  await write(app, subject, { verdict: 'attested', reason, ...(until === '' ? {} : { until }) });
}

/** Asks for a reason and writes that the question is open again; what was attested before stays in the file. */
export async function withdrawAttestation(app: App, value: unknown): Promise<void> {
  const subject = await findSubject(app, value, true);
  if (!subject) return;
  const reason = await askReason(
    vscode.l10n.t('Withdraw: {0}', subject.question),
    vscode.l10n.t('Why does it no longer hold? What was attested stays in the file.'),
  );
  if (reason !== undefined) await write(app, subject, { verdict: 'withdrawn', reason });
}

interface Statement {
  readonly verdict: AttestationVerdict;
  readonly reason: string;
  readonly until?: string;
}

async function write(app: App, { folder, id }: Subject, statement: Statement): Promise<void> {
  try {
    const by = await app.identity.find(folder.uri);
    if (by === undefined) return;
    const { verdict, reason, until } = statement;
    const entry = { id, verdict, by, date: app.today(), reason };
    await app.attestations.add(folder, until === undefined ? entry : { ...entry, until });
    await app.statuses.update();
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** A single line; undefined when the user gave up. */
async function askReason(title: string, prompt: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A reason is needed.') : undefined),
  });
  const reason = answer?.replace(/\s+/g, ' ').trim();
  return reason === '' ? undefined : reason;
}

/** `YYYY-MM-DD`; empty for no end, undefined when the user gave up. */
async function askLastDay(today: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('Until When?'),
    prompt: vscode.l10n.t('Last day on which it counts, such as {0}. Leave it empty for no end.', today),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === '' || isDayFrom(text.trim(), today)
        ? undefined
        : vscode.l10n.t('Write a day from {0} on, in this form.', today),
  });
  return answer?.trim();
}

function isDayFrom(text: string, today: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  const isReal = day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  return isReal === true && text >= today;
}

/** The question a row or caller names, else the one that the user picks. */
async function findSubject(app: App, value: unknown, isAttested: boolean): Promise<Subject | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Open a folder first: what you vouch for is written into it.'),
    );
    return undefined;
  }
  const request = parseQuestionRequest(value);
  const [only] = folders;
  const folder =
    folders.find(({ uri }) => uri.toString() === request?.folder) ??
    (folders.length === 1 ? only : await vscode.window.showWorkspaceFolderPick());
  if (!folder) return undefined;
  const { core, guidelines } = await app.load();
  const id = request?.id ?? (await pickQuestion(app, folder, isAttested));
  const question = id === undefined ? undefined : core.findSubject(id, guidelines.knowledge.frameworks);
  return id === undefined || question === undefined ? undefined : { folder, id, question };
}

async function pickQuestion(
  app: App,
  folder: vscode.WorkspaceFolder,
  isAttested: boolean,
): Promise<string | undefined> {
  const { guidelines } = await app.load();
  const items = app.statuses
    .find(folder)
    ?.frameworks.flatMap(({ sections }) => sections.flatMap((section) => section.items));
  if (items === undefined) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('Run "Fairlead: Check Workspace" first: nothing is known about this folder yet.'),
    );
    return undefined;
  }
  const picks = items.flatMap((item) =>
    item.questions
      .filter(({ attestation }) => !isAttested || attestation !== undefined)
      .map(({ id, question, state }) => ({
        id,
        label: question,
        description: stateWords[state],
        detail: `${guidelines.findGuideline(item.id)?.label ?? item.number} ${item.shortTitle}`,
      })),
  );
  if (picks.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Nobody vouches for anything here yet.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(picks, {
    title: isAttested ? vscode.l10n.t('Withdraw Attestation') : vscode.l10n.t('Attest Question'),
    placeHolder: vscode.l10n.t('Search by words'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.id;
}
