import type { ExtensionContext } from 'vscode';
import { App } from './app.js';
import { createNodePlatform } from './platform/node.js';

/** Entry for desktop and remote extension hosts. */
export function activate(context: ExtensionContext): void {
  context.subscriptions.push(new App(context, createNodePlatform(context.extensionPath)));
}
