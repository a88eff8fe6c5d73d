import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  compileGlob,
  findWantedFiles,
  isSample,
  selectFiles,
} from '../../../src/core/guidelines/evidence-paths.js';
import { examineFile } from '../../../src/core/guidelines/evidence-text.js';

const limits = { what: 'a section on limits', pattern: 'limit' };
const contact = { what: 'a contact', pattern: '[\\w.]+@[\\w-]+\\.\\w' };

describe('looking into a file', () => {
  const cases: readonly [
    name: string,
    path: string,
    text: string,
    condition: Parameters<typeof examineFile>[2],
    missing: readonly string[],
  ][] = [
    [
      'takes a section with text',
      'C.md',
      '# Limits\nFails on long and noisy input.\n',
      { in: 'x', sections: [limits] },
      [],
    ],
    [
      'wants text below a heading',
      'C.md',
      '# Limits\n\n# Other\nSome words that are here.\n',
      { in: 'x', sections: [limits] },
      [limits.what],
    ],
    [
      'takes text of sections inside',
      'C.md',
      '# Limits\n## Of input\nFails on long and noisy input.\n',
      { in: 'x', sections: [limits] },
      [],
    ],
    [
      'takes no place-holder for text',
      'C.md',
      '## Limitations\n[More Information Needed]\n',
      { in: 'x', sections: [limits] },
      [limits.what],
    ],
    [
      'takes no TODO for text',
      'C.md',
      '## Limitations\nTODO TBD TODO TODO TODO\n',
      { in: 'x', sections: [limits] },
      [limits.what],
    ],
    [
      'takes no comment for text',
      'C.md',
      '## Limitations\n<!-- say what it cannot do, please -->\n',
      { in: 'x', sections: [limits] },
      [limits.what],
    ],
    [
      'takes no comment that never ends for text',
      'C.md',
      '## Limitations\n<!-- say what it cannot do, please',
      { in: 'x', sections: [limits] },
      [limits.what],
    ],
    [
      'takes no heading in a code block',
      'C.md',
      '```\n# Limits\nFails on long and noisy input.\n```\n',
      { in: 'x', sections: [limits] },
      [limits.what],
    ],
    [
      'reads underlined headings',
      'C.rst',
      'Limits\n------\nFails on long and noisy input.\n',
      { in: 'x', sections: [limits] },
      [],
    ],
    [
      'reads bold words as headings',
      'C.md',
      '**Limits:** fails on long and noisy input.\n',
      { in: 'x', sections: [limits] },
      [],
    ],
    [
      'finds a mark in any case',
      'S.md',
      'Write to SECURITY@Example.ORG\n',
      { in: 'x', contains: [contact] },
      [],
    ],
    [
      'names every mark that lacks',
      'S.md',
      'Nothing here.\n',
      { in: 'x', contains: [contact, limits] },
      [contact.what, limits.what],
    ],
    [
      'leaves out comments of YAML',
      '.github/workflows/a.yml',
      'steps:\n  # - run: pytest\n',
      { in: 'x', contains: [{ what: 'tests', pattern: 'pytest' }] },
      ['tests'],
    ],
    [
      'reads a step of YAML',
      '.github/workflows/a.yml',
      'steps:\n  - run: pytest # all\n',
      { in: 'x', contains: [{ what: 'tests', pattern: 'pytest' }] },
      [],
    ],
    [
      'keeps # in an address of YAML',
      'a.yml',
      'url: x#pytest\n',
      { in: 'x', contains: [{ what: 'tests', pattern: 'pytest' }] },
      [],
    ],
    [
      'leaves out comments of a Dockerfile',
      'Dockerfile',
      'FROM python\n# USER app\n',
      { in: 'x', contains: [{ what: 'a user', pattern: '^\\s*USER \\w' }] },
      ['a user'],
    ],
    [
      'counts words',
      'T.md',
      '# A heading with a lot of words in it\nToo short.\n',
      { in: 'x', minWords: 5 },
      ['text of any length'],
    ],
    ['is content with any file', 'T.md', '', { in: 'x' }, []],
  ];
  for (const [name, path, text, condition, missing] of cases) {
    it(name, () => assert.deepEqual(examineFile(path, text, condition).missing, missing));
  }

  it('points at what it found', () => {
    const text = '# A\nwords here\n\n# Limits\nFails on long and noisy input.\n';
    const { locations } = examineFile('C.md', text, { in: 'x', sections: [limits] });
    assert.deepEqual(locations, [
      { path: 'C.md', range: { start: { line: 3, character: 0 }, end: { line: 3, character: 8 } } },
    ]);
  });

  it('says that a file was not read', () => {
    assert.deepEqual(examineFile('C.md', undefined, { in: 'x' }).missing, ['its text, which was not read']);
  });

  it('survives any text', () => {
    const condition = { in: 'x', minWords: 3, sections: [limits], contains: [contact] };
    const part = fc.constantFrom(
      '# ',
      '\n',
      '```',
      '<!--',
      '-->',
      '**',
      'Limits',
      '---',
      '===',
      '\r',
      '@',
      ' a.b ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string()), { maxLength: 60 }), (parts) => {
        const { missing, locations } = examineFile('a.md', parts.join(''), condition);
        assert.ok(missing.length <= 3 && locations.length >= 1);
      }),
    );
  });
});

describe('paths of evidence', () => {
  const globs: readonly [glob: string, path: string, matches: boolean][] = [
    ['SECURITY.md', 'SECURITY.md', true],
    ['SECURITY.md', 'security.MD', true],
    ['SECURITY.md', 'docs/SECURITY.md', false],
    ['SECURITY.md', 'SECURITYxmd', false],
    ['**/a.md', 'a.md', true],
    ['**/a.md', 'x/y/a.md', true],
    ['docs/**/*.md', 'docs/a.md', true],
    ['docs/**/*.md', 'docs/x/y.md', true],
    ['docs/**/*.md', 'docs/x/y.txt', false],
    ['*.md', 'x/y.md', false],
    ['MODEL?CARD*.md', 'MODEL-CARD_v2.md', true],
    ['advisories/**', 'advisories/x/y', true],
    ['a(b)[c]{d}+.md', 'a(b)[c]{d}+.md', true],
  ];
  for (const [glob, path, matches] of globs) {
    it(`${glob} ${matches ? 'takes' : 'leaves'} ${path}`, () =>
      assert.equal(compileGlob(glob).test(path), matches));
  }

  const samples: readonly [path: string, sample: boolean][] = [
    ['MODEL_CARD.md', false],
    ['tests/MODEL_CARD.md', true],
    ['src/templates/model_card.md', true],
    ['model_card_template.md', true],
    ['.github/ISSUE_TEMPLATE/bug.md', false],
    ['node_modules/x/SECURITY.md', true],
    ['third_party/x/SECURITY.md', true],
    ['latest/MODEL_CARD.md', false],
  ];
  for (const [path, sample] of samples) {
    it(`${path} ${sample ? 'speaks for nothing' : 'counts'}`, () => assert.equal(isSample(path), sample));
  }

  it('come nearest to the root first, at most sixty', () => {
    const paths = Array.from({ length: 100 }, (_, index) => `d/${'x/'.repeat(index % 3)}${index}.md`);
    const found = selectFiles(paths, { id: 'x', title: 'x', paths: ['**/*.md'] });
    assert.equal(found.length, 60);
    assert.equal(found[0], 'd/0.md');
    assert.ok(
      found.every(
        (path, at) => at === 0 || path.split('/').length >= (found[at - 1] ?? '').split('/').length,
      ),
    );
  });

  it('are asked for once, in order', () => {
    const set = (id: string, paths: readonly string[]) => ({ id, title: id, paths });
    const evidence = { fileSets: [set('a', ['b.md', 'a.md']), set('b', ['a.md'])], facts: [], questions: [] };
    assert.deepEqual(
      findWantedFiles(['b.md', 'a.md', 'c.md'], evidence).map(({ path }) => path),
      ['a.md', 'b.md'],
    );
  });
});
