import { MAX_REQUIREMENTS, type Requirement, readConstraint } from './read-requirement.js';

/** How lock files of a kind write a package: expressions with `name` and `version`, which run over each text once. */
interface LockForm {
  readonly path: RegExp;
  readonly registry: Requirement['registry'];
  readonly entry: RegExp;
}

const NPM_NAME = '(?<name>(?:@[\\w.-]+\\/)?[\\w.-]+)';

const FORMS: readonly LockForm[] = [
  {
    path: /(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/i,
    registry: 'npm',
    entry: new RegExp(
      `"(?:[^"\\n]*node_modules\\/)?${NPM_NAME}":\\s*\\{\\s*"version":\\s*"(?<version>[^"\\n]+)"`,
      'dg',
    ),
  },
  {
    path: /(?:^|\/)yarn\.lock$/i,
    registry: 'npm',
    entry: new RegExp(
      `^"?${NPM_NAME}@[^\\n]*:[ \\t]*\\r?\\n[ \\t]+version:? "?(?<version>[^"\\r\\n]+)`,
      'dgm',
    ),
  },
  {
    path: /(?:^|\/)pnpm-lock\.ya?ml$/i,
    registry: 'npm',
    entry: new RegExp(
      `^ {2}'?\\/?${NPM_NAME}[@/](?<version>\\d[0-9A-Za-z.+-]*)(?:[(_][^\\r\\n]*)?'?:[ \\t]*\\r?$`,
      'dgm',
    ),
  },
  {
    path: /(?:^|\/)bun\.lock$/i,
    registry: 'npm',
    entry: new RegExp(`^[ \\t]+"[^"\\r\\n]+": \\["${NPM_NAME}@(?<version>\\d[^"\\r\\n]*)"`, 'dgm'),
  },
  {
    path: /(?:^|\/)pipfile\.lock$/i,
    registry: 'pypi',
    entry: /"(?<name>[\w.-]+)":\s*\{[^{}]*"version":\s*"==(?<version>[^"\n]+)"/dg,
  },
  {
    path: /./,
    registry: 'pypi',
    entry:
      /^\[\[packages?\]\][ \t]*\r?\nname = "(?<name>[\w.-]+)"[ \t]*\r?\nversion = "(?<version>[^"\n]+)"/dgm,
  },
];

/** Packages of a lock file in the order of the text; one that stands there several times counts once. */
export function collectLocked(text: string, path: string): readonly Requirement[] {
  const found: Requirement[] = [];
  const seen = new Set<string>();
  const form = FORMS.find((one) => one.path.test(path));
  if (form === undefined) return found;
  const { registry, entry } = form;
  for (const match of text.matchAll(entry)) {
    if (found.length >= MAX_REQUIREMENTS) break;
    const { name = '', version = '' } = match.groups ?? {};
    if (seen.has(`${name} ${version}`)) continue;
    seen.add(`${name} ${version}`);
    const start = match.indices?.groups?.['name']?.[0] ?? match.index;
    const span = { start, end: match.index + match[0].length };
    const constraint = registry === 'npm' ? version : `==${version}`;
    const read = readConstraint(name, constraint, registry === 'npm' ? 'npm' : 'pipfile', span, undefined);
    found.push({ ...read, isLocked: true, symbol: name });
  }
  return found;
}
