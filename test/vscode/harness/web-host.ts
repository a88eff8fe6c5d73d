import { readFile } from 'node:fs/promises';
import { join, normalize, sep } from 'node:path';
import type { Page, Route } from 'playwright-core';
import type { EditorServer } from '../../../src/build/editor/server.js';
import type { Bridge } from './bridge.js';
import type { LauncherArguments } from './launcher-arguments.js';
import { bridgeVariable } from './ui-context.js';

const prefix = '/fairlead-web-test/';
// The editor runs suites in the host of the extension in whose folder they seem to lie.
const suitesPath = 'extension/suites-under-test.cjs';

/**
 * Makes the page load the extension under test and its suites into the extension host that runs in a web worker. The page's
 * own policy allows nothing but its origin, so extension, suites and bridge are served there, by interception.
 * Call it before the page is opened.
 */
export async function useWebWorkerHost(
  page: Page,
  server: EditorServer,
  bridge: Bridge,
  args: LauncherArguments,
): Promise<void> {
  await page.context().route(`${server.origin}${prefix}**`, async (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname).slice(prefix.length);
    if (path === 'bridge') {
      const body = await bridge.answer(route.request().postData() ?? '{}');
      await route.fulfill({ contentType: 'application/json', body });
    } else if (path === suitesPath) {
      const address = JSON.stringify(`${server.origin}${prefix}bridge`);
      const script = await readFile(args.extensionTestsPath, 'utf8');
      await route.fulfill({
        contentType: 'text/javascript',
        body: `globalThis.${bridgeVariable} = ${address};\n${script}`,
      });
    } else {
      await serveFile(route, join(args.extensionDevelopmentPath, path.replace(/^extension\//, '')), args);
    }
  });
  await page.addInitScript(editConfiguration, {
    authority: new URL(server.origin).host,
    extensionPath: `${prefix}extension`,
    testsPath: `${prefix}${suitesPath}`,
  });
}

async function serveFile(route: Route, path: string, args: LauncherArguments): Promise<void> {
  const file = normalize(path);
  const isInside = file.startsWith(normalize(args.extensionDevelopmentPath) + sep);
  const body = isInside ? await readFile(file).catch(() => undefined) : undefined;
  if (body === undefined) {
    await route.fulfill({ status: 404, body: `${path} does not exist` });
    return;
  }
  const types: Readonly<Record<string, string>> = {
    js: 'text/javascript',
    json: 'application/json',
    svg: 'image/svg+xml',
    wasm: 'application/wasm',
  };
  const contentType = types[file.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
  await route.fulfill({ contentType, body });
}

// Runs in the page. Module scripts start after the document has become interactive: that is the moment to edit what they
// will read.
function editConfiguration(place: { authority: string; extensionPath: string; testsPath: string }): void {
  const page = globalThis as unknown as {
    document: {
      readyState: string;
      addEventListener(type: string, listener: () => void): void;
      getElementById(id: string): {
        getAttribute(name: string): string | null;
        setAttribute(name: string, value: string): void;
      } | null;
    };
  };
  page.document.addEventListener('readystatechange', () => {
    if (page.document.readyState !== 'interactive') return;
    const meta = page.document.getElementById('vscode-workbench-web-configuration');
    if (!meta) return;
    const configuration = JSON.parse(meta.getAttribute('data-settings') ?? '{}') as Record<string, unknown>;
    const uri = (path: string) => ({ scheme: 'http', authority: place.authority, path });
    configuration['developmentOptions'] = {
      ...(configuration['developmentOptions'] as object | undefined),
      extensions: [uri(place.extensionPath)],
      extensionTestsPath: uri(place.testsPath),
    };
    meta.setAttribute('data-settings', JSON.stringify(configuration));
  });
}
