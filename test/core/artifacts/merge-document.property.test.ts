import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkDocument } from '../../../src/core/artifacts/check-document.js';
import type { GeneratedDocument } from '../../../src/core/artifacts/generated-document.js';
import { mergeDocument } from '../../../src/core/artifacts/merge-document.js';

interface Shape {
  readonly sections: readonly {
    readonly name: string;
    readonly blocks: readonly { readonly name: string; readonly items: readonly string[] }[];
  }[];
  readonly salt: string;
}

const names = fc.constantFrom('a', 'b', 'c', 'd', 'x--y', 'POST /p|q', 'e>f', '100%');
const block = fc.record({ name: names, items: fc.uniqueArray(names, { maxLength: 4 }) });
const shape: fc.Arbitrary<Shape> = fc.record({
  sections: fc.uniqueArray(
    fc.record({ name: names, blocks: fc.uniqueArray(block, { maxLength: 3, selector: ({ name }) => name }) }),
    { maxLength: 4, selector: ({ name }) => name },
  ),
  salt: fc.constantFrom('', 'one', 'two', '<<<<<<< x', '<!-- fairlead:end a -->', '| ------ |'),
});

function create({ sections, salt }: Shape, line = 1): GeneratedDocument {
  return {
    kind: 'test',
    opening: '# Title\n\nFirst words.',
    frontMatter: { tags: sections.map(({ name }) => name), salt },
    sections: sections.map((section) => ({
      id: section.name,
      opening: `## Section ${section.name}\n\nWhat do you think?`,
      blocks: section.blocks.map(({ name, items }) => ({
        id: `${section.name}/${name}`,
        content: [
          `Text ${salt}`,
          '',
          '| name | where |\n| --- | --- |',
          ...items.map((item) => ({
            id: item,
            name: item,
            text: `| ${item.replaceAll('|', '\\|')} | [f.py:${line}](f.py#L${line}) |`,
          })),
        ],
        after: `Decision about ${name}:`,
      })),
    })),
  };
}

function merge(text: string | undefined, document: GeneratedDocument): string {
  const result = mergeDocument(text, document);
  assert.ok(result.isMerged, JSON.stringify(result));
  return result.text;
}

type Edit =
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'change'; readonly at: number; readonly text: string }
  | { readonly kind: 'delete-block'; readonly at: number }
  | { readonly kind: 'move-block'; readonly at: number; readonly to: number }
  | { readonly kind: 'delete-record' };

const words = fc.constantFrom(
  'mine',
  '## My heading',
  '- my item',
  '| my | row |',
  '```',
  '> note',
  '  indented',
  '---',
  '# tags',
  'Title\n===',
);
const position = fc.nat(400);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at: position, text: words }),
  fc.record({ kind: fc.constant('change' as const), at: position, text: words }),
  fc.record({ kind: fc.constant('delete-block' as const), at: position }),
  fc.record({ kind: fc.constant('move-block' as const), at: position, to: position }),
  fc.record({ kind: fc.constant('delete-record' as const) }),
);

const marker = /^(?:<!-- fairlead:|-->|section |block |front-matter )/;

/** Applies an edit as a person would; returns the lines that they wrote. Never touches front matter or markers. */
function applyEdit(lines: string[], edit: Edit, number: number): string[] {
  const first = lines.indexOf('---', 1) + 1;
  const record = lines.findIndex((line) => line.startsWith('<!-- fairlead:record'));
  const last = record < 0 ? lines.length : record;
  const at = first + (edit.kind === 'delete-record' ? 0 : edit.at % Math.max(1, last - first));
  if (edit.kind === 'insert') {
    const written = edit.text
      .split('\n')
      .map((line) => (/^[`\-=]+$/.test(line) ? line : `${line} ${number}`));
    lines.splice(at, 0, ...written);
    return written;
  }
  if (edit.kind === 'change') {
    if (marker.test(lines[at] ?? '') || edit.text.includes('\n')) return [];
    lines[at] = `${edit.text} ${number}`;
    return [lines[at] ?? ''];
  }
  if (edit.kind === 'delete-record') {
    const end = lines.findIndex((line, index) => index > record && line === '-->');
    if (record >= 0) lines.splice(record, end - record + 1);
    return [];
  }
  const begins = lines.flatMap((line, index) => (/^<!-- fairlead:begin/.test(line) ? [index] : []));
  const begin = begins[edit.at % Math.max(1, begins.length)];
  if (begin === undefined) return [];
  const end = lines.findIndex((line, index) => index > begin && line.startsWith('<!-- fairlead:end'));
  const cut = lines.splice(begin, end - begin + 1);
  if (edit.kind === 'delete-block') return [];
  const open = lines.findIndex((line) => line.startsWith('<!-- fairlead:begin'));
  lines.splice(open < 0 ? first : edit.to % 2 === 0 ? first : open, 0, ...cut);
  return [];
}

function count(lines: readonly string[], wanted: string): number {
  return lines.filter((line) => line === wanted).length;
}

describe('mergeDocument, by property', () => {
  it('keeps every line that a person wrote, merges twice as once, and leaves the bytes when the code is the same', () => {
    fc.assert(
      fc.property(
        shape,
        shape,
        fc.array(edit, { maxLength: 8 }),
        fc.boolean(),
        fc.boolean(),
        (before, after, edits, isCrlf, hasMark) => {
          const lines = merge(undefined, create(before)).split('\n');
          const written = edits.flatMap((each, index) => applyEdit(lines, each, index));
          const survived = written.filter((line) => lines.includes(line));
          const edited = (hasMark ? '\uFEFF' : '') + lines.join(isCrlf ? '\r\n' : '\n');
          const once = merge(edited, create(after));
          const result = once.replace('\uFEFF', '').split(/\r?\n/);
          for (const line of survived) {
            assert.ok(count(result, line) >= count(lines, line), `${JSON.stringify(line)} was lost`);
          }
          assert.equal(merge(once, create(after)), once, 'merging again changes the text');
          assert.equal(once.startsWith('\uFEFF'), hasMark);
          if (isCrlf) assert.ok(!/(?<!\r)\n/.test(once), 'a line end changed');
          assert.ok(checkDocument(once, create(after)).isCurrent);
          const back = merge(once, create(before));
          for (const line of survived)
            assert.ok(
              count(back.replace('\uFEFF', '').split(/\r?\n/), line) > 0,
              `${line} was lost on the way back`,
            );
          assert.equal(merge(back, create(before)), back);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('calls a document current when only lines moved', () => {
    fc.assert(
      fc.property(shape, (each) => {
        const text = merge(undefined, create(each));
        const drift = checkDocument(text, create(each, 7));
        assert.ok(drift.isCurrent);
        assert.deepEqual([drift.missing, drift.gone], [[], []]);
      }),
    );
  });

  it('keeps what a person wrote in the front matter, comments included', () => {
    const value = fc.oneof(
      fc.constantFrom('a', 'b c', '# no', 'x: y', '- z', '"q"', 'true', '1', ''),
      fc.integer(),
    );
    const values = fc.dictionary(
      fc.constantFrom('license', 'tags', 'model name', 'k-1', 'é'),
      fc.oneof(value, fc.uniqueArray(value, { maxLength: 3 }), fc.record({ a: value })),
    );
    const own = fc.array(
      fc.constantFrom('# mine', 'owner: Ada # me', 'list: [1,   2]', 'nested:\n    deep: 1 # why', ''),
      {
        maxLength: 3,
      },
    );
    fc.assert(
      fc.property(values, values, own, fc.nat(), (before, after, added, place) => {
        const document = (frontMatter: typeof before): GeneratedDocument => ({
          kind: 'test',
          opening: '# T',
          frontMatter,
          sections: [],
        });
        const lines = merge(undefined, document(before)).split('\n');
        const keys = lines.flatMap((line, index) =>
          /^(?:"?[\wé][^:]*: ?|---$)/.test(line) && index > 0 && index <= lines.indexOf('---', 1)
            ? [index]
            : [],
        );
        const unique = added.filter((line, index) => line.startsWith('#') || added.indexOf(line) === index);
        if (lines[0] === '---')
          lines.splice(keys[place % keys.length] ?? 1, 0, ...unique.join('\n').split('\n'));
        const edited = lines.join('\n');
        const written = lines[0] === '---' ? unique.flatMap((line) => line.split('\n')) : [];
        const once = merge(edited, document(after));
        for (const line of written)
          assert.ok(once.split('\n').includes(line), `${line} was lost in\n${once}`);
        assert.equal(merge(once, document(after)), once);
        assert.equal(merge(edited, document(before)), edited);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps every line of a text that Fairlead never saw, in its order, when front matter is put above it', () => {
    const line = fc.constantFrom('', '# Title', 'Text.', '- item', '---x', '  code', '## Sec');
    const texts = fc.array(line, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(texts, fc.constantFrom('\n', '\r\n'), (lines, end) => {
        const text = lines.join(end);
        fc.pre(text.trim() !== '');
        const generated: GeneratedDocument = {
          kind: 'test',
          opening: '# Title',
          frontMatter: { license: 'mit' },
          sections: [{ id: 's', opening: '## Sec', blocks: [{ id: 'b', content: ['generated'] }] }],
        };
        const merged = mergeDocument(text, generated);
        assert.ok(merged.isMerged);
        let at = 0;
        const result = merged.text.split(/\r?\n/);
        for (const each of lines) {
          at = result.indexOf(each, at) + 1;
          assert.ok(at > 0, `${JSON.stringify(each)} is lost in ${merged.text}`);
        }
        assert.ok(merged.text.startsWith('---'));
      }),
    );
  });
});
