import { ui } from '../harness/ui.js';

/** One of several real windows on one folder, each with an extension host of its own, used as a person does. */
export interface EditorWindow {
  /** Runs a command from the palette, by its title. */
  run(title: string): Promise<void>;
  /** Types into the box with a title; the box is accepted by {@link press}. */
  type(title: string, text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Waits until an element that matches the selector contains the text. */
  waitForText(selector: string, text: string): Promise<void>;
}

/** The window that the suites run in. */
export const firstWindow: EditorWindow = createWindow(0);

/** Opens the folder of the first window in another one, without suites. */
export async function openSecondWindow(): Promise<EditorWindow> {
  await ui.evaluate(async ({ page }) => {
    const address = new URL(page.url());
    const payload: readonly (readonly [string, string])[] = JSON.parse(
      address.searchParams.get('payload') ?? '[]',
    );
    const kept = payload.filter(([name]) => name !== 'extensionTestsPath');
    address.searchParams.set('payload', JSON.stringify(kept));
    const second = await page
      .context()
      .browser()
      ?.newPage({ viewport: { width: 1400, height: 900 } });
    await second?.goto(address.href);
    await second?.locator('.monaco-workbench .statusbar').waitFor({ timeout: 30_000 });
  });
  return createWindow(1);
}

export function closeSecondWindow(): Promise<void> {
  return ui.evaluate(async ({ page }) => {
    for (const context of page.context().browser()?.contexts().slice(1) ?? []) await context.close();
  });
}

function createWindow(index: number): EditorWindow {
  return {
    async run(title) {
      await ui.evaluate(
        async ({ page }, wanted) => {
          const shown = page.context().browser()?.contexts()[wanted.index]?.pages()[0] ?? page;
          // What a window is told right after it was opened may be lost.
          for (let attempt = 1; ; attempt += 1) {
            await shown.keyboard.press('Escape');
            await shown.keyboard.press('F1');
            try {
              await shown.locator('.quick-input-box input').fill(`>${wanted.title}`, { timeout: 5000 });
              const row = shown
                .locator('.quick-input-widget .monaco-list-row')
                .filter({ hasText: wanted.title });
              await row.first().click({ timeout: 5000 });
              return;
            } catch (error) {
              if (attempt === 5) throw error;
            }
          }
        },
        { index, title },
      );
    },
    type: (title, text) =>
      ui.evaluate(
        async ({ page }, wanted) => {
          const shown = page.context().browser()?.contexts()[wanted.index]?.pages()[0] ?? page;
          const head = shown.locator('.quick-input-title').filter({ hasText: wanted.title });
          await head.first().waitFor({ timeout: 30_000 });
          await shown.locator('.quick-input-box input').fill(wanted.text);
        },
        { index, title, text },
      ),
    press: (key) =>
      ui.evaluate(
        ({ page }, wanted) => {
          const shown = page.context().browser()?.contexts()[wanted.index]?.pages()[0] ?? page;
          return shown.keyboard.press(wanted.key);
        },
        { index, key },
      ),
    waitForText: (selector, text) =>
      ui.evaluate(
        async ({ page }, wanted) => {
          const shown = page.context().browser()?.contexts()[wanted.index]?.pages()[0] ?? page;
          const found = shown.locator(wanted.selector).filter({ hasText: wanted.text });
          await found.first().waitFor({ state: 'attached', timeout: 60_000 });
        },
        { index, selector, text },
      ),
  };
}
