import assert from 'node:assert/strict';
import type { Engine } from '../../../src/core/api.js';
import type { OriginKind } from '../../../src/core/rules/rule.js';
import { createContext, createTestEngine } from '../../support/engine.js';
import { SOURCE_PROGRAMS, writeProgram } from '../../support/flow-programs.js';

const CODE = ['exec', 'eval'];
const COMMANDS = ['subprocess', 'system'];
const FILES = ['pickle', 'load'];

/** Uses of a value from each source that are findings: what the rules cover of sources and sinks. */
const EXPECTED: Readonly<Partial<Record<OriginKind, readonly string[]>>> = {
  request: [...CODE, ...COMMANDS, 'sql', 'write', 'read', 'url', 'template', ...FILES, 'import', 'prompt'],
  'user-input': [...CODE, 'pickle', 'import'],
  argv: [...CODE, 'pickle'],
  environment: [...CODE, 'pickle'],
  download: [...CODE, 'template', ...FILES, 'import', 'prompt'],
  'model-output': [...CODE, ...COMMANDS, 'sql', 'write', 'url', 'template', 'import'],
  'tool-argument': [...CODE, ...COMMANDS, 'sql', 'write', 'url', 'template', 'import'],
  secret: ['prompt'],
};

/** What a secret is besides. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  'an environment variable': [...CODE, 'pickle'],
  'an environment variable, asked for': [...CODE, 'pickle'],
};

/** What no path stands in: a part of a route, a file that was sent, and where the server has put one. */
const PATHLESS: ReadonlySet<string> = new Set([
  'Flask, blueprint and a path',
  'FastAPI, an upload',
  'FastAPI, a dependency',
  'Gradio, an interface',
  'Gradio, a button',
  'Gradio, a chat',
  'BentoML',
  'BentoML, a service object',
  'Chainlit',
]);

describe('sources and uses', () => {
  let engine: Engine;
  before(() => {
    engine = createTestEngine();
  });
  after(() => engine.dispose());

  async function findUses(code: string): Promise<readonly string[]> {
    const { text, lines } = writeProgram(code);
    const { findings } = await engine.analyse(
      { kind: 'text', path: 'app.py', text },
      createContext('app.py'),
    );
    const flows = findings.filter(({ isFlow }) => isFlow);
    const uses = new Set(flows.flatMap(({ location }) => lines.get(location.range.start.line) ?? []));
    return [...lines.values()].filter((use) => uses.has(use));
  }

  for (const [kind, name, code] of SOURCE_PROGRAMS) {
    it(`${kind}: ${name}`, async () => {
      const expected = new Set([...(EXPECTED[kind] ?? []), ...(MORE[name] ?? [])]);
      const { lines } = writeProgram(code);
      if (PATHLESS.has(name)) for (const use of ['read', 'write']) expected.delete(use);
      const wanted = [...lines.values()].filter((use) => expected.has(use));
      assert.equal((await findUses(code)).join(' '), wanted.join(' '));
    });
  }
});
