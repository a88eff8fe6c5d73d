import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { selectCheckKnowledge } from '../cli/check-knowledge.js';
import { compiledName } from '../cli/open-program.js';
import * as core from '../core/index.js';
import { loadKnowledge } from './load-knowledge.js';

const COMMON: BuildOptions = {
  bundle: true,
  target: 'es2022',
  format: 'cjs',
  logLevel: 'warning',
  legalComments: 'none',
  // Names stay: a stack trace in a report must be readable.
  minifySyntax: true,
  minifyWhitespace: true,
  mainFields: ['module', 'main'],
};

/** The ESM entry of the parser reads import.meta.url, which a CommonJS bundle does not have: take its other entry. */
function useCommonJsParser(folder: string): Plugin {
  return {
    name: 'commonjs-parser',
    setup: (bundler) => {
      bundler.onResolve({ filter: /^web-tree-sitter$/ }, () => ({
        path: join(folder, 'web-tree-sitter.cjs'),
      }));
    },
  };
}

/**
 * Keeps the engine out of the extension's own bundles: what the extension imports of it is taken from core.cjs when it is first
 * used, so that starting the editor does not pay for it, and it ships once.
 *
 * @param names what the engine exports
 * @param open code that gives what core.cjs exports
 */
function loadEngineWhenUsed(names: readonly string[], open: string): Plugin {
  const name = 'engine-when-used';
  return {
    name,
    setup: (bundler) => {
      bundler.onResolve({ filter: /\/core\/index\.js$/ }, () => ({ path: name, namespace: name }));
      bundler.onResolve({ filter: /^\.\/core\.cjs$/ }, () => ({ path: ENGINE, external: true }));
      bundler.onLoad({ filter: /^/, namespace: name }, () => ({
        contents: `for (const name of ${JSON.stringify(names)})
          Object.defineProperty(exports, name, { enumerable: true, get: () => ${open}[name] });`,
        resolveDir: '.',
      }));
    },
  };
}

const ENGINE = './core.cjs';

/**
 * Leaves the sets of characters of Unicode properties out of the judge of expressions, three fifths of it: `\\p{...}` means
 * them only under the flags `u` and `v`, and expressions of rules have none. Whoever did ask would get an error.
 */
function leaveOutProperties(): Plugin {
  return {
    name: 'no-unicode-properties',
    setup: (bundler) => {
      bundler.onLoad({ filter: /[\\/]refa[\\/]index\.js$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const properties = new Set(
          [...text.matchAll(/Object\.freeze\(\{__proto__:null,([^}]*)\}\)/g)].flatMap(([, entries = '']) =>
            entries.split(',').map((entry) => entry.split(':').at(-1) ?? ''),
          ),
        );
        const contents = text.replace(
          /(?<=[ ,](\w+)=)JSON\.parse\((['"])[^\\]*?\2\)/g,
          (parsed, name: string) => (properties.has(name) ? 'void 0' : parsed),
        );
        if (contents.length > text.length / 2) throw new Error(`${path} is not what is known of it`);
        return { contents, loader: 'js' };
      });
    },
  };
}

/** Builds everything that ships into dist/: the knowledge, the grammars, the command line and the extension. */
export async function buildAll(root: string): Promise<void> {
  const dist = join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  // First: V8 knows what it compiled by the length of the text alone, and the text is about to change.
  rmSync(join(dist, compiledName), { force: true });
  const loaded = loadKnowledge(root);
  const knowledge = { ...loaded, gates: core.createGates(loaded) };
  writeFileSync(join(dist, 'knowledge.json'), formatAscii(knowledge));
  writeFileSync(join(dist, 'check-knowledge.json'), formatAscii(selectCheckKnowledge(knowledge)));
  const require = createRequire(join(root, 'package.json'));
  const parser = dirname(require.resolve('web-tree-sitter'));
  copyFileSync(join(parser, 'web-tree-sitter.wasm'), join(dist, 'tree-sitter.wasm'));
  const grammars = [
    require.resolve('tree-sitter-python/tree-sitter-python.wasm'),
    require.resolve('tree-sitter-typescript/tree-sitter-typescript.wasm'),
    require.resolve('tree-sitter-typescript/tree-sitter-tsx.wasm'),
  ];
  for (const grammar of grammars) copyFileSync(grammar, join(dist, basename(grammar)));
  const path = (file: string): string => join(root, file);
  const plugins = [useCommonJsParser(parser)];
  await Promise.all([
    build({
      ...COMMON,
      plugins,
      entryPoints: [path('src/cli/main.ts')],
      outfile: join(dist, 'program.cjs'),
      platform: 'node',
      // An expression, see openProgram, which gives a script no way to import modules by itself.
      banner: { js: '(function (require, __filename, __dirname) {' },
      footer: { js: '})' },
      supported: { 'dynamic-import': false },
    }),
    build({
      ...COMMON,
      entryPoints: [path('src/cli/launch.ts')],
      outfile: join(dist, 'cli.cjs'),
      platform: 'node',
      banner: { js: '#!/usr/bin/env node' },
    }),
    build({
      ...COMMON,
      plugins: [leaveOutProperties()],
      entryPoints: [path('src/core/rules/regex-safety.ts')],
      outfile: join(dist, 'regex-safety.cjs'),
      platform: 'node',
      minify: true,
    }),
    build({
      ...COMMON,
      plugins,
      entryPoints: [path('src/core/index.ts')],
      outfile: join(dist, 'core.cjs'),
      // For Node and for workers: the parser asks for these on Node only.
      platform: 'browser',
      external: ['fs/promises', 'module', 'path', 'url'],
      mainFields: ['browser', 'module', 'main'],
    }),
    build({
      ...COMMON,
      plugins: [loadEngineWhenUsed(Object.keys(core), `require('${ENGINE}')`)],
      entryPoints: [path('src/vscode/extension.ts')],
      outfile: join(dist, 'extension.cjs'),
      platform: 'node',
      external: ['vscode'],
    }),
    build({
      ...COMMON,
      plugins: [loadEngineWhenUsed(Object.keys(core), `require('${ENGINE}')`)],
      entryPoints: [path('src/vscode/analyst/thread-main.ts')],
      outfile: join(dist, 'analyst.cjs'),
      platform: 'node',
    }),
    build({
      ...COMMON,
      format: 'iife',
      target: 'es2023',
      entryPoints: [fileURLToPath(new URL('../vscode/model-file/page/main.js', import.meta.url))],
      outfile: join(dist, 'page', 'model-file.js'),
      platform: 'browser',
    }),
    build({
      ...COMMON,
      plugins: [
        loadEngineWhenUsed(
          Object.keys(core),
          `require(${JSON.stringify(path('src/vscode/platform/web-engine.ts'))}).openEngine()`,
        ),
      ],
      entryPoints: [path('src/vscode/extension.web.ts')],
      outfile: join(dist, 'extension.web.cjs'),
      platform: 'browser',
      external: ['vscode'],
      mainFields: ['browser', 'module', 'main'],
    }),
  ]);
  compileProgram(root, dist);
}

/** JSON in plain ASCII, of which V8 reads half as many bytes. */
function formatAscii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Has V8 compile what checks use, so that the program starts sooner on the version of Node that built it. */
function compileProgram(root: string, dist: string): void {
  const script = fileURLToPath(new URL('compile-program.js', import.meta.url));
  const words = ['check', join(root, 'examples', 'ticket-triage'), '--fail-on', 'never'];
  const { status, stderr } = spawnSync(process.execPath, [script, dist, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (status !== 0) throw new Error(`the program that was built does not run: ${stderr}`);
}

if (process.argv[1]?.endsWith('build.js') === true) await buildAll(process.cwd());
