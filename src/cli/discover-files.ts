import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type CheckedKind, classifyFile, isBuilt, isSkippedFolder, type Notice } from '../core/index.js';
import { describeFileError } from '../node/file-error.js';
import { CliError } from './cli-error.js';
import { createIgnoreRules, type IgnoreRules, isIgnored, readIgnoreFile } from './ignore-rules.js';
import type { Pacer } from './pacer.js';
import { findPathInside, findRepositoryRoot, isInside, listAncestors, toReportPath } from './project-root.js';
import { readTrackedFiles, type TrackedFiles } from './tracked-files.js';

/** A file to check. */
export interface SourceFile {
  /** As reports name it; see `toReportPath`. */
  readonly path: string;
  readonly absolute: string;
  readonly kind: CheckedKind;
}

/** A file or folder to check. */
export interface Start {
  readonly absolute: string;
  readonly stats: Stats;
}

/** What to look for. */
export interface DiscoveryOptions {
  /** Absolute. */
  readonly root: string;
  readonly starts: readonly Start[];
  /** Absolute folders for which dependency files are wanted although nothing in them is checked. */
  readonly manifestFolders: readonly string[];
  /** Whether to leave out what Git ignores; what it tracks is not ignored. */
  readonly isIgnoring: boolean;
  /** Patterns in the form of .gitignore, relative to the root, from the configuration. */
  readonly exclude: readonly string[];
  /** Whether files of kind `text` are wanted. */
  readonly wantsText: boolean;
  /** Whether a file, by its report path, says what the project depends on. */
  isManifest(path: string): boolean;
}

/** What was found; each list in the order of the paths. */
export interface Discovery {
  readonly files: readonly SourceFile[];
  /** Every file of the folders walked, by its report path; links are left out. */
  readonly paths: readonly string[];
  /** Absolute paths of dependency files in the folders walked and above them up to the root. */
  readonly manifests: readonly string[];
  readonly notices: readonly Notice[];
}

/**
 * Finds the files to check. Folders are walked in the order of names; files named as starts are always taken.
 * What cannot be looked at becomes a notice. Links to folders are not followed, and links to files only inside
 * the root.
 */
export async function discoverFiles(options: DiscoveryOptions, pacer: Pacer): Promise<Discovery> {
  const walker = new Walker(options);
  for (const { absolute, stats } of options.starts) {
    if (stats.isDirectory()) await walker.walk(absolute, pacer);
    else walker.addNamedFile(absolute, stats);
  }
  walker.resolveLinks();
  walker.collectManifestsAbove();
  return walker.finish();
}

/**
 * Looks at what was asked for.
 *
 * @throws CliError that names every path that is not there
 */
export function findStarts(
  paths: readonly string[],
  cwd: string,
  verb: 'check' | 'inspect' = 'check',
): readonly Start[] {
  const problems: string[] = [];
  const starts = paths.flatMap((path) => {
    const absolute = resolve(cwd, path);
    try {
      return [{ absolute: spellAsOnDisk(absolute), stats: statSync(absolute) }];
    } catch (error) {
      problems.push(`cannot ${verb} ${JSON.stringify(path)}: ${describeFileError(error)}`);
      return [];
    }
  });
  if (problems.length > 0) throw new CliError(problems.join('\n'));
  return starts;
}

/**
 * Where case does not count, a file has one name all the same: the one it has on the disk. Links keep theirs, as do files that
 * cannot be looked up.
 */
function spellAsOnDisk(absolute: string): string {
  const real = resolveReal(absolute) ?? absolute;
  return real.toLowerCase() === absolute.toLowerCase() ? real : absolute;
}

class Walker {
  readonly #options: DiscoveryOptions;
  readonly #excluded: IgnoreRules | undefined;
  readonly #files = new Map<string, SourceFile>();
  readonly #paths: string[] = [];
  readonly #links: string[] = [];
  readonly #manifests = new Set<string>();
  readonly #listed = new Set<string>();
  readonly #noted = new Set<string>();
  readonly #notices: Notice[] = [];
  /** By the top of the repository; read when something in it is ignored. */
  readonly #tracked = new Map<string, TrackedFiles>();

  constructor(options: DiscoveryOptions) {
    this.#options = options;
    const { root, exclude } = options;
    this.#excluded = exclude.length === 0 ? undefined : createIgnoreRules(root, exclude.join('\n'));
  }

  async walk(start: string, pacer: Pacer): Promise<void> {
    const top = findRepositoryRoot(start);
    const pending = [{ folder: start, path: this.#shorten(start), rules: this.#readRulesAbove(start) }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      await pacer.breathe();
      const { folder } = next;
      const entries = this.#list(folder);
      if (entries === undefined) continue;
      // A virtual environment under another name.
      if (folder !== start && entries.some((entry) => entry.name === 'pyvenv.cfg')) continue;
      const rules = this.#options.isIgnoring
        ? this.#addIgnoreFile(folder, '.gitignore', next.rules)
        : undefined;
      const below: typeof pending = [];
      for (const entry of entries) {
        const absolute = join(folder, entry.name);
        if (this.#isLeftOut(absolute, entry, rules, top)) continue;
        // Made here and not from the absolute path: for each file of a large project that takes its time.
        const path = next.path === '' ? entry.name : `${next.path}/${entry.name}`;
        if (entry.isDirectory()) below.push({ folder: absolute, path, rules });
        else if (entry.isSymbolicLink()) this.#links.push(absolute);
        else this.#addFoundFile(absolute, path, entry);
      }
      pending.push(...below.reverse());
    }
  }

  addNamedFile(absolute: string, stats: Stats): void {
    if (!stats.isFile()) {
      this.#note(absolute, 'not a regular file');
      return;
    }
    this.#add(absolute, this.#shorten(absolute), classifyFile(basename(absolute)) ?? 'text');
  }

  /** Takes links to files that stay inside the root and are not checked under their own name. */
  resolveLinks(): void {
    if (this.#links.length === 0) return;
    const root = resolveReal(this.#options.root) ?? this.#options.root;
    const taken = new Set([...this.#files.values()].map(({ absolute }) => resolveReal(absolute) ?? absolute));
    for (const link of this.#links) {
      const path = this.#shorten(link);
      const kind = this.#wantedKind(path);
      let target: string;
      let stats: Stats;
      try {
        target = realpathSync.native(link);
        stats = statSync(target);
      } catch (error) {
        if (kind !== undefined) this.#note(link, `a link that leads nowhere: ${describeFileError(error)}`);
        continue;
      }
      if (!isInside(target, root)) {
        if (kind !== undefined || stats.isDirectory())
          this.#note(link, 'a link that leads out of the project');
      } else if (stats.isFile() && kind !== undefined && !taken.has(target)) {
        taken.add(target);
        this.#add(link, path, kind);
      }
    }
  }

  /** Lists the folders above the files, up to the root, for dependency files. */
  collectManifestsAbove(): void {
    const folders = new Set([...this.#files.values()].map(({ absolute }) => dirname(absolute)));
    const all = [...folders, ...this.#options.manifestFolders].flatMap(listAncestors);
    for (const folder of new Set(all)) {
      if (!isInside(folder, this.#options.root)) continue;
      this.#listManifests(folder);
    }
  }

  #listManifests(folder: string): void {
    if (this.#listed.has(folder)) return;
    for (const entry of this.#list(folder) ?? []) {
      const absolute = join(folder, entry.name);
      if (entry.isFile()) this.#addManifest(absolute, this.#shorten(absolute));
      else if (entry.isDirectory() && entry.name === 'requirements') this.#listManifests(absolute);
    }
  }

  finish(): Discovery {
    const files = [...this.#files.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const paths = [...this.#paths].sort();
    return { files, paths, manifests: [...this.#manifests].sort(), notices: this.#notices };
  }

  /** Rules from the folders above a start; none when they ignore the start itself, which was asked for. */
  #readRulesAbove(start: string): IgnoreRules | undefined {
    if (!this.#options.isIgnoring) return undefined;
    const top = findRepositoryRoot(start) ?? this.#options.root;
    let rules = this.#addIgnoreFile(join(top, '.git', 'info'), 'exclude', undefined, top);
    const above = listAncestors(start).filter((folder) => folder !== start && isInside(folder, top));
    for (const folder of above.reverse()) rules = this.#addIgnoreFile(folder, '.gitignore', rules);
    return isIgnored(rules, start, true) ? undefined : rules;
  }

  #addIgnoreFile(folder: string, name: string, outer: IgnoreRules | undefined, base = folder) {
    try {
      return readIgnoreFile(folder, name, outer, base);
    } catch (error) {
      const message = `the ignore rules were not read: ${describeFileError(error)}`;
      this.#notices.push({ kind: 'configuration', path: this.#shorten(join(folder, name)), message });
      return outer;
    }
  }

  /** Entries of a folder in the order of their names; undefined, and a notice, when it cannot be read. */
  #list(folder: string): readonly Dirent[] | undefined {
    this.#listed.add(folder);
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#note(folder, describeFileError(error));
      return undefined;
    }
  }

  #isLeftOut(absolute: string, entry: Dirent, rules: IgnoreRules | undefined, top: string | undefined) {
    const isFolder = entry.isDirectory();
    if (isFolder && isSkippedFolder(entry.name)) return true;
    if (isIgnored(this.#excluded, absolute, isFolder)) return true;
    return isIgnored(rules, absolute, isFolder) && !this.#isTracked(absolute, isFolder, top);
  }

  #isTracked(absolute: string, isFolder: boolean, top: string | undefined): boolean {
    if (top === undefined) return false;
    const tracked = this.#tracked.get(top) ?? readTrackedFiles(top);
    this.#tracked.set(top, tracked);
    return (isFolder ? tracked.folders : tracked.files).has(findPathInside(absolute, top) ?? '');
  }

  #addFoundFile(absolute: string, path: string, entry: Dirent): void {
    if (entry.isFile()) {
      this.#paths.push(path);
      this.#addManifest(absolute, path);
    }
    const kind = this.#wantedKind(path);
    if (kind === undefined) return;
    if (entry.isFile()) this.#add(absolute, path, kind);
    else this.#note(absolute, 'not a regular file');
  }

  #wantedKind(path: string): CheckedKind | undefined {
    const kind = classifyFile(path.slice(path.lastIndexOf('/') + 1));
    if (kind === 'script' && isBuilt(path)) return undefined;
    return kind === 'text' && !this.#options.wantsText ? undefined : kind;
  }

  #add(absolute: string, path: string, kind: CheckedKind): void {
    this.#files.set(path, { path, absolute, kind });
  }

  #addManifest(absolute: string, path: string): void {
    if (this.#options.isManifest(path)) this.#manifests.add(absolute);
  }

  #note(absolute: string, why: string): void {
    const path = this.#shorten(absolute) || '.';
    if (this.#noted.has(path)) return;
    this.#noted.add(path);
    this.#notices.push({ kind: 'not-scanned', path, message: `Not scanned: ${why}` });
  }

  #shorten(absolute: string): string {
    return toReportPath(absolute, this.#options.root);
  }
}

function resolveReal(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
