import { ColorThemeKind, ConfigurationTarget, window, workspace } from 'vscode';
import { type BridgeResponse, bridgeVariable, type UiContext } from './ui-context.js';

/** One rule of axe-core that a frame breaks. */
export interface AccessibilityViolation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  /** The HTML of the elements concerned. */
  readonly nodes: readonly string[];
}

/** The suite's hands and eyes in the window: what `vscode.*` cannot show. Works in the headless editor only. */
export const ui = { evaluate, screenshot, press, waitForText, axe, policyViolations, setColorTheme };

/**
 * Runs a function in the runner's process, with Playwright's page. The function is sent as text: it can use its two
 * parameters and nothing else from around it, and both the argument and the result must survive JSON.
 *
 * @throws Error with the message of what the function threw.
 */
async function evaluate<Result, Argument = undefined>(
  run: (context: UiContext, argument: Argument) => Promise<Result> | Result,
  ...[argument]: Argument extends undefined ? [] : [argument: Argument]
): Promise<Result> {
  const response = await fetch(bridgeAddress(), {
    method: 'POST',
    body: JSON.stringify({ kind: 'evaluate', source: run.toString(), argument }),
  });
  const answer = (await response.json()) as BridgeResponse;
  if (answer.kind === 'error') throw new Error(answer.message);
  return answer.value as Result;
}

/**
 * Saves the window as `out/screenshots/<name>.png` and returns the path. Runs in the minimum editor or in a web worker have a
 * folder of their own there.
 */
function screenshot(name: string): Promise<string> {
  return evaluate(async ({ page, screenshotFolder }, fileName) => {
    const path = `${screenshotFolder}/${fileName}.png`;
    await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
    return path;
  }, name);
}

/** Presses a key or a chord, such as `Escape` or `Control+Shift+M`, wherever the focus is. */
function press(key: string): Promise<void> {
  return evaluate(({ page }, pressed) => page.keyboard.press(pressed), key);
}

/**
 * Waits until an element that matches the selector contains the text, and returns the element's whole text.
 *
 * @throws Error after 10 s.
 */
function waitForText(selector: string, text: string): Promise<string> {
  return evaluate(
    async ({ page }, wanted) => {
      const element = page.locator(wanted.selector).filter({ hasText: wanted.text }).first();
      await element.waitFor({ state: 'attached', timeout: 30_000 });
      return (await element.allInnerTexts()).join('\n');
    },
    { selector, text },
  );
}

/**
 * Runs axe-core in the frame that holds an element matching the selector, the window's own frame included. Also works in a
 * webview without scripts.
 *
 * @throws Error after 15 s without such a frame.
 */
function axe(frameSelector: string): Promise<readonly AccessibilityViolation[]> {
  return evaluate(async ({ page, axeSource }, selector) => {
    const deadline = Date.now() + 15_000;
    while (Date.now() < deadline) {
      for (const frame of page.frames()) {
        const isOurs = await frame
          .evaluate(`document.querySelector(${JSON.stringify(selector)}) !== null`)
          .catch(() => false);
        if (!isOurs) continue;
        // Timers never fire in a frame without scripts; axe only uses them to yield.
        await frame.evaluate(`((setTimeout) => { ${axeSource}\n })(
          (run, ms, ...rest) => ms ? window.setTimeout(run, ms, ...rest) : void Promise.resolve().then(() => run(...rest)))`);
        // The workbench paints what lies behind a webview; axe would take it for white.
        return await frame.evaluate<AccessibilityViolation[]>(`(async () => {
          const { style } = document.documentElement;
          const before = style.backgroundColor;
          if (window !== window.top) style.backgroundColor = 'var(--vscode-editor-background)';
          const { violations } = await axe.run(document, { preload: false });
          style.backgroundColor = before;
          return violations.map(({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map((node) => node.html) }));
        })()`);
      }
      await page.waitForTimeout(100);
    }
    throw new Error(`No frame with an element ${selector}`);
  }, frameSelector);
}

/**
 * Content policy violations so far, each with the id of the extension whose webview it was before it, or `window: ` for the
 * workbench, which causes some itself.
 */
function policyViolations(): Promise<readonly string[]> {
  return evaluate(({ policyViolations: lines }) => [...lines]);
}

/** Switches the colour theme by its id, such as `Default Dark Modern`, and waits until the window has it. */
async function setColorTheme(id: string): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const subscription = window.onDidChangeActiveColorTheme(() => {
      subscription.dispose();
      resolve();
    });
    setTimeout(resolve, 3000);
  });
  const settings = workspace.getConfiguration('workbench');
  if (settings.get('colorTheme') !== id) {
    await settings.update('colorTheme', id, ConfigurationTarget.Global);
    await changed;
  }
  const classes = {
    [ColorThemeKind.Light]: 'vs',
    [ColorThemeKind.Dark]: 'vs-dark',
    [ColorThemeKind.HighContrast]: 'hc-black',
    [ColorThemeKind.HighContrastLight]: 'hc-light',
  };
  const className = classes[window.activeColorTheme.kind];
  await evaluate(
    ({ page }, name) => page.locator(`.monaco-workbench.${name}`).waitFor({ timeout: 20_000 }),
    className,
  );
}

function bridgeAddress(): string {
  const globals: Record<string, unknown> = { ...globalThis };
  const address = typeof process === 'object' ? process.env[bridgeVariable] : undefined;
  const found = address ?? globals[bridgeVariable];
  if (typeof found === 'string') return found;
  throw new Error('This suite looks at the window: run it with run-editor-tests in the headless editor.');
}
