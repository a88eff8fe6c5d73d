import type { Notice } from '../findings/finding.js';
import type { Hyperparameter, Inventory, InventoryFact, InventoryFactKind } from '../inventory/inventory.js';
import type { StatedValue } from '../inventory/stated-value.js';
import { escapeMarkdown } from './escape-markdown.js';
import { makePrintable } from './printable.js';

const titles: readonly (readonly [InventoryFactKind, string])[] = [
  ['dataset', 'Datasets'],
  ['model', 'Models'],
  ['architecture', 'Architectures'],
  ['training', 'Training'],
  ['seed', 'Seeds'],
  ['split', 'Splits'],
  ['metric', 'Metrics'],
  ['artifact', 'Saved artifacts'],
  ['model-file', 'Model files in the project'],
  ['tracker', 'Experiment trackers'],
  ['endpoint', 'Entry points'],
  ['llm-call', 'Calls of language models'],
  ['prompt', 'Prompts'],
  ['agent', 'Agents'],
  ['tool', 'Tools'],
  ['vector-store', 'Vector stores'],
  ['secret', 'Secrets that are read'],
  ['service', 'Services'],
  ['container', 'Container images'],
  ['deployment', 'Deployments'],
  ['requirements', 'Files that ask for packages'],
];

/** Everything as JSON, for programs. The same input gives the same bytes. */
export function formatInventoryJson(inventory: Inventory, notices: readonly Notice[]): string {
  const { facts, dependencies, documents } = inventory;
  return `${JSON.stringify({ version: 1, documents, facts, dependencies, notices }, null, 2)}\n`;
}

/** One line per fact, by kind. Characters that could steer a terminal are escaped. */
export function formatInventoryText(inventory: Inventory, notices: readonly Notice[]): string {
  const lines = titles.flatMap(([kind, title]) => {
    const facts = inventory.facts.filter((fact) => fact.kind === kind);
    if (facts.length === 0) return [];
    return [`${title} (${facts.length})`, ...facts.map((fact) => `  ${describe(fact)}`), ''];
  });
  return `${[...lines, ...summarize(inventory, notices)].map(makePrintable).join('\n')}\n`;
}

/** As tables, for people. */
export function formatInventoryMarkdown(inventory: Inventory, notices: readonly Notice[]): string {
  const lines = titles.flatMap(([kind, title]) => {
    const facts = inventory.facts.filter((fact) => fact.kind === kind);
    if (facts.length === 0) return [];
    const rows = facts.map(
      (fact) =>
        `| ${[fact.name, detailsOf(fact).join('; '), placeOf(fact)].map(escapeMarkdown).join(' | ')} |`,
    );
    return [`## ${title}`, '', '| name | details | place |', '| --- | --- | --- |', ...rows, ''];
  });
  return `${['# Inventory', '', ...lines, ...summarize(inventory, notices).map(escapeMarkdown)].join('\n')}\n`;
}

function summarize({ facts, documents }: Inventory, notices: readonly Notice[]): readonly string[] {
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`;
  return [
    `${count(facts.length, 'fact')} from ${count(documents, 'file')}.`,
    ...notices.map(({ path, message }) => `${path}: ${message}`),
  ];
}

function describe(fact: InventoryFact): string {
  const details = detailsOf(fact).join('; ');
  return `${placeOf(fact)}  ${fact.name}${details === '' ? '' : `  (${details})`}`;
}

function placeOf({ location: { path, range, cell } }: InventoryFact): string {
  return `${path}${cell === undefined ? '' : `#cell${cell}`}:${range.start.line + 1}`;
}

const hidden: ReadonlySet<string> = new Set(['id', 'name', 'location', 'isSecondary', 'kind', 'excerpt']);

/** What a fact says beside its name and place. */
function detailsOf(fact: InventoryFact): readonly string[] {
  return Object.entries(fact).flatMap(([key, value]) => {
    if (hidden.has(key) || value === undefined || value === '') return [];
    const text = textOf(value);
    return text === '' || text === fact.name ? [] : [`${key} ${text}`];
  });
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(', ');
  if (typeof value !== 'object' || value === null) return String(value);
  if (isParameter(value)) return `${value.name}=${stated(value.value)}`;
  if (isStated(value)) return stated(value);
  if ('location' in value && 'name' in value) return String(value.name);
  if ('name' in value)
    return 'type' in value ? `${String(value.name)}: ${String(value.type)}` : String(value.name);
  return '';
}

function stated(value: StatedValue): string {
  if (value.kind === 'constant')
    return `${String(value.value)}${value.isDefault === true ? ' by default' : ''}`;
  const { text, setting } = value;
  return `\`${text}\`${setting === undefined ? '' : ` (${String(setting.value)} in ${setting.location.path})`}`;
}

function isStated(value: object): value is StatedValue {
  return 'kind' in value && ('text' in value || 'value' in value);
}

function isParameter(value: object): value is Hyperparameter {
  return 'name' in value && 'value' in value && 'location' in value;
}
