import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Knowledge } from '../../src/core/api.js';
import { expandTokens } from '../../src/core/rules/expand-tokens.js';
import type { DocumentInput } from '../../src/core/source/document.js';

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

/** Rules whose examples make the large module. */
const LARGE_RULES: ReadonlySet<string> = new Set([
  'python/torch-load-unsafe',
  'python/pickle-load-unsafe',
  'python/yaml-load-unsafe',
  'python/trust-remote-code',
]);

/** A module of about so many lines as people write them: findings here and there among plain functions. */
export function createLargeModule(knowledge: Knowledge, lines: number): string {
  const examples = knowledge.rules
    .filter(({ id }) => LARGE_RULES.has(id))
    .flatMap(({ examples: { bad } }) => bad.filter(({ path }) => path === undefined).map(({ code }) => code));
  const parts: string[] = [];
  for (let at = 0, length = 0; length < lines; at += 1) {
    const example = examples[(at >> 3) % examples.length] ?? '';
    const part = at % 8 === 4 ? `${example.trimEnd()}\n\n\n` : createPlainPart(at);
    parts.push(part);
    length += part.split('\n').length - 1;
  }
  return parts.join('');
}

function createPlainPart(at: number): string {
  return [
    `def plain_${at}(left_side, right_side):`,
    '    """Adds."""',
    '    if left_side > right_side:',
    '        return left_side',
    '    return left_side + right_side',
    '',
    '',
    `end_of_part = ${at}`,
    '',
  ].join('\n');
}
