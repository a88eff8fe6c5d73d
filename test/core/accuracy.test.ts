import assert from 'node:assert/strict';
import { CORPUS, readCorpus } from '../accuracy/corpus-file.js';
import { listRegressions, readExpected } from '../accuracy/expected.js';
import { readLabels } from '../accuracy/labels.js';
import { compare, measure, type Score } from '../accuracy/score.js';
import { createTestEngine } from '../support/engine.js';

const UPDATE = 'look at each, then run: npm run accuracy -- --update';

describe('accuracy on the corpus', () => {
  let score: Score;
  before(async () => {
    const engine = createTestEngine();
    score = await measure(engine, readCorpus(CORPUS));
    engine.dispose();
  });

  it('is no lower than the committed precision and recall, in total and per rule', () => {
    assert.deepEqual(listRegressions(readExpected(), score), []);
  });

  it('is what the committed file says', () => {
    assert.deepEqual(score, readExpected(), `The figures have changed; ${UPDATE}`);
  });

  it('is measured on files of which a third is clean', () => {
    const paths = readCorpus(CORPUS).map(({ input }) => input.path);
    assert.ok(paths.filter((path) => path.startsWith('clean/')).length * 3 >= paths.length);
  });
});

describe('labels of the corpus', () => {
  it('are read and cut away', () => {
    const { text, expected, wanted } = readLabels(
      [
        'a = 1  # expect: any/x, y',
        '# expect-next: z',
        'b = 2',
        'c = 3 # want: limits',
        'd = 4  # plain',
      ].join('\n'),
    );
    assert.equal(text, ['a = 1', '', 'b = 2', 'c = 3', 'd = 4  # plain'].join('\n'));
    assert.deepEqual(expected, [
      { line: 1, rule: 'any/x' },
      { line: 1, rule: 'python/y' },
      { line: 3, rule: 'python/z' },
    ]);
    assert.deepEqual(wanted, [{ line: 4, rule: 'limits' }]);
  });

  it('are refused when they cannot be read', () => {
    assert.throws(() => readLabels('a\nb  # expect: One Thing'), /Line 2/);
  });

  it('are compared one to one', () => {
    const mark = { path: 'a.py', line: 3, rule: 'python/x' };
    const file = { input: { kind: 'text', path: 'a.py', text: '' }, expected: [mark], wanted: [] } as const;
    const { total, misses, falseAlarms } = compare([file], [mark, mark, { ...mark, line: 4 }]);
    assert.deepEqual(total, { found: 1, missed: 0, falseAlarms: 2 });
    assert.deepEqual(misses, []);
    assert.deepEqual(falseAlarms, ['a.py:3 python/x', 'a.py:4 python/x']);
    assert.deepEqual(compare([file], []).misses, ['a.py:3 python/x']);
  });

  it('a fall is named', () => {
    const score = (found: number, missed: number, falseAlarms: number): Score => {
      const figures = { found, missed, falseAlarms };
      return {
        files: 1,
        total: figures,
        rules: { 'python/x': figures },
        misses: [],
        falseAlarms: [],
        wanted: [],
      };
    };
    assert.deepEqual(listRegressions(score(2, 0, 0), score(2, 0, 0)), []);
    assert.deepEqual(listRegressions(score(1, 1, 0), score(2, 0, 0)), []);
    assert.deepEqual(listRegressions(score(2, 0, 0), score(1, 1, 1)), [
      'recall in total fell from 1.000 to 0.500',
      'precision in total fell from 1.000 to 0.500',
      'recall python/x fell from 1.000 to 0.500',
      'precision python/x fell from 1.000 to 0.500',
    ]);
  });
});
