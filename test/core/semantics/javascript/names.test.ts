import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../../src/build/load-knowledge.js';
import type { CodeParser } from '../../../../src/core/syntax/code-parser.js';
import { JAVASCRIPT } from '../../../../src/core/syntax/javascript/javascript-language.js';
import { probeModule } from '../../../support/probe.js';
import { loadScriptParser } from '../../../support/syntax.js';

/** What `probe(...)` is handed stands for these names. */
const CASES: readonly (readonly [title: string, code: string, names: readonly string[]])[] = [
  ['a named import', `import { exec } from 'node:child_process'; probe(exec)`, ['child_process.exec']],
  ['an import with an alias', `import { exec as e } from 'child_process'; probe(e)`, ['child_process.exec']],
  ['a default import', `import fs from 'fs'; probe(fs.rm)`, ['fs.rm']],
  ['a namespace', `import * as cp from 'child_process'; probe(cp.exec)`, ['child_process.exec']],
  ['require', `const cp = require('child_process'); probe(cp.exec)`, ['child_process.exec']],
  ['require taken apart', `const { exec: e } = require('child_process'); probe(e)`, ['child_process.exec']],
  ['require in place', `probe(require('child_process').exec)`, ['child_process.exec']],
  [
    'a dynamic import',
    `const cp = await import('node:child_process'); probe(cp.exec)`,
    ['child_process.exec'],
  ],
  ['a module by its default', `import { default as fs } from 'fs'; probe(fs.rm)`, ['fs.rm']],
  ['an import inside a function', `function f() { const { rm } = require('fs'); probe(rm) }`, ['fs.rm']],
  [
    'promisify',
    `import { exec } from 'child_process'; import { promisify as p } from 'util'; const r = p(exec); probe(r)`,
    ['child_process.exec'],
  ],
  ['a client', `import OpenAI from 'openai'; const c = new OpenAI(); probe(c.chat)`, ['openai.OpenAI.chat']],
  ['a client of require', `const O = require('openai'); probe(new O().chat)`, ['openai.OpenAI.chat']],
  ['a named class', `import { OpenAI } from 'openai'; probe(new OpenAI().chat)`, ['openai.OpenAI.chat']],
  [
    'a client that a function gives',
    `import OpenAI from 'openai'; const make = () => new OpenAI(); probe(make().chat)`,
    ['openai.OpenAI.chat'],
  ],
  [
    'what is awaited',
    `import { query } from 'x'; async function f() { const r = await query(); probe(r.rows) }`,
    ['x.query().rows'],
  ],
  [
    'a member of this, set in the constructor',
    `import OpenAI from 'openai'; class A { constructor() { this.c = new OpenAI() } f() { probe(this.c.chat) } }`,
    ['openai.OpenAI.chat'],
  ],
  [
    'this in an arrow function',
    `import OpenAI from 'openai'; class A { c = new OpenAI(); f() { return () => probe(this.c.chat) } }`,
    ['openai.OpenAI.chat'],
  ],
  [
    'this of another function',
    `import OpenAI from 'openai'; class A { c = new OpenAI(); f() { return function () { probe(this.c.chat) } } }`,
    [],
  ],
  [
    'a parameter that the constructor keeps',
    `import OpenAI from 'openai'; class A { constructor(private readonly c: OpenAI) {} f() { probe(this.c.chat) } }`,
    ['openai.OpenAI.chat'],
  ],
  [
    'an annotation',
    `import type { Request } from 'express'; function f(r: Request) { probe(r.body) }`,
    ['express.Request.body'],
  ],
  [
    'an annotation of a namespace',
    `import e from 'express'; const f = (r: e.Request<X>) => probe(r.body)`,
    ['express.Request.body'],
  ],
  [
    'a promised type',
    `import OpenAI from 'openai'; async function f(): Promise<OpenAI> { return x } async function g() { probe((await f()).chat) }`,
    ['openai.OpenAI.chat'],
  ],
  [
    'an entry of an object',
    `import OpenAI from 'openai'; const all = { o: new OpenAI() }; probe(all.o.chat)`,
    ['openai.OpenAI.chat'],
  ],
  [
    'optional chaining and assertions',
    `import * as cp from 'child_process'; probe((cp as any)?.exec!)`,
    ['child_process.exec'],
  ],
  ['a member by its text', `probe(process['env']['KEY'])`, ['builtins.process.env.KEY']],
  ['a part of the environment', `const { KEY } = process.env; probe(KEY)`, ['builtins.process.env.KEY']],
  ['process as a module', `import process from 'node:process'; probe(process.env)`, ['builtins.process.env']],
  ['a global object', `probe(globalThis.eval)`, ['builtins.eval']],
  ['either of two', `import { a, b } from 'x'; probe(c ? a : b)`, ['x.a', 'x.b']],
  ['a name of the module', `function exec() {} probe(exec)`, []],
  ['a name used before its function', `probe(exec); function exec() {}`, []],
  [
    'a parameter with the name of an import',
    `import { exec } from 'child_process'; function f(exec) { probe(exec) }`,
    [],
  ],
  [
    'a pattern with the name of an import',
    `import { exec } from 'child_process'; const f = ({ exec }) => probe(exec)`,
    [],
  ],
  ['a caught error with the name of an import', `import { e } from 'x'; try {} catch (e) { probe(e) }`, []],
  ['a constant of a block', `import { a } from 'x'; { const a = 1; probe(a) }`, []],
  ['a constant beside its block', `import { a } from 'x'; { const a = 1; } probe(a)`, ['x.a']],
  [
    'var reaches out of its block',
    `import { a } from 'x'; function f() { if (y) { var b = a; } probe(b) }`,
    ['x.a'],
  ],
  [
    'an interface with the name of a global',
    `interface Request { a: string } function f(r: Request) { probe(r) }`,
    [],
  ],
  ['an assignment from within', `import { a } from 'x'; let b; function f() { b = a; probe(b) }`, ['x.a']],
  ['a relative module', `import { exec } from './jobs.js'; probe(exec)`, ['./jobs.exec']],
];

describe('names in scripts', () => {
  const { javascriptSemantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadScriptParser();
  });

  for (const [title, code, names] of CASES) {
    it(`resolves ${title}`, () => {
      const { module, probes } = probeModule(code, parser, javascriptSemantics, JAVASCRIPT);
      const [probe] = probes;
      assert.ok(probe !== undefined);
      assert.deepEqual([...module.resolver.namesOf(probe.value, probe.site)].sort(), names);
    });
  }
});
