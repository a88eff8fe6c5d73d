import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { closeAll, until, workspaceRoot } from './workspace.js';

const threatModel = () => vscode.Uri.joinPath(workspaceRoot(), 'THREAT_MODEL.md');
/** The diagram is drawn by an extension that came to the editor after 1.104. */
const drawsDiagrams = () => vscode.extensions.getExtension('vscode.mermaid-markdown-features') !== undefined;

/** Scrolls the preview to the diagram, or to its text; what stands there, once it is there. */
function showDiagram(): Promise<{ labels: string; width: number; height: number; isDrawn: boolean }> {
  return until('the diagram', () =>
    ui.evaluate(async ({ page }) => {
      for (const frame of page.frames()) {
        const found = await frame
          .evaluate(`(() => {
              const drawn = document.querySelector('.mermaid svg');
              const element = drawn ?? document.querySelector('code.language-mermaid');
              if (element === null) return null;
              element.scrollIntoView({ block: 'start' });
              const { width, height } = element.getBoundingClientRect();
              return { labels: element.textContent, width, height, isDrawn: drawn !== null };
            })()`)
          .catch(() => null);
        if (found) return found as { labels: string; width: number; height: number; isDrawn: boolean };
      }
      return undefined;
    }),
  );
}

describe('the diagram of a threat model', () => {
  before(async () => {
    await vscode.commands.executeCommand('fairlead.generateThreatModel');
    await until('the proposal', () => {
      const { scheme } = vscode.window.activeTextEditor?.document.uri ?? {};
      return scheme === 'fairlead-proposal' ? true : undefined;
    });
    await vscode.commands.executeCommand('fairlead.applyProposal');
  });

  after(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(threatModel());
  });

  for (const theme of ['Default Dark Modern', 'Default Light Modern']) {
    it(`is drawn by the preview of the editor, or is legible as text, in ${theme}`, async () => {
      await ui.setColorTheme(theme);
      try {
        await vscode.commands.executeCommand('markdown.showPreview', threatModel());
        let diagram = await showDiagram();
        if (drawsDiagrams()) {
          diagram = await until('a drawn diagram', async () => {
            const found = await showDiagram();
            return found.isDrawn && found.height > 50 ? found : undefined;
          });
        }
        assert.match(diagram.labels, /Callers/);
        assert.match(diagram.labels, /serve\.py/);
        assert.doesNotMatch(diagram.labels, /Syntax error/);
        await ui.screenshot(`documents-diagram-${theme.toLowerCase().replaceAll(' ', '-')}`);
      } finally {
        await ui.setColorTheme('Default Dark Modern');
        await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      }
    }).timeout(180_000);
  }
});
