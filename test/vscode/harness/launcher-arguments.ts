import { parseArgs } from 'node:util';

/** What `runTests` of `@vscode/test-electron` asks of an editor, as far as it concerns a headless one. */
export interface LauncherArguments {
  /** The folder or `.code-workspace` file to open, absolute. */
  readonly workspace: string;
  readonly extensionDevelopmentPath: string;
  readonly extensionTestsPath: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
}

/**
 * Reads a VS Code command line. Switches that only matter to a desktop editor are accepted and ignored.
 *
 * @throws Error naming what is missing.
 */
export function parseLauncherArguments(args: readonly string[]): LauncherArguments {
  const { values, positionals } = parseArgs({ args: [...args], strict: false, allowPositionals: true });
  const need = (name: string): string => {
    const value = values[name];
    if (typeof value !== 'string') throw new Error(`--${name}=… is missing`);
    return value;
  };
  const [workspace] = positionals;
  if (!workspace) throw new Error('The folder to open is missing');
  return {
    workspace,
    extensionDevelopmentPath: need('extensionDevelopmentPath'),
    extensionTestsPath: need('extensionTestsPath'),
    userDataDir: need('user-data-dir'),
    extensionsDir: need('extensions-dir'),
  };
}
