import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, InterruptedError } from '../../src/cli/cli-error.js';
import { type DiscoveryOptions, discoverFiles, findStarts } from '../../src/cli/discover-files.js';
import { createPacer } from '../../src/cli/pacer.js';
import { findProjectRoot, toReportPath } from '../../src/cli/project-root.js';
import { isManifest } from '../../src/core/index.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

describe('discoverFiles', () => {
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
  });
  afterEach(() => removeFolder(folder));

  async function discover(paths: readonly string[] = ['.'], overrides: Partial<DiscoveryOptions> = {}) {
    const discovery = await discoverFiles(
      {
        root: folder,
        starts: findStarts(paths, folder),
        manifestFolders: [],
        isIgnoring: true,
        exclude: [],
        wantsText: false,
        isManifest,
        ...overrides,
      },
      createPacer(() => false),
    );
    return {
      paths: discovery.files.map(({ path }) => path),
      manifests: discovery.manifests.map((absolute) => toReportPath(absolute, folder)),
      notices: discovery.notices.map(
        ({ path, message }) => `${path}: ${message.replace(/^Not scanned: /, '')}`,
      ),
    };
  }

  it('takes Python files and notebooks, in the order of their paths', async () => {
    writeFiles(folder, {
      'b.py': '',
      'a/z.pyi': '',
      'a.ipynb': '',
      'B.PY': '',
      'readme.md': '',
      'x.pyc': '',
    });
    assert.deepEqual((await discover()).paths, ['B.PY', 'a.ipynb', 'a/z.pyi', 'b.py']);
  });

  it('takes texts when wanted', async () => {
    writeFiles(folder, {
      '.env': '',
      '.env.local': '',
      'c.yaml': '',
      Dockerfile: '',
      'Dockerfile.gpu': '',
      'a.bin': '',
      env: '',
    });
    const { paths } = await discover(['.'], { wantsText: true });
    assert.deepEqual(paths, ['.env', '.env.local', 'Dockerfile', 'Dockerfile.gpu', 'c.yaml']);
  });

  it('skips environments, caches and installed packages', async () => {
    const skipped = [
      '.git/a.py',
      'node_modules/a.py',
      '.venv/a.py',
      'venv/a.py',
      'x/__pycache__/a.py',
      'lib/site-packages/a.py',
    ];
    writeFiles(
      folder,
      Object.fromEntries([...skipped, 'own/pyvenv.cfg', 'own/lib/a.py', 'a.py'].map((path) => [path, ''])),
    );
    assert.deepEqual((await discover()).paths, ['a.py']);
  });

  it('enters a skipped folder that was asked for', async () => {
    writeFiles(folder, { 'venv/pyvenv.cfg': '', 'venv/lib/a.py': '' });
    assert.deepEqual((await discover(['venv'])).paths, ['venv/lib/a.py']);
  });

  it('leaves out what Git ignores, exactly', async () => {
    writeFiles(folder, {
      '.gitignore': '# comment\n/build/\n*.tmp.py\nlogs\n!keep.tmp.py\nanchored/*.py\n',
      'src/.gitignore': '!again.tmp.py\nlocal.py\n',
      '.git/info/exclude': 'private.py\n',
      'build/a.py': '',
      'src/build/a.py': '',
      'a.tmp.py': '',
      'keep.tmp.py': '',
      'src/again.tmp.py': '',
      'src/local.py': '',
      'local.py': '',
      'logs/a.py': '',
      'src/logs/a.py': '',
      'private.py': '',
      'anchored/a.py': '',
      'anchored/sub/a.py': '',
    });
    const { paths } = await discover();
    assert.deepEqual(paths, [
      'anchored/sub/a.py',
      'keep.tmp.py',
      'local.py',
      'src/again.tmp.py',
      'src/build/a.py',
    ]);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    writeFiles(folder, { '.git/info/exclude': 'private.py\n' });
    const listed = execFileSync('git', ['ls-files', '-o', '--exclude-standard', '-z', '*.py'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.deepEqual(
      paths,
      listed
        .split('\0')
        .filter((path) => path !== '')
        .sort(),
    );
  });

  for (const version of ['2', '3', '4']) {
    it(`takes what Git tracks although it is ignored, from an index of version ${version}`, async () => {
      writeFiles(folder, {
        '.gitignore': '/extensions/\n*.gen.py\n',
        'extensions/tts/script.py': '',
        'extensions/tts/a.gen.py': '',
        'extensions/mine/own.py': '',
        'extensions/later.py': '',
        'a.gen.py': '',
        'b.gen.py': '',
        'c.py': '',
      });
      const git = (...words: string[]) => execFileSync('git', words, { cwd: folder });
      git('init', '-q');
      git('add', '-f', 'extensions/tts', 'b.gen.py', 'c.py');
      // Version 3 is written for entries with such marks.
      git('add', '-N', '-f', 'extensions/later.py');
      git('update-index', '--index-version', version);
      const tracked = [
        'b.gen.py',
        'c.py',
        'extensions/later.py',
        'extensions/tts/a.gen.py',
        'extensions/tts/script.py',
      ];
      assert.deepEqual((await discover()).paths, tracked);
      assert.deepEqual((await discover(['.'], { exclude: ['extensions'] })).paths, ['b.gen.py', 'c.py']);
      writeFiles(folder, { '.git/index': 'DIRC\0\0\0\x02\0\0\0\x09cut' });
      assert.deepEqual((await discover()).paths, ['c.py']);
    });
  }

  it('takes what a second work tree tracks', async () => {
    writeFiles(folder, { 'main/.gitignore': '*.gen.py\n', 'main/a.gen.py': '' });
    const git = (...words: string[]) => execFileSync('git', words, { cwd: join(folder, 'main') });
    git('init', '-q');
    git('add', '-f', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-q', '-m', 'a');
    git('worktree', 'add', '-q', '../second');
    writeFiles(folder, { 'second/b.gen.py': '' });
    assert.deepEqual((await discover(['second'])).paths, ['second/a.gen.py']);
  });

  it('takes what Git ignores when told', async () => {
    writeFiles(folder, { '.gitignore': '*.py', 'a.py': '' });
    assert.deepEqual((await discover(['.'], { isIgnoring: false })).paths, ['a.py']);
  });

  it('takes a file or folder that was asked for although it is ignored', async () => {
    writeFiles(folder, {
      '.gitignore': 'out/\n*.gen.py\n',
      'out/.gitignore': 'no.py',
      'out/a.py': '',
      'out/no.py': '',
      'b.gen.py': '',
    });
    assert.deepEqual((await discover(['out', 'b.gen.py'])).paths, ['b.gen.py', 'out/a.py']);
  });

  it('applies the ignore files above the folder that was asked for', async () => {
    writeFiles(folder, { '.git/HEAD': '', '.gitignore': '*.gen.py', 'src/a.gen.py': '', 'src/b.py': '' });
    assert.deepEqual((await discover(['src'])).paths, ['src/b.py']);
  });

  it('leaves out what the configuration excludes, also with --no-ignore', async () => {
    writeFiles(folder, { 'a.py': '', 'old/b.py': '', 'c_pb2.py': '' });
    const overrides = { exclude: ['old/', '*_pb2.py'], isIgnoring: false };
    assert.deepEqual((await discover(['.'], overrides)).paths, ['a.py']);
  });

  it('takes each file once', async () => {
    writeFiles(folder, { 'a/b.py': '' });
    assert.deepEqual((await discover(['.', 'a', 'a/b.py', './a/../a/b.py'])).paths, ['a/b.py']);
  });

  it('follows links to files inside the project, once, and to nothing else', async () => {
    const outside = createTemporaryFolder();
    writeFiles(outside, { 'secret.py': '', 'lib/a.py': '' });
    writeFiles(folder, { 'real.py': '', 'data/target.txt': '', 'dir/a.py': '' });
    symlinkSync('real.py', join(folder, 'same.py'));
    symlinkSync('data/target.txt', join(folder, 'named.py'));
    symlinkSync(join(outside, 'secret.py'), join(folder, 'outside.py'));
    symlinkSync(join(outside, 'lib'), join(folder, 'lib'));
    symlinkSync('dir', join(folder, 'again'));
    symlinkSync('nowhere', join(folder, 'broken.py'));
    symlinkSync('loop.py', join(folder, 'loop.py'));
    try {
      const { paths, notices } = await discover();
      assert.deepEqual(paths, ['dir/a.py', 'named.py', 'real.py']);
      assert.deepEqual(notices, [
        'broken.py: a link that leads nowhere: no such file or folder',
        'lib: a link that leads out of the project',
        'loop.py: a link that leads nowhere: too many symbolic links',
        'outside.py: a link that leads out of the project',
      ]);
    } finally {
      removeFolder(outside);
    }
  });

  it('says that a pipe is no file', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.py')]);
    assert.deepEqual((await discover()).notices, ['pipe.py: not a regular file']);
    assert.deepEqual((await discover(['pipe.py'])).notices, ['pipe.py: not a regular file']);
  });

  it('keeps strange names', async () => {
    const names = ['a b.py', 'q"uote\'s.py', 'new\nline.py', '\u{1f600}.py', '#hash.py', '-dash.py'];
    writeFiles(folder, Object.fromEntries(names.map((name) => [name, ''])));
    assert.deepEqual((await discover()).paths, [...names].sort());
  });

  it('finds dependency files in and above what is checked, up to the root', async () => {
    writeFiles(folder, {
      'requirements.txt': '',
      'requirements/dev.txt': '',
      'app/pyproject.toml': '',
      'app/src/a.py': '',
      'other/requirements.txt': '',
    });
    const expected = ['app/pyproject.toml', 'requirements.txt', 'requirements/dev.txt'];
    assert.deepEqual((await discover(['app/src/a.py'])).manifests, expected);
    assert.deepEqual((await discover(['app'])).manifests, expected);
    assert.deepEqual((await discover()).manifests, [
      ...expected.slice(0, 1),
      'other/requirements.txt',
      ...expected.slice(1),
    ]);
  });

  it('names every path that is not there', () => {
    assert.throws(
      () => findStarts(['gone.py', '.', 'also gone'], folder),
      (error) => error instanceof CliError && /"gone\.py".*\n.*"also gone": no such file/.test(error.message),
    );
  });

  it('stops when interrupted', async () => {
    const options = {
      root: folder,
      starts: findStarts(['.'], folder),
      manifestFolders: [],
      isIgnoring: true,
      exclude: [],
      wantsText: false,
      isManifest,
    };
    await assert.rejects(
      discoverFiles(
        options,
        createPacer(() => true),
      ),
      InterruptedError,
    );
  });
});

describe('findProjectRoot', () => {
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    for (const path of ['repo/.git', 'repo/pkg/src', 'repo/pkg/other', 'plain/a', 'plain/b']) {
      mkdirSync(join(folder, path), { recursive: true });
    }
    writeFiles(folder, { 'repo/pkg/fairlead.yaml': '' });
  });
  afterEach(() => removeFolder(folder));

  const cases: readonly (readonly [name: string, folders: readonly string[], cwd: string, root: string])[] = [
    ['the nearest configuration', ['repo/pkg/src'], 'repo', 'repo/pkg'],
    ['the nearest repository', ['repo'], 'plain', 'repo'],
    ['what is above all folders', ['repo/pkg/src', 'repo'], 'repo', 'repo'],
    ['the common configuration', ['repo/pkg/src', 'repo/pkg/other'], 'plain', 'repo/pkg'],
    ['the current folder when nothing marks a project', ['plain/a'], 'plain', 'plain'],
    ['the common folder when it lies elsewhere', ['plain/a', 'plain/b'], 'repo', 'plain'],
  ];
  for (const [name, folders, cwd, root] of cases) {
    it(`is ${name}`, () => {
      const actual = findProjectRoot(
        folders.map((path) => join(folder, path)),
        join(folder, cwd),
      );
      assert.equal(actual, join(folder, root));
    });
  }
});
