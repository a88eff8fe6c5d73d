import type { ExtensionContext } from 'vscode';
import { App } from './app.js';
import { createWebPlatform } from './platform/web.js';

/** Entry for web-worker extension hosts. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(new App(context, createWebPlatform(context.extensionUri)));
}
