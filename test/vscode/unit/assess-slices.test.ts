import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import * as core from '../../../src/core/index.js';
import { assessInSlices, chooseLanguageFiles } from '../../../src/vscode/checklist/assess-slices.js';

const root = resolve(import.meta.dirname, '../../../..');
const example = 'examples/ticket-triage';

describe('assessInSlices', () => {
  it('comes to what one call comes to', async () => {
    const { frameworks, evidence } = loadKnowledge(root);
    const paths = ['README.md', 'Dockerfile', 'requirements.txt', 'src/ticket_triage/train.py'];
    const input: core.ProjectInput = {
      frameworks,
      evidence,
      paths,
      texts: paths.map((path) => ({ path, text: readFileSync(join(root, example, path), 'utf8') })),
      findings: [],
      landmarks: [],
      notices: [],
      project: core.NO_PROJECT_FACTS,
      rulesOff: [],
      attestations: [{ id: 'ncsc-1.1', verdict: 'attested', by: 'Ada', date: '2025-01-01', reason: 'Seen.' }],
      today: '2025-02-01',
    };
    let pauses = 0;
    const sliced = await assessInSlices(input, core, async () => {
      pauses += 1;
    });
    assert.deepEqual(sliced, core.assessProject(input));
    const questions = frameworks.flatMap(({ sections }) =>
      sections.flatMap(({ items }) => items.flatMap(({ checklist }) => checklist)),
    );
    assert.equal(pauses, questions.length + 2, 'one for each question, and two while preparing');
    const cached = { ...input, cache: new core.EvidenceCache() };
    const first = await assessInSlices(cached, core, async () => undefined, true);
    const again = await assessInSlices(cached, core, async () => undefined);
    assert.deepEqual(first, sliced);
    assert.deepEqual(again, sliced);
  });
});

describe('chooseLanguageFiles', () => {
  const make = (count: number, ending: string) =>
    Array.from({ length: count }, (_, index) => `f${index}.${ending}`);
  const compare = (paths: readonly string[], unscanned: readonly string[]) => {
    const { python, other } = core.countLanguages(paths, unscanned);
    return [python > 0, other > python];
  };

  it('says the same as all files', () => {
    for (const pythons of [0, 1, 2, 5, 40]) {
      for (const others of [0, 1, 2, 5, 40]) {
        for (const skipped of [0, 1, pythons]) {
          for (const listedOthers of [0, 1, others]) {
            const files = { python: make(pythons, 'py'), other: make(others, 'ts') };
            const unscanned = files.python.slice(0, skipped);
            const listed = [...files.python.slice(-3), ...files.other.slice(0, listedOthers)];
            const chosen = chooseLanguageFiles(files, new Set(unscanned), new Set(listed));
            const some = [...new Set([...listed, ...chosen])];
            const all = [...files.python, ...files.other];
            assert.deepEqual(
              compare(some, unscanned),
              compare(all, unscanned),
              `${pythons} ${others} ${skipped} ${listedOthers}`,
            );
          }
        }
      }
    }
  });

  it('takes few of many', () => {
    const files = { python: make(5000, 'py'), other: make(100, 'ts') };
    assert.equal(chooseLanguageFiles(files, new Set(), new Set()).length, 1);
  });
});
