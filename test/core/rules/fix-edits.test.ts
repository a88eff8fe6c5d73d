import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { applyEdits } from '../../../src/core/report/apply-edits.js';
import { selectFixes } from '../../../src/core/report/select-fixes.js';
import type { Rule, ValueTest } from '../../../src/core/rules/rule.js';
import type { FixEdit } from '../../../src/core/rules/rule-fix.js';
import { createRule } from '../../support/create-rule.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());

function createFixRule(edit: FixEdit, where?: ValueTest): Rule {
  return createRule(
    {
      kind: 'call',
      names: ['lib.use'],
      ...(where === undefined ? {} : { where: { argument: { '@0': where } } }),
    },
    [{ title: 'Mend it', keepsBehaviour: false, edits: [edit] }],
  );
}

async function apply(rule: Rule, call: string): Promise<{ count: number; fixed: string }> {
  const engine = createTestEngine({ ...knowledge, rules: [rule] });
  try {
    const code = `import lib\n${call}\n`;
    const { findings } = await engine.analyse(
      { kind: 'text', path: 'app.py', text: code },
      createContext('app.py'),
    );
    const edits = [...selectFixes(findings, { onlySafe: false }).edits.values()].flat();
    return {
      count: findings.length,
      fixed: applyEdits(code, edits, 'text').slice('import lib\n'.length, -1),
    };
  } finally {
    engine.dispose();
  }
}

describe('edits of fixes', () => {
  const rewrite: FixEdit = { kind: 'rewrite-argument', name: 'url@0', pattern: 'http:', text: 'https:' };
  const set: FixEdit = { kind: 'set-argument', name: 'safe@1', value: 'True' };
  const rows: readonly (readonly [string, FixEdit, string, string])[] = [
    ['rewrites a string', rewrite, 'lib.use("http://a", 1)', 'lib.use("https://a", 1)'],
    ['rewrites a keyword', rewrite, "lib.use(x=1, url='http://a')", "lib.use(x=1, url='https://a')"],
    ['rewrites an f-string', rewrite, 'lib.use(f"http://{h}")', 'lib.use(f"https://{h}")'],
    ['rewrites the first only', rewrite, 'lib.use("http:http:")', 'lib.use("https:http:")'],
    ['leaves what does not match', rewrite, 'lib.use("ftp://a")', 'lib.use("ftp://a")'],
    ['leaves a name', rewrite, 'lib.use(URL)', 'lib.use(URL)'],
    ['leaves a value behind a spread', rewrite, 'lib.use(*["http://a"])', 'lib.use(*["http://a"])'],
    ['sets a positional argument', set, 'lib.use(1, False)', 'lib.use(1, True)'],
    ['sets a keyword', set, 'lib.use(1, safe=False)', 'lib.use(1, safe=True)'],
    ['adds a keyword', set, 'lib.use(1)', 'lib.use(1, safe=True)'],
    ['leaves later positions', set, 'lib.use(x=1, y=2)', 'lib.use(x=1, y=2, safe=True)'],
  ];
  const remove: FixEdit = { kind: 'remove-argument', name: 'old' };
  const lines = (...parts: readonly string[]): string => ['lib.use(', ...parts, ')'].join('\n');
  const removals: typeof rows = [
    ['removes the only argument', remove, 'lib.use(old=1)', 'lib.use()'],
    ['removes the only argument and its comma', remove, 'lib.use(old=1,)', 'lib.use()'],
    ['removes the first', remove, 'lib.use(old=1, x=2)', 'lib.use(x=2)'],
    ['removes one between others', remove, 'lib.use(1, old=1, x=2)', 'lib.use(1, x=2)'],
    ['removes the last', remove, 'lib.use(1, old=1)', 'lib.use(1)'],
    ['keeps a trailing comma', remove, lines('    1,', '    old=1,'), lines('    1,')],
    ['adds no trailing comma', remove, lines('    1,', '    old=1'), lines('    1')],
    ['keeps the comment before', remove, lines('    1,  # a', '    old=1'), lines('    1,  # a')],
    ['keeps the comment before a comma', remove, lines('    1,  # a', '    old=1,'), lines('    1,  # a')],
    ['keeps its comment', remove, lines('    1,', '    old=1  # a'), lines('    1,', '    # a')],
    [
      'keeps all comments',
      remove,
      lines('    1,  # a', '    old=1,  # b', '    # c', '    x=2,  # d'),
      lines('    1,  # a', '    # b', '    # c', '    x=2,  # d'),
    ],
    ['keeps a comment in front', remove, lines('    # a', '    old=1,  # b'), lines('    # a', '    # b')],
    ['adds behind a comment', set, lines('    1  # a'), lines('    1,  # a', '    safe=True')],
    ['adds behind a comment and a comma', set, lines('    1,  # a'), lines('    1,  # a', '    safe=True,')],
  ];
  for (const [name, edit, call, fixed] of [...rows, ...removals]) {
    it(name, async () => {
      assert.equal((await apply(createFixRule(edit), call)).fixed, fixed);
    });
  }

  it('leaves a choice that only has a default here', async () => {
    const options = (rest: string): string =>
      `import argparse\np = argparse.ArgumentParser()\np.add_argument("--safe", default=False)\na = p.parse_args()\n${rest}`;
    for (const [edit, argument] of [
      [set, 'safe'],
      [remove, 'old'],
    ] as const) {
      const chosen = options(`lib.use(1, ${argument}=a.safe)`);
      assert.equal((await apply(createFixRule(edit), chosen)).fixed, chosen);
      const named = `OFF = False\nlib.use(1, ${argument}=OFF)`;
      assert.notEqual((await apply(createFixRule(edit), named)).fixed, named);
    }
  });

  it('tells a lambda from other values', async () => {
    const rule = createFixRule(set, { is: 'lambda' });
    assert.equal((await apply(rule, 'lib.use(lambda x: x)')).count, 1);
    assert.equal((await apply(rule, 'lib.use(print)')).count, 0);
    assert.equal((await apply(rule, 'lib.use()')).count, 0);
  });
});
