import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from 'yaml';
import { setRuleLevel } from '../../../src/core/configuration/set-rule-level.js';

describe('setting a rule level', () => {
  const table: readonly (readonly [string, string | undefined, string])[] = [
    ['makes a new file', undefined, 'rules:\n  py/a: off\n'],
    ['fills an empty file', '', 'rules:\n  py/a: off\n'],
    ['keeps a comment', '# ours\n', '# ours\nrules:\n  py/a: off\n'],
    ['keeps what has no final line end', 'failOn: note', 'failOn: note\nrules:\n  py/a: off\n'],
    ['keeps a byte order mark', '\uFEFF', '\uFEFFrules:\n  py/a: off\n'],
    [
      'adds to rules, with their indentation and comments',
      'rules: # why\n    # first\n    py/b:   note   # because\n    # last\nfailOn:  "note" # odd layout\n',
      'rules: # why\n    # first\n    py/b:   note   # because\n    py/a: off\n    # last\nfailOn:  "note" # odd layout\n',
    ],
    [
      'adds at the end of a file without a final line end',
      'rules:\n  py/b: note',
      'rules:\n  py/b: note\n  py/a: off',
    ],
    [
      'keeps CRLF',
      'rules:\r\n  py/b: note\r\nexclude: []\r\n',
      'rules:\r\n  py/b: note\r\n  py/a: off\r\nexclude: []\r\n',
    ],
    [
      'changes a level and keeps the comment',
      'rules:\n  py/a: error  # why\n',
      'rules:\n  py/a: off  # why\n',
    ],
    ['changes a quoted level', "rules:\n  'py/a': 'error'\n", "rules:\n  'py/a': off\n"],
    [
      'gives a level where there is none',
      'rules:\n  py/a:\n  py/b: note\n',
      'rules:\n  py/a: off\n  py/b: note\n',
    ],
    [
      'fills rules without a value',
      'rules:  # none yet\n  # py/x: off\nfailOn: note\n',
      'rules:  # none yet\n  py/a: off\n  # py/x: off\nfailOn: note\n',
    ],
    ['fills an empty object', 'rules: {}\n', 'rules: { py/a: off }\n'],
    [
      'adds to an object on one line',
      'rules: { py/b: note } # x\n',
      'rules: { py/b: note, py/a: off } # x\n',
    ],
    ['adds beside other keys', 'exclude:\n  - a\n', 'exclude:\n  - a\nrules:\n  py/a: off\n'],
    ['writes an odd layout anew', '{ failOn: note } # x\n', '{ failOn: note, rules: { py/a: off } } # x\n'],
  ];
  for (const [name, before, expected] of table) {
    it(name, () => {
      assert.equal(setRuleLevel(before, 'py/a', 'off'), expected);
    });
  }

  it('quotes an id that YAML would read otherwise', () => {
    assert.deepEqual(parse(setRuleLevel('', 'null', 'off')), { rules: { null: 'off' } });
    assert.equal(setRuleLevel('', '@a: b', 'off'), 'rules:\n  "@a: b": off\n');
  });

  const refusals: readonly (readonly [string, RegExp])[] = [
    ['rules:\n  a: "x\n', /^fairlead\.yaml:3:1: .*; correct the file first$/],
    ['a: 1\na: 2\n', /^fairlead\.yaml:2:1: the key a is there twice; correct the file first$/],
    [
      'rules:\n  py/b: off\n  py/b: note\n',
      /^fairlead\.yaml:3:3: the key py\/b is there twice; correct the file first$/,
    ],
    ['a: *b\n', /^fairlead\.yaml: .*alias.*; correct the file first$/],
    ['- a\n', /^fairlead\.yaml:1:1: must hold an object with rules; correct the file first$/],
    ['failOn: note\nrules: [a]\n', /^fairlead\.yaml:2:1: rules must be an object; correct the file first$/],
  ];
  for (const [text, message] of refusals) {
    it(`leaves ${JSON.stringify(text)} to its author`, () => {
      assert.throws(() => setRuleLevel(text, 'py/a', 'off'), { message });
    });
  }

  it('changes nothing but the rule, whatever the text, or throws an error that names the file', () => {
    const lines = fc.constantFrom(
      ...[
        'rules:',
        '  py/a: note',
        '  py/b: note # c',
        '    py/c: off',
        'rules: {',
        '  }',
        'exclude:',
        '  - a',
        '# c',
        '',
      ],
      ...[
        'failOn: note',
        '  # c',
        '---',
        '...',
        'rules: {py/b: note,}',
        '? rules',
        ': {}',
        'x: |',
        '  text',
        'y: &a 1',
        'z: *a',
        '\t',
        '"rules":',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(lines, { maxLength: 7 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        (parts, eol, ends) => {
          const before = parts.join(eol) + (ends ? eol : '');
          let after: string;
          try {
            after = setRuleLevel(before, 'py/a', 'off');
          } catch (error) {
            assert.match(String(error), /^Error: fairlead\.yaml:/);
            return;
          }
          const data = parse(before, { uniqueKeys: false }) ?? {};
          assert.deepEqual(parse(after, { uniqueKeys: false }), {
            ...data,
            rules: { ...data.rules, 'py/a': 'off' },
          });
          for (const comment of ['# c']) {
            assert.equal(after.split(comment).length, before.split(comment).length);
          }
          assert.equal(setRuleLevel(after, 'py/a', 'off'), after);
        },
      ),
      { numRuns: 3000 },
    );
  });
});
