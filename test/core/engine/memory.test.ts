import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Parser, Tree } from 'web-tree-sitter';
import { loadKnowledge } from '../../../src/build/load-knowledge.js';
import type { Engine } from '../../../src/core/api.js';
import { createEngine } from '../../../src/core/engine/engine.js';
import { createLargeModule } from '../../support/corpus.js';
import { createContext } from '../../support/engine.js';

const knowledge = loadKnowledge(process.cwd());
/** More for a long run by hand: `FAIRLEAD_EDITS=5000`. */
const EDITS = Number(process.env['FAIRLEAD_EDITS'] ?? 500);
const CONTEXT = createContext('app.py', {}, { wantLandmarks: true });

/** Counts the trees that are alive, by watching where they come from and go to. */
class TreeCounter {
  alive = 0;
  readonly #parse = Parser.prototype.parse;
  readonly #copy = Tree.prototype.copy;
  readonly #delete = Tree.prototype.delete;

  start(): void {
    const counter = this;
    const { prototype: parser } = Parser;
    const { prototype: tree } = Tree;
    const [parse, copy, release] = [this.#parse, this.#copy, this.#delete];
    parser.parse = function (...args) {
      const parsed = parse.apply(this, args);
      if (parsed !== null) counter.alive += 1;
      return parsed;
    };
    tree.copy = function () {
      counter.alive += 1;
      return copy.apply(this);
    };
    tree.delete = function () {
      counter.alive -= 1;
      release.apply(this);
    };
  }

  stop(): void {
    Parser.prototype.parse = this.#parse;
    Tree.prototype.copy = this.#copy;
    Tree.prototype.delete = this.#delete;
  }
}

describe('parser memory', () => {
  const counter = new TreeCounter();
  let engine: Engine;
  before(() => {
    engine = createEngine({
      knowledge,
      grammars: {
        readRuntime: () => readFile('node_modules/web-tree-sitter/web-tree-sitter.wasm'),
        readGrammar: () => readFile('node_modules/tree-sitter-python/tree-sitter-python.wasm'),
      },
    });
    counter.start();
  });
  after(() => {
    counter.stop();
    engine.dispose();
  });
  beforeEach(() => {
    counter.alive = 0;
  });

  const text = createLargeModule(knowledge, 2000);

  it('is freed after a single analysis', async () => {
    const { work } = await engine.analyse({ kind: 'text', path: 'app.py', text }, CONTEXT);
    assert.ok(work.parsedBlocks > 30);
    assert.equal(counter.alive, 0);
  });

  it('is freed after an analysis that fails', async () => {
    const broken = new Error('The grammar broke.');
    const { parse } = Parser.prototype;
    let calls = 0;
    Parser.prototype.parse = function (...args) {
      calls += 1;
      if (calls > 5) throw broken;
      return parse.apply(this, args);
    };
    try {
      const { notices } = await engine.analyse({ kind: 'text', path: 'app.py', text }, CONTEXT);
      assert.deepEqual(notices, [
        { kind: 'not-scanned', path: 'app.py', message: 'Not scanned: The grammar broke.' },
      ]);
    } finally {
      Parser.prototype.parse = parse;
    }
    assert.equal(counter.alive, 0);
  });

  it('holds one tree for each statement read, through many edits, and none when the session ends', async () => {
    const session = engine.openSession();
    let current = text;
    const first = await session.analyse({ kind: 'text', path: 'app.py', text: current }, CONTEXT);
    assert.equal(counter.alive, first.work.parsedBlocks);
    for (let edit = 0; edit < EDITS; edit += 1) {
      const at = (edit * 7919) % current.length;
      const piece = ['x', '\n', 'torch.load(p)\n', '(', '#'][edit % 5] ?? '';
      current =
        edit % 3 === 2
          ? current.slice(0, at) + current.slice(at + 5)
          : current.slice(0, at) + piece + current.slice(at);
      const { work } = await session.analyse({ kind: 'text', path: 'app.py', text: current }, CONTEXT);
      assert.ok(counter.alive <= work.blocks, `${counter.alive} trees for ${work.blocks} statements`);
    }
    session.dispose();
    assert.equal(counter.alive, 0);
  }).timeout(120_000);
});
