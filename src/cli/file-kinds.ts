import { SKIPPED_FOLDERS } from '../core/index.js';

/** How a file is read. `text` files are looked at by rules for any language and for documents such as Dockerfiles. */
export type FileKind = 'python' | 'script' | 'notebook' | 'text';

/** Which files are checked when a folder is walked. The only place that says so. */
const table: readonly {
  readonly kind: FileKind;
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
      ],
      ...['.cursorrules', '.windsurfrules', '.clinerules', '.roorules'],
    ],
    stems: ['.env', 'dockerfile', 'containerfile'],
  },
];

/** Files that a tool wrote for a browser or a compiler: their sources are checked instead. */
const GENERATED = /(?:[.-]min|[.-]bundle|\.chunk)\.[cm]?js$|\.d\.[cm]?ts$/;

/** The kind of a file by its name; undefined for files that are not checked unless named. */
export function classifyFile(name: string): FileKind | undefined {
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

/** Whether a script stands in a folder that a bundler writes. */
export function isBuilt(path: string): boolean {
  return path.split('/').includes('dist');
}

/** Whether a folder is left out by its name alone. */
export function isSkippedFolder(name: string): boolean {
  return SKIPPED_FOLDERS.includes(name);
}
