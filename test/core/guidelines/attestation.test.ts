import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Attestation } from '../../../src/core/guidelines/attestation.js';
import {
  createAttestationsSchema,
  findSubject,
  isRealDay,
  listIds,
  readAttestations,
} from '../../../src/core/guidelines/attestation-reader.js';
import { addAttestation } from '../../../src/core/guidelines/attestation-writer.js';
import { sampleFramework } from './status-samples.js';

const frameworks = [sampleFramework];
const entry: Attestation = {
  id: 'fw-1.1.q1',
  verdict: 'attested',
  by: 'Ada <ada@example.org>',
  date: '2026-11-23',
  reason: 'I looked',
};

function add(text: string | undefined, attestation: Attestation = entry): string {
  const edit = addAttestation(text, attestation, frameworks);
  assert.ok(edit.ok, edit.ok ? '' : edit.why);
  return edit.text;
}

function refuse(text: string | undefined, attestation: Attestation = entry): string {
  const edit = addAttestation(text, attestation, frameworks);
  assert.ok(!edit.ok);
  return edit.why;
}

function read(text: string) {
  const { attestations, problems } = readAttestations(text, frameworks);
  const places = problems.map(({ message, location }) => {
    const { line, character } = location?.range.start ?? { line: -1, character: -1 };
    return `${line + 1}:${character + 1}: ${message}`;
  });
  return { attestations, problems: places };
}

const list = (...entries: readonly string[]) => `schemaVersion: 1\nattestations:\n${entries.join('')}`;
const block = (extra = '', id = 'fw-1.1.q1') =>
  `  - id: ${id}\n    verdict: attested\n    by: Ada\n    date: 2026-11-23\n    reason: I looked\n${extra}`;

describe('reading attestations', () => {
  it('takes a file without entries', () => {
    for (const text of [
      '',
      '# nothing\n',
      list(),
      list('  []\n'),
      'schemaVersion: 1\nattestations: # none\n',
    ]) {
      assert.deepEqual(read(text), { attestations: [], problems: [] }, text);
    }
  });

  it('takes all fields', () => {
    const { attestations, problems } = read(
      list(block('    evidence: https://example.org/a\n    until: 2027-01-01\n')),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(attestations, [
      { ...entry, by: 'Ada', evidence: 'https://example.org/a', until: '2027-01-01' },
    ]);
  });

  const wrong: readonly [name: string, text: string, problem: RegExp][] = [
    [
      'an unknown id',
      list(block('', 'fw-1.1.q7')),
      /^3:9: .*unknown question or item fw-1\.1\.q7; did you mean fw-1\.1\.q1\?/,
    ],
    [
      'an unknown key',
      list(block('    untill: 2027-01-01\n')),
      /^8:5: .*unknown key "untill"; did you mean until\?/,
    ],
    [
      'a missing field',
      list('  - id: fw-1.1.q1\n    verdict: attested\n    by: Ada\n    date: 2026-11-23\n'),
      /^3:5: .*lacks the key reason/,
    ],
    ['an unknown verdict', list(block().replace('attested', 'atested')), /^4:14: .*did you mean attested\?/],
    [
      'a day that is none',
      list(block().replace('11-23', '02-30')),
      /^6:11: .*2026-02-30 is not a day of the calendar/,
    ],
    ['a date that is none', list(block().replace('2026-11-23', 'yesterday')), /^6:11: .*expected a date/],
    [
      'an end before the beginning',
      list(block('    until: 2026-11-22\n')),
      /^8:12: .*before the day of the entry/,
    ],
    ['an empty reason', list(block().replace('I looked', '""')), /^7:13: .*found an empty text/],
    ['a number as name', list(block().replace('Ada', '7')), /^5:9: .*put it in quotes/],
    ['another version', 'schemaVersion: 2\nattestations: []\n', /^1:16: .*expected 1/],
    ['a missing version', 'attestations: []\n', /lacks the key schemaVersion/],
    ['a list at the top', '- id: x\n', /^1:1: .*expected an object/],
    ['broken YAML', list('  - id: "fw\n    by: x\n'), /^\d+:\d+: /],
    ['a tab for a blank', list('\t- id: x\n'), /^\d+:\d+: /],
  ];
  for (const [name, text, problem] of wrong) {
    it(`places ${name}`, () => {
      const { problems } = read(text);
      assert.match(problems.join('\n'), problem);
    });
  }

  it('takes the good entries beside a bad one', () => {
    const { attestations, problems } = read(
      list(block('', 'fw-9.q1'), block('', 'fw-1.2'), block('    x: 1\n')),
    );
    assert.deepEqual(
      attestations.map(({ id }) => id),
      ['fw-1.2'],
    );
    assert.equal(problems.length, 2);
  });

  it('names the marks of a merge that is not finished', () => {
    const text = list(`<<<<<<< HEAD\n${block()}=======\n${block('', 'fw-1.2')}>>>>>>> other\n`);
    const { attestations, problems } = read(text);
    assert.deepEqual(attestations, []);
    assert.match(
      problems.join('\n'),
      /^3:1: holds the marks of an unfinished merge; keep the entries of both sides/,
    );
  });

  it('says what to do with an entry that two branches made', () => {
    const text = list(block().replace(/(\n\s+)by: (.*)/, '$1by: $2$1by: Bob <bob@example.org>'));
    const { problems } = read(text);
    assert.match(
      problems.join('\n'),
      /the key by is there twice, as when two branches attest fw-1\.1\.q1: make two entries of it, each with "- id: fw-1\.1\.q1", verdict, by, date and reason, or delete the lines of one$/,
    );
  });

  it('survives any text', () => {
    const part = fc.constantFrom(
      'schemaVersion: 1\n',
      'attestations:\n',
      '  - id: ',
      'fw-1.1.q1\n',
      '    by: ',
      '&a ',
      '*a',
      '[',
      '{',
      '\n',
      '"',
      '<<<<<<< x\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 30 }), (parts) => {
        const { attestations, problems } = readAttestations(parts.join(''), frameworks);
        assert.ok(Array.isArray(attestations) && Array.isArray(problems));
      }),
    );
  });
});

describe('adding an attestation', () => {
  it('makes a file that names every question', () => {
    const text = add(undefined);
    for (const id of listIds(frameworks)) assert.ok(text.includes(`\n  # ${id} `), id);
    assert.deepEqual(read(text).attestations, [entry]);
  });

  it('changes nothing else', () => {
    const text = `# mine\nschemaVersion: 1 # v\n\nattestations:\n  # why\n${block('    # a note\n', 'fw-1.2')}\n# end\n`;
    const after = add(text);
    const added = after
      .split('\n')
      .filter((line) => !text.split('\n').includes(line) || line.includes('I looked'));
    assert.ok(added.length > 0);
    for (const line of text.split('\n')) assert.ok(after.includes(line), line);
    assert.ok(after.indexOf('id: fw-1.1.q1') < after.indexOf('id: fw-1.2'));
    assert.ok(after.endsWith('\n# end\n'));
  });

  it('keeps the history of a question in order', () => {
    const text = add(add(add(undefined), { ...entry, verdict: 'withdrawn', reason: 'No' }), {
      ...entry,
      reason: 'Yes',
    });
    assert.deepEqual(
      read(text).attestations.map(({ reason }) => reason),
      ['I looked', 'No', 'Yes'],
    );
  });

  it('keeps the order of the checklists, whatever the order of adding', () => {
    const ids = ['fw-1.2.q1', 'fw-1.1', 'fw-1.1.q3', 'fw-1.1.q1', 'fw-1.2'];
    for (const start of [undefined, list()]) {
      let text = start;
      for (const id of ids) text = add(text, { ...entry, id });
      assert.deepEqual(
        read(text ?? '').attestations.map(({ id }) => id),
        ['fw-1.1', 'fw-1.1.q1', 'fw-1.1.q3', 'fw-1.2', 'fw-1.2.q1'],
      );
    }
  });

  it('keeps the line ends and the indent that are there', () => {
    const text = `schemaVersion: 1\nattestations:\n${block('', 'fw-1.2').replace(/^ {2}/gm, '')}`.replaceAll(
      '\n',
      '\r\n',
    );
    const after = add(text);
    assert.equal(after.replaceAll('\r\n', '').includes('\n'), false);
    assert.match(after, /\r\n- id: fw-1\.1\.q1\r\n {2}verdict/);
    assert.equal(read(after).attestations.length, 2);
  });

  it('refuses what it cannot do, with the way out', () => {
    assert.match(
      refuse('schemaVersion: 1\nattestations: []\n'),
      /add the entry by hand:\n {2}- id: fw-1\.1\.q1\n/,
    );
    assert.match(refuse(list(block('', 'fw-9.q1'))), /attestations\.yaml:3:9: .*mend it first/);
    assert.match(refuse(undefined, { ...entry, id: 'fw-9' }), /no question or item fw-9/);
    assert.match(refuse(undefined, { ...entry, date: '2026-02-30' }), /not a date/);
    assert.match(refuse(undefined, { ...entry, reason: 'two\nlines' }), /by hand/);
    assert.match(refuse(undefined, { ...entry, until: '2020-01-01' }), /by hand/);
    assert.match(refuse(undefined, { ...entry, verdict: 'withdrawn' }), /nothing to withdraw/);
  });

  it('withdraws one question of an attested item', () => {
    const text = add(add(undefined, { ...entry, id: 'fw-1.1' }), { ...entry, verdict: 'withdrawn' });
    assert.deepEqual(
      read(text).attestations.map(({ verdict }) => verdict),
      ['attested', 'withdrawn'],
    );
  });

  it('reads back whatever text is put in', () => {
    const text = fc
      .string({ minLength: 1, maxLength: 60, unit: 'binary' })
      .filter(
        (value) =>
          /^[^\p{Cc}\p{Cs}\u0085\u2028\u2029\ufeff\ufffe\uffff]+$/u.test(value) &&
          value.trim() === value &&
          value !== '',
      );
    fc.assert(
      fc.property(text, text, (reason, by) => {
        const wanted = { ...entry, reason, by };
        assert.deepEqual(read(add(undefined, wanted)).attestations, [wanted]);
      }),
    );
  });
});

describe('attestations', () => {
  it('know the calendar', () => {
    const days: readonly [day: string, real: boolean][] = [
      ['2024-02-29', true],
      ['2026-02-29', false],
      ['2100-02-29', false],
      ['2000-02-29', true],
      ['2026-04-31', false],
      ['2026-13-01', false],
      ['2026-1-1', false],
    ];
    for (const [day, real] of days) assert.equal(isRealDay(day), real, day);
  });

  it('know what an id is about', () => {
    assert.equal(findSubject('fw-1.1.q1', frameworks), 'Is fw-1.1.q1 done?');
    assert.equal(findSubject('fw-1.2', frameworks), 'Keep it');
    assert.equal(findSubject('fw-9', frameworks), undefined);
  });

  it('have a schema for editors', () => {
    const schema = JSON.stringify(createAttestationsSchema());
    for (const key of ['schemaVersion', 'verdict', 'evidence', 'withdrawn'])
      assert.ok(schema.includes(`"${key}"`), key);
  });
});
