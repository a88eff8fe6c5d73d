import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { assessProject } from '../../../src/core/guidelines/assess-project.js';
import { escapeMarkdown } from '../../../src/core/report/escape-markdown.js';
import { drawProgress } from '../../../src/core/report/status-chart.js';
import { compareStatus, readEarlierStatus } from '../../../src/core/report/status-compare.js';
import { formatHaip } from '../../../src/core/report/status-haip.js';
import { escapeHtml, formatStatusHtml } from '../../../src/core/report/status-html.js';
import { formatStatusJson, type JsonStatusReport } from '../../../src/core/report/status-json.js';
import { formatStatusMarkdown } from '../../../src/core/report/status-markdown.js';
import { collectReferences } from '../../../src/core/report/status-references.js';
import { reachesShare, type StatusReport } from '../../../src/core/report/status-report.js';
import { formatStatusSarif } from '../../../src/core/report/status-sarif.js';
import { formatStatusText } from '../../../src/core/report/status-text.js';
import { createFinding, createHit, sampleInput } from '../guidelines/status-samples.js';

const nasty = '<img src=x onerror=alert(1)>`[a](javascript:b)|"\'&\u001b[31m\u202e\n# x';
const limit = { proves: [{ when: { fact: 'limit' } as const, says: '{path} limits.' }] };
const clean = { breaks: [{ rules: ['python/bad'] }], ...limit };

function createReport(root = 'project', path = 'a.py', reason = 'I looked'): StatusReport {
  const status = assessProject(
    sampleInput(
      [
        { id: 'fw-1.1.q1', ...limit },
        { id: 'fw-1.1.q2', ...clean },
        { id: 'fw-1.2.q1', ...clean },
      ],
      {
        findings: [createFinding('python/bad', path, { message: `Bad ${root}` }), createHit('limit', path)],
        attestations: [
          {
            id: 'fw-1.1.q3',
            verdict: 'attested',
            by: root,
            date: '2026-01-01',
            reason,
            evidence: 'https://example.org/a',
          },
        ],
      },
    ),
  );
  return { toolVersion: '1.2.3', root, status };
}

const haip = {
  id: 'haip',
  title: 'A form',
  publisher: 'Somebody',
  edition: '1',
  url: 'https://example.org/form',
  note: 'A draft.',
  sections: [
    {
      id: 'a',
      title: 'First',
      titleIsExact: true,
      actions: ['fw-1.1'],
      questions: [{ id: 'a1', question: 'What is done?', isTopicVerified: true }],
    },
    {
      id: 'b',
      title: 'Second',
      titleIsExact: false,
      actions: ['fw-1.2'],
      questions: [{ id: 'b1', question: 'And then?', isTopicVerified: false }],
    },
  ],
};

const formats: Readonly<Record<string, (report: StatusReport) => string>> = {
  text: (report) => formatStatusText(report, { isColoured: false }),
  json: formatStatusJson,
  markdown: formatStatusMarkdown,
  html: formatStatusHtml,
  sarif: formatStatusSarif,
  haip: (report) => formatHaip(report, haip),
};

const references = {
  'fw-1.1': [
    {
      taxonomy: 'owasp-llm-2025',
      taxonomyTitle: 'OWASP LLM 2025',
      id: 'LLM01:2025',
      label: 'LLM01:2025',
      title: 'Prompt <Injection>',
      url: 'https://example.org/llm01',
      basis: 'own-judgement' as const,
    },
    {
      taxonomy: 'etsi',
      taxonomyTitle: 'ETSI',
      id: '5.1',
      label: '5.1',
      title: 'Train staff',
      url: 'https://example.org/etsi',
      basis: 'published' as const,
      source: 'ETSI TR 104 128',
    },
  ],
};

describe('related guidance in reports', () => {
  const report = { ...createReport(), references };

  it('says of each link how it is known', () => {
    const html = formatStatusHtml(report);
    assert.match(
      html,
      /<a href="https:[^"]*llm01">OWASP LLM 2025 LLM01:2025<\/a> Prompt &#60;Injection&#62; <span[^>]*>\(our judgement\)/,
    );
    assert.match(html, /Train staff <span[^>]*>\(published in ETSI TR 104 128\)/);
    const markdown = formatStatusMarkdown(report);
    assert.match(
      markdown,
      /Related guidance: \[OWASP LLM 2025 LLM01:2025\]\(<https:\/\/example\.org\/llm01>\)/,
    );
    assert.match(markdown, /\(our judgement\); .*\(published in ETSI TR 104 128\)\.$/m);
    const json = JSON.parse(formatStatusJson(report)) as JsonStatusReport;
    const [first, second] = json.frameworks[0]?.sections[0]?.items ?? [];
    assert.deepEqual(first?.references, references['fw-1.1']);
    assert.deepEqual(second?.references, []);
  });

  it('is left out when there is none', () => {
    const plain = createReport();
    assert.ok(!formatStatusHtml(plain).includes('Related guidance'));
    assert.ok(!formatStatusMarkdown(plain).includes('Related guidance'));
    assert.ok(!formatStatusJson(plain).includes('references'));
  });

  it('comes from the crosswalk, for every item', () => {
    const knowledge = loadKnowledge(process.cwd());
    const collected = collectReferences(knowledge);
    for (const framework of knowledge.frameworks) {
      for (const { items } of framework.sections) {
        for (const { id } of items) assert.ok((collected[id] ?? []).length > 0, id);
      }
    }
    const all = Object.values(collected).flat();
    assert.equal(all.length, knowledge.crosswalk.length);
    for (const { basis, source } of all) assert.ok(basis === 'own-judgement' || source !== undefined);
  });
});

describe('reports on the status', () => {
  for (const [name, format] of Object.entries(formats)) {
    it(`are the same bytes again, end in a line feed and hold each question: ${name}`, () => {
      const text = format(createReport());
      assert.equal(format(createReport()), text);
      assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'));
      for (const id of ['fw-1.1.q1', 'fw-1.1.q2', 'fw-1.1.q3', 'fw-1.2.q1'])
        assert.ok(text.includes(`Is ${id} done?`), id);
      assert.ok(text.includes('I looked'));
    });

    if (name === 'json' || name === 'sarif') continue; // for programs, which escape what they show
    it(`let no control character through: ${name}`, () => {
      const text = format(createReport(nasty, `d/${nasty}.py`, nasty));
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get through
      assert.doesNotMatch(text, /[\u0000-\u0008\u000b-\u001f\u202e]/);
    });
  }

  it('in HTML hold nothing that a file smuggled in', () => {
    const text = formatStatusHtml(createReport(nasty, `d/${nasty}.py`, nasty));
    assert.doesNotMatch(text, /<img|<script|javascript:b"|onerror=alert\(1\)>/);
    assert.equal(text.match(/<main/g)?.length, 1);
    const plain = formatStatusHtml(createReport('x', 'd/x.py', 'x'));
    const tags = (html: string) => (html.match(/<\/?[a-z0-9]+/g) ?? []).join(' ');
    assert.equal(tags(text), tags(plain));
  });

  it('in HTML load nothing and run nothing', () => {
    const text = formatStatusHtml(createReport());
    assert.doesNotMatch(text, /<script|<link|<img|@import|url\(|src=| on\w+=/);
    assert.match(text, /default-src 'none'/);
    assert.match(text, /<html lang="en">/);
    assert.match(text, /prefers-color-scheme: dark/);
    assert.match(text, /<svg [^>]*role="img" aria-label="[^"]*A section: 2 of 4 settled/);
  });

  it('link evidence only when it is an https address', () => {
    const report = (evidence: string) => {
      const { status, ...rest } = createReport();
      const input = sampleInput([], {
        attestations: [
          { id: 'fw-1.1', verdict: 'attested', by: 'A', date: '2026-01-01', reason: 'r', evidence },
        ],
      });
      return formatStatusHtml({
        ...rest,
        status: { ...status, frameworks: assessProject(input).frameworks },
      });
    };
    assert.match(report('https://example.org/a'), /<a href="https:\/\/example\.org\/a">/);
    for (const bad of ['javascript:alert(1)', 'http://example.org', 'https://a"onclick="b', 'docs/a.md']) {
      assert.doesNotMatch(report(bad), /<p class="reason">Evidence: <a/, bad);
    }
  });

  it('in Markdown stay one list entry per question', () => {
    const text = formatStatusMarkdown(createReport(nasty, `d/${nasty}.py`, nasty));
    assert.equal(text.match(/^- \[[ x]\] /gm)?.length, 4);
    assert.doesNotMatch(text, /(?<!\\)<img|(?<!\\)\[a\]\(/);
    assert.equal(text.match(/^# /gm)?.length, 1);
  });

  it('in SARIF agree with the states', () => {
    const [run] = JSON.parse(formatStatusSarif(createReport())).runs;
    assert.deepEqual(
      run.results.map((result: { ruleId: string; kind: string; level: string }) => [
        result.ruleId,
        result.kind,
        result.level,
      ]),
      [
        ['fw-1.1.q1', 'pass', 'none'],
        ['fw-1.1.q2', 'fail', 'note'],
        ['fw-1.1.q3', 'pass', 'none'],
        ['fw-1.2.q1', 'fail', 'note'],
      ],
    );
    assert.deepEqual(
      run.taxonomies.map((each: { name: string; taxa: unknown[] }) => [each.name, each.taxa.length]),
      [['fw', 2]],
    );
    for (const result of run.results) assert.equal(run.tool.driver.rules[result.ruleIndex].id, result.ruleId);
  });

  it('mark what is not checked in the HAIP draft', () => {
    const text = formatHaip(createReport(), haip);
    assert.match(text, /## 1 First\n\n### What is done\?\n/);
    assert.match(text, /## 2 Second\n\n\*Title in our own words\.\*/);
    assert.match(text, /And then\? \*\(topic not checked/);
  });

  it('draw a bar whose parts fill it', () => {
    const [framework] = createReport().status.frameworks;
    const svg = drawProgress(framework?.sections ?? [], 'P', escapeHtml);
    const widths = [...svg.matchAll(/<rect [^>]*width="([\d.]+)"/g)].map((found) => Number(found[1]));
    assert.equal(widths.length, 3);
    assert.equal(Math.round(widths.reduce((sum, width) => sum + width, 0)), 720);
  });

  it('wrap text within a width', () => {
    const lines = formatStatusText(createReport(), { isColoured: false, width: 70 }).split('\n');
    assert.ok(lines.some((line) => line.length > 60));
    assert.deepEqual(
      lines.filter((line) => line.length > 70 && !line.includes('(fw-')),
      [],
    );
  });

  it('tell whether a share is reached', () => {
    const { status } = createReport();
    assert.equal(status.frameworks[0]?.progress.percent, 50);
    assert.deepEqual([reachesShare(status, 50), reachesShare(status, 51)], [true, false]);
  });

  it('escape', () => {
    assert.equal(escapeHtml('<a href="x">\'&`'), '&#60;a href=&#34;x&#34;&#62;&#39;&#38;&#96;');
    assert.equal(
      escapeMarkdown('a_b*c [x](y) <z> | `q` #1'),
      'a\\_b\\*c \\[x\\](y) \\<z\\> \\| \\`q\\` \\#1',
    );
    assert.equal(escapeMarkdown('1. x'), '1\\. x');
  });
});

describe('comparing with an earlier report', () => {
  const now = createReport();
  const earlier = (edit: (report: JsonStatusReport) => unknown = (report) => report) =>
    readEarlierStatus(JSON.stringify(edit(JSON.parse(formatStatusJson(now)))));
  const withState = (id: string, state: string) => (report: JsonStatusReport) =>
    JSON.parse(
      JSON.stringify(report).replace(new RegExp(`("id":"${id}",[^{}]*?"state":)"[a-z-]+"`), `$1"${state}"`),
    );

  it('finds nothing between equal reports', () => {
    const states = earlier();
    assert.ok(typeof states !== 'string');
    assert.deepEqual(compareStatus(states, now.status), []);
  });

  const cases: readonly [id: string, before: string, direction: string][] = [
    ['fw-1.1.q1', 'open', 'better'],
    ['fw-1.1.q1', 'attested', 'better'],
    ['fw-1.1.q1', 'failing', 'better'],
    ['fw-1.1.q2', 'open', 'worse'],
    ['fw-1.1.q2', 'evidenced', 'worse'],
    ['fw-1.1.q3', 'not-applicable', 'mixed'],
    ['fw-1.1.q3', 'expired', 'better'],
  ];
  for (const [id, before, direction] of cases) {
    it(`${id} was ${before}: ${direction}`, () => {
      const states = earlier(withState(id, before));
      assert.ok(typeof states !== 'string');
      const changes = compareStatus(states, now.status);
      assert.deepEqual(
        changes.map((change) => [change.item, change.direction, change.questions.map((each) => each.id)]),
        [['fw-1.1', direction, [id]]],
      );
    });
  }

  it('is part of each form', () => {
    const states = earlier(withState('fw-1.1.q2', 'open'));
    assert.ok(typeof states !== 'string');
    const report = { ...now, changes: compareStatus(states, now.status) };
    assert.match(
      formatStatusText(report, { isColoured: false }),
      /worse {3}fw-1\.1 .*\n.*fw-1\.1\.q2: open -> failing/,
    );
    assert.match(formatStatusMarkdown(report), /\*\*worse\*\*: fw-1\.1/);
    assert.match(formatStatusHtml(report), /<strong>worse<\/strong>: fw-1\.1/);
    assert.equal(JSON.parse(formatStatusJson(report)).changes.length, 1);
  });

  const bad: readonly [name: string, text: string, why: RegExp][] = [
    ['what is no JSON', '{', /not JSON/],
    ['a report of findings', '{"schemaVersion":1}', /no status report/],
    ['another version', '{"kind":"status","schemaVersion":7}', /schemaVersion is 7/],
    ['null', 'null', /no status report/],
  ];
  for (const [name, text, why] of bad) {
    it(`refuses ${name}`, () => assert.match(String(readEarlierStatus(text)), why));
  }

  it('takes no state from a prototype', () => {
    const states = readEarlierStatus(
      '{"kind":"status","schemaVersion":1,"frameworks":[{"sections":[{"items":[{"id":"__proto__","state":"open","questions":[{"id":"constructor","state":"toString"}]}]}]}]}',
    );
    assert.ok(typeof states !== 'string');
    assert.equal(compareStatus(states, now.status).length, 2);
  });
});
