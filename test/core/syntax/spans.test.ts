import assert from 'node:assert/strict';
import type { CodeParser } from '../../../src/core/syntax/code-parser.js';
import type { Expr, Stmt } from '../../../src/core/syntax/ir.js';
import { ModuleSyntax } from '../../../src/core/syntax/module-syntax.js';
import { printExpr, printStmt } from '../../support/print-ir.js';
import { loadParser } from '../../support/syntax.js';

/** Anything that has offsets. */
interface Placed {
  readonly kind?: string;
  readonly start: number;
  readonly end: number;
}

const SOURCE = `# \u{1f600} comment
"""Docs \u{1f600} é."""
import os, torch.nn as nn
from a.b import (c as d, e)

x: "\u{1f600}" = f("\u{1f600}", *a, k=[1, 'é'], **{'b': c})

@deco(1)
async def run(a: int = 1, *args, b="\u{1f600}", **kw) -> Dict[str, int]:
    """\u{1f600}"""
    with open(a) as h, (b):
        await h.read().x[1:2, "\u{1f600}"]
    return f"{a!r:>{w}}\u{1f600}{b}" if not a else lambda q, *r: -q

class A(B, metaclass=C):
    y = {k: v for k, v in z if k}
    def m(self):
        for i, j in self.y: print(i, [*j], {**k}, {1, 2}, (yield))
        else: pass
        while (n := 1) and a < b <= c: del n
        try: pass
        except (E, F) as g: raise G from g
        finally: assert x, y
        match x:
            case P(q, r=1) | [s, *t]: u
`;

/** Calls back for every node with offsets; bodies are read. */
function visit(value: unknown, see: (node: Placed) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
  } else if (typeof value === 'object' && value !== null) {
    const record = value as Readonly<Record<string, unknown>>;
    const { read, start } = record;
    if (typeof read === 'function') visit((value as { read(): readonly Stmt[] }).read(), see);
    else {
      if (typeof start === 'number') see(value as Placed);
      for (const key of Object.keys(record)) visit(record[key], see);
    }
  }
}

describe('offsets of lowered code', () => {
  let parser: CodeParser;
  before(async () => {
    parser = await loadParser();
  });
  after(() => parser.delete());

  function read(text: string): readonly Stmt[] {
    const syntax = new ModuleSyntax(text, [], parser);
    return syntax.blocks.flatMap((block) => syntax.read(block));
  }

  function printAlone(source: string, node: Placed): string | undefined {
    // Parentheses let an expression stand over several lines.
    const [stmt] = read(node.kind === 'wrap' ? `[${source}]` : `(${source})`);
    if (stmt?.kind !== 'expr') return undefined;
    const { value } = stmt;
    if (node.kind !== 'wrap') return printExpr(value);
    return value.kind === 'sequence' && value.items[0] !== undefined ? printExpr(value.items[0]) : undefined;
  }

  const KINDS_THAT_STAND_ALONE: ReadonlySet<string> = new Set([
    'name',
    'attribute',
    'call',
    'constant',
    'template',
    'sequence',
    'dict',
    'binary',
    'unary',
    'compare',
    'conditional',
    'subscript',
    'function-expr',
    'comprehension',
    'named',
    'wrap',
  ]);

  for (const [name, text] of [
    ['as written', SOURCE],
    ['with carriage returns', SOURCE.replaceAll('\n', '\r\n')],
    ['with tabs', SOURCE.replaceAll('    ', '\t')],
    ['after a form feed', `\f${SOURCE}`],
  ] as const) {
    it(`give back each expression when the text is sliced, ${name}`, () => {
      const seen = new Set<string>();
      visit(read(text), (node) => {
        assert.ok(node.start >= 0 && node.start <= node.end && node.end <= text.length, JSON.stringify(node));
        if (node.kind === undefined || !KINDS_THAT_STAND_ALONE.has(node.kind)) return;
        const source = text.slice(node.start, node.end);
        assert.equal(printAlone(source, node), printExpr(node as Expr), source);
        seen.add(node.kind);
      });
      assert.deepEqual(
        [...KINDS_THAT_STAND_ALONE].filter((kind) => !seen.has(kind)),
        [],
      );
    });
  }

  it('give back each statement, argument, parameter and name when the text is sliced', () => {
    const slices = new Map<string, string[]>();
    visit(read(SOURCE), (node) => {
      const list = slices.get(node.kind ?? '') ?? [];
      list.push(SOURCE.slice(node.start, node.end));
      slices.set(node.kind ?? '', list);
    });
    const slicesOf = (kind: string): readonly string[] => slices.get(kind) ?? [];
    assert.deepEqual(slicesOf('import-name'), ['os', 'torch.nn as nn', 'c as d', 'e']);
    assert.deepEqual(slicesOf('with-item'), ['open(a) as h', '(b)']);
    assert.deepEqual(slicesOf('parameter'), [
      'a: int = 1',
      '*args',
      'b="\u{1f600}"',
      '**kw',
      'q',
      '*r',
      'self',
    ]);
    assert.deepEqual(slicesOf('argument').slice(0, 4), ['"\u{1f600}"', '*a', "k=[1, 'é']", "**{'b': c}"]);
    assert.deepEqual(slicesOf('entry'), ["'b': c", '**k']);
    assert.deepEqual(slicesOf('clause'), ['for k, v in z']);
    assert.deepEqual(slicesOf('handler'), ['except (E, F) as g: raise G from g']);
    assert.ok(slicesOf('function')[0]?.startsWith('@deco(1)\nasync def run('));
    assert.ok(slicesOf('class')[0]?.startsWith('class A('));
  });

  it('say where names and argument lists begin', () => {
    visit(read(SOURCE), (node) => {
      const { nameStart, name, argsStart } = node as Placed & {
        readonly nameStart?: number;
        readonly name?: string;
        readonly argsStart?: number;
      };
      if (nameStart !== undefined)
        assert.equal(SOURCE.slice(nameStart, nameStart + (name ?? '').length), name);
      if (argsStart !== undefined) assert.equal(SOURCE[argsStart], '(');
    });
  });

  it('move with the block, bodies read before or after', () => {
    for (const isReadBefore of [true, false]) {
      const first = new ModuleSyntax(SOURCE, [], parser);
      for (const block of first.blocks) {
        const statements = first.read(block);
        if (isReadBefore) statements.map(printStmt);
      }
      const longer = `import sys  # \u{1f600}\n${SOURCE}`;
      const second = new ModuleSyntax(longer, [], parser, first);
      const moved = second.blocks.flatMap((block) => second.read(block));
      assert.equal(second.parsed.blocks, 2, 'the new statement, and the one that had the leading comment');
      const fresh = new ModuleSyntax(longer, [], parser);
      const placesOf = (statements: readonly Stmt[]): readonly string[] => {
        const places: string[] = [];
        visit(statements, (node) => places.push(`${node.kind} ${node.start} ${node.end}`));
        return places;
      };
      assert.deepEqual(placesOf(moved), placesOf(fresh.blocks.flatMap((block) => fresh.read(block))));
    }
  });
});
