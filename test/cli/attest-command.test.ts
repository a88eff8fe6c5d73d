import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readGitIdentity } from '../../src/cli/attest-command-identity.js';
import { type RunOptions, runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

const file = '.fairlead/attestations.yaml';

describe('fairlead attest', function () {
  this.timeout(60_000);
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    writeFiles(folder, { 'fairlead.yaml': '', 'a.py': 'x = 1\n' });
  });
  afterEach(() => removeFolder(folder));

  const nobody = { HOME: '/nonexistent', XDG_CONFIG_HOME: '', GIT_AUTHOR_NAME: '', GIT_AUTHOR_EMAIL: '' };
  const attest = (words: readonly string[], options: RunOptions = {}) =>
    runFairlead(folder, ['attest', ...words], {
      ...options,
      environment: { ...nobody, ...options.environment },
    });
  const read = () => readFileSync(join(folder, file), 'utf8');
  const stateOf = (id: string) => {
    const { stdout } = runFairlead(folder, ['status', '--format', 'json']);
    return new RegExp(`"id": "${id}",[^{}]*?"state": "([a-z-]+)"`).exec(stdout)?.[1];
  };

  it('writes an entry that status counts', () => {
    assert.equal(stateOf('ncsc-1.1.q3'), 'open');
    const { code, stdout, stderr } = attest([
      'ncsc-1.1.q3',
      '--reason',
      'Register R-1',
      '--by',
      'Ada <ada@example.org>',
    ]);
    assert.deepEqual([code, stderr], [0, '']);
    assert.match(
      stdout,
      /^Attested: ncsc-1\.1\.q3 .*\nby Ada <ada@example\.org> in \.fairlead\/attestations\.yaml\n$/,
    );
    assert.match(
      read(),
      /\n {2}- id: ncsc-1\.1\.q3\n {4}verdict: attested\n {4}by: Ada <ada@example\.org>\n {4}date: \d{4}-\d\d-\d\d\n {4}reason: Register R-1\n/,
    );
    assert.equal(stateOf('ncsc-1.1.q3'), 'attested');
  });

  it('withdraws and keeps the history', () => {
    attest(['ncsc-1.1.q3', '-m', 'Register R-1', '--by', 'Ada']);
    assert.equal(attest(['ncsc-1.1.q3', '--withdraw', '-m', 'Wrong register', '--by', 'Bob']).code, 0);
    assert.equal(stateOf('ncsc-1.1.q3'), 'open');
    assert.match(read(), /Register R-1[\s\S]*verdict: withdrawn[\s\S]*Wrong register/);
  });

  it('declares an item not applicable', () => {
    assert.equal(attest(['ncsc-3.3', '--not-applicable', '-m', 'A library', '--by', 'Ada']).code, 0);
    assert.equal(stateOf('ncsc-3.3'), 'not-applicable');
  });

  const wrong: readonly [name: string, words: readonly string[], message: RegExp][] = [
    ['no id', ['-m', 'x', '--by', 'A'], /needs the id of a question/],
    ['two ids', ['ncsc-1.1', 'ncsc-1.2', '-m', 'x', '--by', 'A'], /takes one id/],
    ['an unknown id', ['ncsc-1.1.q33', '-m', 'x', '--by', 'A'], /did you mean ncsc-1\.1\.q3\?/],
    ['no reason', ['ncsc-1.1', '--by', 'A'], /needs --reason/],
    ['an empty reason', ['ncsc-1.1', '-m', ' ', '--by', 'A'], /needs --reason/],
    ['two lines', ['ncsc-1.1', '-m', 'a\nb', '--by', 'A'], /--reason must be a single line/],
    ['nobody', ['ncsc-1.1', '-m', 'x'], /nobody is named: give --by/],
    ['a day that is past', ['ncsc-1.1', '-m', 'x', '--by', 'A', '--until', '2020-01-01'], /is past/],
    [
      'a day that is none',
      ['ncsc-1.1', '-m', 'x', '--by', 'A', '--until', '2999-02-30'],
      /not a day|by hand/,
    ],
    [
      'both verdicts',
      ['ncsc-1.1', '-m', 'x', '--by', 'A', '--withdraw', '--not-applicable'],
      /exclude each other/,
    ],
    ['nothing to withdraw', ['ncsc-1.1', '-m', 'x', '--by', 'A', '--withdraw'], /nothing to withdraw/],
    ['an unknown option', ['ncsc-1.1', '-m', 'x', '--untl', '2999-01-01'], /did you mean --until\?/],
  ];
  for (const [name, words, message] of wrong) {
    it(`refuses ${name} and writes nothing`, () => {
      const { code, stdout, stderr } = attest(words);
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, message);
      assert.throws(read, /ENOENT/);
    });
  }

  it('leaves a broken file as it is', () => {
    writeFiles(folder, { [file]: 'schemaVersion: 1\nattestations:\n  - id: nope\n' });
    const { code, stderr } = attest(['ncsc-1.1', '-m', 'x', '--by', 'A']);
    assert.equal(code, 2);
    assert.match(stderr, /attestations\.yaml:3:5: .*; mend it first/);
    assert.equal(read(), 'schemaVersion: 1\nattestations:\n  - id: nope\n');
  });

  it('takes the name from the configuration of Git', () => {
    writeFiles(folder, {
      '.git/HEAD': '',
      '.git/config': '[user]\n\tname = Ada Lovelace\n\temail = ada@example.org\n',
    });
    assert.equal(attest(['ncsc-1.1', '-m', 'x']).code, 0);
    assert.match(read(), /by: Ada Lovelace <ada@example\.org>\n/);
  });

  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.org', ...words], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const commit = (id: string, by = 'Ada') => {
    assert.equal(attest([id, '-m', `For ${id}`, '--by', by]).code, 0);
    git('add', '-A');
    git('commit', '-q', '-m', id);
  };

  it('merges two branches that each make the file, without a conflict', () => {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    const left = ['ncsc-1.1.q1', 'ncsc-1.2.q4', 'ncsc-2.3', 'g7-coc-11.q4'];
    const right = ['ncsc-1.1.q3', 'ncsc-1.2.q5', 'ncsc-2.3.q1', 'g7-gp-1.q1'];
    git('checkout', '-q', '-b', 'left');
    for (const id of left) commit(id);
    git('checkout', '-q', 'main');
    git('checkout', '-q', '-b', 'right');
    for (const id of right) commit(id, 'Bob');
    git('merge', '-q', '--no-edit', 'left');
    const ids = read().match(/(?<=^ {2}- id: ).+$/gm);
    assert.deepEqual([...(ids ?? [])].sort(), [...left, ...right].sort());
    for (const id of [...left, ...right].filter((each) => each.includes('.q'))) {
      assert.notEqual(stateOf(id), 'open', id);
    }
    commit('ncsc-1.3.q6', 'Eve');
    assert.equal(read().match(/^ {2}- id: /gm)?.length, 9, 'it can be written on');
  });

  it('says what to do when a merge ran two entries for the same question into one', () => {
    git('init', '-q', '-b', 'main');
    git('add', '-A');
    git('commit', '-q', '-m', 'first');
    git('checkout', '-q', '-b', 'left');
    commit('ncsc-1.1.q1');
    git('checkout', '-q', 'main');
    commit('ncsc-1.1.q1', 'Bob');
    git('merge', '-q', '--no-edit', 'left');
    const { code, stderr } = runFairlead(folder, ['status']);
    assert.equal(code, 2);
    assert.match(
      stderr,
      /attestations\.yaml:\d+:\d+: .*two branches attest ncsc-1\.1\.q1: make two entries of it, each with "- id: ncsc-1\.1\.q1", verdict/,
    );
  });

  it('leaves rules for Git alone that are there', () => {
    writeFiles(folder, { '.fairlead/.gitattributes': '* text\n' });
    assert.equal(attest(['ncsc-1.1', '-m', 'x', '--by', 'Ada']).code, 0);
    assert.equal(readFileSync(join(folder, '.fairlead/.gitattributes'), 'utf8'), '* text\n');
  });

  it('merges what two branches attest, without a conflict', () => {
    git('init', '-q', '-b', 'main');
    commit('ncsc-1.1.q1');
    // Neighbours, the same place from both sides, an item and its question, and far apart.
    const pairs: readonly (readonly [string, string])[] = [
      ['ncsc-1.2.q4', 'ncsc-1.2.q5'],
      ['ncsc-1.3', 'ncsc-1.3.q6'],
      ['ncsc-2.1.q5', 'g7-coc-9.q1'],
      ['g7-coc-11.q3', 'g7-coc-11.q4'],
    ];
    for (const [left, right] of pairs) {
      git('checkout', '-q', '-b', `b-${left}`);
      commit(left);
      git('checkout', '-q', 'main');
      commit(right);
      git('merge', '-q', '--no-edit', `b-${left}`);
      assert.deepEqual([stateOf(left), stateOf(right)].includes('open'), false, `${left} and ${right}`);
    }
    assert.equal(read().match(/^ {2}- id: /gm)?.length, 9);
  });

  it('names the conflict when both attest the same', () => {
    writeFiles(folder, { [file]: 'schemaVersion: 1\nattestations:\n<<<<<<< HEAD\n=======\n>>>>>>> b\n' });
    const { code, stderr } = runFairlead(folder, ['status']);
    assert.equal(code, 2);
    assert.match(stderr, /attestations\.yaml:3:1: holds the marks of an unfinished merge/);
  });
});

describe('the identity that Git has', () => {
  let folder: string;
  beforeEach(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, 'home'));
    mkdirSync(join(folder, 'repo'));
  });
  afterEach(() => removeFolder(folder));

  const identity = (
    files: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>> = {},
  ) => {
    writeFiles(folder, files);
    return readGitIdentity(join(folder, 'repo'), { HOME: join(folder, 'home'), ...environment });
  };
  const user = (name: string, email: string) => `[user]\n\tname = ${name}\n\temail = ${email}\n`;

  const cases: readonly [
    name: string,
    files: Readonly<Record<string, string>>,
    environment: Readonly<Record<string, string>>,
    expected: string | undefined,
  ][] = [
    ['is that of the user', { 'home/.gitconfig': user('A', 'a@b') }, {}, 'A <a@b>'],
    [
      'is that of the repository before the user',
      { 'home/.gitconfig': user('A', 'a@b'), 'repo/.git/config': '[user]\nemail = c@d\n' },
      {},
      'A <c@d>',
    ],
    [
      'is that of the environment before all',
      { 'home/.gitconfig': user('A', 'a@b') },
      { GIT_AUTHOR_NAME: 'E' },
      'E <a@b>',
    ],
    ['is in the newer place', { 'home/.config/git/config': user('X', 'x@y') }, {}, 'X <x@y>'],
    [
      'is without quotes and comments',
      { 'home/.gitconfig': '[user] # me\n name = "A \\"B\\" C" ; x\n email = a@b # y\n' },
      {},
      'A "B" C <a@b>',
    ],
    [
      'is not that of another section',
      { 'home/.gitconfig': '[user "x"]\nname = N\n[users]\nname = M\n' },
      {},
      undefined,
    ],
    ['is a name alone', { 'home/.gitconfig': '[user]\nname = A\n' }, {}, 'A'],
    [
      'is in an included file',
      { 'home/.gitconfig': '[include]\npath = own\n', 'home/own': user('I', 'i@j') },
      {},
      'I <i@j>',
    ],
    [
      'ends in a circle of includes',
      { 'home/.gitconfig': '[include]\npath = .gitconfig\n[user]\nname = A\n' },
      {},
      'A',
    ],
    [
      'is that of a linked work tree',
      {
        'repo/.git': 'gitdir: ../main/.git/worktrees/w\n',
        'main/.git/worktrees/w/commondir': '../..\n',
        'main/.git/config': user('W', 'w@x'),
      },
      {},
      'W <w@x>',
    ],
    ['is nobody', {}, {}, undefined],
  ];
  for (const [name, files, environment, expected] of cases) {
    it(name, () => assert.equal(identity(files, environment), expected));
  }

  it('survives a file that is no text', () => {
    writeFileSync(join(folder, 'home/.gitconfig'), Buffer.from([0, 255, 91, 117, 10, 13]));
    assert.equal(readGitIdentity(join(folder, 'repo'), { HOME: join(folder, 'home') }), undefined);
  });
});
