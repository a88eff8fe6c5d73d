import { ui } from '../harness/ui.js';
import { workspaceRoot } from './workspace.js';

/** What the built command line prints for the workspace, run in the process beside the browser; throws when it fails. */
export function runCli(words: readonly string[]): Promise<string> {
  return ui.evaluate(
    ({ screenshotFolder }, { folder, args }) => {
      const { execFileSync } = process.getBuiltinModule('node:child_process');
      const cli = `${screenshotFolder.replace(/[\\/]out[\\/]screenshots.*$/, '')}/dist/cli.cjs`;
      const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, cwd: folder } as const;
      return execFileSync(process.execPath, [cli, ...args], options);
    },
    { folder: workspaceRoot().path, args: [...words] },
  );
}
