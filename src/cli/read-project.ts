import { type AnalysisContext, createProjectIndex, type Notice } from '../core/index.js';
import { toReportPath } from './project-root.js';
import { readSource } from './read-source.js';

/** Largest dependency file that is read, in bytes. */
const maxManifestSize = 20 * 1024 * 1024;

/** Dependency facts by the place of a file, and what could not be read of them. */
export interface Project {
  factsFor(path: string): AnalysisContext['project'];
  readonly notices: readonly Notice[];
  /** The dependency files that were read. */
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
}

/** Reads dependency files; what cannot be read becomes a notice. */
export function readProject(manifests: readonly string[], root: string): Project {
  const notices: Notice[] = [];
  const files = manifests.flatMap((absolute) => {
    const path = toReportPath(absolute, root);
    const reading = readSource(absolute, maxManifestSize, false);
    if (reading.ok) return [{ path, text: reading.file.text }];
    const message = `the versions it states were not read: ${reading.why}`;
    notices.push({ kind: 'configuration', path, message });
    return [];
  });
  const index = createProjectIndex(files);
  return {
    factsFor: (path) => index.factsFor(path),
    notices: [...notices, ...index.notices],
    manifests: files,
  };
}
