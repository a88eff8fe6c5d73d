import assert from 'node:assert/strict';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import { createRule } from '../../support/create-rule.js';
import { createContext, createTestEngine } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
const HEAD =
  'import asyncio, os, threading\nfrom concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor()\n';

/** How often a rule on what `os.system` gets from people is met. */
async function count(code: string): Promise<number> {
  const rule = createRule({
    kind: 'call',
    names: ['os.system'],
    where: { argument: { '@0': { from: ['user-input'] } } },
  });
  const engine = createTestEngine({ ...knowledge, rules: [rule] });
  try {
    const { findings } = await engine.analyse(
      { kind: 'text', path: 'app.py', text: HEAD + code },
      createContext('app.py'),
    );
    return findings.length;
  } finally {
    engine.dispose();
  }
}

describe('calls that other calls make', () => {
  const rows: readonly (readonly [name: string, code: string, count: number])[] = [
    ['by map', 'list(map(os.system, input().split()))', 1],
    ['by a pool', 'pool.submit(os.system, input())', 1],
    ['by a pool, for each', 'pool.map(os.system, [input()])', 1],
    ['in a thread', 'threading.Thread(target=os.system, args=(input(),)).start()', 1],
    ['beside the loop', 'async def f(): await asyncio.to_thread(os.system, input())', 1],
    ['by the loop', 'async def f(loop): await loop.run_in_executor(None, os.system, input())', 1],
    ['by the loop, in a pool', 'async def f(loop): await loop.run_in_executor(pool, os.system, input())', 1],
    ['by another name', 'run = os.system\npool.submit(run, input())', 1],
    ['of a constant', 'pool.submit(os.system, "ls")', 0],
    ['by nothing: it is only handed over', 'register(os.system, input())', 0],
    ['of another function', 'pool.submit(print, input())', 0],
    ['by a function of the module called map', 'def map(f, a): pass\nmap(os.system, input())', 0],
  ];
  for (const [name, code, expected] of rows)
    it(`are judged ${name}`, async () => assert.equal(await count(code), expected));
});
