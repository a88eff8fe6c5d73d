import { ui } from '../harness/ui.js';
import { until } from './workspace.js';

/** A row of a view in the sidebar, as a screen reader reads it. */
export interface SidebarRow {
  readonly label: string;
  /** From 1. */
  readonly level: number;
  /** `true` or `false` of the box; absent on rows without one. */
  readonly checked?: string;
}

/** The rows that are on the screen. */
export function readRows(): Promise<readonly SidebarRow[]> {
  return ui.evaluate(({ page }) =>
    page.locator('.sidebar .monaco-list-row').evaluateAll((rows) =>
      rows.map((row) => {
        const box = row.querySelector('.custom-view-tree-node-item-checkbox');
        const checked = box?.getAttribute('aria-checked');
        return {
          label: row.getAttribute('aria-label') ?? '',
          level: Number(row.getAttribute('aria-level')),
          ...(typeof checked === 'string' ? { checked } : {}),
        };
      }),
    ),
  );
}

/** Waits for a row whose label fits; `isChecked` is what its box must say. */
export function waitForRow(pattern: RegExp, isChecked?: boolean): Promise<SidebarRow> {
  return until(`a row ${pattern}`, async () =>
    (await readRows()).find(
      ({ label, checked }) =>
        pattern.test(label) && (isChecked === undefined || checked === String(isChecked)),
    ),
  );
}

/**
 * Opens or closes the row whose label starts with a text, by its twistie. A click on a row that is being drawn anew at
 * that moment is lost, as it is for a user, who clicks again.
 */
export async function setExpanded(start: string, isExpanded: boolean): Promise<void> {
  await until(`${start} to be ${isExpanded ? 'open' : 'closed'}`, async () => {
    const isDone = await ui.evaluate(
      async ({ page }, wanted) => {
        const row = page.locator(`.sidebar .monaco-list-row[aria-label^="${wanted.start}"]`).first();
        await row.waitFor({ state: 'attached', timeout: 30_000 });
        await row.scrollIntoViewIfNeeded();
        const matches = async () => (await row.getAttribute('aria-expanded')) === String(wanted.isExpanded);
        if (await matches()) return true;
        await row.locator('.monaco-tl-twistie').click();
        for (let tries = 0; tries < 20; tries += 1) {
          if (await matches()) return true;
          await page.waitForTimeout(100);
        }
        return false;
      },
      { start, isExpanded },
    );
    return isDone ? true : undefined;
  });
}
