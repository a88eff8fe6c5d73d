import assert from 'node:assert/strict';
import { checkDocument } from '../../../src/core/artifacts/check-document.js';
import type { FrontMatterValue, GeneratedDocument } from '../../../src/core/artifacts/generated-document.js';
import {
  isLivingDocument,
  type MergeOptions,
  mergeDocument,
} from '../../../src/core/artifacts/merge-document.js';
import { atLine } from '../../support/inventory.js';

function create(
  items: readonly string[],
  {
    text = 'Text.',
    line = 1,
    frontMatter,
    extra = [],
  }: {
    readonly text?: string;
    readonly line?: number;
    readonly frontMatter?: Readonly<Record<string, FrontMatterValue>>;
    readonly extra?: readonly string[];
  } = {},
): GeneratedDocument {
  return {
    kind: 'test',
    opening: '# Title',
    ...(frontMatter === undefined ? {} : { frontMatter }),
    sections: [
      { id: 'first', opening: '## First', blocks: [{ id: 'first', content: [text] }] },
      {
        id: 'list',
        opening: '## List\n\nWhat do you think?',
        blocks: [
          {
            id: 'list',
            content: items.map((id) => ({
              id,
              name: id,
              text: `- ${id} [a.py:${line}](a.py#L${line})`,
              location: atLine('a.py', line),
            })),
          },
          ...extra.map((id) => ({
            id,
            content: [`About ${id}.`],
            location: atLine('b.py', 3),
            after: `Decision on ${id}:`,
          })),
        ],
      },
      { id: 'last', opening: '## Last\n\n- A question?', blocks: [] },
    ],
  };
}

function merge(text: string | undefined, document: GeneratedDocument, options?: MergeOptions): string {
  const result = mergeDocument(text, document, options);
  assert.ok(result.isMerged, JSON.stringify(result));
  return result.text;
}

function kinds(text: string, document: GeneratedDocument): readonly string[] {
  const result = mergeDocument(text, document);
  assert.ok(result.isMerged);
  return result.changes.map(({ kind, block }) => `${kind} ${block}`);
}

describe('mergeDocument', () => {
  const original = merge(undefined, create(['x', 'y']));

  it('leaves the bytes alone when the code is the same', () => {
    assert.equal(merge(original, create(['x', 'y'])), original);
  });

  it('puts a thing that left the code on a list with what it was, and takes it off when it is back', () => {
    const gone = merge(original, create(['y']));
    assert.match(
      gone,
      /No longer found in the code[^\n]*\n\n- x \[a\.py:1\]\(a\.py#L1\) <!-- fairlead:was x/,
    );
    assert.equal(merge(gone, create(['y'])), gone);
    assert.equal(merge(gone, create(['x', 'y'])), original);
  });

  it('lets a person delete a line of that list, or keep it with words of their own', () => {
    const gone = merge(original, create(['y']));
    const deleted = gone.replace(/- x .*\n/, '');
    assert.equal(merge(deleted, create(['y'])), deleted);
    const noted = gone.replace('- x [', '- x was retired in May [');
    assert.match(merge(noted, create(['x', 'y'])), /- x was retired in May .* \(found again\)/);
  });

  it('keeps an edited block and puts what the code says beside it, once', () => {
    const edited = original.replace('Text.', 'Text. Mine.');
    const merged = merge(edited, create(['x', 'y'], { text: 'New.' }));
    assert.match(
      merged,
      /Text\. Mine\.\n\n<!-- fairlead:end first -->\n\n<!-- fairlead:begin first\.new [^\n]+\n\n>[^\n]+\n\nNew\.\n/,
    );
    const handled = merged.replace(/\n<!-- fairlead:begin first\.new[\s\S]*?end first\.new -->\n/, '');
    assert.equal(
      merge(handled, create(['x', 'y'], { text: 'New.' })),
      handled,
      'it comes back after it was handled',
    );
    assert.match(merge(handled, create(['x', 'y'], { text: 'Newer.' })), /\n\nNewer\.\n/);
    const taken = merged.replace('Text. Mine.', 'New.');
    assert.doesNotMatch(merge(taken, create(['x', 'y'], { text: 'New.' })), /first\.new/);
  });

  it('refreshes nothing when only a person changed something', () => {
    const edited = original.replace('Text.', 'Text. Mine.').replace('## List', '## My list');
    assert.equal(merge(edited, create(['x', 'y'])), edited);
  });

  it('does not take a formatter for a person', () => {
    const formatted = original.replace('- x [', '-   x  [');
    assert.match(merge(formatted, create(['y'])), /fairlead:was x/);
    assert.doesNotMatch(merge(formatted, create(['y'])), /list\.new/);
  });

  it('leaves out what a person deleted, and brings it back when asked', () => {
    const without = original.replace(/<!-- fairlead:begin first[\s\S]*?end first -->\n/, '');
    assert.equal(merge(without, create(['x', 'y'])), without);
    assert.deepEqual(kinds(without, create(['x', 'y'])), ['kept-deleted first']);
    assert.match(
      merge(without, create(['x', 'y']), { restore: ['first'] }),
      /## First\n\n<!-- fairlead:begin first/,
    );
  });

  it('leaves out a section that a person deleted with all it holds', () => {
    const without = original
      .replace(/## List[\s\S]*?end list -->\n\n/, '')
      .replace(/## Last\n\n- A question\?\n\n/, '');
    assert.equal(merge(without, create(['x', 'y'])), without);
  });

  it('places a new block after what people wrote below the one before it', () => {
    const noted = original.replace(
      '<!-- fairlead:end list -->\n',
      '<!-- fairlead:end list -->\n\nMy note.\n',
    );
    const merged = merge(noted, create(['x', 'y'], { extra: ['z'] }));
    assert.match(
      merged,
      /My note\.\n\n<!-- fairlead:begin z .*\n\nAbout z\.\n\n.*end z -->\n\nDecision on z:\n\n## Last/,
    );
  });

  it('follows the order that a person gave the sections', () => {
    const [, list = ''] = /(## List[\s\S]*?end list -->\n\n)/.exec(original) ?? [];
    const moved = original.replace(list, '').replace('## First', `${list}## First`);
    const merged = merge(moved, create(['x'], { text: 'New.', extra: ['z'] }));
    const order = [...merged.matchAll(/^## (\w+)|fairlead:begin (\w+)/gm)].map(
      ([, heading, id]) => heading ?? id,
    );
    assert.deepEqual(order, ['List', 'list', 'z', 'First', 'first', 'Last']);
  });

  it('marks a block whose subject left the code, keeps it, and refreshes it when it is back', () => {
    const before = merge(undefined, create(['x'], { extra: ['z'] })).replace(
      'Decision on z:',
      'Decision on z: accepted by Ada',
    );
    const gone = merge(before, create(['x']));
    assert.match(
      gone,
      /> \*\*No longer found in the code\.\*\*[^\n]*\n\nAbout z\.\n\n<!-- fairlead:end z -->\n\nDecision on z: accepted by Ada/,
    );
    assert.equal(merge(gone, create(['x'])), gone);
    assert.equal(merge(gone, create(['x'], { extra: ['z'] })), before);
  });

  it('adds to a document that people wrote without Fairlead, and changes none of it', () => {
    const own = '# Ours\r\n\r\nWords.';
    const merged = merge(own, create(['x']));
    assert.ok(merged.startsWith(`${own}\r\n`));
    assert.ok(!/(?<!\r)\n/.test(merged));
    assert.equal(isLivingDocument(own), false);
    assert.equal(isLivingDocument(merged), true);
  });

  it('keeps a damaged line of its record, and is then as it was', () => {
    const whole = merge(undefined, create(['x'])).replaceAll('\n', '\r\n');
    const damaged = whole.replace(/^(section first)\r\n(section .*)\r\n/m, '$1\r $2\r\n');
    assert.notEqual(damaged, whole);
    const merged = merge(damaged, create(['x']));
    assert.ok(merged.includes('section first\r section'));
    assert.equal(merge(merged, create(['x'])), merged);
  });

  for (const [what, change, line, message] of [
    [
      'a conflict',
      (text: string) => text.replace('## List', '<<<<<<< HEAD\n## List\n=======\n## Liste\n>>>>>>> other'),
      11,
      /merge conflict/,
    ],
    [
      'a conflict in the record',
      (text: string) => text.replace('block first', '<<<<<<< HEAD\nblock first\n>>>>>>> other'),
      27,
      /merge conflict/,
    ],
    [
      'a block without end',
      (text: string) => text.replace('<!-- fairlead:end first -->\n', ''),
      14,
      /begins inside first of line 5/,
    ],
    [
      'an end without begin',
      (text: string) => text.replace(/<!-- fairlead:begin first.*\n/, ''),
      8,
      /no begin above/,
    ],
    [
      'a block twice',
      (text: string) => text.replace(/(<!-- fairlead:begin first[\s\S]*?end first -->\n)/, '$1$1'),
      10,
      /second time/,
    ],
    ['a damaged marker', (text: string) => text.replace(/begin first \w+/, 'begin first'), 5, /damaged/],
    ['a record without end', (text: string) => text.replace('\n-->', ''), 26, /record has no line/],
  ] as const) {
    it(`refuses ${what} and says where`, () => {
      const result = mergeDocument(change(original), create(['x', 'y']));
      assert.ok(!result.isMerged);
      assert.equal(result.problems[0]?.line, line);
      assert.match(result.problems[0]?.message ?? '', message);
    });
  }

  it('refuses a document of another kind', () => {
    const result = mergeDocument(original, { ...create(['x']), kind: 'other' });
    assert.ok(!result.isMerged);
    assert.match(result.problems[0]?.message ?? '', /is a test, and a other needs a file of its own/);
  });

  describe('front matter', () => {
    const start = merge(
      undefined,
      create([], { frontMatter: { license: 'mit', tags: ['a', 'b'], language: 'en' } }),
    );
    const next = (text: string, frontMatter: Readonly<Record<string, FrontMatterValue>>): string =>
      merge(text, create([], { frontMatter })).split('\n---\n')[0] ?? '';

    for (const [what, edit, values, expected] of [
      [
        'refreshes a value and keeps the comment beside it',
        ['license: mit', 'license: mit # by legal'],
        { license: 'apache-2.0', tags: ['a', 'b'], language: 'en' },
        '---\nlicense: apache-2.0 # by legal\ntags:\n  - a\n  - b\nlanguage: en',
      ],
      [
        'keeps a value that a person changed',
        ['license: mit', 'license: "bsd"'],
        { license: 'apache-2.0', tags: ['a', 'b'], language: 'en' },
        '---\nlicense: "bsd"\ntags:\n  - a\n  - b\nlanguage: en',
      ],
      [
        'merges a list entry by entry',
        ['  - b', '  - b # why\n  - mine'],
        { license: 'mit', tags: ['b', 'c'], language: 'en' },
        '---\nlicense: mit\ntags:\n  - b # why\n  - mine\n  - c\nlanguage: en',
      ],
      [
        'keeps a list whole when a comment of a person would go with an entry',
        ['  - a', '  - a # mine'],
        { license: 'mit', tags: ['b'], language: 'en' },
        '---\nlicense: mit\ntags:\n  - a # mine\n  - b\nlanguage: en',
      ],
      [
        'leaves out a key that a person deleted',
        ['language: en\n', ''],
        { license: 'mit', tags: ['a', 'b'], language: 'en' },
        '---\nlicense: mit\ntags:\n  - a\n  - b',
      ],
      [
        'leaves keys and comments of a person alone',
        ['language: en', '# mine\nowner:   Ada\nlanguage: en'],
        { license: 'mit', tags: ['a', 'b'], language: 'de' },
        '---\nlicense: mit\ntags:\n  - a\n  - b\n# mine\nowner:   Ada\nlanguage: de',
      ],
      [
        'makes a comment of a key that left the code',
        ['', ''],
        { license: 'mit', tags: ['a', 'b'] },
        '---\nlicense: mit\ntags:\n  - a\n  - b\n# No longer found in the code: language: "en"',
      ],
    ] as const) {
      it(what, () => {
        const edited = edit[0] === '' ? start : start.replace(edit[0], edit[1]);
        assert.equal(next(edited, values), expected);
      });
    }

    for (const existing of [
      '# Mine\n\nText.\n',
      'one line',
      '\ufeff# Marked\n',
      '\n\n# Late\n',
      '# Dos\r\n\r\nText.\r\n',
    ]) {
      it(`is put above a text that had none, and takes no line of it: ${JSON.stringify(existing)}`, () => {
        const merged = merge(existing, create(['a'], { frontMatter: { license: 'mit' } }));
        const text = merged.replace('\ufeff', '').replaceAll('\r\n', '\n');
        assert.ok(text.startsWith('---\nlicense: mit\n---\n'), text);
        assert.ok(text.includes(existing.replace('\ufeff', '').replaceAll('\r\n', '\n').trim()), text);
        assert.equal(merge(merged, create(['a'], { frontMatter: { license: 'mit' } })), merged);
      });
    }

    for (const [what, written, says] of [
      ['is not valid', 'license: [mit', /not valid YAML/],
      ['leads nowhere', 'license:\n  - <<: *a', /nothing is marked as &a/],
      [
        'stands for too much',
        `a: &a [x, x]\nb: &b [${Array(12).fill('*a').join(', ')}]\nlicense: [${Array(12).fill('*b').join(', ')}]`,
        /aliases stand for too much/,
      ],
    ] as const) {
      it(`refuses front matter that ${what}, and says where`, () => {
        const result = mergeDocument(
          start.replace('license: mit', written),
          create([], { frontMatter: { license: 'x' } }),
        );
        assert.ok(!result.isMerged);
        assert.ok((result.problems[0]?.line ?? 0) >= 2);
        assert.match(result.problems[0]?.message ?? '', says);
      });
    }
  });
});

describe('checkDocument', () => {
  const text = merge(undefined, create(['x', 'y'], { extra: ['z'] }));

  it('names what the document lacks, with the line in the code and in the document', () => {
    const drift = checkDocument(text, create(['x', 'y', 'new'], { extra: ['z', 'w'] }));
    assert.equal(drift.isCurrent, false);
    assert.deepEqual(
      drift.missing.map(({ id, location, line }) => [id, location?.path, line]),
      [
        ['new', 'a.py', 15],
        ['w', 'b.py', 1],
      ],
    );
  });

  it('names what left the code, with its line in the document', () => {
    const drift = checkDocument(text, create(['y']));
    assert.deepEqual(
      drift.gone.map(({ id, line }) => [id, line]),
      [
        ['x', 17],
        ['z', 22],
      ],
    );
  });

  it('takes moved lines for no drift, and says so', () => {
    const { isCurrent, hasMovedLines } = checkDocument(text, create(['x', 'y'], { line: 9, extra: ['z'] }));
    assert.deepEqual([isCurrent, hasMovedLines], [true, true]);
  });

  it('does not miss what a person took out on purpose', () => {
    const edited = text.replace(/- x .*\n/, '').replace(/<!-- fairlead:begin z[\s\S]*?end z -->\n/, '');
    const { isCurrent, missing } = checkDocument(edited, create(['x', 'y'], { extra: ['z'] }));
    assert.deepEqual([isCurrent, missing], [true, []]);
  });

  it('gives the problems of a document that cannot be merged', () => {
    assert.equal(checkDocument(`${text}<<<<<<< HEAD\n`, create([])).problems.length, 1);
  });
});
