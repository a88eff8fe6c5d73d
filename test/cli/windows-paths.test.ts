import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join, win32 } from 'node:path';
import { findStarts } from '../../src/cli/discover-files.js';
import { readManifests } from '../../src/cli/project-files.js';
import { findPathInside, toReportPath } from '../../src/cli/project-root.js';
import { readConfiguration } from '../../src/core/index.js';
import { buildArtifactLocation } from '../../src/core/report/sarif-locations.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

/** A path and a root of Windows, how reports name the path, and how SARIF does. */
const PATHS: readonly (readonly [path: string, root: string, shown: string, uri: string])[] = [
  ['C:\\repo\\src\\a b.py', 'C:\\repo', 'src/a b.py', 'src/a%20b.py'],
  ['C:\\repo', 'C:\\repo', '', './'],
  ['c:\\Repo\\a.py', 'C:\\repo', 'a.py', 'a.py'],
  ['C:\\repo\\..a\\b.py', 'C:\\repo', '..a/b.py', '..a/b.py'],
  ['C:\\a.py', 'C:\\', 'a.py', 'a.py'],
  ['C:\\repository\\a.py', 'C:\\repo', 'C:/repository/a.py', 'file:///C:/repository/a.py'],
  ['D:\\other\\a.py', 'C:\\repo', 'D:/other/a.py', 'file:///D:/other/a.py'],
  ['\\\\host\\share\\repo\\a.py', '\\\\host\\share\\repo', 'a.py', 'a.py'],
  ['\\\\host\\share\\a.py', 'C:\\repo', '//host/share/a.py', 'file://host/share/a.py'],
  ['\\\\?\\C:\\repo\\a.py', '\\\\?\\C:\\repo', 'a.py', 'a.py'],
];

describe('paths of Windows', () => {
  for (const [path, root, shown, uri] of PATHS) {
    it(`are named with slashes: ${path} below ${root}`, () => {
      assert.equal(toReportPath(path, root, win32), shown);
      assert.equal(buildArtifactLocation(shown).uri, uri);
      const inside = findPathInside(path, root, win32);
      assert.equal(inside, uri.startsWith('file:') ? undefined : shown);
    });
  }

  for (const [text, says] of [
    ['exclude: ["src\\\\gen"]', /exclude\[0\]: expected a pattern .* with \/ between folders/],
    ['exclude: ["data\\\\"]', /exclude\[0\]/],
    ['teamRules: ["tools\\\\rules"]', /teamRules\[0\]: expected a folder .* with \/ between folders/],
    ['teamRules: ["C:\\\\rules"]', /teamRules\[0\]/],
    ['exclude: ["\\\\#a", "\\\\!b", "a\\\\ ", "\\\\[x\\\\]"]', undefined],
  ] as const) {
    it(`${says === undefined ? 'are told from escapes' : 'are refused'} in a configuration: ${text}`, () => {
      const problems = readConfiguration('fairlead.yaml', text, []).problems.map(({ message }) => message);
      if (says === undefined) assert.deepEqual(problems, []);
      else assert.match(problems.join('\n'), says);
    });
  }
});

describe('paths of this system', () => {
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  it('keep a backslash in a name', () => {
    writeFiles(folder, { 'a\\requirements.txt': 'torch\n' });
    const [manifest] = readManifests(folder, [join(folder, 'a\\requirements.txt')]);
    assert.equal(manifest?.path, 'a\\requirements.txt');
  });

  it('are whole below the root of all', () => {
    writeFiles(folder, { 'requirements.txt': 'torch\n' });
    const absolute = join(folder, 'requirements.txt');
    assert.equal(readManifests('/', [absolute])[0]?.path, absolute.slice(1));
  });

  it('are one where two differ in case alone and lead to one file', () => {
    writeFiles(folder, { 'train.py': '' });
    symlinkSync('train.py', join(folder, 'TRAIN.PY'));
    const starts = findStarts(['TRAIN.PY', 'train.py'], folder).map(({ absolute }) => absolute);
    assert.deepEqual(new Set(starts), new Set([join(folder, 'train.py')]));
  });
});
