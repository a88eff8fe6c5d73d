import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ModelFormat } from '../../../src/core/modelfiles/model-file.js';
import { inspectFormat } from '../../support/inspect-format.js';

/** Written by the libraries themselves: see test/fixtures/modelfiles/make_pickles.py. */
const FILES: readonly (readonly [string, ModelFormat, readonly string[]])[] = [
  ['state.pt', 'pytorch-zip', ['weight float32 2x3 24', 'bias float32 2 8']],
  ['legacy.pt', 'pytorch-legacy', ['model.weight float32 2x3 24', 'model.bias float32 2 8']],
  ['objects.npy', 'npy', [' object 2 16']],
  ['arrays.npz', 'npz', [' float64 12x2 192', ' int64 12 96']],
  ['array-zlib.joblib', 'joblib', [' float64 12x2 192']],
  ['model.joblib', 'joblib', ['x float64 12x2 192', 'names object 2 16']],
  ['tree.pkl', 'pickle', ['classes_ int64 2 16']],
  ['frame.pkl', 'pickle', []],
];

describe('inspectModelFile on files of the libraries', () => {
  for (const [name, format, tensors] of FILES) {
    it(`reads ${name} to its end and raises no alarm`, async () => {
      const report = await inspectFormat(readFileSync(`test/fixtures/modelfiles/pickles/${name}`));
      assert.equal(report.verdict, 'nothing-found', JSON.stringify([report.findings, report.unread]));
      assert.equal(report.format, format);
      const seen = report.tensors.map(
        (one) => `${one.name} ${one.dtype} ${one.shape.join('x')} ${one.bytes}`,
      );
      for (const tensor of tensors)
        assert.ok(
          seen.some((one) => one.endsWith(tensor)),
          `${tensor} in ${seen.join('; ')}`,
        );
    });
  }

  it('says of every global why it raises no alarm', async () => {
    const report = await inspectFormat(readFileSync('test/fixtures/modelfiles/pickles/tree.pkl'));
    assert.ok(report.imports.some(({ name }) => name === 'sklearn.tree._classes.DecisionTreeClassifier'));
    assert.ok(report.imports.every(({ verdict, reason }) => verdict === 'harmless' && reason.length > 5));
  });
});
