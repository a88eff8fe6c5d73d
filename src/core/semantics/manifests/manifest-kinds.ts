import type { ManifestFile, ManifestReading } from './manifest-reading.js';
import { readCondaEnvironment } from './read-conda.js';
import { readLock } from './read-lock.js';
import { readPipfile, readPipfileLock } from './read-pipfile.js';
import { readPyproject } from './read-pyproject.js';
import { readRequirements } from './read-requirements.js';
import { readSetupCfg } from './read-setup-cfg.js';

interface ManifestKind {
  /** File names, or the last folder and the file name; `*` stands for any characters but `/`. */
  readonly names: readonly string[];
  readonly read: (file: ManifestFile) => ManifestReading;
}

/** Kinds of dependency files. Where several in one folder state the Python versions, the first kind counts. */
const manifestKinds: readonly ManifestKind[] = [
  { names: ['pyproject.toml'], read: readPyproject },
  { names: ['setup.cfg'], read: readSetupCfg },
  { names: ['Pipfile'], read: readPipfile },
  { names: ['environment*.yml', 'environment*.yaml'], read: readCondaEnvironment },
  { names: ['uv.lock', 'poetry.lock', 'pdm.lock', 'pylock.toml', 'pylock.*.toml'], read: readLock },
  { names: ['Pipfile.lock'], read: readPipfileLock },
  {
    // The second is a slip of the pen that many have.
    names: [
      '*requirements*.txt',
      '*requirments*.txt',
      'requirement.txt',
      'requirements/*.txt',
      'constraints*.txt',
    ],
    read: readRequirements,
  },
];

/**
 * The names of dependency files as glob patterns without a leading folder: put `**` and `/` before each to find them
 * anywhere in a project.
 */
export const MANIFEST_NAMES: readonly string[] = manifestKinds.flatMap(({ names }) => names);

const matchers = manifestKinds.map(({ names, read }, rank) => ({
  pattern: new RegExp(`(?:^|/)(?:${names.map(toPattern).join('|')})$`),
  read,
  rank,
}));

/** Whether the path, with `/` separators, names a dependency file; see {@link MANIFEST_NAMES}. */
export function isManifest(path: string): boolean {
  return matchers.some(({ pattern }) => pattern.test(path));
}

/** How to read a dependency file and how much it counts (lower is more); undefined when the path names none. */
export function findManifestReader(
  path: string,
): { readonly read: (file: ManifestFile) => ManifestReading; readonly rank: number } | undefined {
  return matchers.find(({ pattern }) => pattern.test(path));
}

/** Folder whose code a dependency file speaks about, without a final `/`; empty for the project root. */
export function getManifestScope(path: string): string {
  const folder = getFolder(path);
  const isInRequirements = path.endsWith('.txt') && /(?:^|\/)requirements$/.test(folder);
  return isInRequirements ? getFolder(folder) : folder;
}

/** The folder that holds the file or folder; empty at the project root. */
export function getFolder(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function toPattern(glob: string): string {
  return glob.replace(/[.]/g, '\\.').replaceAll('*', '[^/]*');
}
