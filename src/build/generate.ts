import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createRuleJsonSchema } from '../core/rules/rule-json-schema.js';
import { loadKnowledge } from './load-knowledge.js';
import { renderRulePages } from './render-rules.js';

/** A file that is made from other files, with what it should hold. */
interface Generated {
  readonly path: string;
  readonly text: string;
}

/** Every generated file that is committed. */
function generateAll(root: string): readonly Generated[] {
  const knowledge = loadKnowledge(root);
  const schema = createRuleJsonSchema(knowledge.frameworks, knowledge.taxonomies);
  return [
    { path: 'guidelines/rule.schema.json', text: `${JSON.stringify(schema, null, 2)}\n` },
    { path: 'package.json', text: mergeManifest(root) },
    ...renderRulePages(knowledge),
  ];
}

/** package.json with the parts that src/vscode/manifest.json says. */
function mergeManifest(root: string): string {
  const read = (file: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const merged = { ...read('package.json'), ...read('src/vscode/manifest.json') };
  return `${JSON.stringify(merged, null, 2)}\n`;
}

/** Writes the generated files, or with `--check` names those that are stale and fails. */
function main(root: string, isCheck: boolean): number {
  const stale: string[] = [];
  for (const { path, text } of generateAll(root)) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(path);
    if (isCheck) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (stale.length === 0) return 0;
  if (isCheck) console.error(`Stale, run npm run generate:\n${stale.join('\n')}`);
  else console.log(`Written:\n${stale.join('\n')}`);
  return isCheck ? 1 : 0;
}

process.exitCode = main(process.cwd(), process.argv.includes('--check'));
