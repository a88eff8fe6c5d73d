import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { until } from './workspace.js';

/** Opens a file by the command and waits for its page to show a verdict or a failure. */
export async function inspect(uri: vscode.Uri): Promise<string> {
  await vscode.commands.executeCommand('fairlead.inspectModelFile', uri);
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return waitForPage(name, '');
}

/** Waits until the page of a file shows a text in its verdict, and returns the whole text of the verdict. */
export function waitForPage(name: string, wanted: string): Promise<string> {
  const heading = `document.querySelector('main h1')?.textContent === ${JSON.stringify(name)}`;
  const verdict = `document.querySelector('main .verdict')?.innerText ?? ''`;
  return until(`the page of ${name} to say "${wanted}"`, async () => {
    const text = await inPage<string>(`${heading} ? ${verdict} : ''`).catch(() => '');
    return text !== '' && text.includes(wanted) ? text : undefined;
  });
}

/** The value of an expression in the page of a model file that is shown; it must survive JSON. */
export function inPage<T>(expression: string): Promise<T> {
  return ui.evaluate(async ({ page }, source) => {
    for (const frame of page.frames()) {
      const isOurs = await frame
        .evaluate(`document.querySelector('main .verdict') !== null`)
        .catch(() => false);
      if (isOurs) return frame.evaluate(source);
    }
    throw new Error('No page of a model file is shown');
  }, expression) as Promise<T>;
}

/** Clicks the first element of the page that matches and holds a text. */
export function clickInPage(selector: string, text = ''): Promise<void> {
  return ui.evaluate(
    async ({ page }, wanted) => {
      for (const frame of page.frames()) {
        const isOurs = await frame
          .locator('main .verdict')
          .count()
          .catch(() => 0);
        if (!isOurs) continue;
        return frame
          .locator(wanted.selector)
          .filter({ hasText: wanted.text })
          .first()
          .click({ timeout: 5000 });
      }
      throw new Error(`No ${wanted.selector}`);
    },
    { selector, text },
  );
}

/** Waits until an expression of the page gives something else than false, null, 0 or an empty text. */
export function untilInPage<T>(what: string, expression: string): Promise<T> {
  return until(what, async () => (await inPage<T>(expression).catch(() => undefined)) || undefined);
}

/** Labels of the tabs, without counts. */
export function listTabs(): Promise<readonly string[]> {
  return inPage(`[...document.querySelectorAll('[role=tab]')].map((tab) => tab.textContent)`);
}
