import { escapeHtml } from '../page/escape-html.js';

/** Where the page's own files are, as the webview sees them. */
export interface ShellAssets {
  /** The webview's source for its content policy. */
  readonly cspSource: string;
  readonly styleUri: string;
  readonly scriptUri: string;
  /** Fresh for each page; no other script runs. */
  readonly nonce: string;
}

/**
 * The page of a model file before anything is known of it. Everything that a file says comes later, as messages, and is put in
 * as text.
 */
export function renderShell(name: string, { cspSource, styleUri, scriptUri, nonce }: ShellAssets): string {
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(styleUri)}">
<title>${escapeHtml(name)}</title>
</head>
<body>
<main aria-busy="true">
<header><h1>${escapeHtml(name)}</h1></header>
<p class="waiting" role="status">Reading the file without running any of it...</p>
</main>
<script nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>
`;
}
