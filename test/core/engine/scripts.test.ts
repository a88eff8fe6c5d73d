import assert from 'node:assert/strict';
import fc from 'fast-check';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Analysis, Engine } from '../../../src/core/api.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
const EXAMPLES = knowledge.rules
  .filter(({ languages }) => languages.includes('javascript'))
  .flatMap(({ examples }) => [...examples.bad, ...examples.good].map(({ code }) => code));
const LINES = EXAMPLES.flatMap((code) => code.split('\n'));
/** More for a long search by hand: `FAIRLEAD_RUNS=2000`. */
const RUNS = Number(process.env['FAIRLEAD_RUNS'] ?? 60);

const HEAD = `import { exec } from 'child_process';\nimport { generateText } from 'ai';\nconst { text } = await generateText({});\n`;
const NEST = 3000;

/** Code around a place at which a finding stands, too deep for anybody to write. */
const DEEP: readonly (readonly [name: string, code: string])[] = [
  ['parentheses', `x = ${'(\n'.repeat(NEST)}exec(text)${')\n'.repeat(NEST)};`],
  ['lists', `x = ${'[\n'.repeat(NEST)}exec(text)${']\n'.repeat(NEST)};`],
  ['calls', `x = ${'f(\n'.repeat(NEST)}exec(text)${')\n'.repeat(NEST)};`],
  ['a chain', `x = exec(text)${'.f()\n'.repeat(NEST)};`],
  ['sums', `x = exec(text)${' + a\n'.repeat(NEST)};`],
  ['arrow functions', `x = ${'() => \n'.repeat(NEST)}exec(text);`],
  ['conditionals', `x = ${'a ? b : \n'.repeat(NEST)}exec(text);`],
  ['assignments', `${'a = \n'.repeat(NEST)}exec(text);`],
  ['blocks', `${'{\n'.repeat(NEST)}exec(text)${'}\n'.repeat(NEST)}`],
  ['elses', `${'if (a) b; else \n'.repeat(NEST)}exec(text);`],
  ['objects', `x = ${'{a:\n'.repeat(NEST)}exec(text)${'}\n'.repeat(NEST)};`],
  ['templates', `x = ${'`${\n'.repeat(1000)}exec(text)${'}`\n'.repeat(1000)};`],
  ['elements', `x = ${'<A>\n'.repeat(1000)}{exec(text)}${'</A>\n'.repeat(1000)};`],
  ['functions', `${'function f() {\n'.repeat(1000)}exec(text)${'}\n'.repeat(1000)}`],
];

describe('scripts', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine(knowledge);
  });
  after(() => engine.dispose());

  function analyse(text: string, path = 'app.tsx', isTrimmed = true): Promise<Analysis> {
    return engine.analyse({ kind: 'text', path, text }, createContext(path, {}, { trim: isTrimmed }));
  }

  function rulesOf({ findings }: Analysis): readonly string[] {
    return findings.map(({ ruleId, location }) => `${ruleId}:${location.range.start.line + 1}`);
  }

  for (const path of ['a.js', 'a.jsx', 'a.mjs', 'a.cjs', 'a.ts', 'a.tsx', 'a.mts', 'a.cts']) {
    it(`are read by the name ${path}`, async () => {
      assert.deepEqual(rulesOf(await analyse(`${HEAD}exec(text);\n`, path)), [
        'javascript/llm-output-shell:4',
      ]);
    });
  }

  it('are read with the grammar of their kind', async () => {
    const assertion = `${HEAD}exec(<string>text);\n`;
    assert.deepEqual(rulesOf(await analyse(assertion, 'a.ts')), ['javascript/llm-output-shell:4']);
    const generic = `${HEAD}const f = <T,>(x: T) => <b>{exec(text)}</b>;\n`;
    assert.deepEqual(rulesOf(await analyse(generic, 'a.tsx')), ['javascript/llm-output-shell:4']);
  });

  it('are not looked at by rules on Python, nor the other way round', async () => {
    assert.deepEqual(rulesOf(await analyse(`${HEAD}exec(text);\n`, 'a.py')), []);
    assert.deepEqual(rulesOf(await analyse('import torch\ntorch.load(p)\n', 'a.js')), []);
  });

  it('are left alone where a comment asks for it', async () => {
    const { findings } = await analyse(
      `${HEAD}// fairlead: ignore[javascript/llm-output-shell] runs in a sandbox\nexec(text);\nexec(text); // fairlead: ignore[javascript/llm-output-shell] so does this\n`,
    );
    assert.deepEqual(
      findings.map(({ suppression }) => suppression?.reason),
      ['runs in a sandbox', 'so does this'],
    );
  });

  it('are not read when a tool wrote them, and that is said', async () => {
    const text = `${HEAD}exec(text);`.replaceAll('\n', ' ').repeat(100);
    const { findings, notices } = await analyse(text, 'bundle.js');
    assert.deepEqual(findings, []);
    assert.deepEqual(
      notices.map(({ kind }) => kind),
      ['not-scanned'],
    );
    const long = `${HEAD}const data = '${'x'.repeat(6000)}';\n${'\n'.repeat(40)}exec(text);\n`;
    assert.equal((await analyse(long)).findings.length, 1);
  });

  for (const [name, code] of DEEP) {
    it(`nested too deeply are read beside that: ${name}`, async () => {
      const { findings, notices } = await analyse(`${HEAD}exec(text);\n${code}\n`);
      assert.equal(findings[0]?.location.range.start.line, 3);
      assert.deepEqual(
        notices.map(({ kind }) => kind),
        ['partly-scanned'],
      );
    });
  }

  it('give the same findings trimmed and not, however their lines are mixed', async () => {
    const lines = fc.array(fc.constantFrom(...LINES), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(lines, async (parts) => {
        const text = parts.join('\n');
        const trimmed = await analyse(text);
        assert.deepEqual(trimmed.findings, (await analyse(text, 'app.tsx', false)).findings);
      }),
      { numRuns: RUNS },
    );
  });

  it('give the same findings trimmed and not, one after the other', async () => {
    const text = EXAMPLES.map((code) => `{\n${code}}\n`).join('');
    const trimmed = await analyse(text);
    assert.ok(trimmed.findings.length > 10);
    assert.deepEqual(trimmed.findings, (await analyse(text, 'app.tsx', false)).findings);
  });

  it('give the same findings in a session as when read anew', async () => {
    const start = fc.constantFrom(...EXAMPLES);
    const change = fc.record({
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      removed: fc.nat({ max: 30 }),
      inserted: fc.oneof(
        fc.constantFrom(...LINES),
        fc.constantFrom('{', '}', '(', '`', '/', "'", '<', '\n', '=>', ' '),
      ),
    });
    await fc.assert(
      fc.asyncProperty(start, fc.array(change, { minLength: 1, maxLength: 6 }), async (first, changes) => {
        const session = engine.openSession();
        const context = createContext('app.tsx');
        let text = first;
        try {
          await session.analyse({ kind: 'text', path: 'app.tsx', text }, context);
          for (const { place, removed, inserted } of changes) {
            const at = Math.floor(place * (text.length + 1));
            text = text.slice(0, at) + inserted + text.slice(at + removed);
            const { findings, notices } = await session.analyse(
              { kind: 'text', path: 'app.tsx', text },
              context,
            );
            const fresh = await analyse(text);
            assert.deepEqual({ findings, notices }, { findings: fresh.findings, notices: fresh.notices });
          }
        } finally {
          session.dispose();
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('are read anew when the language of a session changes', async () => {
    const session = engine.openSession();
    const python = await session.analyse(
      { kind: 'text', path: 'a', languageId: 'python', text: `${HEAD}exec(text);\n` },
      createContext('a'),
    );
    const script = await session.analyse(
      { kind: 'text', path: 'a', languageId: 'typescript', text: `${HEAD}exec(text);\n` },
      createContext('a'),
    );
    session.dispose();
    assert.deepEqual([rulesOf(python), rulesOf(script)], [[], ['javascript/llm-output-shell:4']]);
  });

  it('never make the engine fail, whatever they hold', async () => {
    const token = fc.constantFrom(
      ...'import from require ( ) { } [ ] ` $ { } => async await function class const let var = == ; , . ?. ... < > </ /> / * ! ? : new this exec text eval return yield for of in if else try catch'.split(
        ' ',
      ),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(token, { maxLength: 80 }).map((tokens) => tokens.join(' ')),
      fc.array(fc.constantFrom(...LINES), { maxLength: 20 }).map((lines) => lines.join('\n').slice(7, -5)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (code) => {
        // The engine's log makes the test fail when something was thrown.
        for (const path of ['a.ts', 'a.jsx']) await analyse(`${HEAD}${code}\nexec(text);\n`, path, false);
      }),
      { numRuns: RUNS * 2 },
    );
  });
});
