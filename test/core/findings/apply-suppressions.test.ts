import assert from 'node:assert/strict';
import { applySuppressions, SUPPRESSION_RULES } from '../../../src/core/findings/apply-suppressions.js';
import { readSuppressions } from '../../../src/core/findings/suppression.js';

const knownRuleIds = new Set(['py/load', 'py/pickle', 'py/off']);

/** Findings are written into the text as `<rule-id>` calls, such as `py/load()`. */
function apply(text: string, today = '2025-06-15') {
  const findings = [...text.matchAll(/^[ \t]*((py\/\w+)\(\)(?:\([^)]*\))?)/gm)].map((match) => {
    const start = match.index + match[0].length - (match[1] ?? '').length;
    return { ruleId: match[2] ?? '', span: { start, end: start + (match[1] ?? '').length } };
  });
  const comments = readSuppressions(text);
  const hasRun = (id: string) => id !== 'py/off';
  return applySuppressions({ text, findings, comments, today, knownRuleIds, hasRun });
}

function showOutcomes(text: string, today?: string): string[] {
  return apply(text, today).outcomes.map((outcome) => {
    if (outcome?.suppression !== undefined)
      return `${outcome.suppression.kind}: ${outcome.suppression.reason}`;
    return outcome?.expired === undefined ? 'counts' : `expired ${outcome.expired.until}`;
  });
}

function showReports(text: string, today?: string): string[] {
  return apply(text, today).reports.map(
    ({ ruleId, level, message, span }) =>
      `${level} ${ruleId.replace('fairlead/suppression-', '')} at ${span.start}: ${message}`,
  );
}

/** The text after the fix of its only report that has one. */
function applyFix(text: string): string {
  const [report, ...others] = apply(text).reports.filter(({ fix }) => fix !== undefined);
  assert.equal(others.length, 0);
  const fix = report?.fix ?? assert.fail('there is a fix');
  return text.slice(0, fix.span.start) + fix.newText + text.slice(fix.span.end);
}

describe('suppressions', () => {
  const outcomes: readonly (readonly [string, string, readonly string[]])[] = [
    ['on the line', 'py/load() # fairlead: ignore[py/load] own', ['in-source: own']],
    ['on the line above', '# fairlead: ignore[py/load] own\npy/load()', ['in-source: own']],
    [
      'above a statement over several lines',
      '# fairlead: ignore[py/load] own\npy/load()(\n  1,\n)',
      ['in-source: own'],
    ],
    ['on the second line of a statement', 'py/load()(\n  1,  # fairlead: ignore[py/load] own\n)', ['counts']],
    ['two lines above', '# fairlead: ignore[py/load] own\n\npy/load()', ['counts']],
    ['at the end of the line above', 'x = 1  # fairlead: ignore[py/load] own\npy/load()', ['counts']],
    ['for another rule', 'py/load() # fairlead: ignore[py/pickle] own', ['counts']],
    [
      'for one of two lines',
      '# fairlead: ignore[py/load] own\npy/load()\npy/load()',
      ['in-source: own', 'counts'],
    ],
    ['for both rules', '# fairlead: ignore[py/pickle, py/load] own\npy/load()', ['in-source: own']],
    ['without a reason', 'py/load() # fairlead: ignore[py/load]', ['in-source: ']],
    ['on its last day', 'py/load() # fairlead: ignore[py/load] own until=2025-06-15', ['in-source: own']],
    [
      'after its last day',
      'py/load() # fairlead: ignore[py/load] own until=2025-06-14',
      ['expired 2025-06-14'],
    ],
    [
      'expired beside one that holds',
      '# fairlead: ignore[py/load] old until=2020-01-01\npy/load() # fairlead: ignore[py/load] new',
      ['in-source: new'],
    ],
    ['malformed', 'py/load() # fairlead: ignore[py/load] own until=soon', ['counts']],
    ['by another tool', 'py/load() # noqa', ['counts']],
  ];
  for (const [name, text, expected] of outcomes) {
    it(`${name}: ${expected.join(', ')}`, () => {
      assert.deepEqual(showOutcomes(text), expected);
    });
  }

  const reports: readonly (readonly [string, string, readonly string[]])[] = [
    ['nothing when all is well', 'py/load() # fairlead: ignore[py/load] own until=2026-01-01', []],
    [
      'unused',
      'x = 1  # fairlead: ignore[py/load] own',
      ['hint unused at 7: Remove this suppression: py/load reports nothing here'],
    ],
    [
      'the unused one of two rules',
      'py/load() # fairlead: ignore[py/load, py/pickle] own',
      ['hint unused at 10: Remove this suppression: py/pickle reports nothing here'],
    ],
    ['nothing for a rule that did not run', 'x = 1  # fairlead: ignore[py/off] own until=2020-01-01', []],
    [
      'expired',
      'py/load() # fairlead: ignore[py/load] own until=2025-06-14',
      [
        'note expired at 10: Suppression expired on 2025-06-14; fix the finding, or review it and set a later until=',
      ],
    ],
    [
      'only unused when it is expired too',
      'x = 1  # fairlead: ignore[py/load] own until=2025-06-14',
      ['hint unused at 7: Remove this suppression: py/load reports nothing here'],
    ],
    [
      'without a reason',
      'py/load() # fairlead: ignore[py/load] until=2026-01-01',
      ['hint without-reason at 10: Give a reason after the ], such as: file is written by our own build'],
    ],
    [
      'an unknown rule',
      'py/load() # fairlead: ignore[py/laod, py/load] own',
      ['note unknown-rule at 29: No rule is called py/laod; did you mean py/load?'],
    ],
    [
      'a rule like nothing known',
      'py/load() # fairlead: ignore[S301] own',
      ['note unknown-rule at 29: No rule is called S301; correct or remove it'],
    ],
    [
      'malformed',
      'py/load() # fairlead: ignore py/load',
      ['note malformed at 10: Malformed suppression: name the rules, as in ignore[rule-id]'],
    ],
  ];
  for (const [name, text, expected] of reports) {
    it(`are reported: ${name}`, () => {
      assert.deepEqual(showReports(text), expected);
    });
  }

  const fixes: readonly (readonly [string, string, string])[] = [
    ['takes an unused comment away', 'x = 1  # fairlead: ignore[py/load] own\ny = 2\n', 'x = 1\ny = 2\n'],
    ['takes its line away', 'a\n  # fairlead: ignore[py/load] own\nb\n', 'a\nb\n'],
    ['takes its line away with CRLF', 'a\r\n# fairlead: ignore[py/load] own\r\nb', 'a\r\nb'],
    ['takes the last line away', 'a\r\n# fairlead: ignore[py/load] own', 'a'],
    ['takes the only line away', '# fairlead: ignore[py/load] own', ''],
    ['leaves what follows', 'x = 1  # fairlead: ignore[py/load] own  # noqa\n', 'x = 1  # noqa\n'],
    ['leaves what follows alone', '  # fairlead: ignore[py/load] own  # noqa\n', '  # noqa\n'],
    [
      'takes one id away',
      'py/load() # fairlead: ignore[py/pickle, py/load] own',
      'py/load() # fairlead: ignore[py/load] own',
    ],
    [
      'corrects an id',
      'py/load() # fairlead: ignore[py/laod] own',
      'py/load() # fairlead: ignore[py/load] own',
    ],
  ];
  for (const [name, text, expected] of fixes) {
    it(`have a fix that ${name}`, () => {
      const fixed = applyFix(text);
      assert.equal(fixed, expected);
      assert.deepEqual(showReports(fixed), []);
    });
  }

  it('name every report in the list of rules with its level', () => {
    const text = reports.map(([, line]) => line).join('\n\n');
    for (const { ruleId, level } of apply(text).reports) assert.equal(SUPPRESSION_RULES[ruleId].level, level);
    assert.deepEqual(
      new Set(apply(text).reports.map(({ ruleId }) => ruleId)),
      new Set(Object.keys(SUPPRESSION_RULES)),
    );
  });

  it('cost nothing without comments', () => {
    assert.deepEqual(apply('py/load()\npy/load()'), { outcomes: [undefined, undefined], reports: [] });
  });
});
