import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type Configuration,
  NO_CONFIGURATION,
  readConfiguration,
} from '../../../src/core/configuration/configuration.js';
import { createConfigurationJsonSchema } from '../../../src/core/configuration/configuration-schema.js';

const known = ['python/torch-load-unsafe', 'python/pickle-load'];

function read(text: string): Configuration {
  const { configuration, problems } = readConfiguration('fairlead.yaml', text, known);
  assert.deepEqual(problems, []);
  return configuration;
}

function problemsOf(text: string): { problems: string[]; configuration: Configuration } {
  const { configuration, problems } = readConfiguration('fairlead.yaml', text, known);
  const lines = problems.map(({ kind, path, message, location }) => {
    assert.equal(kind, 'configuration');
    const start = location?.range.start ?? assert.fail('a problem has a place');
    return `${path}:${start.line + 1}:${start.character + 1}: ${message}`;
  });
  return { problems: lines, configuration };
}

describe('configuration', () => {
  it('reads every setting', () => {
    const text = [
      '# our settings',
      'rules:',
      '  python/torch-load-unsafe: error',
      '  python/pickle-load: off',
      '  fairlead/suppression-unused: note',
      'exclude: [vendored/, "*.ipynb", "!keep.ipynb"]',
      'teamRules: [tools/rules, "../shared rules", "npm:@acme/ml-rules", "npm:rules"]',
      'failOn: warning',
      'maxFileSize: 2000000',
      'inspectModels: false',
    ].join('\n');
    assert.deepEqual(read(text), {
      rules: {
        'python/torch-load-unsafe': 'error',
        'python/pickle-load': 'off',
        'fairlead/suppression-unused': 'note',
      },
      exclude: ['vendored/', '*.ipynb', '!keep.ipynb'],
      teamRules: ['tools/rules', '../shared rules', 'npm:@acme/ml-rules', 'npm:rules'],
      failOn: 'warning',
      maxFileSize: 2_000_000,
      inspectModels: false,
    });
  });

  for (const text of [
    '',
    '\n',
    '# nothing yet\n',
    '{}',
    '---\n',
    'rules:\nexclude:\n',
    'rules:\n  # python/x: off\n',
    'rules: {}',
  ]) {
    it(`decides nothing in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(read(text), NO_CONFIGURATION);
    });
  }

  const table: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'an unknown key',
      'rulez: {}',
      [
        'fairlead.yaml:1:1: unknown key "rulez"; did you mean rules? expected rules?, exclude?, teamRules?, failOn?, maxFileSize?, inspectModels?',
      ],
    ],
    [
      'an unknown rule',
      'rules:\n  python/torch-load: off',
      [
        'fairlead.yaml:2:3: rules["python/torch-load"]: no rule is called "python/torch-load"; see the list of rules',
      ],
    ],
    [
      'a misspelt rule',
      'rules:\n  python/pickle-laod: off',
      [
        'fairlead.yaml:2:3: rules["python/pickle-laod"]: no rule is called "python/pickle-laod"; did you mean python/pickle-load?',
      ],
    ],
    [
      'a wrong level',
      'rules:\n  python/pickle-load: warn',
      [
        'fairlead.yaml:2:23: rules["python/pickle-load"]: expected one of off, error, warning, note, hint, found "warn"',
      ],
    ],
    ['rules that are a list', 'rules: [a]', ['fairlead.yaml:1:8: rules: expected an object, found a list']],
    [
      'a pattern that is no text',
      'exclude: [1]',
      [
        'fairlead.yaml:1:11: exclude[0]: expected a pattern as in .gitignore, with / between folders and without ./ at its start, found the number 1; put it in quotes',
      ],
    ],
    [
      'a pattern that matches nothing',
      'exclude: [./a]',
      [
        'fairlead.yaml:1:11: exclude[0]: expected a pattern as in .gitignore, with / between folders and without ./ at its start, found "./a"',
      ],
    ],
    [
      'off as a limit',
      'failOn: off',
      ['fairlead.yaml:1:9: failOn: expected one of error, warning, note, hint, found "off"'],
    ],
    [
      'a size of nothing',
      'maxFileSize: 0',
      ['fairlead.yaml:1:14: maxFileSize: expected at least 1, found 0'],
    ],
    [
      'a list as the whole',
      '- a',
      [
        'fairlead.yaml:1:1: expected an object with rules?, exclude?, teamRules?, failOn?, maxFileSize?, inspectModels?, found a list',
      ],
    ],
    ['a key twice', 'failOn: note\nfailOn: hint', ['fairlead.yaml:2:1: the key failOn is there twice']],
  ];
  for (const [name, text, expected] of table) {
    it(`reports ${name}`, () => {
      assert.deepEqual(problemsOf(text).problems, expected);
    });
  }

  it('keeps what is right beside what is wrong', () => {
    const text =
      'rules:\n  python/nothing: off\n  python/pickle-load: off\n  python/torch-load-unsafe: loud\nexclude: [a, 1, b]\nfailOn: note\nmaxFileSize: no\nother: 1\n';
    const { problems, configuration } = problemsOf(text);
    assert.equal(problems.length, 5);
    assert.deepEqual(configuration, {
      rules: { 'python/pickle-load': 'off' },
      exclude: ['a', 'b'],
      teamRules: [],
      failOn: 'note',
    });
  });

  it('never throws, and places every problem inside the text', () => {
    const pieces = fc.constantFrom(
      ...[
        'rules:',
        ' ',
        '\n',
        '  ',
        'python/pickle-load',
        ': ',
        'off',
        'exclude:',
        '- ',
        '[',
        ']',
        '{',
        '}',
        ',',
      ],
      ...['"', "'", '#', '&a', '*a', '!!x', '|', '?', '__proto__', '\t', '%', '---', '\uFEFF', '\uD800'],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces, { maxLength: 25 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (input) => {
        const { problems } = readConfiguration('f.yaml', input, known);
        const lineCount = input.split(/\r\n|\n|\r/).length;
        for (const { location } of problems) {
          const start = location?.range.start ?? assert.fail('a problem has a place');
          assert.ok(start.line >= 0 && start.character >= 0 && start.line < lineCount);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('emits a JSON Schema that names every rule and lets others be', () => {
    const head = { $id: 'https://example.org/fairlead.json', title: 'Fairlead' };
    const schema = createConfigurationJsonSchema([{ id: 'python/a', title: 'Thing goes wrong' }], head);
    const level = { enum: ['off', 'error', 'warning', 'note', 'hint'] };
    const report = (title: string) => ({ ...level, description: title });
    assert.deepEqual(schema, {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      ...head,
      type: 'object',
      description: 'Settings of Fairlead for this folder.',
      properties: {
        rules: {
          type: 'object',
          description: 'Level of each rule; `off` silences it.',
          additionalProperties: level,
          properties: {
            'python/a': { ...level, description: 'Thing goes wrong' },
            'fairlead/suppression-unused': report('Suppression that suppresses nothing'),
            'fairlead/suppression-expired': report('Suppression past its date'),
            'fairlead/suppression-without-reason': report('Suppression without a reason'),
            'fairlead/suppression-unknown-rule': report('Suppression of a rule that does not exist'),
            'fairlead/suppression-malformed': report('Suppression that cannot be read'),
          },
        },
        exclude: {
          type: 'array',
          description: 'Files and folders to leave out, as in .gitignore, relative to this file.',
          items: { type: 'string', minLength: 1, pattern: '^(?!\\.\\/)(?!.*\\\\(?:\\w|$))' },
        },
        teamRules: {
          type: 'array',
          description:
            'Rules of your own: folders with files such as acme/model-load.yaml, or npm: and the name of an installed package with such files in its folder rules.',
          items: {
            type: 'string',
            minLength: 1,
            pattern:
              '^(?:npm:(?:@[a-z0-9-~][a-z0-9-._~]*\\/)?[a-z0-9-~][a-z0-9-._~]*|(?!npm:)(?![/\\\\])(?![A-Za-z]:)[^\\\\]+)$',
          },
        },
        failOn: {
          enum: ['error', 'warning', 'note', 'hint'],
          description: 'Least level of a finding that makes `fairlead check` fail.',
        },
        maxFileSize: {
          type: 'integer',
          description: 'Largest file that is analysed, in bytes; larger ones are reported.',
          minimum: 1,
        },
        inspectModels: {
          description: 'Whether `fairlead check` looks into model files; true when absent.',
          type: 'boolean',
        },
      },
      additionalProperties: false,
    });
  });
});
