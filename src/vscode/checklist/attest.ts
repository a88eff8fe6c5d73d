import * as vscode from 'vscode';
import type { AttestationVerdict } from '../../core/index.js';
import type { App } from '../app.js';
import { askEvidence, askLastDay, askReason } from './attest-prompts.js';
import { findSubject, type Subject } from './attest-subject.js';

/** Asks for a reason, what shows it and until when, and writes that the user vouches for a question. */
export async function attestQuestion(app: App, value: unknown): Promise<void> {
  const subject = await findSubject(app, value, 'question', vscode.l10n.t('Attest Question'));
  if (!subject) return;
  await state(app, subject, 'attested', {
    title: vscode.l10n.t('Attest: {0}', subject.title),
    prompt: vscode.l10n.t('Why is the answer yes? It is what a reviewer reads.'),
  });
}

/** The same for all questions of an item that have no entry of their own. */
export async function attestItem(app: App, value: unknown): Promise<void> {
  const subject = await findSubject(app, value, 'item', vscode.l10n.t('Attest Guideline'));
  if (!subject) return;
  await state(app, subject, 'attested', {
    title: vscode.l10n.t('Attest: {0}', subject.title),
    prompt: vscode.l10n.t(
      'Why are all its answers yes? It counts for each question without an entry of its own; failing ones stay failing.',
    ),
  });
}

/** Asks for a reason and until when, and writes that a question or item is not about this project. */
export async function markNotApplicable(app: App, value: unknown): Promise<void> {
  const subject = await findSubject(app, value, 'any', vscode.l10n.t('Mark as Not Applicable'));
  if (!subject) return;
  await state(app, subject, 'not-applicable', {
    title: vscode.l10n.t('Not applicable: {0}', subject.title),
    prompt: vscode.l10n.t('Why is it not about this project? It is what a reviewer reads.'),
  });
}

/** Asks for a reason and writes that a question is open again; what was attested before stays in the file. */
export async function withdrawAttestation(app: App, value: unknown): Promise<void> {
  const subject = await findSubject(app, value, 'attested-question', vscode.l10n.t('Withdraw Attestation'));
  if (!subject) return;
  const reason = await askReason(
    vscode.l10n.t('Withdraw: {0}', subject.title),
    vscode.l10n.t('Why does it no longer hold? What was attested stays in the file.'),
  );
  if (reason !== undefined) await write(app, subject, { verdict: 'withdrawn', reason });
}

interface Statement {
  readonly verdict: AttestationVerdict;
  readonly reason: string;
  readonly evidence?: string;
  readonly until?: string;
}

async function state(
  app: App,
  subject: Subject,
  verdict: AttestationVerdict,
  words: { readonly title: string; readonly prompt: string },
): Promise<void> {
  const reason = await askReason(words.title, words.prompt);
  if (reason === undefined) return;
  const evidence = await askEvidence();
  if (evidence === undefined) return;
  const until = await askLastDay(app.today());
  if (until === undefined) return;
  await write(app, subject, {
    verdict,
    reason,
    ...(evidence === '' ? {} : { evidence }),
    ...(until === '' ? {} : { until }),
  });
}

async function write(app: App, { folder, id }: Subject, statement: Statement): Promise<void> {
  try {
    const by = await app.identity.find(folder.uri);
    if (by === undefined) return;
    const { verdict, ...rest } = statement;
    await app.attestations.add(folder, { id, verdict, by, date: app.today(), ...rest });
    await app.statuses.update();
  } catch (error) {
    await reportUnwritten(error instanceof Error ? error.message : String(error), statement);
  }
}

/** What was typed is not lost with the write that failed. */
async function reportUnwritten(message: string, { reason }: Statement): Promise<void> {
  const copy = vscode.l10n.t('Copy Reason');
  const answer = await vscode.window.showErrorMessage(message, copy);
  if (answer === copy) await vscode.env.clipboard.writeText(reason);
}
