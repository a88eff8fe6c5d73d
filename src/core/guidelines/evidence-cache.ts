import type { FileCondition, FileSet } from './evidence.js';
import { selectFiles } from './evidence-paths.js';
import { examineFile, type FileVerdict } from './evidence-text.js';

/**
 * Keeps what looking into files came to, for hosts that judge a project again and again: only files whose text changed
 * are looked into once more. Holds the last text of each file; makes no difference to the result.
 */
export class EvidenceCache {
  readonly #selected = new WeakMap<readonly string[], WeakMap<FileSet, readonly string[]>>();
  readonly #verdicts = new WeakMap<
    FileCondition,
    Map<string, { readonly text: string | undefined; readonly verdict: FileVerdict }>
  >();

  /** As `selectFiles`; found once for the same list of paths. */
  select(paths: readonly string[], set: FileSet): readonly string[] {
    let bySet = this.#selected.get(paths);
    if (bySet === undefined) {
      bySet = new WeakMap();
      this.#selected.set(paths, bySet);
    }
    const known = bySet.get(set);
    if (known !== undefined) return known;
    const selected = selectFiles(paths, set);
    bySet.set(set, selected);
    return selected;
  }

  /** As `examineFile`; looked into once for the same text. */
  examine(path: string, text: string | undefined, condition: FileCondition): FileVerdict {
    let byPath = this.#verdicts.get(condition);
    if (byPath === undefined) {
      byPath = new Map();
      this.#verdicts.set(condition, byPath);
    }
    const known = byPath.get(path);
    if (known !== undefined && known.text === text) return known.verdict;
    const verdict = examineFile(path, text, condition);
    byPath.set(path, { text, verdict });
    return verdict;
  }
}
