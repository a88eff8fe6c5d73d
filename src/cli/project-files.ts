import { isManifest } from '../core/index.js';
import { type Discovery, discoverFiles, type Start } from './discover-files.js';
import type { Pacer } from './pacer.js';
import { toReportPath } from './project-root.js';
import { readSource } from './read-source.js';

/** Largest dependency file that is read, in bytes. */
const maxManifestSize = 20 * 1024 * 1024;

/** A text with its path relative to the root. */
interface ProjectText {
  readonly path: string;
  readonly text: string;
}

/**
 * Everything below the starts, for what speaks about a project as a whole.
 *
 * @param root absolute
 */
export function discoverProject(
  root: string,
  starts: readonly Start[],
  { isIgnoring, exclude }: { readonly isIgnoring: boolean; readonly exclude: readonly string[] },
  pacer: Pacer,
): Promise<Discovery> {
  const options = { root, starts, manifestFolders: [root], isIgnoring, exclude, wantsText: true, isManifest };
  return discoverFiles(options, pacer);
}

/** Dependency files by their absolute paths; those that cannot be read are left out. */
export function readManifests(root: string, manifests: readonly string[]): readonly ProjectText[] {
  return manifests.flatMap((path) => readProjectText(root, path, maxManifestSize));
}

/** A file of the project by its absolute path; none when it cannot be read. */
export function readProjectText(root: string, absolute: string, maxSize: number): readonly ProjectText[] {
  const reading = readSource(absolute, maxSize, false);
  const path = toReportPath(absolute, root);
  return reading.ok ? [{ path, text: reading.file.text }] : [];
}
