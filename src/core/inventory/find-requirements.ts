import { isSecondaryPath } from '../findings/secondary-path.js';
import type { ProjectFacts } from '../semantics/project.js';
import type { Location } from '../source/document.js';
import type { RequirementsFact } from './inventory.js';

interface Manifest {
  readonly names: Set<string>;
  readonly open: Set<string>;
  line: number;
  isLock: boolean;
}

/** Files that ask for packages, each with the lock file beside it. A lock file is no such file. */
export function findRequirements({ packages }: ProjectFacts): readonly RequirementsFact[] {
  const manifests = new Map<string, Manifest>();
  for (const [name, requirements] of Object.entries(packages)) {
    for (const { path, line, specifier, locked } of requirements) {
      const manifest = manifests.get(path) ?? { names: new Set(), open: new Set(), line, isLock: false };
      manifest.names.add(name);
      manifest.line = Math.min(manifest.line, line);
      if (locked) manifest.isLock = true;
      else if (!/^===?\s*[^*,]+$/.test(specifier)) manifest.open.add(name);
      manifests.set(path, manifest);
    }
  }
  const locks = [...manifests].filter(([, { isLock }]) => isLock);
  return [...manifests].flatMap(([path, { names, open, line, isLock }]): RequirementsFact[] => {
    if (isLock) return [];
    const lock = locks.find(([other]) => folderOf(other) === folderOf(path));
    return [
      {
        id: `requirements:${path}`,
        kind: 'requirements',
        name: path,
        location: locate(path, line),
        symbol: '',
        isSecondary: isSecondaryPath(path),
        packages: names.size,
        openPackages: open.size,
        releases: open.size === 0 ? 'exact' : 'open',
        ...(lock === undefined ? {} : { lock: { name: lock[0], location: locate(lock[0], lock[1].line) } }),
      },
    ];
  });
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function locate(path: string, line: number): Location {
  return { path, range: { start: { line, character: 0 }, end: { line, character: 0 } } };
}
