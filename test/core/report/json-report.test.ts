import assert from 'node:assert/strict';
import { formatJson } from '../../../src/core/report/json-report.js';
import { createSampleReport } from './sample-report.js';
import { assertStored } from './stored-text.js';

describe('JSON report', () => {
  it('has the documented shape', () => {
    assertStored('test/fixtures/cli/report/sample.json', formatJson(createSampleReport()));
  });

  it('is the same for the same findings in another order', () => {
    const report = createSampleReport();
    const reversed = { ...report, findings: [...report.findings].reverse() };
    assert.equal(formatJson(reversed), formatJson(report));
  });
});
