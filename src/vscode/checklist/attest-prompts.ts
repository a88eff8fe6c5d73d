import * as vscode from 'vscode';

/** A single line; undefined when the user gave up. */
export async function askReason(title: string, prompt: string): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? vscode.l10n.t('A reason is needed.') : undefined),
  });
  const reason = answer?.replace(/\s+/g, ' ').trim();
  return reason === '' ? undefined : reason;
}

/** Link or path to what was looked at; empty for none, undefined when the user gave up. */
export async function askEvidence(): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t('What Shows It?'),
    prompt: vscode.l10n.t('Link or path to what you looked at. Leave it empty for none.'),
    placeHolder: 'docs/review.md',
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim().length > 500 ? vscode.l10n.t('Write at most 500 characters.') : undefined,
  });
  return answer?.replace(/\s+/g, ' ').trim();
}

/** `YYYY-MM-DD`; empty for no end, undefined when the user gave up. */
export async function askLastDay(today: string): Promise<string | undefined> {
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
