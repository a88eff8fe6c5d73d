import type { ExtensionContext } from 'vscode';
import { App } from './app.js';
import { createWebPlatform } from './platform/web.js';
import { provideEngine } from './platform/web-engine.js';

/** Entry for web-worker extension hosts. Rejects, naming the file, when the engine cannot be read. */
export async function activate(context: ExtensionContext): Promise<void> {
  const platform = createWebPlatform(context.extensionUri);
  provideEngine(new TextDecoder().decode(await platform.readAsset('core.cjs')));
  context.subscriptions.push(new App(context, platform));
}
