import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../../src/core/api.js';
import type { DocumentInput } from '../../src/core/source/document.js';
import { expandTokens } from './expand-tokens.js';

/** One document to analyse, with the other files of its project. */
export interface Sample {
  readonly name: string;
  readonly input: DocumentInput;
  readonly files: Readonly<Record<string, string>>;
}

/** Every example of every rule. */
export function ruleSamples(knowledge: Knowledge): readonly Sample[] {
  return knowledge.rules.flatMap((rule) =>
    [...rule.examples.bad, ...rule.examples.good].map((example, index) => {
      const path = example.path ?? (rule.languages.includes('python') ? 'app.py' : 'settings.txt');
      const text = expandTokens(example.code);
      return { name: `${rule.id} ${index}`, input: { kind: 'text', path, text }, files: example.files ?? {} };
    }),
  );
}

/** The files of the example project; its manifests are known to each of them. */
export function exampleProjectSamples(): readonly Sample[] {
  const root = 'examples/ticket-triage';
  const files = { 'requirements.txt': readFileSync(join(root, 'requirements.txt'), 'utf8') };
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(?:py|ipynb)$/.test(path))
    .sort()
    .map((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const kind = path.endsWith('.ipynb') ? 'notebook-json' : 'text';
      return { name: path, input: { kind, path, text }, files };
    });
}

/** Lines of all Python examples, for texts that nobody would think of. */
export function exampleLines(knowledge: Knowledge): readonly string[] {
  const lines = ruleSamples(knowledge).flatMap(({ input }) =>
    input.kind === 'text' && input.path.endsWith('.py') ? input.text.split('\n') : [],
  );
  return [...new Set(lines)].map((line) => `${line}\n`);
}
