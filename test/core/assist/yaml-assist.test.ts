import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { completeYaml } from '../../../src/core/assist/complete-yaml.js';
import { describeYaml } from '../../../src/core/assist/describe-yaml.js';
import { createConfigurationJsonSchema } from '../../../src/core/configuration/configuration-schema.js';
import type { Json, JsonObject } from '../../../src/core/guidelines/yaml-reader.js';
import { createRuleJsonSchema } from '../../../src/core/rules/rule-json-schema.js';

const { frameworks, taxonomies } = loadKnowledge(process.cwd());
const rule = createRuleJsonSchema(frameworks, taxonomies);
const configuration = createConfigurationJsonSchema([{ id: 'python/torch-load-unsafe', title: 'A title' }], {
  $id: 'x',
  title: 'x',
});

/** Completes at the mark `|`. */
function complete(marked: string, schema = rule) {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const { span, items } = completeYaml(text, offset, schema);
  /** The text once the item is taken, with the cursor. */
  const take = (label: string): string => {
    const item = items.find((each) => each.label === label);
    assert.ok(item, `${label} is not among ${items.map((each) => each.label).join(', ')}`);
    // As an editor does: what follows on further lines is indented like the line.
    const leading = /^ */.exec(text.slice(text.lastIndexOf('\n', span.start - 1) + 1))?.[0] ?? '';
    const before = item.before.replaceAll('\n', `\n${leading}`);
    return `${text.slice(0, span.start)}${before}|${item.after}${text.slice(span.end)}`;
  };
  return { items, labels: items.map(({ label }) => label), take };
}

describe('completion in YAML files', () => {
  const cases: readonly (readonly [string, string, string, string])[] = [
    ['a key on an empty line', 'id: a/b\n|', 'title', 'id: a/b\ntitle: |'],
    [
      'a key that is begun',
      'id: a/b\nlang|\nstage: data\n',
      'languages',
      'id: a/b\nlanguages: [|]\nstage: data\n',
    ],
    ['a key with an object', 'mat|', 'match', 'match:\n  |'],
    ['a key with a list of objects', 'ca|', 'cases', 'cases:\n  - |'],
    [
      'a key of an object',
      'match:\n  kind: call\n  |\nreport: file\n',
      'where',
      'match:\n  kind: call\n  where:\n    |\nreport: file\n',
    ],
    ['a key in an item', 'fix:\n  - tit|', 'title', 'fix:\n  - title: |'],
    [
      'the next key of an item',
      'fix:\n  - title: x\n    ed|',
      'edits',
      'fix:\n  - title: x\n    edits:\n      - |',
    ],
    [
      'a key in braces',
      'match:\n  kind: call\n  where: { arg| }\n',
      'argument',
      'match:\n  kind: call\n  where: { argument: { | } }\n',
    ],
    ['a word', 'level: wa|\n', 'warning', 'level: warning|\n'],
    ['a word after a colon', 'level: |\ntitle: x\n', 'warning', 'level: warning|\ntitle: x\n'],
    ['a word of a list', 'languages: [python, |]\n', 'dockerfile', 'languages: [python, dockerfile|]\n'],
    ['the kind of a match', 'match:\n  kind: |\n', 'requirement', 'match:\n  kind: requirement|\n'],
    ['an item of a guideline', 'guidelines: [ncsc-|]\n', 'ncsc-2.1', 'guidelines: [ncsc-2.1|]\n'],
    [
      'an item of a guideline below',
      'guidelines:\n  - ncsc-1.1\n  - |\n',
      'ncsc-2.1',
      'guidelines:\n  - ncsc-1.1\n  - ncsc-2.1|\n',
    ],
    ['a weakness', 'references:\n  cwe: [CWE|]\n', 'CWE-502', 'references:\n  cwe: [CWE-502|]\n'],
    [
      'an id with a colon',
      'references:\n  owasp-llm-2025: [|]\n',
      'LLM03:2025',
      "references:\n  owasp-llm-2025: ['LLM03:2025'|]\n",
    ],
    [
      'an id in quotes',
      "references:\n  owasp-llm-2025: ['LLM|']\n",
      'LLM03:2025',
      "references:\n  owasp-llm-2025: ['LLM03:2025|']\n",
    ],
    [
      'a condition in a condition',
      'match:\n  kind: call\n  where:\n    not:\n      |\n',
      'argument',
      'match:\n  kind: call\n  where:\n    not:\n      argument:\n        |\n',
    ],
    ['true', 'fix:\n  - keepsBehaviour: |\n', 'true', 'fix:\n  - keepsBehaviour: true|\n'],
  ];
  for (const [what, marked, label, expected] of cases) {
    it(`offers ${what}`, () => {
      const { take } = complete(marked);
      assert.equal(take(label), expected);
    });
  }

  it('keeps the value of a key that is changed', () => {
    assert.equal(complete('stag|: data\n').take('stage'), 'stage|: data\n');
  });

  it('offers what fits the kind alone, and no key twice', () => {
    const { labels } = complete('match:\n  kind: instruction\n  names: [FROM]\n  |\n');
    assert.deepEqual(labels, ['stage', 'pick', 'orMissing', 'at', 'where']);
  });

  it('offers one key where only one may stand', () => {
    assert.deepEqual(complete('unless: { callee: [a], | }\n').labels, []);
  });

  it('offers no value twice', () => {
    const { labels } = complete('languages: [python, |]\n');
    assert.ok(!labels.includes('python'));
  });

  for (const marked of [
    'why: >-\n  Some text\n  |\n',
    'why: >-\n  Some text st|\n',
    'title: Some text |\n',
    'title: A st|\n',
    '# st|\n',
    'level: warning # st|\n',
    'match: |\n',
  ]) {
    it(`offers nothing at ${JSON.stringify(marked)}`, () => assert.deepEqual(complete(marked).labels, []));
  }

  it('says what ids stand for and which keys are needed', () => {
    const [item] = complete('guidelines: [|]\n').items;
    assert.match(item?.title ?? '', /^NCSC Secure AI 1\.1 /);
    const keys = complete('|').items;
    assert.deepEqual(
      keys.filter(({ isRequired }) => isRequired).map(({ label }) => label),
      rule['required'],
    );
  });

  it('leads on to values that can be completed', () => {
    const leading = complete('|').items.filter(({ leadsOn }) => leadsOn);
    assert.deepEqual(
      leading.map(({ label }) => label),
      [
        ...[
          'level',
          'confidence',
          'languages',
          'stage',
          'guidelines',
          'references',
          'match',
          'unless',
          'cases',
        ],
        ...['report', 'fix', 'examples'],
      ],
    );
  });

  it('serves fairlead.yaml too', () => {
    assert.equal(
      complete('rules:\n  python/t|\n', configuration).take('python/torch-load-unsafe'),
      'rules:\n  python/torch-load-unsafe: |\n',
    );
    assert.deepEqual(complete('failOn: |\n', configuration).labels, ['error', 'warning', 'note', 'hint']);
  });

  it('never throws, whatever the text', () => {
    const text = readFileSync('guidelines/rules/python/torch-load-unsafe.yaml', 'utf8');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(60), fc.string({ maxLength: 6 }), (at, cut, added) => {
        const broken = text.slice(0, at) + added + text.slice(at + cut);
        const { span } = completeYaml(broken, at + added.length, rule);
        assert.ok(span.start <= at + added.length && at + added.length <= span.end);
        describeYaml(broken, at, rule);
      }),
      { numRuns: 150 },
    );
  });
});

describe('help in YAML files', () => {
  const text =
    'level: note\nguidelines: [ncsc-2.1]\nmatch:\n  kind: instruction\n  names: [FROM]\n  stage: final\n';
  const at = (word: string) => describeYaml(text, text.indexOf(word) + 1, rule);

  it('explains keys by what stands around them', () => {
    assert.match(at('level')?.text ?? '', /^How much it matters/);
    assert.deepEqual(at('level')?.values, ['error', 'warning', 'note', 'hint']);
    assert.match(at('names')?.text ?? '', /^Instructions in upper case/);
    assert.match(at('stage: final')?.text ?? '', /^final: only in the last stage/);
  });

  it('says what ids and kinds stand for', () => {
    assert.match(at('ncsc-2.1')?.text ?? '', /^NCSC Secure AI 2\.1 /);
    assert.equal(at('instruction')?.text, 'an instruction of a Dockerfile');
    assert.equal(at('FROM'), undefined);
  });
});

describe('the schema of rule files', () => {
  it('explains every key', () => {
    const silent: string[] = [];
    const visit = (schema: Json, place: string): void => {
      if (Array.isArray(schema)) for (const each of schema) visit(each, place);
      if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return;
      const object = schema as JsonObject;
      for (const [key, value] of Object.entries(object)) {
        if (key !== 'properties') visit(value, place);
        else
          for (const [name, property] of Object.entries(value as JsonObject)) {
            if ((property as JsonObject)['description'] === undefined) silent.push(`${place}.${name}`);
            visit(property, `${place}.${name}`);
          }
      }
    };
    visit(rule, 'rule');
    assert.deepEqual(silent, []);
  });
});
