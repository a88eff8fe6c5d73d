import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { build, type Metafile, type Plugin, transform } from 'esbuild';

/** A file that imports something it must not know. */
export interface Trespass {
  readonly file: string;
  readonly imported: string;
}

/** Source files of a folder, as paths from the root of the project with `/`. */
export function listSources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => posix.join(folder, file.replaceAll('\\', '/')))
    .filter((file) => file.endsWith('.ts'))
    .sort();
}

/** Every module that a source names in an import or export, types and dynamic imports included. */
export function readSpecifiers(source: string): readonly string[] {
  const code = source.replace(/^\s*(?:\/\*|\*|\/\/).*$/gm, '');
  const statements = code.matchAll(/^\s*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*(['"])([^'"\n]+)\1/gm);
  const calls = code.matchAll(/\bimport\s*\(\s*(['"`])([^'"`\n]+)\1/g);
  return [...statements, ...calls].flatMap(([, , specifier]) => specifier ?? []);
}

/** The file that a relative import leads to, as a path from the root of the project. */
export function resolveImport(file: string, specifier: string): string {
  return posix.join(posix.dirname(file), specifier).replace(/\.js$/, '.ts');
}

/**
 * What the bundle of a file takes in, transitively, as esbuild sees it.
 *
 * @param replaced contents that stand for those of a file, by path from the root of the project
 */
export async function traceImports(
  entry: string,
  replaced: Readonly<Record<string, string>> = {},
): Promise<Metafile> {
  const root = process.cwd();
  const plugin: Plugin = {
    name: 'hosts-stay-outside',
    setup: (bundler) => {
      bundler.onResolve({ filter: /^[^.]/ }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        return isBuiltin(path) || path === 'vscode' ? { path, external: true } : undefined;
      });
      bundler.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = Object.entries(replaced).find(([file]) => join(root, file) === path)?.[1];
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    mainFields: ['browser', 'module', 'main'],
    logLevel: 'silent',
    plugins: [plugin],
  });
  return metafile;
}

/** Globals of hosts, of clocks and of chance. Parts of an allowed object are written with a dot. */
const FORBIDDEN_GLOBALS: readonly string[] = [
  'console',
  'process',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'document',
  'window',
  'self',
  'globalThis',
  'global',
  'navigator',
  'location',
  'localStorage',
  'XMLHttpRequest',
  'WebSocket',
  'Worker',
  'performance',
  'crypto',
  'Buffer',
  'TextEncoder',
  'TextDecoder',
  'URL',
  'require',
  'module',
  '__dirname',
  '__filename',
  'Date',
  'eval',
  'Function',
  'Math.random',
];

/** The host's globals that a source uses. Names that the source binds itself are its own. */
export async function findForbiddenGlobals(source: string): Promise<readonly string[]> {
  const marks = FORBIDDEN_GLOBALS.map((name) => [name, `FORBIDDEN_${name.replace('.', '_')}`] as const);
  const { code } = await transform(source, {
    loader: 'ts',
    define: Object.fromEntries(marks),
    legalComments: 'none',
  });
  return marks.flatMap(([name, mark]) => (new RegExp(`\\b${mark}\\b`).test(code) ? [name] : []));
}

/** Reads a source of the project; fails when it is not there. */
export function readSource(file: string): string {
  if (!existsSync(file)) throw new Error(`${file} does not exist.`);
  return readFileSync(file, 'utf8');
}
