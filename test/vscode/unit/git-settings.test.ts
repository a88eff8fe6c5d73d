import assert from 'node:assert/strict';
import { formatGitUser, readGitUser } from '../../../src/vscode/checklist/git-settings.js';

describe('readGitUser', () => {
  const cases: readonly [string, string, object][] = [
    [
      'a user',
      '[user]\n\tname = Ada Lovelace\n\temail = ada@example.org\n',
      { name: 'Ada Lovelace', email: 'ada@example.org' },
    ],
    [
      'quotes and comments',
      '[user]\nname = "Ada ; \\"L\\"" # x\nemail=a@b ; y\n',
      { name: 'Ada ; "L"', email: 'a@b' },
    ],
    ['another section', '[remote "origin"]\nname = x\n[user "work"]\nname = y\n[core]\nemail = z\n', {}],
    ['any letter case and a value beside its heading', '[User] Name = Ada\r\n', { name: 'Ada' }],
    ['the last of two', '[user]\nname = A\n[core]\n[user]\nname = B\n', { name: 'B' }],
    ['an empty value', '[user]\nname =\n', {}],
    ['what is no configuration', '\0\u0001[[[', {}],
  ];
  for (const [what, text, expected] of cases) {
    it(`reads ${what}`, () => assert.deepEqual(readGitUser(text), expected));
  }
});

describe('formatGitUser', () => {
  it('lets the later file win, value by value', () => {
    const users = [{ name: 'Ada', email: 'home@example.org' }, { email: 'work@example.org' }];
    assert.equal(formatGitUser(users), 'Ada <work@example.org>');
  });

  it('takes what there is', () => {
    assert.equal(formatGitUser([{ email: 'a@b' }]), 'a@b');
    assert.equal(formatGitUser([{ name: 'Ada' }]), 'Ada');
    assert.equal(formatGitUser([{}]), undefined);
  });
});
