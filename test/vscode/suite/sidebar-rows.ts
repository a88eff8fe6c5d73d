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
