import assert from 'node:assert/strict';
import { DOORS } from '../cli/write-doors.js';
import { listSources, readSource } from '../support/imports.js';

/** What changes files, of Node and of the editor's file system. */
const NODE = ['appendFile', 'chmod', 'copyFile', 'cp', 'createWriteStream', 'link', 'mkdir', 'mkdtemp']
  .concat(['rename', 'rm', 'rmdir', 'symlink', 'truncate', 'unlink', 'utimes', 'writeFile'])
  .flatMap((name) => [name, `${name}Sync`]);
const EDITOR = /\bfs\s*\.\s*(?:copy|createDirectory|delete|rename|writeFile)\b/;
/** The editor's own ways to save and to make files: it empties a file before it writes it. */
const SAVING =
  /\.\s*(?:save|saveAs|saveAll|createFile|deleteFile|renameFile)\s*\(|['"]workbench\.action\.files\.save/;

/** Who may: what they do is held to whole files, step by step, in the tests beside this one and in test/cli/crash. */
const WRITERS: readonly string[] = [
  'src/node/hold-file.ts',
  'src/node/make-folder.ts',
  'src/node/write-file.ts',
  'src/vscode/platform/write-file.ts',
];

/** Whether a source changes files by itself. */
function changesFiles(source: string): boolean {
  const imports = [...source.matchAll(/^import (.*?) from 'node:fs(?:\/promises)?';/gms)];
  const names = imports.flatMap(([, list = '']) => list.match(/\w+/g) ?? []);
  const isWhole = imports.some(([, list = '']) => !list.trimStart().startsWith('{'));
  return isWhole || names.some((name) => NODE.includes(name)) || EDITOR.test(source) || SAVING.test(source);
}

/** Files of a folder that import a function from a file. */
function findUsers(folder: string, name: string, file: RegExp): readonly string[] {
  return listSources(folder).filter((path) => {
    const imports = readSource(path).matchAll(/^import \{([^}]*)\} from '([^']+)';/gm);
    return [...imports].some(
      ([, names = '', from = '']) => file.test(from) && names.match(/\w+/g)?.includes(name),
    );
  });
}

describe('whatever changes files', () => {
  it('does so through one way, in both hosts', () => {
    const sources = ['src/cli', 'src/node', 'src/vscode', 'src/core'].flatMap(listSources);
    assert.deepEqual(
      sources.filter((file) => changesFiles(readSource(file))),
      WRITERS,
    );
  });

  for (const line of [
    "import { rmSync } from 'node:fs';",
    "import { open, writeFile } from 'node:fs/promises';",
    "import * as fs from 'node:fs';",
    'await vscode.workspace.fs.writeFile(uri, bytes);',
    'await document.save();',
    'edit.createFile(uri, { overwrite: true });',
  ]) {
    it(`is noticed: ${line}`, () => assert.ok(changesFiles(line)));
  }

  it('leaves it to people to save what it edits in an open text', () => {
    const editing = listSources('src/vscode').filter((file) => readSource(file).includes('.applyEdit('));
    assert.deepEqual(editing, [
      'src/vscode/commands/choose-fix.ts',
      'src/vscode/commands/silence.ts',
      'src/vscode/platform/change-text.ts',
    ]);
  });

  it('is interrupted at each step in test/cli/crash, for each file of the command line that writes', () => {
    const users = findUsers('src/cli', 'writeFileAtomically', /node\/write-file\.js$/);
    assert.deepEqual([...new Set(DOORS.map(({ by }) => by))].sort(), users);
  });

  it('is interrupted at each step in the suite of the editor, for each file of the extension that has files written', () => {
    const users = ['writeFile', 'changeFile', 'changeText'].flatMap((name) =>
      findUsers('src/vscode', name, /\/(?:write-file|change-text)\.js$/),
    );
    const suite = readSource('test/vscode/suite/interrupted-writes.test.ts');
    const tried = [...suite.matchAll(/^ +by: '([^']+)'/gm)].map(([, file = '']) => file);
    const own = users.filter((file) => !file.startsWith('src/vscode/platform/'));
    assert.deepEqual([...new Set(tried)].sort(), [...new Set(own)].sort());
  });
});
