import type { InventoryFact, InventoryFactKind } from '../../inventory/inventory.js';
import type { StatedValue } from '../../inventory/stated-value.js';
import type { Location } from '../../source/document.js';
import { hideCredentials } from '../hide-credentials.js';
import { isLiteral } from '../is-literal.js';
import type { ArtifactInput } from '../kinds.js';
import { quoteCode } from '../source-link.js';
import type { Statement } from './card-content.js';
import { type ProjectDescription, readProjectDescription } from './project-description.js';

/** Paths of the files that say something about the project as a whole. */
export const PROJECT_FILES =
  /^(?:(?:licen[cs]e|copying)(?:[.-][\w.-]+)?|(?:\.github\/|docs\/|\.gitlab\/)?codeowners|pyproject\.toml|(?:\.github\/|docs\/)?security\.(?:md|rst|txt)|(?:docs\/|security\/)?threat[-_]?model[\w-]*\.md|(?:docs\/)?[\w-]*(?:incident|runbook)[\w-]*\.md)$/i;

/** Facts of one project, ready to be asked by kind. Tests, examples and the like are left out. */
export interface CardContext {
  readonly input: ArtifactInput;
  readonly project: ProjectDescription;
  /** Facts of one kind in the order of the inventory. */
  list<K extends InventoryFactKind>(kind: K): readonly Extract<InventoryFact, { kind: K }>[];
}

/** Makes the context of an input. */
export function createCardContext(input: ArtifactInput): CardContext {
  const groups = new Map<InventoryFactKind, InventoryFact[]>();
  for (const fact of input.inventory.facts) {
    if (fact.isSecondary) continue;
    const group = groups.get(fact.kind);
    if (group === undefined) groups.set(fact.kind, [fact]);
    else group.push(fact);
  }
  return {
    input,
    project: readProjectDescription(input.files, input.knowledge.cards.licences),
    list: <K extends InventoryFactKind>(kind: K) =>
      (groups.get(kind) ?? []).filter((fact) => isOfKind(fact, kind)),
  };
}

function isOfKind<K extends InventoryFactKind>(
  fact: InventoryFact,
  kind: K,
): fact is Extract<InventoryFact, { kind: K }> {
  return fact.kind === kind;
}

/** The text of a constant; undefined for anything that is only known at run time, and for the empty text. */
export function constantText(value: StatedValue | undefined): string | undefined {
  return value?.kind === 'constant' && typeof value.value === 'string' && value.value.trim() !== ''
    ? value.value
    : undefined;
}

/** As {@link constantText}, but nothing for what only holds unless something else is given: no claim rests on it. */
export function certainText(value: StatedValue | undefined): string | undefined {
  return value?.kind === 'constant' && value.isDefault === true ? undefined : constantText(value);
}

/** A value as Markdown: a constant itself, or the expression it comes from. */
export function describeValue(value: StatedValue): string {
  if (value.kind === 'expression') {
    const { text, setting } = value;
    const stated =
      setting === undefined
        ? ''
        : `, ${quoteCode(hideCredentials(String(setting.value)))} in ${quoteCode(setting.location.path)}`;
    const usual = value.isDefault === true ? ' by default' : '';
    const shown = quoteCode(hideCredentials(text));
    return `${isLiteral(text) ? shown : `the value of ${shown}`}${usual}${stated}`;
  }
  const shown = quoteCode(value.value === null ? 'None' : hideCredentials(String(value.value)));
  return value.isDefault === true ? `${shown} by default` : shown;
}

/** Short name of a qualified one for running text: its last two parts. */
export function shortName(qualified: string): string {
  return qualified.split('.').slice(-2).join('.');
}

/** The line of a fact and, when it lies elsewhere, the line that states its value. */
export function sourcesOf(
  location: Location,
  ...values: readonly (StatedValue | undefined)[]
): readonly Location[] {
  const stated = values.flatMap((value): readonly Location[] => {
    if (value?.kind === 'expression') return value.setting === undefined ? [] : [value.setting.location];
    return value?.statedAt === undefined ? [] : [value.statedAt];
  });
  return [location, ...stated];
}

/** Puts statements with the same text together, with the sources of all, in the order of the first. */
export function groupStatements(statements: readonly Statement[]): readonly Statement[] {
  const groups = new Map<string, { key: string; text: string; sources: Location[] }>();
  for (const { key, text, sources } of statements) {
    const group = groups.get(text);
    if (group === undefined) groups.set(text, { key, text, sources: [...sources] });
    else group.sources.push(...sources);
  }
  const keys = new Map<string, number>();
  return [...groups.values()].map((group) => {
    const count = (keys.get(group.key) ?? 0) + 1;
    keys.set(group.key, count);
    return count === 1 ? group : { ...group, key: `${group.key}#${count}` };
  });
}
