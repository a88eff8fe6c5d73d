import assert from 'node:assert/strict';
import { frameworkSchema } from '../../../src/core/guidelines/framework-schema.js';
import { validateGuidelines } from '../../../src/core/guidelines/validate-frameworks.js';
import { formatYamlProblem, parseYaml, toJsonSchema } from '../../../src/core/guidelines/yaml-reader.js';

const framework = `id: fw
title: A framework
shortTitle: FW
publisher: Somebody
date: 2025-01-31
edition: First
url: https://example.org/fw
licence: { name: Not stated }
counts: { sections: 1, items: 1, questions: 1 }
sections:
  - id: fw-1
    title: A section
    items:
      - id: fw-1.1
        number: '1.1'
        title: Do it
        titleIsExact: true
        shortTitle: Do it well
        summary: It is done.
        url: https://example.org/fw#1
        stages: [training]
        roles: [deployer]
        checklist:
          - id: fw-1.1.q1
            question: Is it done?
            kind: code
            hint: Proof.
order: 1
`;

const taxonomy = `id: tax
title: A taxonomy
shortTitle: TAX
publisher: Somebody
date: 2025
edition: First
url: https://example.org/tax
source: https://example.org/tax
licence: { name: Not stated }
groups:
  - id: all
    title: All
    urlPattern: https://example.org/tax/{number}
    entries:
      - { id: T-1, title: One }
      - { id: T-2, title: Two }
`.replace('date: 2025', "date: '2025'");

const crosswalk = `id: crosswalk
title: Links
date: 2025-01-31
note: Context only.
items:
  - item: fw-1.1
    links:
      - { taxonomy: tax, id: T-1, basis: own-judgement }
sameAs: []
`;

type Edit = readonly [from: string, to: string];

/** Validates the small files after one edit to each of some of them. */
function validate(edits: { framework?: Edit; taxonomy?: Edit; crosswalk?: Edit } = {}) {
  const edited = (text: string, edit?: Edit): string => {
    if (edit === undefined) return text;
    assert.ok(text.includes(edit[0]), `the text has no ${edit[0]}`);
    return text.replace(edit[0], () => edit[1]);
  };
  return validateGuidelines({
    frameworks: [parseYaml('a/fw.yaml', edited(framework, edits.framework))],
    taxonomies: [parseYaml('a/tax.yaml', edited(taxonomy, edits.taxonomy))],
    crosswalk: parseYaml('a/crosswalk.yaml', edited(crosswalk, edits.crosswalk)),
  });
}

function problemsOf(edits: Parameters<typeof validate>[0]): string[] {
  const result = validate(edits);
  return result.ok ? [] : result.problems.map(formatYamlProblem);
}

describe('guideline validation', () => {
  it('accepts the small files and gives plain data', () => {
    const result = validate();
    assert.ok(result.ok);
    assert.equal(result.guidelines.frameworks[0]?.sections[0]?.items[0]?.title, 'Do it');
    assert.equal(result.guidelines.taxonomies[0]?.groups[0]?.entries[0]?.titleIsExact, true);
    const link = { item: 'fw-1.1', taxonomy: 'tax', id: 'T-1', basis: 'own-judgement' };
    assert.deepEqual(result.guidelines.crosswalk, [link]);
    assert.deepEqual(JSON.parse(JSON.stringify(result.guidelines)), result.guidelines);
  });

  const cases: readonly (readonly [string, Parameters<typeof validate>[0], ...string[]])[] = [
    [
      'an unknown key',
      { framework: ['summary:', 'sumary:'] },
      'a/fw.yaml:14:9: sections[0].items[0]: lacks the key summary (a string)',
      'a/fw.yaml:19:9: sections[0].items[0]: unknown key "sumary"; did you mean summary? expected id, number, title, titleIsExact, shortTitle, summary, url, stages, roles, checklist',
    ],
    [
      'a stage that does not exist',
      { framework: ['[training]', '[traning]'] },
      'a/fw.yaml:21:18: sections[0].items[0].stages[0]: expected one of design, data, training, evaluation, deployment, operation, found "traning"; did you mean training?',
    ],
    [
      'a role that is listed twice',
      { framework: ['[deployer]', '[deployer, deployer]'] },
      'a/fw.yaml:22:27: sections[0].items[0].roles[1]: "deployer" is listed twice',
    ],
    [
      'a question that is not one',
      { framework: ['Is it done?', 'Do it.'] },
      'a/fw.yaml:25:23: sections[0].items[0].checklist[0].question: expected one sentence that ends in a question mark, found "Do it."',
    ],
    [
      'a short title that is too long',
      { framework: ['Do it well', 'x'.repeat(61)] },
      'a/fw.yaml:18:21: sections[0].items[0].shortTitle: is 61 characters long, expected at most 60',
    ],
    [
      'unchecked wording in the title',
      { framework: ['titleIsExact: true', 'titleIsExact: false'] },
      'a/fw.yaml:16:16: sections[0].items[0].title: must equal shortTitle while titleIsExact is false, so that unchecked wording is never shown',
    ],
    [
      'a question id that does not belong to its item',
      { framework: ['fw-1.1.q1', 'fw-1.2.q1'] },
      'a/fw.yaml:24:17: sections[0].items[0].checklist[0].id: expected fw-1.1.q and a number, found fw-1.2.q1',
    ],
    [
      'a lost question',
      { framework: ['questions: 1', 'questions: 2'] },
      'a/fw.yaml:9:45: counts.questions: says 2, but the file has 1 questions',
    ],
    [
      'an id that differs from the file name',
      { framework: ['id: fw\n', 'id: fx\n'] },
      'a/fw.yaml:1:5: id: expected fw, the name of the file, found fx',
    ],
    [
      'an id that is used twice in a framework',
      { framework: ['id: fw-1\n', 'id: fw-1.1\n'] },
      'a/fw.yaml:14:13: sections[0].items[0].id: fw-1.1 is used twice, first at a/fw.yaml:11',
    ],
    [
      'an entry that is there twice',
      { taxonomy: ['T-2', 'T-1'] },
      'a/tax.yaml:16:15: groups[0].entries[1].id: T-1 is used twice, first at a/tax.yaml:15',
    ],
    [
      'a placeholder that does not exist',
      { taxonomy: ['{number}', '{name}'] },
      'a/tax.yaml:13:17: groups[0].urlPattern: has the placeholder {name}, expected {id} or {number}',
    ],
    [
      'an entry without the number that its address needs',
      { taxonomy: ['T-2', 'T'] },
      'a/tax.yaml:16:15: groups[0].entries[1].id: has no digits for the {number} of urlPattern',
    ],
    [
      'entries without any address',
      { taxonomy: ['    urlPattern: https://example.org/tax/{number}\n', ''] },
      'a/tax.yaml:14:9: groups[0].entries[0]: lacks the key url, and the group has no urlPattern',
      'a/tax.yaml:15:9: groups[0].entries[1]: lacks the key url, and the group has no urlPattern',
    ],
    [
      'a link to an id that does not exist',
      { crosswalk: ['id: T-1', 'id: T-3'] },
      'a/crosswalk.yaml:8:30: items[0].links[0].id: unknown id in tax: T-3; did you mean T-1?',
    ],
    [
      'a link to a taxonomy that does not exist',
      { crosswalk: ['taxonomy: tax', 'taxonomy: taxi'] },
      'a/crosswalk.yaml:8:21: items[0].links[0].taxonomy: unknown taxonomy taxi; did you mean tax?',
    ],
    [
      'links of an item that does not exist',
      { crosswalk: ['item: fw-1.1', 'item: fw-1.7'] },
      'a/crosswalk.yaml:6:11: items[0].item: unknown item fw-1.7; did you mean fw-1.1?',
    ],
    [
      'a published link without its source',
      { crosswalk: ['own-judgement', 'published'] },
      'a/crosswalk.yaml:8:42: items[0].links[0].basis: is published, so the key source must name the publication',
    ],
    [
      'a link that is there twice',
      {
        crosswalk: ['sameAs: []', '      - { taxonomy: tax, id: T-1, basis: own-judgement }\nsameAs: []'],
      },
      'a/crosswalk.yaml:9:30: items[0].links[1].id: tax T-1 is used twice, first at a/crosswalk.yaml:8',
    ],
    [
      'a pair with an item that does not exist',
      { crosswalk: ['sameAs: []', 'sameAs:\n  - { item: fw-1.1, as: other, basis: own-judgement }'] },
      'a/crosswalk.yaml:10:13: sameAs[0].item: fw-1.1 is used twice, first at a/crosswalk.yaml:6',
      'a/crosswalk.yaml:10:25: sameAs[0].as: unknown item other',
    ],
    [
      'a syntax error, without complaints about links to what could not be read',
      { taxonomy: ['title: One }', 'title: One'] },
      'a/tax.yaml:16:7: Flow map in block collection must be sufficiently indented and end with a }',
    ],
  ];
  for (const [name, edits, ...expected] of cases) {
    it(`reports ${name}`, () => {
      assert.deepEqual(problemsOf(edits), expected);
    });
  }

  it('emits a JSON Schema that knows the allowed words', () => {
    const text = JSON.stringify(
      toJsonSchema(frameworkSchema, { $id: 'https://example.org/s', title: 'Framework' }),
    );
    assert.match(text, /"enum":\["model-developer","application-developer","deployer"\]/);
    assert.match(text, /"required":\["id","question","kind","hint"\],"additionalProperties":false/);
  });
});
