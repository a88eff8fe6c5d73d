import type { Finding, Notice } from '../../../src/core/findings/finding.js';
import type { Framework, Taxonomy } from '../../../src/core/guidelines/framework.js';
import { takeExcerpts } from '../../../src/core/report/excerpt.js';
import type { QuotingReport } from '../../../src/core/report/report.js';
import type { Rule } from '../../../src/core/rules/rule.js';
import type { Location } from '../../../src/core/source/document.js';

/** A range in one line; lines and columns from 0. */
export function locate(path: string, line: number, from: number, to: number): Location {
  return { path, range: { start: { line, character: from }, end: { line, character: to } } };
}

export function createFinding(overrides: Partial<Finding> = {}): Finding {
  return {
    ruleId: 'python/thing-unsafe',
    level: 'warning',
    confidence: 'high',
    message: 'A thing is unsafe; use the safe one',
    location: locate('app.py', 0, 0, 5),
    related: [],
    isFlow: false,
    fixes: [],
    guidelines: ['test-2.1'],
    fingerprint: '0123456789abcdef',
    symbol: '',
    ...overrides,
  };
}

function createRule(overrides: Partial<Rule> = {}): Rule {
  return {
    id: 'python/thing-unsafe',
    title: 'Unsafe thing',
    level: 'warning',
    confidence: 'high',
    languages: ['python'],
    stage: 'deployment',
    guidelines: ['test-2.1'],
    references: { cwe: ['CWE-95'], 'mitre-atlas': ['AML.T0010'] },
    message: 'A thing is unsafe; use the safe one',
    why: 'A thing does what its input says.',
    match: { kind: 'call', names: ['thing'] },
    report: 'each',
    overrides: [],
    equivalents: [],
    sources: ['https://example.org/thing'],
    examples: {
      bad: [{ code: 'thing(x)\n', fixed: 'safe_thing(x)\n' }],
      good: [{ code: 'other(x)\n' }],
    },
    ...overrides,
  };
}

const framework: Framework = {
  id: 'test-framework',
  title: 'Guidelines for tests',
  shortTitle: 'TEST',
  publisher: 'Testers',
  date: '2023-11-27',
  edition: 'first',
  order: 1,
  url: 'https://example.org/guidelines',
  licence: { name: 'Not stated' },
  counts: { sections: 1, items: 2, questions: 2 },
  sections: [
    {
      id: 'test-2',
      title: 'Development',
      items: ['2.1', '2.2'].map((number) => ({
        id: `test-${number}`,
        number,
        title: number === '2.1' ? 'Secure your supply chain' : 'Never used here',
        titleIsExact: false,
        shortTitle: number === '2.1' ? 'Secure your supply chain' : 'Never used here',
        summary: 'Take only what you can trust.',
        url: `https://example.org/guidelines/${number}`,
        stages: ['data'],
        roles: ['model-developer'],
        checklist: [
          { id: `test-${number}.q1`, question: 'Is it trusted?', kind: 'attestation', hint: 'A record.' },
        ],
      })),
    },
  ],
};

function createTaxonomy(id: string, entryIds: readonly string[], urlPattern: string): Taxonomy {
  return {
    id,
    title: `All of ${id}`,
    shortTitle: id,
    publisher: 'Listers',
    date: '2026',
    edition: '1',
    url: 'https://example.org/list',
    source: 'https://example.org/list',
    licence: { name: 'Not stated' },
    groups: [
      {
        id: 'all',
        title: 'All',
        urlPattern,
        entries: entryIds.map((entryId) => ({
          id: entryId,
          title: `Title of ${entryId}`,
          titleIsExact: true,
        })),
      },
    ],
  };
}

const notebookText = `{
 "cells": [
  {"cell_type": "markdown", "source": ["# Title"]},
  {"cell_type": "code", "source": ["import os\\n", "thing(os.environ[\\"A\\"])"]}
 ],
 "nbformat": 4
}
`;

const texts: Readonly<Record<string, string>> = {
  'src/serve app.py': [
    'from things import thing',
    'def answer(request):',
    '\tprompt = request.json["prompt"]',
    '\treply = model(prompt)',
    '\treturn thing(reply)  # \u{1f600} wide: 表',
    '',
  ].join('\r\n'),
  'train.py': 'thing(path)\nthing(other)\nfetch(url)\n',
  'note.ipynb': notebookText,
};

const notebookLocation: Location = {
  path: 'note.ipynb',
  cell: 1,
  range: { start: { line: 1, character: 0 }, end: { line: 1, character: 5 } },
  rawRange: { start: { line: 3, character: 50 }, end: { line: 3, character: 55 } },
};

const findings: readonly Finding[] = [
  createFinding({
    location: locate('train.py', 1, 0, 12),
    level: 'hint',
    confidence: 'low',
    caseId: 'practice',
    fingerprint: '0000000000000002',
    suppression: { kind: 'in-source', reason: 'only our own files' },
  }),
  createFinding({
    location: locate('train.py', 0, 0, 11),
    fingerprint: '0000000000000001',
    fixes: [
      {
        title: 'Call safe_thing',
        keepsBehaviour: true,
        edits: [{ location: locate('train.py', 0, 0, 5), newText: 'safe_thing' }],
      },
    ],
  }),
  createFinding({
    ruleId: 'python/fetch-unverified',
    location: locate('train.py', 2, 0, 10),
    level: 'note',
    confidence: 'medium',
    message: 'A download is not verified; check it',
    guidelines: ['test-2.1', 'gone-9'],
    fingerprint: '0000000000000003',
    fixes: [
      {
        title: 'Verify it',
        keepsBehaviour: false,
        edits: [{ location: locate('train.py', 2, 9, 9), newText: ', verify=True' }],
      },
    ],
  }),
  createFinding({
    location: locate('src/serve app.py', 4, 8, 20),
    level: 'error',
    symbol: 'answer',
    isFlow: true,
    related: [
      { location: locate('src/serve app.py', 2, 10, 33), message: 'a request comes in' },
      { location: locate('src/serve app.py', 3, 9, 22), message: 'the model answers' },
    ],
    fingerprint: '0000000000000004',
    choices: [
      {
        title: 'Give a limit...',
        question: 'Most letters of an answer',
        options: [{ value: '100', label: 'A hundred' }],
        pattern: '\\d+',
        edits: [{ location: locate('src/serve app.py', 4, 19, 19), newText: ', limit={choice}' }],
      },
    ],
  }),
  createFinding({
    location: notebookLocation,
    fingerprint: '0000000000000005',
    fixes: [
      {
        title: 'Call "safe" thing',
        keepsBehaviour: true,
        edits: [{ location: notebookLocation, newText: 'safe["x"]', rawNewText: 'safe[\\"x\\"]' }],
      },
    ],
  }),
];

const notices: readonly Notice[] = [
  {
    kind: 'not-scanned',
    path: 'data/big.py',
    message: 'Not scanned: larger than 1 MiB; raise --max-file-size',
  },
  {
    kind: 'configuration',
    path: 'fairlead.yaml',
    message: 'unknown rule "x"',
    location: locate('fairlead.yaml', 3, 2, 3),
  },
];

/** A report in which every kind of content occurs. */
export function createSampleReport(): QuotingReport {
  const excerpts = new Map(
    Object.entries(texts).flatMap(([path, text]) => {
      const locations = findings
        .map((finding) => finding.location)
        .filter((location) => location.path === path);
      return [...takeExcerpts(text, locations)];
    }),
  );
  return {
    toolVersion: '1.2.3',
    root: 'project',
    fileCount: 12,
    findings,
    notices,
    rules: [
      createRule(),
      createRule({
        id: 'python/fetch-unverified',
        title: 'Download without a check',
        level: 'note',
        confidence: 'medium',
        references: { cwe: ['CWE-494'] },
        examples: { bad: [{ code: 'fetch(url)  # ```\n' }], good: [] },
      }),
    ],
    frameworks: [framework],
    taxonomies: [
      createTaxonomy('cwe', ['CWE-95', 'CWE-494', 'CWE-1'], 'https://example.org/cwe/{number}.html'),
      createTaxonomy('mitre-atlas', ['AML.T0010'], 'https://example.org/atlas/{id}'),
      createTaxonomy('unused', ['U-1'], 'https://example.org/u'),
    ],
    excerpts,
  };
}
