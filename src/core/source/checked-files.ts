import { SKIPPED_FOLDERS } from './skipped-folders.js';

/** How a file that is checked is read. `text` files are looked at by rules for any language and for documents such as Dockerfiles. */
export type CheckedKind = 'python' | 'script' | 'notebook' | 'text';

/** Which files are checked when a folder is walked, by every host. The only place that says so. */
const table: readonly {
  readonly kind: CheckedKind;
  readonly extensions: readonly string[];
  /** Whole file names, in lower case. */
  readonly names?: readonly string[];
  /** Starts of file names that are followed by a dot, in lower case. */
  readonly stems?: readonly string[];
}[] = [
  { kind: 'python', extensions: ['py', 'pyi'] },
  { kind: 'script', extensions: ['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts'] },
  { kind: 'notebook', extensions: ['ipynb'] },
  {
    kind: 'text',
    extensions: [
      ...[
        'env',
        'yaml',
        'yml',
        'json',
        'jsonc',
        'toml',
        'txt',
        'md',
        'mdc',
        'cfg',
        'ini',
        'conf',
        'properties',
      ],
      ...['sh', 'bash', 'sbatch', 'slurm', 'dockerfile', 'containerfile', 'code-workspace'],
    ],
    names: [
      ...[
        '.env',
        '.envrc',
        'dockerfile',
        'containerfile',
        'pipfile',
        'mlproject',
        'requirements.in',
        'entrypoint',
        'uv.lock',
        'poetry.lock',
        'pdm.lock',
        'pipfile.lock',
        'yarn.lock',
        'bun.lock',
      ],
      ...['.cursorrules', '.windsurfrules', '.clinerules', '.roorules'],
    ],
    stems: ['.env', 'dockerfile', 'containerfile'],
  },
];

/** Files that a tool wrote for a browser or a compiler: their sources are checked instead. */
const GENERATED = /(?:[.-]min|[.-]bundle|\.chunk)\.[cm]?js$|\.d\.[cm]?ts$/;

/** The kind of a file by its name; undefined for files that are not checked unless named. */
export function classifyFile(name: string): CheckedKind | undefined {
  const lower = name.toLowerCase();
  if (GENERATED.test(lower)) return undefined;
  const dot = lower.lastIndexOf('.');
  const extension = dot > 0 ? lower.slice(dot + 1) : undefined;
  return table.find(
    ({ extensions, names, stems }) =>
      (extension !== undefined && extensions.includes(extension)) ||
      names?.includes(lower) === true ||
      stems?.some((stem) => lower.startsWith(`${stem}.`)) === true,
  )?.kind;
}

/** The files that {@link classifyFile} knows, as a glob pattern without regard to what tools wrote. */
export const CHECKED_FILES = `**/{${[
  ...table.flatMap(({ extensions }) => extensions.map((extension) => `*.${extension}`)),
  ...table.flatMap(({ names = [] }) => names.map(inAnyCase)),
  ...table.flatMap(({ stems = [] }) => stems.map((stem) => `${inAnyCase(stem)}.*`)),
].join(',')}}`;

/** Globs regard case, and people write Dockerfile. */
function inAnyCase(name: string): string {
  return name.replace(/^[a-z]/, (first) => `[${first}${first.toUpperCase()}]`);
}

/** Whether a script stands in a folder that a bundler writes. */
export function isBuilt(path: string): boolean {
  return path.split('/').includes('dist');
}

/** Whether a file is checked when its folder is: by its name, and not what a bundler wrote. */
export function isCheckedFile(path: string): boolean {
  const kind = classifyFile(path.slice(path.lastIndexOf('/') + 1));
  return kind !== undefined && !(kind === 'script' && isBuilt(path));
}

/** Whether a folder is left out by its name alone. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.includes(name);
}
