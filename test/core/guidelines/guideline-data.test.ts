import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { findTarget, listLinks } from '../../../src/core/guidelines/crosswalk.js';
import { type Item, ROLES, STAGES } from '../../../src/core/guidelines/framework.js';
import { type Guidelines, validateGuidelines } from '../../../src/core/guidelines/validate-frameworks.js';
import { formatYamlProblem, parseYaml, type YamlSource } from '../../../src/core/guidelines/yaml-reader.js';

function parseFile(path: string): YamlSource {
  return parseYaml(path, readFileSync(path, 'utf8'));
}

function parseFolder(folder: string): YamlSource[] {
  return readdirSync(folder)
    .sort()
    .map((name) => parseFile(`${folder}/${name}`));
}

function loadGuidelines(): Guidelines {
  const result = validateGuidelines({
    frameworks: parseFolder('guidelines/frameworks'),
    taxonomies: parseFolder('guidelines/taxonomies'),
    crosswalk: parseFile('guidelines/crosswalk.yaml'),
  });
  if (!result.ok) assert.fail(result.problems.map(formatYamlProblem).join('\n'));
  return result.guidelines;
}

describe('guideline data', () => {
  let guidelines: Guidelines;
  let items: readonly Item[];

  before(() => {
    guidelines = loadGuidelines();
    items = guidelines.frameworks.flatMap(({ sections }) => sections.flatMap((section) => section.items));
  });

  it('has 17 guidelines in 4 areas, 11 principles and 11 actions with their questions', () => {
    const sizes = guidelines.frameworks.map(({ id, sections }) => {
      const own = sections.flatMap((section) => section.items);
      return [id, sections.length, own.length, own.flatMap((item) => item.checklist).length];
    });
    assert.deepEqual(sizes, [
      ['ncsc-secure-ai', 4, 17, 89],
      ['g7-guiding-principles', 1, 11, 32],
      ['g7-code-of-conduct', 1, 11, 33],
    ]);
  });

  it('keeps the ids and the order of the documents', () => {
    const ncsc = [4, 4, 5, 4].flatMap((size, area) => numberedIds(`ncsc-${area + 1}.`, size));
    assert.deepEqual(
      items.map((item) => item.id),
      [...ncsc, ...numberedIds('g7-gp-', 11), ...numberedIds('g7-coc-', 11)],
    );
  });

  it('quotes only titles that were checked', () => {
    const exact = items.filter((item) => item.titleIsExact).map((item) => item.id);
    assert.deepEqual(exact, [
      ...[4, 4, 5, 4].flatMap((size, area) => numberedIds(`ncsc-${area + 1}.`, size)),
      'g7-coc-1',
    ]);
    for (const item of items) {
      if (!item.titleIsExact) assert.equal(item.title, item.shortTitle);
    }
  });

  it('lists stages and roles in their order, and uses each of them', () => {
    for (const item of items) {
      assert.deepEqual(
        item.stages,
        STAGES.filter((stage) => item.stages.includes(stage)),
        item.id,
      );
      assert.deepEqual(
        item.roles,
        ROLES.filter((role) => item.roles.includes(role)),
        item.id,
      );
    }
    for (const stage of STAGES)
      assert.ok(
        items.some((item) => item.stages.includes(stage)),
        stage,
      );
    for (const role of ROLES)
      assert.ok(
        items.some((item) => item.roles.includes(role)),
        role,
      );
  });

  it('asks each question once per framework, and has distinct short titles in each', () => {
    for (const { sections } of guidelines.frameworks) {
      const own = sections.flatMap((section) => section.items);
      const questions = own.flatMap((item) => item.checklist.map((each) => each.question));
      assert.equal(new Set(questions).size, questions.length);
      assert.equal(new Set(own.map((item) => item.shortTitle)).size, own.length);
    }
  });

  it('writes plain ASCII', () => {
    for (const folder of ['guidelines', 'guidelines/frameworks', 'guidelines/taxonomies']) {
      for (const name of readdirSync(folder).filter((each) => /\.(yaml|md)$/.test(each))) {
        const odd = /[^\n\x20-\x7e]/.exec(readFileSync(`${folder}/${name}`, 'utf8'));
        assert.equal(odd, null, `${folder}/${name} at ${odd?.index}`);
      }
    }
  });

  it('resolves every link of the crosswalk to a title and an address', () => {
    for (const link of guidelines.crosswalk) {
      const target = findTarget(guidelines, link);
      assert.ok(target, `${link.item} -> ${link.taxonomy} ${link.id}`);
      assert.match(target.url, /^https:\/\/[^{}\s]+$/);
    }
  });

  it('links every item, and each taxonomy of the crosswalk at least once', () => {
    for (const item of items) assert.ok(listLinks(guidelines.crosswalk, item.id).length > 0, item.id);
    const used = new Set(guidelines.crosswalk.map((link) => link.taxonomy));
    for (const { id } of guidelines.taxonomies) {
      if (id !== 'cwe') assert.ok(used.has(id), id);
    }
  });

  it('knows the addresses of entries', () => {
    const urlOf = (taxonomy: string, id: string) => findTarget(guidelines, { taxonomy, id })?.url;
    assert.equal(urlOf('cwe', 'CWE-502'), 'https://cwe.mitre.org/data/definitions/502.html');
    assert.equal(urlOf('mitre-atlas', 'AML.M0011'), 'https://atlas.mitre.org/mitigations/AML.M0011');
    assert.equal(urlOf('mitre-atlas', 'AML.T0011.000'), 'https://atlas.mitre.org/techniques/AML.T0011.000');
    assert.equal(
      urlOf('owasp-llm-2025', 'LLM05:2025')?.endsWith('/llm052025-improper-output-handling/'),
      true,
    );
    assert.equal(urlOf('eu-ai-act', 'Art. 15')?.endsWith('#art_15'), true);
    assert.equal(urlOf('eu-ai-act', 'Art. 99'), undefined);
    assert.equal(urlOf('nowhere', 'CWE-502'), undefined);
  });

  it('shows principles of ETSI by number and labels of our own as such', () => {
    const etsi = findTarget(guidelines, { taxonomy: 'etsi-en-304-223', id: 'etsi-p7' });
    assert.deepEqual([etsi?.label, etsi?.title], ['Principle 7 (5.2.3)', 'Secure the supply chain']);
    assert.equal(findTarget(guidelines, { taxonomy: 'nist-ai-rmf', id: 'GOVERN 1.6' })?.titleIsExact, false);
  });

  it('ties each action of the Code to its principle, with the links of that principle as own judgement', () => {
    for (let number = 1; number <= 11; number++) {
      const own = listLinks(guidelines.crosswalk, `g7-coc-${number}`);
      const [principle, ...copies] = [...own].reverse();
      assert.equal(principle?.id, `g7-gp-${number}`);
      assert.equal(principle?.basis, 'published');
      const original = listLinks(guidelines.crosswalk, `g7-gp-${number}`).filter(
        (link) => link.taxonomy !== 'g7-code-of-conduct',
      );
      assert.deepEqual(
        copies.reverse().map((link) => `${link.taxonomy} ${link.id} ${link.basis}`),
        original.map((link) => `${link.taxonomy} ${link.id} own-judgement`),
      );
    }
  });

  it('holds the ATLAS techniques and mitigations and the CWE ids that rules use', () => {
    const count = (taxonomy: string, group: string) =>
      guidelines.taxonomies.find((each) => each.id === taxonomy)?.groups.find((each) => each.id === group)
        ?.entries.length;
    assert.equal(count('mitre-atlas', 'tactics'), 16);
    assert.equal(count('mitre-atlas', 'techniques'), 170);
    assert.equal(count('mitre-atlas', 'mitigations'), 35);
    assert.equal(count('cwe', 'weaknesses'), 53);
  });
});

function numberedIds(prefix: string, size: number): string[] {
  return Array.from({ length: size }, (_, index) => `${prefix}${index + 1}`);
}
