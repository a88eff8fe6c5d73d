import assert from 'node:assert/strict';
import type { Knowledge, State } from '../../../src/core/index.js';
import { GuidelineCatalogue } from '../../../src/vscode/guidelines/guideline-catalogue.js';
import { maxListedFindings, type PageSource, writePage } from '../../../src/vscode/page/page-content.js';
import { renderPage } from '../../../src/vscode/page/page-html.js';
import { runSteps } from '../../../src/vscode/steps.js';
import { placeAt, sampleFinding, sampleFramework, sampleItem, sampleRule, sampleStatus } from './samples.js';

const frameworks = [
  sampleFramework('ncsc', [
    {
      id: 'ncsc-2',
      title: 'Development',
      items: [sampleItem('ncsc-2.1', '2.1'), sampleItem('ncsc-2.2', '2.2', { titleIsExact: false })],
    },
  ]),
];
// As much as pages are made from.
const sample: Partial<Knowledge> = {
  frameworks,
  taxonomies: [],
  crosswalk: [{ item: 'ncsc-2.1', taxonomy: 'cwe', id: 'CWE-502', basis: 'own-judgement' }],
  evidence: { fileSets: [], facts: [], questions: [] },
  rules: [sampleRule({ references: { cwe: ['CWE-502'] } })],
};
const knowledge = sample as Knowledge;
const source: PageSource = {
  guidelines: new GuidelineCatalogue(knowledge, (id) => id.toUpperCase().replace('-', ' ')),
  findings: [],
  statuses: [],
  findTarget: (_known, { id }) => ({
    taxonomyTitle: 'Weaknesses',
    label: id,
    title: 'A weakness',
    titleIsExact: true,
    url: 'https://example.org/cwe',
  }),
};
const assets = { cspSource: 'https://self.test', styleUri: 'https://self.test/a.css' };

function render(
  subject: { kind: 'guideline' | 'rule'; id: string },
  extra: Partial<PageSource> = {},
): string {
  const content = writePage(subject, { ...source, ...extra });
  assert.ok(content);
  return runSteps(renderPage(content, assets));
}

describe('guideline page', () => {
  it('holds title, place, summary, official link, checklist, rules and references', () => {
    const html = render({ kind: 'guideline', id: 'ncsc-2.1' });
    for (const part of [
      '<title>NCSC 2.1 Short title 2.1</title>',
      '<h1>NCSC 2.1: Official title 2.1</h1>',
      'Summary of 2.1.',
      'href="https://example.org/2.1"',
      'Is it done?',
      'href="command:fairlead.showRule?%5B%22python%2Fload-unsafe%22%5D"',
      'Weaknesses CWE-502</a> A weakness (our judgement)',
      'None in the files looked at so far.',
    ]) {
      assert.ok(html.includes(part), `${part} is missing in\n${html}`);
    }
  });

  it('never shows our own wording as the official title', () => {
    const html = render({ kind: 'guideline', id: 'ncsc-2.2' });
    assert.ok(html.includes('<h1>NCSC 2.2: Short title 2.2</h1>'));
    assert.ok(html.includes('(heading in our own words)'));
    assert.ok(!html.includes('Official title 2.2'));
  });

  it('says of each question how it stands, why and where, and what to do', () => {
    const range = { start: { line: 4, character: 0 }, end: { line: 4, character: 1 } };
    const status = sampleStatus({ 'ncsc-2.1': ['failing'] });
    const statuses = [
      { folder: 'file:///w', name: 'w', status: placeAt(status, [{ path: 'src/a b.py', range }], 7) },
    ];
    const html = render({ kind: 'guideline', id: 'ncsc-2.1' }, { statuses });
    assert.match(html, /<strong>failing, 0 of 1 settled<\/strong> \|/);
    assert.match(html, /<strong>failing<\/strong>: Because of 1\./);
    assert.match(
      html,
      /Seen at <a href="command:fairlead\.openFinding\?[^"]*a%2520b\.py[^"]*">src\/a b\.py:5<\/a> and 6 more/,
    );
    for (const command of ['attestItem', 'attestQuestion', 'markNotApplicable']) {
      assert.ok(html.includes(`command:fairlead.${command}?`), command);
    }
    assert.ok(!html.includes('withdrawAttestation'));
    assert.ok(
      !html.includes('<strong>w</strong>') && !html.includes('w: <strong>'),
      'one folder needs no name',
    );
  });

  it('names the folder where there are several, and shows what their files hold as text', () => {
    const standing = (name: string, state: State) => ({
      folder: `file:///${name}`,
      name: `<b>${name}`,
      status: sampleStatus({ 'ncsc-2.1': [state] }),
    });
    const html = render(
      { kind: 'guideline', id: 'ncsc-2.1' },
      { statuses: [standing('one', 'open'), standing('two', 'evidenced')] },
    );
    assert.match(html, /&lt;b&gt;one: <strong>open<\/strong>/);
    assert.match(html, /&lt;b&gt;two: <strong>evidenced<\/strong>/);
  });

  it('lists its findings with links, and stops at a bound', () => {
    const findings = Array.from({ length: maxListedFindings + 2 }, (_, line) => ({
      file: 'file:///w/a.py',
      fileLabel: 'a.py',
      finding: sampleFinding({ line }),
    }));
    const html = render({ kind: 'guideline', id: 'ncsc-2.1' }, { findings });
    assert.equal(html.split('command:fairlead.openFinding').length - 1, maxListedFindings);
    assert.ok(html.includes('And 2 more'));
  });

  it('shows what files hold as text', () => {
    const message = '<img src=x onerror=alert(1)> [go](command:workbench.action.quit) `x`';
    const finding = { file: 'file:///w/a.py', fileLabel: '<b>](x).py', finding: sampleFinding({ message }) };
    const html = render({ kind: 'guideline', id: 'ncsc-2.1' }, { findings: [finding] });
    assert.ok(
      !html.includes('<img') && !html.includes('<b>') && !html.includes('href="command:workbench'),
      html,
    );
    assert.ok(html.includes('&lt;img src=x onerror=alert(1)&gt;'), html);
  });

  it('is undefined for an unknown id', () => {
    assert.equal(writePage({ kind: 'guideline', id: 'ncsc-9.9' }, source), undefined);
    assert.equal(writePage({ kind: 'rule', id: 'python/none' }, source), undefined);
  });
});

describe('rule page', () => {
  it('holds reason, examples, guidelines and references', () => {
    const html = render({ kind: 'rule', id: 'python/load-unsafe' });
    for (const part of [
      '<h1>Loading runs code from the file</h1>',
      'Whoever can replace the file can run code here.',
      'lib.load(p, safe=True)',
      'NCSC 2.1 Short title 2.1</a>',
      '# fairlead: ignore[python/load-unsafe] reason',
      'CWE-502',
    ]) {
      assert.ok(html.includes(part), `${part} is missing in\n${html}`);
    }
  });
});

describe('renderPage', () => {
  it('allows our style sheet and nothing else', () => {
    const html = runSteps(
      renderPage({ title: '</title><script>', sections: ['# a\n\n<script>x</script>\n'] }, assets),
    );
    assert.ok(html.includes(`content="default-src 'none'; style-src https://self.test;"`));
    assert.ok(!/<script|<style| style=|javascript:/.test(html), html);
    assert.ok(html.includes('<title>&lt;/title&gt;&lt;script&gt;</title>'));
  });

  it('has a language, a title, one main landmark and one first heading', () => {
    const html = render({ kind: 'guideline', id: 'ncsc-2.1' });
    assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/);
    for (const tag of ['<title>', '<main>', '<h1>']) assert.equal(html.split(tag).length, 2, tag);
  });

  it('follows no script address', () => {
    const page = renderPage(
      { title: 'x', sections: ['[x](javascript:alert(1)) [y](data:text/html,x)'] },
      assets,
    );
    const html = runSteps(page);
    assert.ok(!html.includes('<a '), html);
  });
});
