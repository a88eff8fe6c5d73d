import * as vscode from 'vscode';
import type { Finding } from '../../core/index.js';
import type { PageSubject } from './page-content.js';

const extensionId = 'fairlead.fairlead';

/**
 * Address of a page that the editor itself opens, without the network: `<editor>://fairlead.fairlead/guideline/<id>`.
 * In a diagnostic's code the editor follows no `command:` links, but it hands addresses of its own scheme to us.
 */
function pageUri({ kind, id }: PageSubject): vscode.Uri {
  return vscode.Uri.from({ scheme: vscode.env.uriScheme, authority: extensionId, path: `/${kind}/${id}` });
}

/** The page a finding's code opens: its first guideline; undefined for a finding about Fairlead's own comments. */
export function codeUri(finding: Finding): vscode.Uri | undefined {
  const [guideline] = finding.guidelines;
  return guideline === undefined ? undefined : pageUri({ kind: 'guideline', id: guideline });
}

/** The page an address stands for; undefined when it is none of ours. */
export function parsePageUri(uri: vscode.Uri): PageSubject | undefined {
  const match = /^\/(guideline|rule)\/([a-z0-9][a-z0-9./-]{0,99})$/i.exec(uri.path);
  const [, kind, id] = match ?? [];
  return (kind === 'guideline' || kind === 'rule') && id !== undefined ? { kind, id } : undefined;
}
