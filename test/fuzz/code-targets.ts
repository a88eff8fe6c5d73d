import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../../src/core/api.js';
import { ARTIFACT_KINDS } from '../../src/core/artifacts/kinds.js';
import { mergeDocument } from '../../src/core/artifacts/merge-document.js';
import { createInventory } from '../../src/core/inventory/create-inventory.js';
import { expandTokens } from '../../src/core/rules/expand-tokens.js';
import { checkNotebookAnalysis, checkTextAnalysis } from '../support/check-analysis.js';
import { createContext, createTestEngine } from '../support/engine.js';
import { mutateText } from './mutate-text.js';
import { createSoundness } from './sound-python.js';
import type { FuzzTarget } from './target.js';

/** Longest seed, in characters: short inputs are many inputs. */
const MAX_SEED = 4000;
const CODE_WORDS: readonly string[] = [
  ...[
    'def f(x):\n',
    'class A(B):\n',
    'import torch\n',
    'from x import *\n',
    'async ',
    'await ',
    'yield ',
    'lambda x: ',
  ],
  ...[
    ':=',
    '**',
    '->',
    '...',
    '@',
    '\\\n',
    '#',
    '# fairlead: ignore[a] b',
    '"""',
    "'''",
    'f"{x!r:>{y}}"',
    'match x:\n',
  ],
  ...[
    'global x',
    'del x',
    'try:\n',
    'except* E:\n',
    'x = x',
    'return f(f)',
    '=> ',
    '</div>',
    '<A b={c}/>',
    `$${'{x}'}`,
    '??',
  ],
  ...[
    '%%bash\n',
    '!pip install x\n',
    '%run y',
    'import("x")',
    'export * from "a"',
    'export default',
    'require("fs")',
    '/*',
    '*/',
  ],
];
const DOCUMENT_WORDS: readonly string[] = [
  ...[
    '---\n',
    '&a ',
    '*a',
    '<<: *a',
    '!!binary ',
    '? ',
    '- ',
    ': ',
    '|\n',
    '>-\n',
    '{{ .Values.x }}',
    '{% if x %}',
    `$${'{{ x }}'}`,
  ],
  ...[
    '[[x]]\n',
    '[x.y]\n',
    '"""',
    "'''",
    '# syntax=x\n',
    'FROM a AS b\n',
    'RUN <<EOF\n',
    'EOF\n',
    '\\\n',
    '&& ',
    '| sh',
    '$(',
    '`',
  ],
  ...[
    '%YAML 1.2\n',
    'null',
    '~',
    'true',
    '0o7',
    '__proto__',
    'constructor',
    '\\u0000',
    '"',
    "'",
    '<!-- fairlead:begin a b -->',
  ],
];

/** What reads code and documents: the engine, and what is written from what it found. */
export function createCodeTargets(knowledge: Knowledge): readonly FuzzTarget[] {
  const seeds = collectSeeds(knowledge);
  const engine = createTestEngine(knowledge);
  const of = (pattern: RegExp): readonly string[] =>
    seeds.filter(({ path }) => pattern.test(path)).map(({ text }) => text);
  const context = createContext('app.py', {}, { wantLandmarks: true, wantInventory: true });

  const isSound = createSoundness();
  const analyse = async (path: string, text: string): Promise<void> => {
    checkTextAnalysis(await engine.analyse({ kind: 'text', path, text }, context), text);
  };
  const code = (name: string, path: string, pattern: RegExp): FuzzTarget => {
    const texts = of(pattern);
    return {
      name,
      holds: 'Every place lies in the text, every fix applies, nothing is thrown.',
      create: (random) => mutateText(random.pick(texts), texts, CODE_WORDS, random),
      run: (text) => analyse(path, String(text)),
    };
  };
  const documents = seeds.filter(({ path }) => !/\.(?:py|[jt]sx?|ipynb)$/.test(path));
  const texts = documents.map(({ text }) => text);
  const python = of(/\.py$/);
  const notebooks = of(/\.ipynb$/);
  return [
    code('python', 'app.py', /\.py$/),
    code('javascript', 'app.jsx', /\.[jt]sx?$/),
    code('typescript', 'app.ts', /\.[jt]sx?$/),
    {
      name: 'python-session',
      holds: 'A document that was edited in a session until it is sound is judged as if it were opened anew.',
      create: (random) => {
        const second = mutateText(random.pick(python), python, CODE_WORDS, random);
        return JSON.stringify([mutateText(second, python, CODE_WORDS, random), second]);
      },
      run: async (pair) => {
        const [first, second]: readonly string[] = JSON.parse(String(pair));
        if (!(await isSound(second ?? ''))) return;
        const session = engine.openSession();
        try {
          await session.analyse({ kind: 'text', path: 'app.py', text: first ?? '' }, context);
          const edited = await session.analyse({ kind: 'text', path: 'app.py', text: second ?? '' }, context);
          const fresh = await engine.analyse({ kind: 'text', path: 'app.py', text: second ?? '' }, context);
          assert.deepEqual(edited.findings, fresh.findings);
          assert.deepEqual(edited.landmarks, fresh.landmarks);
        } finally {
          session.dispose();
        }
      },
    },
    {
      name: 'python-trimmed',
      holds: 'All short cuts give what a run without them gives; of code with errors each may find more.',
      create: (random) => mutateText(random.pick(python), python, CODE_WORDS, random),
      run: async (text) => {
        if (!(await isSound(String(text)))) return;
        const input = { kind: 'text', path: 'app.py', text: String(text) } as const;
        const short = await engine.analyse(input, context);
        const long = await engine.analyse(input, { ...context, trim: false });
        assert.deepEqual(short.findings, long.findings);
      },
    },
    {
      name: 'notebook',
      holds: 'Every place lies in the raw JSON, every fix applies to it, nothing is thrown.',
      create: (random) => mutateText(random.pick(notebooks), notebooks, CODE_WORDS, random),
      run: async (text) => {
        const raw = String(text);
        checkNotebookAnalysis(
          await engine.analyse({ kind: 'notebook-json', path: 'a.ipynb', text: raw }, context),
          raw,
        );
      },
    },
    {
      name: 'document',
      holds:
        'YAML, JSON, TOML, INI, Dockerfiles and the like: every place lies in the text, nothing is thrown.',
      create: (random) => {
        const { path, text } = random.pick(documents);
        return JSON.stringify([path, mutateText(text, texts, DOCUMENT_WORDS, random)]);
      },
      run: (pair) => {
        const [path = '', text = '']: readonly string[] = JSON.parse(String(pair));
        return analyse(path, text);
      },
    },
    {
      name: 'papers',
      holds: 'Documents written from any code can be read again, and are found up to date.',
      create: (random) => mutateText(random.pick(python), python, CODE_WORDS, random),
      run: async (text) => {
        const input = { kind: 'text', path: 'app.py', text: String(text) } as const;
        const { facts, findings } = await engine.analyse(input, context);
        const inventory = createInventory([{ path: 'app.py', facts }]);
        for (const { forms } of ARTIFACT_KINDS) {
          for (const { generate, path } of forms) {
            const artifact = generate({
              ...{ projectName: 'a', inventory, findings, knowledge, files: [], path },
              today: '2026-11-23',
            });
            if (artifact.kind === 'text') continue;
            const first = mergeDocument(undefined, artifact.document);
            assert.ok(first.isMerged);
            const again = mergeDocument(first.text, artifact.document);
            assert.ok(again.isMerged, JSON.stringify(again));
            assert.equal(again.text, first.text);
          }
        }
      },
    },
  ];
}

interface Seed {
  readonly path: string;
  readonly text: string;
}

function collectSeeds(knowledge: Knowledge): readonly Seed[] {
  const examples = knowledge.rules.flatMap(({ examples: { bad, good }, languages }) =>
    [...bad, ...good].map(({ code, path }) => ({
      path:
        path ??
        (languages.includes('python') ? 'app.py' : languages.includes('javascript') ? 'app.ts' : 'a.yaml'),
      text: expandTokens(code),
    })),
  );
  return [...examples, ...readFolder('test/corpus'), ...readFolder('examples/ticket-triage')].map(
    ({ path, text }) => ({ path, text: text.slice(0, MAX_SEED) }),
  );
}

function readFolder(folder: string): readonly Seed[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path: path.slice(folder.length + 1), text: readFileSync(path, 'utf8') }));
}
