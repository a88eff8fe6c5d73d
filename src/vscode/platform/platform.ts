import type { ByteSource, RegexJudge } from '../../core/index.js';
import type { HashControl, OpenFile } from '../../node/open-file.js';
import type { StartThread } from '../analyst/thread-analyst.js';

/** Files that the build step puts into `dist/`. */
export type AssetName =
  | 'tree-sitter.wasm'
  | 'tree-sitter-python.wasm'
  | 'tree-sitter-typescript.wasm'
  | 'tree-sitter-tsx.wasm'
  | 'knowledge.json'
  | 'core.cjs'
  | 'regex-safety.cjs';

/** What differs between a Node extension host and a web worker. */
export interface Platform {
  /** Bytes of a file that ships with the extension. Rejects, naming the file, when it cannot be read. */
  readAsset(name: AssetName): Promise<Uint8Array>;
  /**
   * What judges the expressions of a team's own rules; large, so loaded only where there are any. Absent where a thread does
   * that.
   */
  loadRegexJudge?(): Promise<RegexJudge>;
  /** Starts a thread that runs `analyst.cjs`; absent where there are none. */
  readonly startThread?: StartThread;
  /** Path of the user's home folder; absent in a web worker. */
  readonly homeFolder?: string;
  /** Where the Hugging Face libraries of this user keep what they download; absent in a web worker. */
  readonly hubCacheFolder?: string;
  /** Opens a file of this machine for reading in parts; rejects when it is none. Absent in a web worker. */
  openFile?(path: string): Promise<OpenFile>;
  /**
   * Writes a file of this machine whole or not at all, and makes the folders it is in. Absent in a web worker.
   *
   * @throws FileChangedError when the file no longer has the content that is expected
   */
  writeLocalFile?(path: string, content: Uint8Array, expected?: Uint8Array | 'absent'): Promise<void>;
  /** SHA-256 as 64 hexadecimal digits, in steps that leave the host free; undefined when it was given up. */
  hash(source: ByteSource, control: HashControl): Promise<string | undefined>;
}
