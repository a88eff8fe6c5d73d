import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../../src/build/load-knowledge.js';
import type { OriginKind } from '../../../../src/core/rules/rule.js';
import type { CodeParser } from '../../../../src/core/syntax/code-parser.js';
import { JAVASCRIPT } from '../../../../src/core/syntax/javascript/javascript-language.js';
import { probeModule } from '../../../support/probe.js';
import { loadScriptParser } from '../../../support/syntax.js';

const CONSTANTS: readonly (readonly [code: string, value: unknown])[] = [
  [`const A = 'x'; probe(\`\${A}-\${1}\`)`, 'x-1'],
  [`const A = { b: { c: 'x' } }; probe(A.b.c)`, 'x'],
  [`const A = { b: 'x' } as const; probe(A['b'])`, 'x'],
  [`const f = () => { const A = 'x' + 'y'; probe(A) }`, 'xy'],
  ['probe(!true)', false],
  [`probe(null ?? 'x')`, 'x'],
  [`probe(true ? 'a' : 'b')`, 'a'],
  [`let a = 'x'; if (b) a = 'y'; probe(a)`, undefined],
  [`const a = 'x'; { const a = 'y'; probe(a) }`, 'y'],
  [`probe(process.env.A ?? 'x')`, undefined],
  [`probe(/x/)`, undefined],
  [`function f(a = 'x') { probe(a) }`, undefined],
  [`class A { static B = 'x' } probe(A.B)`, 'x'],
];

const HEAD = `
import OpenAI from 'openai';
import express from 'express';
import { streamText, tool } from 'ai';
import path from 'node:path';
const client = new OpenAI();
const app = express();
const ask = async (input) => (await client.responses.create({ input })).output_text;
`;

/** What `probe(...)` is handed comes from there; undefined: from nowhere that matters. */
const FLOWS: readonly (readonly [code: string, kind: OriginKind | undefined])[] = [
  [`const r = await client.chat.completions.create({}); probe(r.choices[0].message.content)`, 'model-output'],
  [`probe(await ask('x'))`, 'model-output'],
  [`const r = await ask('x'); if (!KNOWN.some((k) => k === r)) throw new Error(); probe(r)`, undefined],
  [
    `const r = await ask('x'); if (!KNOWN.some((k) => { const u = tidy(k); return u && u.host === new URL(r).host; })) throw new Error(); probe(r)`,
    undefined,
  ],
  [`const r = await ask('x'); if (KNOWN.every((k) => k !== r)) throw new Error(); probe(r)`, undefined],
  [`const r = await ask('x'); if (!KNOWN.includes(r)) throw new Error(); probe(r)`, undefined],
  [
    `const r = await ask('x'); const KNOWN = new Set(['a']); if (!KNOWN.has(r)) throw new Error(); probe(r)`,
    undefined,
  ],
  [`const r = await ask('x'); if (BAD.some((b) => b === r)) throw new Error(); probe(r)`, 'model-output'],
  [
    `const r = await ask('x'); if (!KNOWN.some((r) => r === other)) throw new Error(); probe(r)`,
    'model-output',
  ],
  [
    `const r = await ask('x'); if (!KNOWN.some((k) => k.length > 1)) throw new Error(); probe(r)`,
    'model-output',
  ],
  [`probe(JSON.parse(await ask('x')).command)`, 'model-output'],
  [`client.responses.create({}).then((r) => probe(r.output_text))`, 'model-output'],
  [
    `const s = await client.responses.create({ stream: true }); for await (const e of s) probe(e.delta)`,
    'model-output',
  ],
  [
    `const { textStream } = streamText({}); let t = ''; for await (const p of textStream) t += p; probe(t)`,
    'model-output',
  ],
  [`streamText({ onFinish: ({ text }) => probe(text) })`, 'model-output'],
  [`const all = await Promise.all(['a'].map((q) => ask(q))); all.forEach((t) => probe(t))`, undefined],
  [`const parts = []; parts.push(await ask('x')); probe(parts.join(' '))`, 'model-output'],
  [`const o = { safe: 'x', text: await ask('x') }; probe(o.text)`, 'model-output'],
  [`const o = { safe: 'x', text: await ask('x') }; probe(o.safe)`, undefined],
  [`const { safe } = { safe: 'x', text: await ask('x') }; probe(safe)`, undefined],
  [`function f({ a, b }) { probe(b) } f({ a: await ask('x'), b: 'y' })`, undefined],
  [`function f({ a, b }) { probe(a) } f({ a: await ask('x'), b: 'y' })`, 'model-output'],
  [`function F({ a }) { probe(a) } const x = <F a={await ask('x')} />;`, 'model-output'],
  [`function F({ b }) { probe(b) } const x = <F a={await ask('x')} b="y" />;`, undefined],
  [`class A { async f() { this.t = await ask('x') } g() { probe(this.t) } }`, 'model-output'],
  [`class A { async f() { this.t = await ask('x'); this.u = 'y'; probe(this.u) } }`, undefined],
  [`const t = await ask('x'); probe(Number(t)); `, undefined],
  [`const t = await ask('x'); probe(t.length)`, undefined],
  [`const t = await ask('x'); probe(t === 'y' ? 'a' : 'b')`, undefined],
  [`const t = await ask('x'); probe(typeof t)`, undefined],
  [`const t = await ask('x'); probe(t.replace(/[^a-z0-9]/g, ''))`, undefined],
  [`const t = await ask('x'); probe(t.replace(/x/g, ''))`, 'model-output'],
  [`const t = await ask('x'); { const t = 'y'; probe(t) }`, undefined],
  [`app.post('/', (req, res) => probe(req.body.x))`, 'request'],
  [`app.post('/', check, async ({ body: { x } }, res) => probe(x))`, 'request'],
  [`app.post('/', (req, res) => probe(req.user.name))`, undefined],
  [`app.post('/', (req, res) => probe(res.locals.x))`, undefined],
  [`app.post('/', handle); function handle(req) { probe(path.join('a', req.query.x)) }`, 'request'],
  [`app.post('/', handle); function handle(req) { probe(parseInt(req.query.x)) }`, undefined],
  [
    `export async function POST(request: Request) { const { x } = await request.json(); probe(x) }`,
    'request',
  ],
  [`interface Request { x: string } export function f(request: Request) { probe(request.x) }`, undefined],
  [`tool({ execute: async ({ x }) => probe(x) })`, 'tool-argument'],
  [`tool({ async execute({ x }, { toolCallId }) { probe(toolCallId) } })`, undefined],
  [`const run = async ({ x }) => probe(x); tool({ execute: run })`, 'tool-argument'],
  ['probe(process.argv[2])', 'argv'],
  ['probe(process.env.OPENAI_API_KEY)', 'environment'],
  [`const res = await fetch('https://example.org'); probe(await res.text())`, 'download'],
];

const KINDS: readonly OriginKind[] = [
  'model-output',
  'tool-argument',
  'request',
  'argv',
  'environment',
  'download',
];

describe('values in scripts', () => {
  const { javascriptSemantics } = loadKnowledge(process.cwd());
  let parser: CodeParser;
  before(async () => {
    parser = await loadScriptParser();
  });

  for (const [code, value] of CONSTANTS) {
    it(`fold: ${code}`, () => {
      const { module, probes } = probeModule(code, parser, javascriptSemantics, JAVASCRIPT);
      const [probe] = probes;
      assert.ok(probe !== undefined);
      assert.deepEqual(module.folder.fold(probe.value, probe.site)?.value, value);
    });
  }

  for (const [code, kind] of FLOWS) {
    it(`flow: ${code}`, () => {
      const { module, probes } = probeModule(HEAD + code, parser, javascriptSemantics, JAVASCRIPT);
      const [probe] = probes;
      assert.ok(probe !== undefined);
      assert.equal(module.tracer.trace(probe.value, probe.site, KINDS)?.kind, kind);
    });
  }
});
