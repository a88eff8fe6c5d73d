import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/findings/finding.js';
import { buildSarifLog, formatSarif } from '../../../src/core/report/sarif-report.js';
import { createFinding, createSampleReport, locate } from './sample-report.js';
import { assertStored } from './stored-text.js';

function buildRun(overrides: Partial<ReturnType<typeof createSampleReport>> = {}) {
  const run = buildSarifLog({ ...createSampleReport(), ...overrides }).runs[0];
  assert.ok(run !== undefined);
  return run;
}

describe('SARIF report', () => {
  it('equals the stored log', () => {
    assertStored('test/fixtures/cli/report/sample.sarif', formatSarif(createSampleReport()));
  });

  it('is the same for the same report in another order', () => {
    const report = createSampleReport();
    const reversed = {
      ...report,
      findings: [...report.findings].reverse(),
      notices: [...report.notices].reverse(),
      rules: [...report.rules].reverse(),
    };
    assert.equal(formatSarif(reversed), formatSarif(report));
  });

  it('has indexes that lead to what they name', () => {
    const run = buildRun();
    const rules = run.tool.driver.rules ?? [];
    for (const result of run.results ?? []) {
      assert.equal(rules[result.ruleIndex ?? -1]?.id, result.ruleId);
    }
    for (const relationship of rules.flatMap((rule) => rule.relationships ?? [])) {
      const taxonomy = run.taxonomies?.[relationship.target.toolComponent?.index ?? -1];
      assert.equal(taxonomy?.name, relationship.target.toolComponent?.name);
      assert.ok(taxonomy?.taxa?.some((taxon) => taxon.id === relationship.target.id));
    }
    for (const invocation of run.invocations ?? []) {
      for (const notification of [
        ...(invocation.toolExecutionNotifications ?? []),
        ...(invocation.toolConfigurationNotifications ?? []),
      ]) {
        const { index, id } = notification.descriptor ?? {};
        assert.equal(run.tool.driver.notifications?.[index ?? -1]?.id, id);
      }
    }
  });

  it('names all rules that ran, and explains those with results', () => {
    const explained = (findings: readonly Finding[]) =>
      (buildRun({ findings }).tool.driver.rules ?? []).flatMap(({ id, help, relationships }) =>
        help?.markdown === undefined && relationships === undefined ? [] : [id],
      );
    const [rule] = createSampleReport().rules;
    assert.ok(rule);
    assert.deepEqual(explained([]), []);
    assert.deepEqual(explained([createFinding({ ruleId: rule.id })]), [rule.id]);
    const ids = (findings: readonly Finding[]) =>
      (buildRun({ findings }).tool.driver.rules ?? []).map(({ id }) => id);
    assert.deepEqual(ids([]), ids(createSampleReport().findings));
    for (const { id, shortDescription, fullDescription, help } of buildRun({ findings: [] }).tool.driver
      .rules ?? []) {
      if (id.startsWith('fairlead/')) continue;
      // What GitHub requires.
      assert.ok(shortDescription?.text && fullDescription?.text && help?.text, id);
    }
  });

  it('puts weaknesses among the ten tags that GitHub shows', () => {
    const rules = buildRun().tool.driver.rules ?? [];
    const tags = rules.map(({ properties }) => properties?.tags ?? []);
    assert.ok(tags.some((list) => list.some((tag) => tag.startsWith('external/cwe/'))));
    for (const list of tags) {
      const last = list.findLastIndex((tag) => tag.startsWith('external/cwe/'));
      assert.ok(last < 10, list.join(' '));
      assert.ok(list.slice(2, last + 1).every((tag) => tag.startsWith('external/cwe/')));
    }
  });

  it('lists only taxonomies and items that a rule points to', () => {
    const taxonomies = buildRun().taxonomies ?? [];
    assert.deepEqual(
      taxonomies.map(({ name, taxa }) => [name, (taxa ?? []).map(({ id }) => id)]),
      [
        ['test-framework', ['test-2.1']],
        ['cwe', ['CWE-95', 'CWE-494']],
        ['mitre-atlas', ['AML.T0010']],
      ],
    );
  });

  it('puts a notebook finding into the raw JSON and its cell into the properties', () => {
    const result = buildRun().results?.find(({ properties }) => properties?.['cell'] !== undefined);
    const physical = result?.locations?.[0]?.physicalLocation;
    assert.equal(physical?.artifactLocation?.uri, 'note.ipynb');
    assert.deepEqual(physical?.region, { startLine: 4, startColumn: 51, endLine: 4, endColumn: 56 });
    assert.equal(result?.properties?.['cell'], 1);
    assert.equal(result?.properties?.['cellLine'], 2);
    const replacement = result?.fixes?.[0]?.artifactChanges[0]?.replacements[0];
    assert.equal(replacement?.insertedContent?.text, 'safe[\\"x\\"]');
  });

  it('leaves out region and fix of a cell whose raw place is not known', () => {
    const location = { ...locate('n.ipynb', 0, 0, 1), cell: 0 };
    const fix = { title: 'Fix', keepsBehaviour: true, edits: [{ location, newText: 'x' }] };
    const result = buildRun({ findings: [createFinding({ location, fixes: [fix] })] }).results?.[0];
    assert.equal(result?.locations?.[0]?.physicalLocation?.region, undefined);
    assert.equal(result?.fixes, undefined);
  });

  it('says of every result whether it is suppressed as soon as one is', () => {
    assert.deepEqual(
      (buildRun().results ?? []).map(({ suppressions }) => suppressions?.length),
      [0, 0, 0, 1, 0],
    );
    const { results } = buildRun({ findings: [createFinding()] });
    assert.equal(results?.[0]?.suppressions, undefined);
  });

  it('tells a baseline from a comment', () => {
    const suppression = { kind: 'baseline' as const, reason: '' };
    const result = buildRun({ findings: [createFinding({ suppression })] }).results?.[0];
    assert.deepEqual(result?.suppressions, [{ kind: 'external', status: 'accepted' }]);
  });

  const uris: readonly (readonly [path: string, uri: string, hasBase: boolean])[] = [
    ['a b/c.py', 'a%20b/c.py', true],
    ["it's (1)!*.py", 'it%27s%20%281%29%21%2A.py', true],
    ['a:b#c?d%e.py', 'a%3Ab%23c%3Fd%25e.py', true],
    ['line\nbreak".py', 'line%0Abreak%22.py', true],
    ['\u{1f600}/é.py', '%F0%9F%98%80/%C3%A9.py', true],
    ['lone\ud800.py', 'lone%EF%BF%BD.py', true],
    ['/abs/x y.py', 'file:///abs/x%20y.py', false],
    ['C:/abs/x.py', 'file:///C:/abs/x.py', false],
    ['//server/a share/x.py', 'file://server/a%20share/x.py', false],
  ];
  for (const [path, uri, hasBase] of uris) {
    it(`names ${JSON.stringify(path)} by a valid URI`, () => {
      const result = buildRun({ findings: [createFinding({ location: locate(path, 0, 0, 1) })] })
        .results?.[0];
      const artifact = result?.locations?.[0]?.physicalLocation?.artifactLocation;
      assert.deepEqual(artifact, hasBase ? { uri, uriBaseId: '%SRCROOT%' } : { uri });
    });
  }

  it('makes no link of text from a file', () => {
    const message = 'Loads [a](https://evil.example); pin it';
    const related = [{ location: locate('a.py', 0, 0, 1), message: '[b](1)' }];
    const fixes = [
      {
        title: 'Use [c](d)',
        keepsBehaviour: true,
        edits: [{ location: locate('a.py', 0, 0, 1), newText: 'x' }],
      },
    ];
    const finding = createFinding({ message, related, isFlow: true, fixes });
    const notices = [{ kind: 'configuration' as const, path: 'a', message: '[e](f)' }];
    const text = JSON.stringify(buildRun({ findings: [finding], notices }));
    assert.ok(text.includes('[a] (https://evil.example)') && text.includes('[b] (1)'));
    for (const link of ['[a](', '[b](', '[c](', '[e](']) assert.ok(!text.includes(link), link);
  });

  it('lets a code flow end at the finding', () => {
    const flow = buildRun().results?.find(({ codeFlows }) => codeFlows !== undefined);
    const steps = flow?.codeFlows?.[0]?.threadFlows[0]?.locations ?? [];
    assert.equal(steps.length, 3);
    assert.deepEqual(
      steps.at(-1)?.location?.physicalLocation?.region,
      flow?.locations?.[0]?.physicalLocation?.region,
    );
  });
});
