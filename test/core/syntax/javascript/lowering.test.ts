import assert from 'node:assert/strict';
import type { CodeParser } from '../../../../src/core/syntax/code-parser.js';
import { printStmt } from '../../../support/print-ir.js';
import { loadScriptParser, readScript } from '../../../support/syntax.js';

const CASES: readonly (readonly [code: string, shape: string])[] = [];

describe('lowering scripts', () => {
  let parser: CodeParser;
  before(async () => {
    parser = await loadScriptParser();
  });

  for (const [code, shape] of CASES) {
    it(code, () => {
      assert.equal(readScript(parser, code).map(printStmt).join('; '), shape);
    });
  }
});
