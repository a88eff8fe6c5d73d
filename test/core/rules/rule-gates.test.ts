import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Knowledge } from '../../../src/core/api.js';
import { createGates } from '../../../src/core/rules/rule-filters.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const FILES: Readonly<Record<string, string>> = {
  'load.py':
    'import torch\nfrom flask import request\nm = torch.load(a)\neval(request.args["a"])\nteam_word(b)\n',
  'reload.py': 'import torch\nreload_all()\n',
  'a.ts': 'import OpenAI from "openai";\nconst c = new OpenAI({ apiKey: "x" });\neval(c);\n',
  Dockerfile: 'FROM python:latest\nRUN pip install torch\nENV HF_TOKEN=hf_a\n',
  'requirements.txt': 'torch==1.0\n',
};

function withTeamRule(knowledge: Knowledge): Knowledge {
  const [rule] = knowledge.rules.filter(
    ({ languages, match }) => languages[0] === 'python' && match.kind === 'call',
  );
  assert.ok(rule?.match.kind === 'call');
  const team = {
    ...rule,
    id: 'python/team-word',
    match: { ...rule.match, names: ['team_word', '**.reload_all'] },
  };
  return { ...knowledge, rules: [...knowledge.rules, team] };
}

describe('gates of rules that the build works out', () => {
  const plain = loadKnowledge(process.cwd());
  const gates = createGates(plain);
  for (const [name, knowledge] of [
    ['own rules', plain],
    ['own rules and those of a team', withTeamRule(plain)],
  ] as const) {
    it(`change nothing for ${name}`, async () => {
      const slow = createTestEngine(knowledge);
      const fast = createTestEngine({ ...knowledge, gates });
      let count = 0;
      for (const [path, text] of Object.entries(FILES)) {
        const input = { kind: 'text', path, text } as const;
        const context = createContext(path);
        const analysis = await slow.analyse(input, context);
        count += analysis.findings.length;
        assert.deepEqual(await fast.analyse(input, context), analysis);
      }
      assert.ok(count > 3);
      slow.dispose();
      fast.dispose();
    });
  }

  it('survive JSON', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(gates)), gates);
  });
});
