import MarkdownIt from 'markdown-it';
import type { Steps } from '../steps.js';
import { escapeHtml } from './escape-html.js';
import type { PageContent } from './page-content.js';

/** Where the page's own files are, as the webview sees them. */
export interface PageAssets {
  /** The webview's source for its content policy. */
  readonly cspSource: string;
  readonly styleUri: string;
}

/**
 * Renders a page, section by section. HTML in the Markdown stays text, bare addresses stay text, and the page runs no script: its content
 * policy allows our style sheet and nothing else.
 */
export function* renderPage(
  { title, sections }: PageContent,
  { cspSource, styleUri }: PageAssets,
): Steps<string> {
  const renderer = new MarkdownIt({ html: false, linkify: false, typographer: false });
  const rendered: string[] = [];
  for (const section of sections) {
    rendered.push(renderer.render(section));
    yield;
  }
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
${rendered.join('')}</main>
</body>
</html>
`;
}
