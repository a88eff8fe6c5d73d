import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareVersions, parseVersion, type Version } from '../../../src/core/semantics/version.js';
import { isInRange, judgeRange, parseVersionRange } from '../../../src/core/semantics/version-range.js';

function version(text: string): Version {
  return parseVersion(text) ?? assert.fail(`${text} is a version`);
}

const numbers = fc.integer({ min: 0, max: 4 });
const versions = fc
  .tuple(
    fc.constantFrom('', '1!'),
    fc.array(numbers, { minLength: 1, maxLength: 3 }),
    fc.constantFrom('', 'a1', 'b2', 'rc1'),
    fc.constantFrom('', '.post1'),
    fc.constantFrom('', '.dev3'),
    fc.constantFrom('', '+cu121'),
  )
  .map(
    ([epoch, release, pre, post, dev, local]) => `${epoch}${release.join('.')}${pre}${post}${dev}${local}`,
  );
const clauses = fc.oneof(
  fc
    .tuple(fc.constantFrom('==', '!=', '>=', '>', '<=', '<'), versions)
    .map(([operator, text]) => operator + text.replace('+cu121', '')),
  fc
    .tuple(fc.constantFrom('==', '!='), numbers, numbers)
    .map(([operator, major, minor]) => `${operator}${major}.${minor}.*`),
  fc.tuple(numbers, numbers, numbers).map((release) => `~=${release.join('.')}`),
);
const specifiers = fc.array(clauses, { maxLength: 4 }).map((parts) => parts.join(','));

describe('versions', () => {
  it('are ordered as PEP 440 orders them', () => {
    const ordered = [
      '1.dev0',
      '1.0.dev456',
      '1.0a1',
      '1.0a2.dev456',
      '1.0a12.dev456',
      '1.0a12',
      '1.0b1.dev456',
      '1.0b2',
      '1.0b2.post345.dev456',
      '1.0b2.post345',
      '1.0rc1.dev456',
      '1.0rc1',
      '1.0',
      '1.0+abc.5',
      '1.0+abc.7',
      '1.0+5',
      '1.0.post456.dev34',
      '1.0.post456',
      '1.0.15',
      '1.1.dev1',
      '1!0.1',
    ];
    for (const [at, lower] of ordered.entries()) {
      for (const higher of ordered.slice(at + 1)) {
        assert.ok(compareVersions(version(lower), version(higher)) < 0, `${lower} < ${higher}`);
        assert.ok(compareVersions(version(higher), version(lower)) > 0, `${higher} > ${lower}`);
      }
    }
  });

  const spellings: readonly (readonly [string, string])[] = [
    ['1.0', '1'],
    ['v1.0', '1.0'],
    ['1.0-1', '1.0.post1'],
    ['1.0.rev', '1.0.post0'],
    ['1.0-alpha_2', '1.0a2'],
    ['1.0C1', '1.0rc1'],
    ['1.0preview3', '1.0rc3'],
    ['1.0dev', '1.0.dev0'],
    ['0!1.0', '1.0'],
    ['1.0+CU-121', '1.0+cu.121'],
    [' 01.02 ', '1.2'],
  ];
  for (const [written, meant] of spellings) {
    it(`reads ${JSON.stringify(written)} as ${meant}`, () => {
      assert.equal(compareVersions(version(written), version(meant)), 0);
    });
  }

  for (const text of ['', 'latest', '1.x', '2024a_b', '1..2', '1.0+', '1.0-', 'abc1', '1.0;']) {
    it(`takes ${JSON.stringify(text)} for no version`, () => {
      assert.equal(parseVersion(text), undefined);
    });
  }

  it('have a total order', () => {
    fc.assert(
      fc.property(versions, versions, versions, (a, b, c) => {
        const [x, y, z] = [version(a), version(b), version(c)].sort(compareVersions) as [
          Version,
          Version,
          Version,
        ];
        assert.ok(compareVersions(x, y) <= 0 && compareVersions(y, z) <= 0 && compareVersions(x, z) <= 0);
        assert.equal(Math.sign(compareVersions(x, y)), -Math.sign(compareVersions(y, x)) + 0);
      }),
    );
  });

  it('never throw for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        parseVersion(text);
        parseVersionRange(text);
      }),
    );
  });

  it('take time in proportion to a hostile length', () => {
    assert.equal(parseVersion(`${'1.'.repeat(200_000)}x`), undefined);
    assert.notEqual(parseVersion('9'.repeat(200_000)), undefined);
    assert.equal(parseVersionRange('!=1.0,'.repeat(20_000))?.isEmpty, false);
  });
});

describe('version ranges', () => {
  const verdicts: readonly (readonly [string, string, string])[] = [
    ['==2.5.1', '2.6', 'always-below'],
    ['==2.5.1+cu121', '2.6', 'always-below'],
    ['===2.5.1', '2.6', 'always-below'],
    ['<2.6', '2.6', 'always-below'],
    ['<2.6', '2.6.0', 'always-below'],
    ['<2.6', '2.6rc1', 'always-below'],
    ['<=2.5', '2.6', 'always-below'],
    ['~=2.3.0', '2.6', 'always-below'],
    ['==2.5.*', '2.6', 'always-below'],
    ['==2.5.*', '2.6.dev0', 'always-below'],
    ['==2.6.0rc1', '2.6', 'always-below'],
    ['<=2.6,!=2.6', '2.6', 'always-below'],
    ['<2.7,!=2.6.*', '2.6', 'always-below'],
    ['>=2,<2.7,!=2.6.0,!=2.6.*', '2.6', 'always-below'],
    ['>=2.6', '2.6', 'never-below'],
    ['>=2.6.0', '2.6', 'never-below'],
    ['==2.7.1', '2.6', 'never-below'],
    ['==2.6', '2.6.0', 'never-below'],
    ['==2.6+cpu', '2.6', 'never-below'],
    ['>2.6', '2.6', 'never-below'],
    ['~=2.6', '2.6', 'never-below'],
    ['~=2.6.0', '2.6', 'never-below'],
    ['==2.6.*', '2.6', 'never-below'],
    ['>=2.5,!=2.5.*', '2.6', 'never-below'],
    ['!=2.4.*,!=2.5.*,>=2.4', '2.6', 'never-below'],
    ['>=2.6.post1', '2.6', 'never-below'],
    ['1!0.1', '2.6', 'malformed'],
    ['==1!0.1', '2.6', 'never-below'],
    ['', '2.6', 'may-be-below'],
    ['>=2.1', '2.6', 'may-be-below'],
    ['>2.5.1', '2.6', 'may-be-below'],
    ['~=2.3', '2.6', 'may-be-below'],
    ['<=2.6', '2.6', 'may-be-below'],
    ['<2.6.1', '2.6', 'may-be-below'],
    ['==2.*', '2.6', 'may-be-below'],
    ['>=2.6rc1', '2.6', 'may-be-below'],
    ['!=2.5.1', '2.6', 'may-be-below'],
    ['>=2.1, <3', '2.6', 'may-be-below'],
    ['>=2.6,<2.5', '2.6', 'may-be-below'],
    ['==2.5,!=2.5', '2.6', 'may-be-below'],
    ['===nightly', '2.6', 'malformed'],
    ['~=2', '2.6', 'malformed'],
    ['>=2.*', '2.6', 'malformed'],
    ['==2.5a1.*', '2.6', 'malformed'],
    ['^2.1', '2.6', 'malformed'],
    ['=2.1', '2.6', 'malformed'],
  ];
  for (const [specifier, bound, expected] of verdicts) {
    it(`${JSON.stringify(specifier)} is ${expected} for ${bound}`, () => {
      const range = parseVersionRange(specifier);
      assert.equal(range === undefined ? 'malformed' : judgeRange(range, version(bound)), expected);
    });
  }

  it('agree with every version they hold', () => {
    fc.assert(
      fc.property(specifiers, versions, versions, (specifier, held, bound) => {
        const range = parseVersionRange(specifier) ?? assert.fail(specifier);
        if (!isInRange(range, version(held))) return;
        const verdict = judgeRange(range, version(bound));
        const order = compareVersions(
          version(held.replace('+cu121', '')),
          version(bound.replace('+cu121', '')),
        );
        if (verdict === 'always-below') assert.ok(order < 0, `${held} in ${specifier} is below ${bound}`);
        if (verdict === 'never-below') assert.ok(order >= 0, `${held} in ${specifier} is not below ${bound}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('only grow smaller with another specifier', () => {
    fc.assert(
      fc.property(specifiers, clauses, versions, (specifier, clause, held) => {
        if (/(?:a|b|rc|dev)\d/.test(clause)) return; // naming a pre-release lets pre-releases in
        const wide = parseVersionRange(specifier) ?? assert.fail(specifier);
        const narrow = parseVersionRange(`${specifier},${clause}`) ?? assert.fail(clause);
        if (isInRange(narrow, version(held))) assert.ok(isInRange(wide, version(held)));
      }),
      { numRuns: 2000 },
    );
  });
});
