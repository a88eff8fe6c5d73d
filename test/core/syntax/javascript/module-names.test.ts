import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findImportedModules } from '../../../../src/core/syntax/javascript/imported-modules.js';
import { normalizeModuleName } from '../../../../src/core/syntax/javascript/module-name.js';
import { decodeEscapes, readNumber } from '../../../../src/core/syntax/javascript/strings.js';

const NAMES: readonly (readonly [specifier: string, name: string])[] = [
  ['openai', 'openai'],
  ['node:child_process', 'child_process'],
  ['node:fs/promises', 'fs/promises'],
  ['@anthropic-ai/sdk', '@anthropic-ai/sdk'],
  ['@modelcontextprotocol/sdk/server/mcp.js', '@modelcontextprotocol/sdk/server/mcp'],
  ['@modelcontextprotocol/sdk/server/index.js', '@modelcontextprotocol/sdk/server'],
  ['npm:openai@4.2.1', 'openai'],
  ['npm:@anthropic-ai/sdk@^0.30/shims', '@anthropic-ai/sdk/shims'],
  ['socket.io', 'socket_io'],
  ['highlight.js', 'highlight_js'],
  ['./utils.js', './utils'],
  ['../lib/index.ts', '../lib/index'],
  ['@/lib/db', '@/lib/db'],
  ['', ''],
];

const IMPORTS: readonly (readonly [code: string, names: readonly string[], isOpen: boolean])[] = [
  [`import OpenAI from 'openai';`, ['openai'], false],
  [`import {\n  a,\n  b,\n} from "node:fs";\nexport * from './x.js';`, ['fs', './x'], false],
  [`const cp = require('child_process'), x = require("y");`, ['child_process', 'y'], false],
  [`await import('./a.mjs'); import 'side';`, ['./a', 'side'], false],
  ['await import(name);', [], true],
  [`require('./' + name);`, ['./'], true],
  [`import(/* chunk */ 'x')`, [], true],
  ['const important = fromage;', [], false],
];

const STRINGS: readonly (readonly [content: string, text: string])[] = [
  ['plain', 'plain'],
  ["a\\nb\\t\\\\\\'", "a\nb\t\\'"],
  ['\\x41\\u0042\\u{43}\\u{1F600}', 'ABC\u{1F600}'],
  ['a\\\nb\\\r\nc', 'abc'],
  ['\\q\\0\\xZ\\u{110000}', 'q\0\\xZ\\u{110000}'],
];

describe('names of modules', () => {
  for (const [specifier, name] of NAMES) {
    it(`"${specifier}" is ${name}`, () => assert.equal(normalizeModuleName(specifier), name));
  }

  for (const [code, names, isOpen] of IMPORTS) {
    it(`are found in ${code}`, () => {
      const found = findImportedModules(code);
      assert.deepEqual([...found.names], names);
      assert.equal(found.others !== 'none', isOpen);
    });
  }

  it('are found in time linear in the text', () => {
    const text = `${'from '.repeat(20_000)}${' '.repeat(100_000)}${'import('.repeat(20_000)}`;
    const start = process.cpuUsage().user;
    findImportedModules(text);
    assert.ok(process.cpuUsage().user - start < 2_000_000);
  });
});

describe('literals of scripts', () => {
  for (const [content, text] of STRINGS) {
    it(`${JSON.stringify(content)} is ${JSON.stringify(text)}`, () =>
      assert.equal(decodeEscapes(content), text));
  }

  it('stay as they are without a backslash', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('\\'));
        assert.equal(decodeEscapes(text), text);
      }),
    );
  });

  for (const [literal, value] of [
    ['1_000n', 1000],
    ['0x1F', 31],
    ['017', 15],
    ['0b11', 3],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1x', Number.NaN],
  ] as const) {
    it(`${literal} is ${value}`, () => assert.equal(readNumber(literal), value));
  }
});
