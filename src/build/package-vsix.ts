// node out/src/build/package-vsix.js [FILE]: packages the built extension.

import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const sizeLimitBytes = 2 * 1024 * 1024;

/** A packaged extension. */
export interface PackagedExtension {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Packages the extension whose manifest lies in `root`. It must have been built.
 *
 * @param path where the VSIX goes; default `dist/<name>-<version>.vsix`.
 * @throws Error when the packager refuses it or the package is larger than 2 MB.
 */
export async function packageVsix(root: string, path?: string): Promise<PackagedExtension> {
  const target = path ?? (await defaultPath(root));
  await mkdir(dirname(target), { recursive: true });
  await createVSIX({ cwd: root, packagePath: target, dependencies: false, allowMissingRepository: true });
  const { size } = await stat(target);
  if (size > sizeLimitBytes) {
    throw new Error(`${target} has ${size} bytes; the limit is ${sizeLimitBytes}. See .vscodeignore.`);
  }
  return { path: target, bytes: size };
}

async function defaultPath(root: string): Promise<string> {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  return join(root, 'dist', `${manifest.name}-${manifest.version}.vsix`);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = resolve(import.meta.dirname, '../../..');
  const [path] = process.argv.slice(2);
  const packaged = await packageVsix(root, path && resolve(path));
  console.log(`${packaged.path}: ${Math.ceil(packaged.bytes / 1024)} KB`);
}
