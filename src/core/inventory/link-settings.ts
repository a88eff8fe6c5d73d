import { isSecondaryPath } from '../findings/secondary-path.js';
import type { DocumentSettings } from './file-settings.js';
import type { Hyperparameter, InventoryFact } from './inventory.js';
import type { FileSetting, StatedValue } from './stated-value.js';

interface Part {
  readonly path: string;
  readonly facts: readonly InventoryFact[];
  readonly settings?: DocumentSettings;
}

interface Candidate {
  readonly path: string;
  readonly entries: readonly FileSetting[];
}

/**
 * Looks up what the code takes from configurations in the configuration files that the code names: those named in the same
 * file first, then those named anywhere in the project. An entry that several files have stays what it is, an expression.
 */
export function linkSettings(parts: readonly Part[]): readonly InventoryFact[] {
  const files = new Map(
    parts.flatMap(({ path, settings }) =>
      settings === undefined || settings.names.length > 0 ? [] : [[path, settings] as const],
    ),
  );
  const named = new Map(
    parts.flatMap(({ path, settings }) =>
      settings === undefined || settings.names.length === 0
        ? []
        : [[path, findNamed(settings.names, files)] as const],
    ),
  );
  const all = unique(
    [...named].filter(([path]) => !isSecondaryPath(path)).flatMap(([, candidates]) => candidates),
  );
  return parts.flatMap(({ path, facts }) => {
    const link = (value: StatedValue): StatedValue => {
      if (value.kind !== 'expression' || value.key === undefined) return value;
      const setting = findOnly(value.key, named.get(path) ?? []) ?? findOnly(value.key, all);
      return setting === undefined || setting === 'several' ? value : { ...value, setting };
    };
    return facts.map((fact) => linkFact(fact, link));
  });
}

function linkFact(fact: InventoryFact, link: (value: StatedValue) => StatedValue): InventoryFact {
  const linkAll = (parameters: readonly Hyperparameter[]): readonly Hyperparameter[] =>
    parameters.map((each) => ({ ...each, value: link(each.value) }));
  switch (fact.kind) {
    case 'training': {
      const { entries = [], ...rest } = fact;
      const hyperparameters = linkAll(fact.hyperparameters);
      const settingsOf = (parameters: readonly Hyperparameter[]): ReadonlySet<string> =>
        new Set(
          parameters.flatMap(({ value }) =>
            value.kind === 'expression' && value.setting !== undefined
              ? [JSON.stringify(value.setting.location)]
              : [],
          ),
        );
      const told = new Set(settingsOf(hyperparameters));
      const more = linkAll(entries).filter(({ value }) => {
        if (value.kind !== 'expression' || value.setting === undefined) return false;
        const place = JSON.stringify(value.setting.location);
        if (told.has(place)) return false;
        told.add(place);
        return true;
      });
      return { ...rest, hyperparameters: [...hyperparameters, ...more] };
    }
    case 'split':
      return { ...fact, parameters: linkAll(fact.parameters) };
    case 'seed':
      return fact.value === undefined ? fact : { ...fact, value: link(fact.value) };
    case 'dataset':
    case 'model':
    case 'artifact':
      return fact.reference === undefined ? fact : { ...fact, reference: link(fact.reference) };
    case 'llm-call':
      return fact.model === undefined ? fact : { ...fact, model: link(fact.model) };
    default:
      return fact;
  }
}

/** The files that names lead to, with those that a Hydra configuration puts together. */
function findNamed(
  names: readonly string[],
  files: ReadonlyMap<string, DocumentSettings>,
): readonly Candidate[] {
  const found = names.flatMap((name) => {
    const plain = name.replace(/^(?:\.{1,2}\/)+/, '');
    return [...files].filter(([path]) => path === plain || path.endsWith(`/${plain}`));
  });
  return unique(
    found.flatMap(([path, { entries, defaults }]) => {
      const folder = path.slice(0, path.lastIndexOf('/') + 1);
      const groups = defaults.flatMap(({ group, choice }): Candidate[] => {
        const member = `${folder}${group}/${choice.replace(/\.ya?ml$/, '')}`;
        const at = [`${member}.yaml`, `${member}.yml`].find((each) => files.has(each));
        const settings = at === undefined ? undefined : files.get(at);
        if (at === undefined || settings === undefined) return [];
        const prefix = group.split('/');
        return [
          {
            path: at,
            entries: settings.entries.map((entry) => ({ ...entry, key: [...prefix, ...entry.key] })),
          },
        ];
      });
      return [{ path, entries }, ...groups];
    }),
  );
}

function unique(candidates: readonly Candidate[]): readonly Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.path, candidate])).values()];
}

/** The only entry whose keys end like these; `several` when there are more. */
function findOnly(
  key: readonly string[],
  candidates: readonly Candidate[],
): FileSetting | 'several' | undefined {
  const ends = ({ key: own }: FileSetting): boolean =>
    own.length >= key.length && key.every((name, index) => own[own.length - key.length + index] === name);
  const found = candidates.flatMap(({ entries }) => entries.filter(ends));
  const exact = found.filter((entry) => entry.key.length === key.length);
  const [only, ...others] = exact.length > 0 ? exact : found;
  return others.length > 0 ? 'several' : only;
}
