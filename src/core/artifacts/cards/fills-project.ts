import { quoteCode } from '../source-link.js';
import type { Statement } from './card-content.js';
import type { CardContext } from './card-context.js';
import type { ProjectDocument } from './project-description.js';
import { shortenList } from './statement-links.js';

/** What the licence files and the package metadata say about the licence of the project. */
export function fillLicence({ project }: CardContext): readonly Statement[] {
  return project.licences.map(({ licence, location }) => ({
    key: licence.name,
    text: `this repository: ${quoteCode(licence.spdx ?? licence.name)}`,
    sources: [location],
  }));
}

/** The authors that the package metadata names. */
export function fillProjectAuthors({ project }: CardContext): readonly Statement[] {
  return project.authors.map(({ value, location }) => ({
    key: value,
    text: `${quoteCode(value)}, named as author of the package`,
    sources: [location],
  }));
}

/** Addresses in the package metadata. */
export function fillProjectLinks({ project }: CardContext): readonly Statement[] {
  return project.links.map(({ label, value, location }) => ({
    key: label,
    text: `${quoteCode(label)}: ${/[<>\s]/.test(value) ? quoteCode(value) : `<${value}>`}`,
    sources: [location],
  }));
}

/** The number of the release that the package metadata states. */
export function fillProjectVersion({ project }: CardContext): readonly Statement[] {
  const { version, name } = project;
  const called = name === undefined ? 'release' : quoteCode(name.value);
  return version === undefined
    ? []
    : [{ key: 'package', text: `${called} ${quoteCode(version.value)}`, sources: [version.location] }];
}

/** Lines of CODEOWNERS. */
export function fillOwners({ project }: CardContext): readonly Statement[] {
  return project.owners.map(({ pattern, owners, location }) => ({
    key: pattern,
    text: `${quoteCode(pattern)} is owned by ${shortenList(owners.split(' '), 5)}`,
    sources: [location],
  }));
}

/** That a document is there; nothing about what it says. */
export function fillDocument(
  kind: ProjectDocument,
  title: string,
): (context: CardContext) => readonly Statement[] {
  return ({ project }) => {
    const location = project.documents[kind];
    return location === undefined
      ? []
      : [{ key: kind, text: `${title}: ${quoteCode(location.path)}`, sources: [location] }];
  };
}

/** Packages that the manifests name and that have to do with models, with the versions they ask for. */
export function fillSoftware(context: CardContext): readonly Statement[] {
  const { packages } = context.input.inventory.dependencies;
  const used = new Set(
    ([...context.list('training'), ...context.list('architecture')] as readonly { framework: string }[])
      .map(({ framework }) => framework)
      .concat(context.list('model').map(({ loader }) => loader.split('.')[0] ?? ''))
      .map(packageOf),
  );
  return Object.keys(packages)
    .sort()
    .filter((name) => used.has(name))
    .flatMap((name) =>
      (packages[name] ?? []).map(({ specifier, path, line, locked }) => ({
        key: name,
        text: `${quoteCode(name)}${specifier === '' ? ', any release' : ` ${quoteCode(specifier)}`}${locked ? ' (locked)' : ''}`,
        sources: [{ path, range: { start: { line, character: 0 }, end: { line, character: 0 } } }],
      })),
    );
}

/** Each file that names packages, with how many, and how many of them exactly. */
export function fillManifests(context: CardContext): readonly Statement[] {
  const files = new Map<string, { names: Set<string>; exact: Set<string>; line: number }>();
  for (const [name, requirements] of Object.entries(context.input.inventory.dependencies.packages)) {
    for (const { path, line, specifier, locked } of requirements) {
      const file = files.get(path) ?? { names: new Set(), exact: new Set(), line };
      file.names.add(name);
      file.line = Math.min(file.line, line);
      if (locked || /^===?\s*[^*,]+$/.test(specifier)) file.exact.add(name);
      files.set(path, file);
    }
  }
  return [...files]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, { names, exact, line }]) => ({
      key: path,
      text: `${quoteCode(path)} names ${count(names.size, 'package')}, ${exact.size} of them with an exact number`,
      sources: [{ path, range: { start: { line, character: 0 }, end: { line, character: 0 } } }],
    }));
}

/** Name on the package index of a module. */
function packageOf(module: string): string {
  const names: Readonly<Record<string, string>> = {
    sklearn: 'scikit-learn',
    sentence_transformers: 'sentence-transformers',
    pytorch_lightning: 'pytorch-lightning',
  };
  return names[module] ?? module.toLowerCase().replace(/[-_.]+/g, '-');
}

/** `1 package`, `2 packages`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
