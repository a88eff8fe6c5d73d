import type { Page } from 'playwright-core';
import type { EditorServer } from '../../../src/build/editor/server.js';
import type { Bridge } from './bridge.js';
import type { LauncherArguments } from './launcher-arguments.js';

export async function useWebWorkerHost(
  _page: Page,
  _server: EditorServer,
  _bridge: Bridge,
  _args: LauncherArguments,
): Promise<void> {
  throw new Error('not yet');
}
