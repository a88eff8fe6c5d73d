import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ParseError, parse as parseJson } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parseAllDocuments } from 'yaml';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import type { Finding } from '../../../src/core/findings/finding.js';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { type FixExample, listFixExamples } from '../../support/fix-examples.js';
import { fixInRounds } from '../../support/fix-rounds.js';
import { loadScriptParser } from '../../support/syntax.js';

const knowledge = loadKnowledge(process.cwd());
const all = listFixExamples(knowledge);
const isPython = ({ input }: FixExample): boolean => input.path.endsWith('.py');
const others = all.filter((example) => !isPython(example));

/** How a line of comment begins; undefined where there are no comments. */
function commentMark(path: string): string | undefined {
  if (/\.[cm]?[jt]sx?$/.test(path)) return '//';
  return /\.(?:json|lock|txt|md|ipynb)$/.test(path) && !path.endsWith('requirements.txt') ? undefined : '#';
}

describe('fixes on the examples of documents and JavaScript', function () {
  this.timeout(180_000);
  let engine: Engine;
  let parser: CodeParser;
  before(async () => {
    engine = createTestEngine(knowledge);
    parser = await loadScriptParser();
  });
  after(() => engine.dispose());

  const fix = async (
    { input, files }: FixExample,
    change = (text: string): string => text,
    order?: (findings: readonly Finding[]) => readonly Finding[],
  ): Promise<string> => {
    const changed = { ...input, text: change(input.text) };
    return (await fixInRounds(engine, changed, createContext(input.path, files), false, order)).text;
  };

  /** What is wrong with a text as a document of its kind; undefined when nothing is. */
  const findFault = (path: string, text: string): string | undefined => {
    if (/\.ya?ml$/.test(path)) {
      return parseAllDocuments(text).flatMap(({ errors }) => errors)[0]?.message;
    }
    if (path.endsWith('.json')) {
      const errors: ParseError[] = [];
      parseJson(text, errors, { allowTrailingComma: true });
      return errors.length === 0 ? undefined : `JSON error at ${errors[0]?.offset}`;
    }
    if (/\.toml$|Pipfile$/.test(path)) {
      try {
        parseToml(text);
        return undefined;
      } catch (cause) {
        return String(cause);
      }
    }
    if (!/\.[cm]?[jt]sx?$/.test(path)) return undefined;
    const tree = parser.parse(text);
    const hasError = tree?.rootNode.hasError ?? true;
    tree?.delete();
    return hasError ? 'a script that cannot be read' : undefined;
  };

  it('leave a document that can be read, with the lines of comment that it had', async () => {
    let count = 0;
    for (const example of others) {
      const { path, text } = example.input;
      const fixed = await fix(example);
      if (fixed === text) continue;
      count += 1;
      assert.equal(findFault(path, fixed), findFault(path, text), `${example.name}:\n${fixed}`);
      const mark = commentMark(path);
      const comments = (one: string): readonly string[] =>
        one.split('\n').filter((line) => mark !== undefined && line.trimStart().startsWith(mark));
      assert.deepEqual(comments(fixed), comments(text), example.name);
    }
    assert.ok(count > 100, `only ${count} documents were changed`);
  });

  it('do the same where lines end with carriage returns', async () => {
    const change = (text: string): string => text.replaceAll('\n', '\r\n');
    for (const example of others) {
      assert.equal(await fix(example, change), change(await fix(example)), example.name);
    }
  });

  it('do the same behind other letters', async () => {
    for (const example of others) {
      const mark = commentMark(example.input.path);
      if (mark === undefined || example.input.text.startsWith('#!')) continue;
      const change = (text: string): string => `${mark} \u00e9\u{1f600}\u4e2d\n${text}`;
      assert.equal(await fix(example, change), change(await fix(example)), example.name);
    }
  });

  it('come to the same in any order, in every language', async () => {
    const many: FixExample[] = [];
    for (const example of all) {
      const { findings } = await engine.analyse(
        example.input,
        createContext(example.input.path, example.files),
      );
      if (findings.filter(({ fixes }) => fixes.length > 0).length > 1) many.push(example);
    }
    assert.ok(many.filter((example) => !isPython(example)).length > 5);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...many),
        fc.infiniteStream(fc.nat(1000)),
        async (example, numbers) => {
          const shuffle = (findings: readonly Finding[]): readonly Finding[] =>
            findings
              .map((finding) => ({ finding, key: numbers.next().value ?? 0 }))
              .sort((a, b) => a.key - b.key)
              .map(({ finding }) => finding);
          assert.equal(await fix(example, undefined, shuffle), await fix(example), example.name);
        },
      ),
      { numRuns: 150 },
    );
  });
});
