import MarkdownIt from 'markdown-it';
import { escapeHtml } from './escape-html.js';
import type { PageContent } from './page-content.js';

/** Where the page's own files are, as the webview sees them. */
export interface PageAssets {
  /** The webview's source for its content policy. */
  readonly cspSource: string;
  readonly styleUri: string;
}

/**
 * Renders a page. HTML in the Markdown stays text, bare addresses stay text, and the page runs no script: its content
 * policy allows our style sheet and nothing else.
 */
export function renderPage({ title, markdown }: PageContent, { cspSource, styleUri }: PageAssets): string {
  const renderer = new MarkdownIt({ html: false, linkify: false, typographer: false });
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${escapeHtml(cspSource)};">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escapeHtml(styleUri)}">
<title>${escapeHtml(title)}</title>
</head>
<body>
<main>
${renderer.render(markdown)}</main>
</body>
</html>
`;
}
