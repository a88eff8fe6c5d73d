import assert from 'node:assert/strict';
import { fixText } from '../../src/cli/fix-file.js';
import type { Analysis, Finding, Notice } from '../../src/core/index.js';
import { createFinding, locate } from '../core/report/sample-report.js';

const work = { length: 0, parsedLength: 0, parsedBlocks: 0, nodes: 0, blocks: 0, calls: 0 };

function createAnalysis(findings: readonly Finding[], notices: readonly Notice[] = []): Analysis {
  return { path: 'a.py', findings, notices, landmarks: [], facts: [], work };
}

/** Stands for the engine: every `bad` is a finding whose fix is what `replace` says. */
function createAnalyser(replace: string, keepsBehaviour = true) {
  return async (text: string): Promise<Analysis> =>
    createAnalysis(
      text.split(/\r\n|\n/).flatMap((line, number) =>
        [...line.matchAll(/bad/g)].map(({ index }) => {
          const location = locate('a.py', number, index, index + 3);
          const edits = [{ location, newText: replace }];
          return createFinding({ location, fixes: [{ title: 'Fix', keepsBehaviour, edits }] });
        }),
      ),
    );
}

async function fix(text: string, analyse: (text: string) => Promise<Analysis>, onlySafe = true) {
  return fixText(text, await analyse(text), 'text', onlySafe, analyse);
}

describe('fixText', () => {
  it('fixes what is there', async () => {
    const fixed = await fix('bad x bad\nbad\n', createAnalyser('good'));
    assert.equal(fixed.text, 'good x good\ngood\n');
    assert.equal(fixed.fixedCount, 3);
    assert.equal(fixed.analysis.findings.length, 0);
  });

  it('goes on until nothing is left: neighbours wait for their turn', async () => {
    const fixed = await fix('badbadbad', createAnalyser('ok'));
    assert.equal(fixed.text, 'okokok');
    assert.equal(fixed.fixedCount, 3);
  });

  it('ends although a fix brings its own finding back', async () => {
    const fixed = await fix('bad', createAnalyser('bad!'));
    assert.equal(fixed.text, `bad${'!'.repeat(10)}`);
  });

  it('leaves fixes that change behaviour alone unless told', async () => {
    assert.equal((await fix('bad', createAnalyser('ok', false))).text, 'bad');
    assert.equal((await fix('bad', createAnalyser('ok', false), false)).text, 'ok');
  });

  it('writes the line ends that the file has', async () => {
    const analyse = createAnalyser('import x\ngood');
    assert.equal((await fix('a\r\nbad\r\n', analyse)).text, 'a\r\nimport x\r\ngood\r\n');
    assert.equal((await fix('a\nbad\n', analyse)).text, 'a\nimport x\ngood\n');
  });

  it('keeps the last text that could be read', async () => {
    const analyse = async (text: string) => {
      const { findings } = await createAnalyser('(')(text);
      const notice: Notice = { kind: 'partly-scanned', path: 'a.py', message: 'broken' };
      return createAnalysis(findings, text.includes('(') ? [notice] : []);
    };
    const fixed = await fix('bad', analyse);
    assert.equal(fixed.text, 'bad');
    assert.equal(fixed.fixedCount, 0);
  });

  it('does not touch other files', async () => {
    const edits = [{ location: locate('b.py', 0, 0, 1), newText: 'x' }];
    const finding = createFinding({ fixes: [{ title: 'Fix', keepsBehaviour: true, edits }] });
    const fixed = await fix('text', async () => createAnalysis([finding]));
    assert.equal(fixed.text, 'text');
  });
});
