import assert from 'node:assert/strict';
import { discriminated, lazy, oneKeyOf, refine, union } from '../../../src/core/guidelines/yaml-choices.js';
import {
  formatYamlProblem,
  type Infer,
  readYaml,
  type Schema,
  toJsonSchema,
} from '../../../src/core/guidelines/yaml-reader.js';
import {
  boolean,
  integer,
  isoDate,
  literal,
  number,
  oneOf,
  scalar,
  string,
  webUrl,
} from '../../../src/core/guidelines/yaml-scalars.js';
import { list, object, optional, record, withDefault } from '../../../src/core/guidelines/yaml-shapes.js';

type Predicate =
  | { readonly all: readonly Predicate[] }
  | { readonly not: Predicate }
  | { readonly argument: { readonly [name: string]: { readonly equals: string | number | boolean | null } } };

const predicate: Schema<Predicate> = lazy('predicate', () =>
  oneKeyOf({
    all: list(predicate, { minItems: 1 }),
    not: predicate,
    argument: record(object({ equals: scalar() })),
  }),
);

const rule = object({
  id: string({ pattern: /^[a-z-]+$/, patternName: 'a lower-case id' }),
  severity: oneOf(['error', 'warning', 'note'], { description: 'How bad.' }),
  tags: withDefault(list(string(), { unique: true }), []),
  since: optional(isoDate()),
  match: optional(predicate),
});

/** Reads a text and gives its problems as lines, or fails when it has none. */
function problemsOf(schema: Schema<unknown>, text: string): string[] {
  const result = readYaml('f.yaml', text, schema);
  if (result.ok) assert.fail(`expected a problem, read ${JSON.stringify(result.value)}`);
  return result.problems.map(formatYamlProblem);
}

function readValue<T>(schema: Schema<T>, text: string): T {
  const result = readYaml('f.yaml', text, schema);
  if (!result.ok) assert.fail(result.problems.map(formatYamlProblem).join('\n'));
  return result.value;
}

describe('yaml reader', () => {
  it('reads plain data, fills defaults and leaves absent optional fields out', () => {
    const value: Infer<typeof rule> = readValue(rule, 'id: torch-load\nseverity: error\n');
    assert.deepEqual(value, { id: 'torch-load', severity: 'error', tags: [] });
  });

  it('reads recursive predicates with free keys and scalars of every kind', () => {
    const text = [
      'id: a',
      'severity: note',
      'match:',
      '  all:',
      '    - not: { argument: { weights_only: { equals: true } } }',
      '    - argument: { a: { equals: 1 }, b: { equals: x }, c: { equals: null }, 0: { equals: 2.5 } }',
    ].join('\n');
    assert.deepEqual(readValue(rule, text).match, {
      all: [
        { not: { argument: { weights_only: { equals: true } } } },
        { argument: { a: { equals: 1 }, b: { equals: 'x' }, c: { equals: null }, '0': { equals: 2.5 } } },
      ],
    });
  });

  it('suggests a key for a misspelt one and reports every problem in the order of the text', () => {
    assert.deepEqual(problemsOf(rule, 'id: A1\nseverty: error\ntags: [x, x]\n'), [
      'f.yaml:1:1: lacks the key severity (one of error, warning, note)',
      'f.yaml:1:5: id: expected a lower-case id, found "A1"',
      'f.yaml:2:1: unknown key "severty"; did you mean severity? expected id, severity, tags?, since?, match?',
      'f.yaml:3:11: tags[1]: "x" is listed twice',
    ]);
  });

  it('names line, column and path deep inside a recursive value', () => {
    const text =
      'id: a\nseverity: note\nmatch:\n  all:\n    - not:\n        argument:\n          x: {equls: 1}\n';
    assert.deepEqual(problemsOf(rule, text), [
      'f.yaml:7:14: match.all[0].not.argument.x: lacks the key equals (a single value)',
      'f.yaml:7:15: match.all[0].not.argument.x: unknown key "equls"; did you mean equals? expected equals',
    ]);
  });

  it('gives the end of the range too, exclusive', () => {
    const result = readYaml('f.yaml', 'a: wrong\n', object({ a: integer() }));
    assert.equal(result.ok, false);
    const { line, column, endLine, endColumn } = result.problems[0] ?? assert.fail();
    assert.deepEqual([line, column, endLine, endColumn], [1, 4, 1, 9]);
  });

  const errors: readonly (readonly [string, Schema<unknown>, string, string])[] = [
    [
      'number for a text',
      string(),
      '2025',
      '1:1: expected a string, found the number 2025; put it in quotes',
    ],
    ['blank text', string(), '" "', '1:1: expected a string, found an empty text'],
    ['long text', string({ maxLength: 2 }), 'abc', '1:1: is 3 characters long, expected at most 2'],
    ['short text', string({ minLength: 4 }), 'abc', '1:1: is 3 characters long, expected at least 4'],
    ['line break', string({ singleLine: true }), '"a\\nb"', '1:1: must be a single line'],
    [
      'pattern without a name',
      string({ pattern: /^x$/ }),
      'y',
      '1:1: expected a text matching ^x$, found "y"',
    ],
    ['date', isoDate(), '2025-13-01', '1:1: expected a date such as 2025-01-31, found "2025-13-01"'],
    ['address', webUrl(), 'http://x.org', '1:1: expected an https address, found "http://x.org"'],
    ['text for a number', number(), 'x', '1:1: expected a number, found "x"'],
    ['fraction for an integer', integer(), '1.5', '1:1: expected a whole number, found the number 1.5'],
    ['too small', integer({ min: 1 }), '0', '1:1: expected at least 1, found 0'],
    ['too large', number({ max: 1 }), '1.5', '1:1: expected at most 1, found 1.5'],
    ['not a boolean', boolean(), 'yes', '1:1: expected true or false, found "yes"'],
    ['not the literal', literal(null), 'x', '1:1: expected null, found "x"'],
    [
      'list for a scalar',
      scalar(),
      '[]',
      '1:1: expected a single value (text, number, true, false or null), found a list',
    ],
    [
      'unknown word',
      oneOf(['data', 'training']),
      'trainig',
      '1:1: expected one of data, training, found "trainig"; did you mean training?',
    ],
    ['text for a list', list(string()), 'a', '1:1: expected a list, found "a"'],
    ['empty list', list(string(), { minItems: 1 }), '[]', '1:1: has 0 items, expected at least 1'],
    ['long list', list(string(), { maxItems: 1 }), '[a, b]', '1:1: has 2 items, expected at most 1'],
    ['text for an object', object({ a: string() }), 'a', '1:1: expected an object with a, found "a"'],
    ['missing value', object({ a: string() }), 'a:', '1:3: a: expected a string, found nothing'],
    ['list for a record', record(string()), '[]', '1:1: expected an object, found a list'],
    [
      'record key',
      record(string(), { key: string({ pattern: /^[a-z]+$/, patternName: 'a small key' }) }),
      'A: b',
      '1:1: A: expected a small key, found "A"',
    ],
    ['few keys', record(string(), { minItems: 1 }), '{}', '1:1: has 0 keys, expected at least 1'],
    [
      'key that is a list',
      record(string()),
      '? [a]\n: b',
      '1:3: expected a key that is a text, found a list',
    ],
    [
      'no member of a union',
      union([string(), list(string())]),
      '{}',
      '1:1: expected a string or a list, found an object',
    ],
    [
      'closest member of a union',
      union([object({ a: string(), b: string() }), object({ c: string() })]),
      'c: 1',
      '1:4: c: expected a string, found the number 1; put it in quotes',
    ],
    [
      'two keys of one',
      oneKeyOf({ a: string(), b: string() }),
      'a: x\nb: y',
      '1:1: has 2 keys, expected exactly one of a, b',
    ],
    [
      'tag missing',
      discriminated('kind', { code: {}, note: {} }),
      'x: 1',
      '1:1: lacks the key kind (one of code, note)',
    ],
    [
      'tag misspelt',
      discriminated('kind', { code: {}, note: {} }),
      'kind: cod',
      '1:7: kind: expected one of code, note, found "cod"; did you mean code?',
    ],
    [
      'alias',
      object({ a: scalar(), b: string() }),
      'a: &x y\nb: *x',
      '2:4: b: expected a string, found the alias *x (aliases are not supported, repeat the value)',
    ],
    ['nothing at all', object({ a: string() }), '', '1:1: expected an object with a, found nothing'],
  ];
  for (const [name, schema, text, expected] of errors) {
    it(`reports ${name}`, () => {
      assert.deepEqual(problemsOf(schema, text), [`f.yaml:${expected}`]);
    });
  }

  it('reads only the fields of the tag of a discriminated object', () => {
    const schema = discriminated('kind', { code: { hint: string() }, attestation: { who: string() } });
    const value = readValue(schema, 'kind: code\nhint: x');
    assert.deepEqual(value, { kind: 'code', hint: 'x' });
    assert.deepEqual(problemsOf(schema, 'kind: code\nwho: x'), [
      'f.yaml:1:1: lacks the key hint (a string)',
      'f.yaml:2:1: unknown key "who"; expected kind, hint',
    ]);
  });

  it('places the problem of a refinement at the part that breaks it', () => {
    const schema = refine(object({ from: integer(), to: integer() }), (value, fail) => {
      if (value.to < value.from) fail('must not be before from', ['to']);
    });
    assert.deepEqual(problemsOf(schema, 'from: 3\nto: 2'), ['f.yaml:2:5: to: must not be before from']);
  });

  it('keeps a key named __proto__ a plain key', () => {
    const value = readValue(record(scalar()), '__proto__: 1');
    assert.deepEqual(Object.entries(value), [['__proto__', 1]]);
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  it('locates values by path, and the closest ancestor of what is not there', () => {
    const result = readYaml('f.yaml', 'a:\n  - x\n  - y\n', record(list(string())));
    assert.ok(result.ok);
    const y = result.locate(['a', 1]);
    assert.deepEqual([y.line, y.column], [3, 5]);
    const gone = result.locate(['a', 7, 'b']);
    assert.deepEqual([gone.line, gone.column], [2, 3]);
  });

  it('reports syntax errors, duplicate keys, unknown tags and a second document with their place', () => {
    assert.deepEqual(problemsOf(record(scalar()), 'a: 1\na: 2\n'), ['f.yaml:2:1: the key a is there twice']);
    assert.deepEqual(problemsOf(object({ a: scalar() }), 'a: 1\na: 2\n'), [
      'f.yaml:2:1: the key a is there twice',
    ]);
    assert.match(problemsOf(record(scalar()), 'a: "x\n')[0] ?? '', /^f\.yaml:2:1: /);
    assert.match(problemsOf(scalar(), '!!js/function x\n')[0] ?? '', /^f\.yaml:1:1: .*tag/i);
    assert.match(problemsOf(scalar(), 'a\n---\nb\n')[0] ?? '', /^f\.yaml:2:1: .*multiple documents/);
  });

  it('refuses a recursive value that nests too deeply', () => {
    const deep = `id: a\nseverity: note\nmatch: ${'{not: '.repeat(70)}{}${'}'.repeat(70)}`;
    assert.match(problemsOf(rule, deep)[0] ?? '', /nested too deeply, expected at most 64 levels$/);
  });

  it('stops at a hundred problems', () => {
    const text = Array.from({ length: 500 }, (_, index) => `k${index}: 1`).join('\n');
    assert.equal(problemsOf(record(string()), text).length, 100);
  });

  it('counts columns after a byte order mark and with CRLF', () => {
    assert.deepEqual(problemsOf(object({ a: string(), b: string() }), '\uFEFFa: x\r\nb: 1\r\n'), [
      'f.yaml:2:4: b: expected a string, found the number 1; put it in quotes',
    ]);
  });

  it('emits JSON Schema with references, defaults, descriptions and closed objects', () => {
    assert.deepEqual(toJsonSchema(rule, { $id: 'https://example.org/rule.json', title: 'Rule' }), {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'https://example.org/rule.json',
      title: 'Rule',
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 1, pattern: '^[a-z-]+$' },
        severity: { enum: ['error', 'warning', 'note'], description: 'How bad.' },
        tags: { type: 'array', items: { type: 'string', minLength: 1 }, uniqueItems: true, default: [] },
        since: { type: 'string', minLength: 1, pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' },
        match: { $ref: '#/$defs/predicate' },
      },
      required: ['id', 'severity'],
      additionalProperties: false,
      $defs: {
        predicate: {
          type: 'object',
          properties: {
            all: { type: 'array', items: { $ref: '#/$defs/predicate' }, minItems: 1 },
            not: { $ref: '#/$defs/predicate' },
            argument: {
              type: 'object',
              additionalProperties: {
                type: 'object',
                properties: { equals: { type: ['string', 'number', 'boolean', 'null'] } },
                required: ['equals'],
                additionalProperties: false,
              },
            },
          },
          additionalProperties: false,
          minProperties: 1,
          maxProperties: 1,
        },
      },
    });
  });
});
