import * as vscode from 'vscode';

/**
 * The text of a file that is to be written again, without its byte order mark.
 *
 * @param subject the file in the message
 * @throws Error for people when it is not UTF-8: what is written would be
 */
export function decodeStrictly(bytes: Uint8Array, subject = vscode.l10n.t('it')): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error(vscode.l10n.t('{0} is not UTF-8: save it as UTF-8 first', subject));
  }
}
