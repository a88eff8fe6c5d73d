import type { Page } from 'playwright-core';

// What a person does with an editor in the browser, by keyboard and by what can be read on the screen.

/** Opens a folder in the page and waits for the explorer. */
export async function openFolder(page: Page, origin: string, folderPath: string): Promise<void> {
  await page.goto(`${origin}/?${new URLSearchParams({ folder: folderPath })}`);
  await page.locator('.monaco-workbench .explorer-folders-view').waitFor({ timeout: 60_000 });
}

/**
 * Opens a file of the folder by its name.
 *
 * @throws Error when the editor does not show it within 20 s.
 */
export async function openFile(page: Page, name: string): Promise<void> {
  const tab = page.getByRole('tab', { name: new RegExp(`^${escapePattern(name)}`) });
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    await page.keyboard.press('ControlOrMeta+P');
    const input = page.locator('.quick-input-widget input').first();
    await input.fill(name, { timeout: 5000 });
    const row = page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ has: page.getByText(name, { exact: true }) })
      .first();
    if (await row.waitFor({ timeout: 3000 }).then(isSo, isNotSo)) {
      await row.click();
      if (await tab.first().waitFor({ timeout: 5000 }).then(isSo, isNotSo)) return;
    }
    await page.keyboard.press('Escape');
  }
  throw new Error(`The editor did not open ${name}`);
}

/**
 * Waits until the Problems panel has rows of Fairlead, goes to the first one and waits for its squiggle.
 *
 * @returns the text of Fairlead's rows in the Problems panel, as many as are in view.
 * @throws Error when that takes more than 40 s.
 */
export async function waitForFindings(page: Page): Promise<readonly string[]> {
  await page.keyboard.press('ControlOrMeta+Shift+M');
  const rows = page.locator('.markers-panel .monaco-list-row').filter({ hasText: /\bfairlead/i });
  const finding = rows.filter({ hasText: /\[Ln \d+/ });
  await finding.first().waitFor({ timeout: 30_000 });
  await finding.first().dblclick();
  const squiggle = page.locator('.squiggly-error, .squiggly-warning, .squiggly-info').first();
  await squiggle.waitFor({ state: 'attached', timeout: 10_000 });
  return (await finding.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
}

/**
 * Waits for Fairlead's lens above a line of the editor.
 *
 * @param line how the line begins, such as `def train`
 * @returns the lens's text.
 * @throws Error when there is none within 30 s.
 */
export async function waitForLens(page: Page, line: string): Promise<string> {
  const lens = page
    .locator('.editor-instance .codelens-decoration a')
    .filter({ hasText: /open\)$|^NCSC|^G7/ });
  const target = page.locator('.editor-instance .view-line').filter({ hasText: line }).first();
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline) {
    const below = await target.boundingBox();
    for (const candidate of await lens.all()) {
      const box = await candidate.boundingBox();
      const text = await candidate.innerText();
      // A lens takes the height of a line, just above the line that it is about.
      if (below && box && box.y < below.y && below.y - box.y < 2 * below.height) return text;
    }
    await page.waitForTimeout(200);
  }
  throw new Error(`There is no lens of Fairlead above ${line}`);
}

/** Gathers what the page's console says about Fairlead, to explain a failure. */
export function collectComplaints(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && /fairlead/i.test(message.text())) {
      complaints.push(message.text().slice(0, 1000));
    }
  });
  return complaints;
}

/** Shows a view container by the title that its icon in the activity bar carries. */
export async function openViewContainer(page: Page, title: string): Promise<void> {
  // The tab itself has a label only while it carries a badge, which then lies over the icon.
  const label = page.locator(`[aria-label^="${title}"]`);
  await page.locator('.activitybar .action-item', { has: label }).first().click({ timeout: 10_000 });
}

const isSo = () => true;
const isNotSo = () => false;

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
