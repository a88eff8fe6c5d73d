import assert from 'node:assert/strict';
import MarkdownIt from 'markdown-it';
import { formatMarkdown } from '../../../src/core/report/markdown-report.js';
import { createFinding, createSampleReport, locate } from './sample-report.js';
import { assertStored } from './stored-text.js';

describe('markdown report', () => {
  it('shows figures, rules, findings by file and notices', () => {
    assertStored('test/fixtures/cli/report/sample.md', formatMarkdown(createSampleReport()));
  });

  it('is the same for the same findings in another order', () => {
    const report = createSampleReport();
    const reversed = {
      ...report,
      findings: [...report.findings].reverse(),
      notices: [...report.notices].reverse(),
    };
    assert.equal(formatMarkdown(reversed), formatMarkdown(report));
  });

  it('says that there are no findings', () => {
    const text = formatMarkdown({ ...createSampleReport(), findings: [], notices: [], fileCount: 1 });
    assert.match(text, /^# .*\n\nNo findings in 1 file\.\n\nFairlead /);
  });

  it('shows text of files as text, whatever it holds', () => {
    const hostile =
      '</li><img src=x onerror=a()> [a](javascript:b) `c` ![d](e) | f\n# g\u2028h @team #1 https://evil.example';
    const report = {
      ...createSampleReport(),
      root: hostile,
      findings: [createFinding({ message: hostile, location: locate(`${hostile}.py`, 1, 1, 2) })],
      notices: [{ kind: 'not-scanned', path: hostile, message: hostile }] as const,
    };
    const html = new MarkdownIt({ html: true, linkify: true }).render(formatMarkdown(report));
    assert.doesNotMatch(html, /<img|<a href="(?!https:\/\/example\.org)/);
    assert.equal(html.match(/<h1>/g)?.length, 1);
  });
});
