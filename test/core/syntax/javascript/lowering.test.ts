import assert from 'node:assert/strict';
import type { Parser } from 'web-tree-sitter';
import { printStmt } from '../../../support/print-ir.js';
import { loadScriptParser, readScript } from '../../../support/syntax.js';

const CASES: readonly (readonly [code: string, shape: string])[] = [];

describe('lowering scripts', () => {
  let parser: Parser;
  before(async () => {
    parser = await loadScriptParser();
  });

  for (const [code, shape] of CASES) {
    it(code, () => {
      assert.equal(readScript(parser, code).map(printStmt).join('; '), shape);
    });
  }
});
