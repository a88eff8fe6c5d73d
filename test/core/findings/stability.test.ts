import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { createSuppressionComment, placeSuppression } from '../../../src/core/findings/place-suppression.js';
import { createCodePredicate } from '../../../src/core/findings/python-strings.js';
import { examplePathOf } from '../../../src/core/rules/example-path.js';
import { expandTokens } from '../../../src/core/rules/expand-tokens.js';
import { LineIndex } from '../../../src/core/source/position.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());

/** Python examples that need nothing around them. */
const examples = knowledge.rules.flatMap((rule) =>
  rule.match.kind === 'inspection'
    ? []
    : rule.examples.bad.flatMap((example) => {
        const isPlain = example.cells === undefined && examplePathOf(rule, example) === 'app.py';
        const text = expandTokens(example.code);
        return isPlain && !/^from __future__/m.test(text) ? [{ text, files: example.files ?? {} }] : [];
      }),
);

/** What somebody writes elsewhere in the file. */
const additions = [
  '# a remark\n',
  '\n\n',
  'unrelated_number = 42\n',
  'def unrelated_function(first_value):\n    return first_value + 1\n\n',
  'class UnrelatedClass:\n    """Does nothing."""\n\n',
  'unrelated_text = """\n# fairlead: no comment\n"""\n',
];

/** What a formatter or a person puts into brackets; lines are indented, as by every formatter. */
const fillers = [
  '',
  '',
  ' ',
  '\n                ',
  ' # a remark, (it says)\n                ',
  '  # "\n\t\t\t\t',
];

/** Puts fillers behind opening brackets and the commas in brackets of Python code. */
function fillBrackets(text: string, stream: Iterator<string>): string {
  const isCode = createCodePredicate(text, 'python');
  let depth = 0;
  let isComment = false;
  return [...text]
    .map((char, at) => {
      if (char === '\n') isComment = false;
      else if (char === '#' && isCode(at)) isComment = true;
      if (isComment || !isCode(at)) return char;
      if (')]}'.includes(char)) depth -= 1;
      if ('([{'.includes(char)) depth += 1;
      const isPlace = '([{'.includes(char) || (char === ',' && depth > 0);
      return isPlace ? `${char}${stream.next().value ?? ''}` : char;
    })
    .join('');
}

/** Text is found as it is written. */
function isOfCode({ ruleId }: Finding): boolean {
  return knowledge.rules.find(({ id }) => id === ruleId)?.match.kind !== 'text';
}

describe('what identifies and silences findings', function () {
  this.timeout(60_000);
  let engine: Engine;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());

  const analyse = async (
    text: string,
    files: Readonly<Record<string, string>>,
    path = 'app.py',
  ): Promise<readonly Finding[]> => {
    const context = createContext(path, files, { isGrouping: false });
    return (await engine.analyse({ kind: 'text', path, text }, context)).findings;
  };
  const picks = fc.array(fc.constantFrom(...additions), { maxLength: 4 });

  it('is the same fingerprint after edits elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...examples), picks, picks, async ({ text, files }, above, below) => {
        const before = await analyse(text, files);
        const after = await analyse(`${above.join('')}${text}\n${below.join('')}`, files);
        const identify = ({ ruleId, fingerprint }: Finding) => `${ruleId} ${fingerprint}`;
        assert.deepEqual(after.map(identify), before.map(identify));
      }),
      { numRuns: 150 },
    );
  });

  it('is the same fingerprint after comments and line breaks in calls, and another in another file', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...examples),
        fc.infiniteStream(fc.constantFrom(...fillers)),
        async ({ text, files }, stream) => {
          const before = await analyse(text, files);
          const after = await analyse(fillBrackets(text, stream), files);
          const identify = ({ ruleId, fingerprint }: Finding) => `${ruleId} ${fingerprint}`;
          const prints = before.filter(isOfCode).map(identify);
          assert.deepEqual(after.filter(isOfCode).map(identify), prints);
          const elsewhere = (await analyse(text, files, 'other.py')).map(identify);
          assert.ok(!elsewhere.some((print) => prints.includes(print)));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is another fingerprint for each finding of a file', async () => {
    for (const { text, files } of examples) {
      const prints = (await analyse(`${text}\n${text}`, files)).map(({ fingerprint }) => fingerprint);
      assert.equal(new Set(prints).size, prints.length, text);
    }
  });

  it('is a comment that holds after edits elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...examples),
        picks,
        fc.nat(),
        async ({ text, files }, above, choice) => {
          const findings = await analyse(text, files);
          const finding = findings[choice % findings.length];
          const comment = finding && createSuppressionComment(finding.ruleId, 'ours', 'python');
          if (finding === undefined || comment === undefined) return;
          const offset = new LineIndex(text).offsetAt(finding.location.range.start);
          const place = placeSuppression({ text, languageId: 'python', offset, comment });
          if (place === undefined) return;
          const { start, end } = place.span;
          const silenced = `${above.join('')}${text.slice(0, start)}${place.newText}${text.slice(end)}`;
          const left = (await analyse(silenced, files)).filter(
            ({ suppression }) => suppression === undefined,
          );
          const count = (list: readonly Finding[], isOwn: boolean): number =>
            list.filter(({ ruleId }) => (ruleId === finding.ruleId) === isOwn).length;
          assert.ok(count(left, true) < count(findings, true), silenced);
          // Nothing is said about the comment itself, and no other rule falls silent.
          assert.equal(count(left, false), count(findings, false), silenced);
          assert.ok(!left.some(({ ruleId }) => ruleId.startsWith('fairlead/')), silenced);
        },
      ),
      { numRuns: 150 },
    );
  });
});
