import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import { applyEdits } from '../../../src/core/report/apply-edits.js';
import { fillChoice } from '../../../src/core/report/fill-choice.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { type FixExample, listFixExamples } from '../../support/fix-examples.js';
import { fixInRounds } from '../../support/fix-rounds.js';
import { loadParser } from '../../support/syntax.js';

const knowledge = loadKnowledge(process.cwd());
const corpus = 'test/corpus';

const examples = listFixExamples(knowledge);

const corpusFiles: readonly string[] = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(?:py|ipynb)$/.test(name))
  .sort();

const isPython = ({ input }: FixExample): boolean => input.path.endsWith('.py');
const isFixable = ({ fixes }: Finding): boolean => fixes.length > 0;

describe('fixes on all examples and on the corpus', function () {
  this.timeout(180_000);
  let engine: Engine;
  let parser: CodeParser;
  before(async () => {
    engine = createTestEngine(knowledge);
    parser = await loadParser();
  });
  after(() => engine.dispose());

  const isParsed = (text: string): boolean => {
    const tree = parser.parse(text.replace(/^\ufeff/, ''));
    const hasError = tree?.rootNode.hasError ?? true;
    tree?.delete();
    return !hasError;
  };
  const fix = (example: FixExample, onlySafe: boolean, change = (text: string): string => text) =>
    fixInRounds(
      engine,
      { ...example.input, text: change(example.input.text) },
      createContext(example.input.path, example.files),
      onlySafe,
    );

  it('leave nothing that can be fixed, and code that can be read', async () => {
    for (const example of examples) {
      for (const onlySafe of [true, false]) {
        const { text, analysis, rounds } = await fix(example, onlySafe);
        assert.ok(rounds <= 10, `${example.name} takes ${rounds} rounds`);
        const left = analysis.findings.filter(
          ({ fixes, suppression }) =>
            suppression === undefined && fixes.some(({ keepsBehaviour }) => keepsBehaviour || !onlySafe),
        );
        assert.deepEqual(
          left.map(({ ruleId }) => ruleId),
          [],
          example.name,
        );
        assert.deepEqual(analysis.notices, [], example.name);
        if (isPython(example) && isParsed(example.input.text)) {
          assert.ok(isParsed(text), `${example.name} cannot be parsed any more:\n${text}`);
        }
      }
    }
  });

  it('do the same where lines end with carriage returns', async () => {
    const change = (text: string): string => text.replaceAll('\n', '\r\n');
    for (const example of examples.filter(isPython)) {
      const plain = await fix(example, false);
      assert.equal((await fix(example, false, change)).text, change(plain.text), example.name);
    }
  });

  it('do the same behind other letters', async () => {
    const change = (text: string): string => `# \u00e9\u{1f600}\u4e2d\n${text}`;
    for (const example of examples.filter(isPython)) {
      const plain = await fix(example, false);
      const other = await fix(example, false, change);
      // An import keeps its distance from a comment.
      const close = (text: string): string => text.replace(/\n+/g, '\n');
      assert.equal(close(other.text), close(change(plain.text)), example.name);
    }
  });

  it('do the same where tabs indent', async () => {
    const change = (text: string): string =>
      text.replace(/^(?: {4})+/gm, (blanks) => '\t'.repeat(blanks.length / 4));
    for (const example of examples.filter(isPython)) {
      if (/"""|'''/.test(example.input.text)) continue;
      const plain = await fix(example, false);
      assert.equal((await fix(example, false, change)).text, change(plain.text), example.name);
    }
  });

  it('change the source of a cell in a raw notebook as they change a file', async () => {
    let count = 0;
    for (const example of examples.filter(isPython)) {
      const { text } = example.input;
      // What IPython reads in another way is no Python file.
      if (/^\s*[%!?]|\?$|^\s*>>>|^from __future__/m.test(text) || example.input.path !== 'app.py') continue;
      for (const [index, form] of [
        { source: text.split(/(?<=\n)/), indent: 1 },
        { source: `${text}# \u00e9 "\\`, indent: undefined },
      ].entries()) {
        const notebook = JSON.stringify(
          {
            cells: [
              { cell_type: 'markdown', metadata: {}, source: ['# "\u00e9"'] },
              { cell_type: 'code', execution_count: 1, metadata: {}, outputs: [], source: form.source },
            ],
            metadata: { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } },
            nbformat: 4,
            nbformat_minor: 5,
          },
          null,
          form.indent,
        ).replaceAll('\u00e9', '\\u00e9');
        const path = 'app.ipynb';
        const context = createContext(path, example.files);
        const fixed = await fixInRounds(
          engine,
          { kind: 'notebook-json', path, text: notebook },
          context,
          false,
        );
        const cell = JSON.parse(fixed.text).cells[1];
        const source = Array.isArray(cell.source) ? cell.source.join('') : cell.source;
        const expected = (await fix({ ...example, input: { ...example.input, path: 'app.py' } }, false)).text;
        // An import that a file sets apart stands close in a cell.
        const close = (code: string): string => code.replace(/^import \w+\n\n/m, (line) => line.trimEnd());
        const plain = index === 0 ? source : source.slice(0, -'# \u00e9 "\\'.length);
        assert.equal(close(plain).replace(/\n/g, ''), close(expected).replace(/\n/g, ''), example.name);
        count += fixed.rounds;
      }
    }
    assert.ok(count > 100, `only ${count} rounds of fixes were made`);
  });

  it('make what was chosen, and nothing of what may not be', async () => {
    let count = 0;
    for (const example of examples) {
      const { input, files } = example;
      const context = createContext(input.path, files, { isGrouping: false });
      const { findings } = await engine.analyse(input, context);
      for (const finding of findings) {
        for (const choice of finding.choices ?? []) {
          for (const bad of ['', '"', '1\n', "x'); f('", '{choice}', '\\']) {
            assert.equal(fillChoice(choice, bad), undefined, `${example.name}: ${bad}`);
          }
          const values = [...choice.options.map(({ value }) => value), '7', 'ab'.repeat(20), 'ab'.repeat(32)];
          const made = values.flatMap((value) => fillChoice(choice, value) ?? []);
          made.push(
            ...(made.length === 0 ? [fillChoice(choice, 'gpt-4o-2024-08-06')] : []).flatMap(
              (one) => one ?? [],
            ),
          );
          made.push(
            ...(made.length === 0 ? [fillChoice(choice, 'https://app.acme.com')] : []).flatMap(
              (one) => one ?? [],
            ),
          );
          assert.ok(made.length > 0, `${example.name}: ${choice.title}`);
          for (const { edits, keepsBehaviour } of made) {
            assert.equal(keepsBehaviour, false);
            const text = applyEdits(input.text, edits, 'text');
            assert.ok(!text.includes('{choice}'));
            if (isPython(example)) assert.ok(isParsed(text), `${example.name}:\n${text}`);
            count += 1;
          }
        }
      }
    }
    assert.ok(count > 60, `only ${count} choices were made`);
  });

  for (const name of corpusFiles) {
    it(`hold on ${name}`, async () => {
      const path = name.replaceAll('\\', '/');
      const isNotebook = path.endsWith('.ipynb');
      const text = readFileSync(join(corpus, name), 'utf8');
      const input = { kind: isNotebook ? 'notebook-json' : 'text', path, text } as const;
      for (const onlySafe of [true, false]) {
        const fixed = await fixInRounds(engine, input, createContext(path), onlySafe);
        assert.ok(fixed.rounds <= 10);
        assert.ok(
          !fixed.analysis.findings.some(
            (one) => isFixable(one) && !onlySafe && one.suppression === undefined,
          ),
        );
        if (isNotebook) {
          const [old, now] = [text, fixed.text].map((json) => JSON.parse(json));
          assert.equal(now.cells.length, old.cells.length);
          for (const [index, cell] of old.cells.entries()) {
            const { source: before, ...rest } = cell;
            const { source: after, ...others } = now.cells[index];
            assert.deepEqual(others, rest);
            assert.equal(Array.isArray(after), Array.isArray(before));
          }
        } else if (isParsed(text)) assert.ok(isParsed(fixed.text), fixed.text);
        // What was fixed once is not fixed again.
        const again = await fixInRounds(
          engine,
          { ...input, text: fixed.text },
          createContext(path),
          onlySafe,
        );
        assert.equal(again.text, fixed.text);
      }
    });
  }

  it('come to the same in any order', async () => {
    const pool = examples.filter((example) => isPython(example) && example.input.path === 'app.py');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(pool.length - 1), { minLength: 1, maxLength: 4 }),
        fc.infiniteStream(fc.nat(1000)),
        async (picks, numbers) => {
          const chosen = picks.flatMap((pick) => pool[pick] ?? []);
          const text = chosen.map(({ input }) => input.text).join('\n');
          const files = Object.assign({}, ...chosen.map((one) => one.files)) as Record<string, string>;
          const input = { kind: 'text', path: 'app.py', text } as const;
          const context = createContext('app.py', files);
          const shuffle = (findings: readonly Finding[]): readonly Finding[] =>
            findings
              .map((finding) => ({ finding, key: numbers.next().value ?? 0 }))
              .sort((a, b) => a.key - b.key)
              .map(({ finding }) => finding);
          const plain = await fixInRounds(engine, input, context, false);
          const other = await fixInRounds(engine, input, context, false, shuffle);
          assert.equal(other.text, plain.text);
        },
      ),
      { numRuns: 60 },
    );
  });
});
