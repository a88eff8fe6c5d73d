import assert from 'node:assert/strict';
import { hideSecrets } from '../../../src/core/report/hide-secrets.js';

/** Fake keys are put together here, so that no scanner takes this file for a leak. */
const key = ['sk', 'proj', 'A1b2C3d4E5f6G7h8J9k0'].join('-');
const token = `${'hf'}_${'aBcDeFgHiJkLmNoPqRsTuVwXyZ12345678'}`;

describe('credentials in excerpts', () => {
  const table: readonly (readonly [
    name: string,
    text: string,
    pointed: string,
    points: boolean,
    shown: string,
  ])[] = [
    ['a key of known form', `f("${key}")`, 'f', false, `f("sk-p${'*'.repeat(key.length - 4)}")`],
    ['a token without quotes', `HF=${token}`, token, true, `HF=hf_a${'*'.repeat(token.length - 4)}`],
    [
      'a password in a URL',
      'db = "postgres://ada:hunter2@db/x"',
      'db',
      false,
      'db = "postgres://ada:*******@db/x"',
    ],
    [
      'strings that the finding points at',
      'launch(auth=("ada", "hunter2"))',
      'auth=("ada", "hunter2")',
      true,
      'launch(auth=("***", "*******"))',
    ],
    ['a short value', 'PASSWORD: hunter2', 'hunter2', true, 'PASSWORD: *******'],
    ['strings of other findings', 'load("model.pt", x)', 'load("model.pt", x)', false, 'load("model.pt", x)'],
    [
      'names like keys',
      'task-sk-learn-pipeline-of-many-words',
      'task',
      false,
      'task-sk-learn-pipeline-of-many-words',
    ],
  ];
  for (const [name, text, pointed, points, shown] of table) {
    it(`${name} ${text === shown ? 'stay' : 'become stars'}`, () => {
      const start = text.indexOf(pointed);
      const excerpt = { text, start, end: start + pointed.length };
      assert.deepEqual(hideSecrets(excerpt, points), { ...excerpt, text: shown });
    });
  }
});
