import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import { formatYamlProblem, parseYaml } from '../../../src/core/guidelines/yaml-reader.js';
import { AREA_SUBJECTS, renderSkeleton } from '../../../src/core/rules/render-skeleton.js';
import type { Rule } from '../../../src/core/rules/rule.js';
import { testRule } from '../../../src/core/rules/test-rule.js';
import { checkRules } from '../../../src/core/rules/validate-rules.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
const setting = { builtIn: [], expectedFile: () => undefined };

function check(text: string): readonly string[] {
  const { problems } = checkRules([parseYaml('rule.yaml', text)], knowledge, setting);
  return problems.map(formatYamlProblem);
}

function read(text: string): Rule {
  const { loaded, problems } = checkRules([parseYaml('rule.yaml', text)], knowledge, setting);
  assert.deepEqual(problems, []);
  const [first] = loaded;
  assert.ok(first !== undefined);
  return first.rule;
}

const STARTS: readonly (readonly [id: string, subject: string])[] = [
  ['python/thing-problem', 'torch.load'],
  ['javascript/thing-problem', 'openai.call'],
  ['docker/thing-problem', 'STOPSIGNAL'],
  ['docker/thing-problem', 'vllm serve'],
  ['serving/thing-problem', 'ollama'],
  ['compose/thing-problem', 'x-thing.open'],
  ['kubernetes/thing-problem', 'spec.hostNetwork'],
  ['github-actions/thing-problem', 'jobs.a.thing'],
  ['mcp/thing-problem', 'servers.thing'],
  ['agents/thing-problem', 'permissions.thing'],
  ['configs/thing-problem', 'thing.open'],
  ['dependencies/thing-problem', 'torch'],
  ['litellm-config/thing-problem', 'general_settings.thing'],
];

describe('a rule that is started', () => {
  for (const [id, subject] of STARTS) {
    it(`works at once: ${id} ${subject}`, async () => {
      const text = renderSkeleton({ id, subject });
      assert.ok(text !== undefined);
      const rule = read(text);
      const engine: Engine = createTestEngine({ ...knowledge, rules: [rule] });
      try {
        const outcomes = await testRule(rule, engine, createContext);
        assert.deepEqual(
          outcomes.flatMap(({ problem }) => problem ?? []),
          [],
        );
      } finally {
        engine.dispose();
      }
    });
  }

  it("works at once in a team's own area, for every subject that is suggested", () => {
    for (const [area, subject] of Object.entries(AREA_SUBJECTS)) {
      const rule = read(renderSkeleton({ id: 'acme/thing-problem', area, subject }) ?? '');
      assert.equal(rule.id, 'acme/thing-problem');
    }
  });

  it('is refused for an area or a subject that does not exist', () => {
    assert.equal(renderSkeleton({ id: 'fortran/thing-problem', subject: 'x' }), undefined);
    assert.equal(renderSkeleton({ id: '../x', area: 'python', subject: 'x' }), undefined);
    assert.equal(renderSkeleton({ id: 'dependencies/thing-problem', subject: 'Two Words' }), undefined);
    assert.equal(renderSkeleton({ id: 'kubernetes/thing-problem', subject: 'a b' }), undefined);
  });
});

describe('a rule on documents', () => {
  const base = renderSkeleton({ id: 'kubernetes/thing-problem', subject: 'spec.hostNetwork' }) ?? '';
  const withUnless = (condition: string): string =>
    base.replace('sources:', `unless: ${condition}\nsources:`);
  const REFUSED: readonly (readonly [name: string, text: string, message: RegExp])[] = [
    ['origin', base.replace('equals: true', 'from: [request]'), /value\.from: only values of code/],
    ['receiver', withUnless('{ receiver: { is: present } }'), /unless\.receiver: only code/],
    [
      'module',
      withUnless('{ any: [{ module: { mentions: [torch] } }] }'),
      /unless\.any\[0\]\.module: only code/,
    ],
    ['scope', withUnless('{ not: { inside: { scope: module } } }'), /unless\.not\.inside: only code/],
    ['callee', withUnless('{ callee: [torch.load] }'), /only a command has a callee/],
    ['names', withUnless('{ entry: { ./: { names: [torch] } } }'), /names: only values of code/],
    [
      'language',
      base.replace('languages: [', 'languages: [python, '),
      /entry looks at documents; remove python/,
    ],
    [
      'match',
      base.replace(/kind: entry\n.*\n.*\n/, 'kind: call\n  names: [torch.load]\n'),
      /call looks at code, but the rule names kubernetes/,
    ],
  ];
  for (const [name, text, message] of REFUSED) {
    it(`is refused with what only code has: ${name}`, () => {
      const problems = check(text);
      assert.ok(
        problems.some((problem) => message.test(problem)),
        problems.join('\n') || 'nothing was said',
      );
    });
  }
});
