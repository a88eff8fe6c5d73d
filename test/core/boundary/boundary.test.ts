import assert from 'node:assert/strict';
import type { Metafile } from 'esbuild';
import {
  findForbiddenGlobals,
  listSources,
  readSource,
  readSpecifiers,
  resolveImport,
  type Trespass,
  traceImports,
} from '../../support/imports.js';

const DOOR = 'src/core/index.ts';
const PACKAGES: readonly string[] = [
  'web-tree-sitter',
  'yaml',
  'jsonc-parser',
  'smol-toml',
  'toml-eslint-parser',
  'eslint-visitor-keys',
  'vscode-languageserver-types',
  'vscode-languageserver-textdocument',
  'fflate',
  // In a bundle of its own.
  'scslre',
];
/** Packages of types alone, of which nothing is left when the code runs. */
const TYPES: readonly string[] = ['sarif'];
/** Asks for the file system behind a guard that a host without one never passes. */
const GUARDED = 'web-tree-sitter';

/** What the engine takes in and must not, through whatever file or package. */
function findTrespasses({ inputs }: Metafile): readonly Trespass[] {
  return Object.entries(inputs).flatMap(([file, { imports }]) => {
    const owner = PACKAGES.find((name) => file.includes(`node_modules/${name}/`));
    if (owner === undefined && !file.startsWith('src/core/')) return [{ file: DOOR, imported: file }];
    if (owner === GUARDED) return [];
    return imports.flatMap(({ path, external }) => (external === true ? [{ file, imported: path }] : []));
  });
}

/** Imports of core's own files that leave core, types included. */
function findExits(file: string, source: string): readonly Trespass[] {
  return readSpecifiers(source).flatMap((specifier) => {
    const isInside = specifier.startsWith('.')
      ? resolveImport(file, specifier).startsWith('src/core/')
      : PACKAGES.includes(specifier) || TYPES.includes(specifier);
    return isInside ? [] : [{ file, imported: specifier }];
  });
}

/** What both hosts use on a machine with Node. */
const SHARED = 'src/node';

/** Imports of a host that pass the engine's door by, or lead to the other host. */
function findSideEntries(host: string, file: string, source: string): readonly Trespass[] {
  return readSpecifiers(source).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return [];
    const target = resolveImport(file, specifier);
    const isOpen = target === DOOR || [host, SHARED].some((folder) => target.startsWith(`${folder}/`));
    return isOpen ? [] : [{ file, imported: target }];
  });
}

const INNER = 'src/core/source/position.ts';

describe('the boundary of the engine', () => {
  it('is not crossed by the bundle, through files and packages', async () => {
    const traced = await traceImports(DOOR);
    assert.deepEqual(findTrespasses(traced), []);
    assert.ok(Object.keys(traced.inputs).length > 100, 'the engine was not followed');
  });

  it('is not crossed by any file, not even for a type', () => {
    assert.deepEqual(
      listSources('src/core').flatMap((file) => findExits(file, readSource(file))),
      [],
    );
  });

  for (const host of ['src/cli', 'src/vscode', SHARED]) {
    it(`is passed by ${host} through the door only`, () => {
      const files = listSources(host);
      assert.ok(files.length > 0);
      assert.deepEqual(
        files.flatMap((file) => findSideEntries(host, file, readSource(file))),
        [],
      );
    });
  }

  it('keeps out clocks, chance and the globals of hosts', async () => {
    const used: string[] = [];
    for (const file of listSources('src/core')) {
      for (const name of await findForbiddenGlobals(readSource(file))) used.push(`${file}: ${name}`);
    }
    assert.deepEqual(used, []);
  });

  describe('is noticed when somebody adds', () => {
    for (const [line, imported] of [
      ["import 'node:fs';", 'node:fs'],
      ["import { readFileSync } from 'fs';", 'fs'],
      ["import * as vscode from 'vscode';", 'vscode'],
      ["export { window } from 'vscode';", 'vscode'],
      ["export const late = () => import('node:os');", 'node:os'],
      ["import '../../cli/terminal.js';", 'src/cli/terminal.ts'],
      ["import 'ignore';", 'node_modules/ignore/index.js'],
    ] as const) {
      it(line, async () => {
        const found = findTrespasses(await traceImports(DOOR, { [INNER]: `${line}\n${readSource(INNER)}` }));
        assert.ok(
          found.some((trespass) => trespass.imported === imported),
          JSON.stringify(found),
        );
        assert.equal(findExits(INNER, line).length, 1);
      });
    }

    it("import type * as vscode from 'vscode';", () => {
      assert.deepEqual(findExits(INNER, "import type * as vscode from 'vscode';"), [
        { file: INNER, imported: 'vscode' },
      ]);
    });

    for (const [host, line, target] of [
      [
        'src/cli',
        "import { applyEdits } from '../core/report/apply-edits.js';",
        'src/core/report/apply-edits.ts',
      ],
      ['src/cli', "import type { Rule } from '../core/rules/rule.js';", 'src/core/rules/rule.ts'],
      ['src/vscode', "export { main } from '../cli/main.js';", 'src/cli/main.ts'],
      ['src/node', "import { CliError } from '../cli/cli-error.js';", 'src/cli/cli-error.ts'],
      ['src/cli', "const app = await import('../vscode/app.js');", 'src/vscode/app.ts'],
    ] as const) {
      it(`${line} in ${host}`, () => {
        const file = `${host}/some-file.ts`;
        assert.deepEqual(findSideEntries(host, file, line), [{ file, imported: target }]);
      });
    }

    for (const [source, ...names] of [
      ['console.log(1);', 'console'],
      ['export const now = () => Date.now();', 'Date'],
      ['export const today = new Date();', 'Date'],
      ['export const dice = Math.random() + Math.max(1, 2);', 'Math.random'],
      ['globalThis.setTimeout(run, 1); function run() {}', 'globalThis'],
      ['export const home = process.env["HOME"], at = document.title;', 'process', 'document'],
      ['export function open(document: { process: string }) { return document.process; }'],
      ['// console.log(Date.now())\nexport const text = "process.exit()";'],
    ] as const) {
      it(`${source.split('\n')[0]} (${names.length} of them)`, async () => {
        assert.deepEqual(await findForbiddenGlobals(source), names);
      });
    }
  });
});
