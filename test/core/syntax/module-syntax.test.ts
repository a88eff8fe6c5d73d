import assert from 'node:assert/strict';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import { ModuleSyntax } from '../../../src/core/syntax/module-syntax.js';
import { printStmt } from '../../support/print-ir.js';
import { loadParser } from '../../support/syntax.js';

const TEXT = 'import a\n\n\ndef f(x):\n    return g(x)\n\n\nb = f(1)\n';

describe('the syntax of a module', () => {
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function print(syntax: ModuleSyntax): readonly string[] {
    return syntax.blocks.flatMap((block) => syntax.read(block)).map(printStmt);
  }

  it('parses a statement when it is read, and once', () => {
    const syntax = new ModuleSyntax(TEXT, [], parser);
    assert.deepEqual(syntax.parsed, { blocks: 0, length: 0, nodes: 0 });
    const [first] = syntax.blocks;
    assert.ok(first !== undefined);
    assert.deepEqual(syntax.read(first).map(printStmt), ['import a']);
    const { nodes, ...parsed } = syntax.parsed;
    assert.deepEqual(parsed, { blocks: 1, length: first.text.length });
    assert.ok(nodes > 0);
    syntax.read(first);
    assert.deepEqual(syntax.parsed, { ...parsed, nodes });
    syntax.dispose();
  });

  it('finds statements by a whole word', () => {
    const syntax = new ModuleSyntax(TEXT, [], parser);
    const textsWith = (word: string): readonly string[] =>
      syntax.blocksWith(word).map(({ text }) => text.trim());
    assert.deepEqual(textsWith('f'), ['def f(x):\n    return g(x)', 'b = f(1)']);
    assert.deepEqual(textsWith('a'), ['import a']);
    assert.deepEqual(textsWith('retur'), []);
  });

  it('takes over what did not change, and parses the rest anew', () => {
    const first = new ModuleSyntax(TEXT, [], parser);
    print(first);
    const second = new ModuleSyntax(TEXT.replace('g(x)', 'h(x, 2)'), [], parser, first);
    first.dispose(second);
    assert.deepEqual(print(second), ['import a', 'def f(x) {return h(x, 2)}', 'b = f(1)']);
    assert.equal(second.parsed.blocks, 1);
    second.dispose();
  });

  it('leaves out a statement that takes the parser too long, and says which', () => {
    let resets = 0;
    // Reports progress without end where the text says so, until it is told to stop.
    const slow = {
      memory: parser.memory,
      layoutOf: (...[tree]: Parameters<CodeParser['layoutOf']>) => parser.layoutOf(tree),
      parse: (...[text, old, options]: Parameters<CodeParser['parse']>) => {
        if (typeof text !== 'string' || !text.includes('slow')) return parser.parse(text, old, options);
        for (let round = 0; round < 100_000; round += 1) {
          const isStopped: unknown = options?.progressCallback?.({ currentOffset: 0, hasError: false });
          if (isStopped === true) return null;
        }
        throw new Error('Nobody stopped the parser.');
      },
      reset: () => {
        resets += 1;
      },
    };
    const text = 'a = 1\nslow = 2\nb = 3\n';
    const syntax = new ModuleSyntax(text, [], slow as unknown as CodeParser);
    assert.deepEqual(print(syntax), ['a = 1', 'b = 3']);
    assert.equal(syntax.firstCut, text.indexOf('slow'));
    assert.equal(resets, 1);
    syntax.dispose();
  });

  it('stands on a parser that can be stopped and goes on afterwards', () => {
    const text = `x = [${'1,'.repeat(50_000)}]`;
    assert.equal(parser.parse(text, null, { progressCallback: () => true }), null);
    parser.reset();
    const tree = parser.parse('a = 1');
    assert.equal(tree?.rootNode.hasError, false);
    tree?.delete();
  });
});
