import assert from 'node:assert/strict';
import { addRuleFolder } from '../../../src/core/configuration/add-rule-folder.js';

describe('a folder of rules that is named in fairlead.yaml', () => {
  const cases: readonly (readonly [string, string | undefined, string])[] = [
    ['no file', undefined, 'teamRules:\n  - a/b\n'],
    ['other settings', 'rules: {}\n', 'rules: {}\nteamRules:\n  - a/b\n'],
    ['no line end', '# mine\nfailOn: note', '# mine\nfailOn: note\nteamRules:\n  - a/b\n'],
    [
      'a package',
      'teamRules:\n  - npm:x # ours\nfailOn: note\n',
      'teamRules:\n  - npm:x # ours\n  - a/b\nfailOn: note\n',
    ],
    ['other line ends', 'failOn: note\r\n', 'failOn: note\r\nteamRules:\r\n  - a/b\r\n'],
    ['no indentation', 'teamRules:\n- npm:x\n', 'teamRules:\n- npm:x\n- a/b\n'],
  ];
  for (const [what, before, after] of cases) {
    it(`stands after ${what}`, () => assert.equal(addRuleFolder(before, 'a/b'), after));
  }

  it('is left to people where one line is not enough', () => {
    for (const text of ['teamRules: [npm:x]\n', '{ failOn: note }\n', 'teamRules:\n', '- a\n', 'a: [\n']) {
      assert.throws(() => addRuleFolder(text, 'a/b'), /write - a\/b under teamRules by hand/, text);
    }
  });
});
