/** Reads parts of a file. A host gives one; the readers never ask for more than {@link MAX_READ} at once. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /**
   * Bytes from `offset`; fewer than `length` only at the end of the file. Rejects when the file cannot be read, which becomes
   * the verdict `not-verified`.
   */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Most bytes asked of a {@link ByteSource} at once. */
export const MAX_READ = 1 << 20;

export type ModelFormat =
  | 'pickle'
  | 'pytorch-zip'
  | 'pytorch-legacy'
  | 'torchscript'
  | 'torch-archive'
  | 'joblib'
  | 'npy'
  | 'npz'
  | 'safetensors'
  | 'gguf'
  | 'onnx'
  | 'keras'
  | 'hdf5'
  | 'tensorflow-savedmodel'
  | 'tflite'
  | 'zip'
  | 'tar'
  | '7z'
  | 'gzip'
  | 'bzip2'
  | 'xz'
  | 'lzma'
  | 'zlib'
  | 'lz4'
  | 'zstd'
  | 'executable'
  | 'unknown';

/**
 * The worst that was found. `dangerous`: something in it runs code or reaches outside on load; `unknown`: it names something
 * that is on no list; `not-verified`: part of it could not be read (compressed, encrypted, truncated, broken, too large);
 * `nothing-found`: all of it was read and everything in it is known. There is no word for safe.
 */
export type ModelVerdict = 'dangerous' | 'unknown' | 'not-verified' | 'nothing-found';

/** Something found in a model file. */
export interface ModelFileFinding {
  /** Id of a rule in guidelines/rules/model-file, such as `model-file/pickle-dangerous-global`. */
  readonly ruleId: string;
  readonly verdict: Exclude<ModelVerdict, 'nothing-found'>;
  /** One line: what, and what it would do. */
  readonly message: string;
  /** Bytes from the start of `member`, or of the file; absent when the finding is about the whole. */
  readonly offset?: number;
  /** Path inside the archive, outermost first, such as `['archive/data.pkl']`; empty for the file itself. */
  readonly member: readonly string[];
  /** How the call is built, in order, one readable step each: `GLOBAL posix.system`, `BINUNICODE 'id'`, `REDUCE`. */
  readonly chain: readonly string[];
  /** Ids of CWE and ATLAS entries that say more than those of the rule; absent when there are none. */
  readonly references?: readonly string[];
}

/** A global that a pickle names, or a class that a configuration names. */
export interface ModelImport {
  /** `module.name`. */
  readonly name: string;
  readonly verdict: 'harmless' | 'unknown' | 'dangerous';
  /** Why it is on the list it is on; for `unknown`, that it is on none. */
  readonly reason: string;
  /** Offsets of the first mention, and how many there are. */
  readonly offset: number;
  readonly count: number;
  readonly member: readonly string[];
}

export interface TensorInfo {
  readonly name: string;
  /** As the format spells it: `F32`, `float16`, `Q4_K`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Bytes in the file; undefined when the format does not say. */
  readonly bytes: number | undefined;
  readonly member: readonly string[];
}

/** What stands in a model file, found without executing a byte of it. Plain data. */
export interface ModelFileReport {
  /** As the host gave it. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** By magic bytes and structure, never by extension. */
  readonly format: ModelFormat;
  /** Of the container: protocol, version, byte order, producer. */
  readonly details: readonly { readonly name: string; readonly value: string }[];
  readonly verdict: ModelVerdict;
  readonly findings: readonly ModelFileFinding[];
  readonly imports: readonly ModelImport[];
  /** At most {@link MAX_TENSORS}; `tensorCount` has them all. */
  readonly tensors: readonly TensorInfo[];
  readonly tensorCount: number;
  /** Metadata that the file carries, values cut at 2,000 characters. */
  readonly metadata: readonly { readonly name: string; readonly value: string }[];
  /** What was not read, and why: one line each. Not empty exactly when something is not verified. */
  readonly unread: readonly string[];
  /** How to keep the same content in a form that cannot run code, when there is one: one line. */
  readonly conversion?: string;
}

/** Most tensors listed in a report. */
export const MAX_TENSORS = 200_000;
