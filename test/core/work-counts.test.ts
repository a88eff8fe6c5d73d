import assert from 'node:assert/strict';
import { compareWork, measureWork, readExpectedWork } from '../bench/work-counts.js';
import { createTestEngine } from '../support/engine.js';

const FIGURES = { parsedFiles: 0.5, parsedLength: 100, nodes: 20, calls: 2 };

describe('the work that a check does', () => {
  it('is not more than it was', async function () {
    // The whole corpus and two sessions; a busy machine takes its time.
    this.timeout(240_000);
    const engine = createTestEngine();
    try {
      assert.deepEqual(compareWork(readExpectedWork(), await measureWork(engine)), []);
    } finally {
      engine.dispose();
    }
  });

  it('may grow a little, as by a new rule', () => {
    assert.deepEqual(compareWork({ a: FIGURES }, { a: { ...FIGURES, nodes: 21 } }), []);
  });

  it('is reported where it is more, far less, or not known', () => {
    const lines = compareWork(
      { a: FIGURES, gone: FIGURES },
      { a: { ...FIGURES, nodes: 30, calls: 1 }, b: FIGURES },
    );
    assert.deepEqual(
      lines.map((line) => line.split(/[:;]/, 2).join(':')),
      [
        'gone: no longer measured',
        'a, nodes read: more work than before, from 20.000 to 30.000',
        'a, calls judged: less work than stored, from 2.000 to 1.000',
        'b: no figures are stored',
      ],
    );
  });
});
