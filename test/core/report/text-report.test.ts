import assert from 'node:assert/strict';
import { excerptKey, takeExcerpts } from '../../../src/core/report/excerpt.js';
import type { QuotingReport } from '../../../src/core/report/report.js';
import { formatText } from '../../../src/core/report/text-report.js';
import { createFinding, createSampleReport, locate } from './sample-report.js';
import { assertStored } from './stored-text.js';

const plain = { isColoured: false };

function createReport(overrides: Partial<QuotingReport>): QuotingReport {
  return { ...createSampleReport(), findings: [], notices: [], excerpts: new Map(), ...overrides };
}

describe('text report', () => {
  it('shows findings by file, notices and figures', () => {
    assertStored('test/fixtures/cli/report/sample.txt', formatText(createSampleReport(), plain));
  });

  it('is the same for the same findings in another order', () => {
    const report = createSampleReport();
    const reversed = {
      ...report,
      findings: [...report.findings].reverse(),
      notices: [...report.notices].reverse(),
      rules: [...report.rules].reverse(),
    };
    assert.equal(formatText(reversed, plain), formatText(report, plain));
  });

  it('has one line per finding and notice when brief', () => {
    const lines = formatText(createSampleReport(), { ...plain, isBrief: true })
      .trimEnd()
      .split('\n');
    assert.equal(lines.length, 6);
    assert.ok(lines.every((line) => /^\S.*/.test(line)));
  });

  it('says nothing when brief and there is nothing to say', () => {
    assert.equal(formatText(createReport({}), { ...plain, isBrief: true }), '');
  });

  it('says that there are no findings', () => {
    assert.equal(formatText(createReport({ fileCount: 1 }), plain), 'No findings in 1 file.\n');
  });

  it('colours only when told, and then only adds escape sequences', () => {
    const report = createSampleReport();
    const coloured = formatText(report, { isColoured: true });
    const colours = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    assert.notEqual(coloured, formatText(report, plain));
    assert.equal(coloured.replace(colours, ''), formatText(report, plain));
  });

  it('stays within the width', () => {
    const text = formatText(createSampleReport(), { isColoured: false, width: 90 });
    for (const line of text.split('\n')) {
      if (!/guideline|step|fix|fixable/.test(line)) assert.ok(line.length <= 90, line);
    }
  });

  it('escapes what could steer a terminal', () => {
    const path = 'a\u001b[2J\n\u202e.py';
    const text = 'thing("\u001b]0;x\u0007")';
    const finding = createFinding({ location: locate(path, 0, 0, 5), message: 'bad \u001b[31m value' });
    const excerpts = takeExcerpts(text, [finding.location]);
    const notices = [{ kind: 'not-scanned' as const, path, message: 'why\r\u009b' }];
    const output = formatText(createReport({ findings: [finding], excerpts, notices }), plain);
    assert.match(output, /a\\x1b\[2J\\x0a\\u202e\.py:1:1/);
    assert.doesNotMatch(output, /[^\P{C}\n]/u);
  });

  const longLine = `x = [${'1, '.repeat(300)}thing(y)]`;
  const excerptCases: readonly {
    readonly name: string;
    readonly line: string;
    readonly from: number;
    readonly to: number;
    readonly width?: number;
    readonly shown: readonly string[];
  }[] = [
    { name: 'a plain range', line: 'ab thing', from: 3, to: 8, shown: ['ab thing', '   ^^^^^'] },
    { name: 'an empty range', line: 'ab', from: 1, to: 1, shown: ['ab', ' ^'] },
    { name: 'an empty range at the end', line: 'ab', from: 2, to: 2, shown: ['ab', '  ^'] },
    { name: 'tabs', line: '\tab', from: 1, to: 3, shown: ['    ab', '    ^^'] },
    {
      name: 'wide characters before',
      line: '\u{1f600}表ab',
      from: 3,
      to: 4,
      shown: ['\u{1f600}表ab', '    ^'],
    },
    { name: 'wide characters inside', line: '表b', from: 0, to: 1, shown: ['表b', '^^'] },
    { name: 'a combining mark', line: 'e\u0301b', from: 2, to: 3, shown: ['e\u0301b', ' ^'] },
    {
      name: 'a line that is cut on both sides',
      line: longLine,
      from: longLine.indexOf('thing'),
      to: longLine.indexOf('thing') + 5,
      width: 38,
      shown: ['...1, 1, 1, 1, thing(y)]', '               ^^^^^'],
    },
  ];
  for (const { name, line, from, to, width, shown } of excerptCases) {
    it(`underlines ${name}`, () => {
      const finding = createFinding({ location: locate('app.py', 1, from, to) });
      const excerpts = takeExcerpts(`\n${line}\n`, [finding.location]);
      const options = width === undefined ? plain : { ...plain, width };
      const lines = formatText(createReport({ findings: [finding], excerpts }), options).split('\n');
      const quoted = lines.filter((text) => / \| /.test(text)).map((text) => text.slice(8));
      assert.deepEqual(quoted, shown);
    });
  }
});

describe('excerpts', () => {
  it('are taken from the first line of a range, to its end', () => {
    const range = { start: { line: 0, character: 2 }, end: { line: 1, character: 1 } };
    const location = { path: 'a.py', range };
    const excerpt = takeExcerpts('abcd\r\nef', [location]).get(excerptKey(location));
    assert.deepEqual(excerpt, { text: 'abcd', start: 2, end: 4 });
  });

  it('are bounded in very long lines', () => {
    const line = `${'a'.repeat(100_000)}thing${'b'.repeat(100_000)}`;
    const location = locate('a.py', 0, 100_000, 100_005);
    const excerpt = takeExcerpts(line, [location]).get(excerptKey(location));
    assert.equal(excerpt?.text.slice(excerpt.start, excerpt.end), 'thing');
    assert.ok((excerpt?.text.length ?? 0) <= 400);
  });

  it('are left out where the place is not in the text', () => {
    const inCell = { ...locate('a.ipynb', 0, 0, 1), cell: 4 };
    assert.equal(takeExcerpts('one line', [locate('a.py', 7, 0, 1)]).size, 0);
    assert.equal(takeExcerpts('{ not a notebook', [inCell]).size, 0);
    assert.equal(takeExcerpts('{"cells": [null, 3]}', [inCell]).size, 0);
  });
});
