import type { ModelFileReport, ModelFormat, ModelVerdict, TensorInfo } from '../modelfiles/model-file.js';

const FORMAT_NAMES: Readonly<Record<ModelFormat, string>> = {
  pickle: 'pickle',
  'pytorch-zip': 'PyTorch (zip)',
  'pytorch-legacy': 'PyTorch (legacy)',
  torchscript: 'TorchScript',
  'torch-archive': 'TorchServe or exported PyTorch archive',
  joblib: 'joblib',
  npy: 'NumPy array',
  npz: 'NumPy archive',
  safetensors: 'safetensors',
  gguf: 'GGUF',
  onnx: 'ONNX',
  keras: 'Keras',
  hdf5: 'HDF5',
  'tensorflow-savedmodel': 'TensorFlow SavedModel',
  tflite: 'TensorFlow Lite',
  zip: 'zip archive',
  tar: 'tar archive',
  '7z': '7z archive',
  gzip: 'gzip',
  bzip2: 'bzip2',
  xz: 'xz',
  lzma: 'LZMA',
  zlib: 'zlib',
  lz4: 'LZ4',
  zstd: 'Zstandard',
  executable: 'program',
  unknown: 'not known',
};

/** A format as people call it. */
export function nameFormat(format: ModelFormat): string {
  return FORMAT_NAMES[format];
}

/** A verdict in one or two words and in one sentence. */
export interface VerdictWords {
  readonly name: string;
  readonly sentence: string;
}

const VERDICTS: Readonly<Record<ModelVerdict, VerdictWords>> = {
  dangerous: {
    name: 'dangerous',
    sentence: 'Loading this file can run code or reach outside of it: do not load it before you know why.',
  },
  unknown: {
    name: 'unknown',
    sentence:
      'Something in this file is on no list of what is harmless: look at it before you load the file.',
  },
  'not-verified': {
    name: 'not verified',
    sentence: 'A part of this file could not be read, so nothing is said about that part.',
  },
  'nothing-found': {
    name: 'nothing found',
    sentence: 'All that can hold code was read, and everything it names is on the lists of what is harmless.',
  },
};

/** What a verdict means, for people. */
export function describeVerdict(verdict: ModelVerdict): VerdictWords {
  return VERDICTS[verdict];
}

const PICKLED: readonly ModelFormat[] = [
  'pickle',
  'pytorch-zip',
  'pytorch-legacy',
  'torchscript',
  'torch-archive',
  'joblib',
  'npy',
  'npz',
];

/** Command lines of other programs that look into such a file; never run by Fairlead. Empty where there are none. */
export function listSecondOpinions({ format, path }: ModelFileReport): readonly string[] {
  if (!PICKLED.includes(format)) return [];
  const file = /^[\w./-]+$/.test(path) && !path.startsWith('-') ? path : `'${path.replaceAll("'", `'\\''`)}'`;
  return [
    `picklescan --path ${file}`,
    `modelscan -p ${file}`,
    ...(format === 'pickle' ? [`fickling --check-safety ${file}`] : []),
  ];
}

/** Figures over the tensors of a report. */
export interface TensorSummary {
  readonly count: number;
  /** Sum of the elements of the listed tensors. */
  readonly elements: number;
  /** Bytes of the listed tensors whose size is known. */
  readonly bytes: number;
  /** How many listed tensors have a type, most frequent first. */
  readonly types: readonly { readonly dtype: string; readonly count: number }[];
}

/** Sums the tensors up. */
export function summariseTensors({ tensors, tensorCount }: ModelFileReport): TensorSummary {
  const types = new Map<string, number>();
  let elements = 0;
  let bytes = 0;
  for (const tensor of tensors) {
    types.set(tensor.dtype, (types.get(tensor.dtype) ?? 0) + 1);
    elements += tensor.shape.reduce((product, size) => product * size, 1);
    bytes += tensor.bytes ?? 0;
  }
  const sorted = [...types].map(([dtype, count]) => ({ dtype, count })).sort((a, b) => b.count - a.count);
  return { count: tensorCount, elements, bytes, types: sorted };
}

/** `F32 [2, 3]`; a scalar has no brackets. */
export function describeTensor({ dtype, shape }: TensorInfo): string {
  return shape.length === 0 ? dtype : `${dtype} [${shape.join(', ')}]`;
}

/** A size in bytes for people, such as `1.5 GiB`. */
export function formatBytes(size: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  const step = size < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10));
  return step === 0 ? `${size} bytes` : `${(size / 1024 ** step).toFixed(1)} ${units[step]}`;
}

/** A size for people and to the byte, such as `1.5 GiB (1,610,612,736 bytes)`. */
export function describeSize(size: number): string {
  return size < 1024 ? formatBytes(size) : `${formatBytes(size)} (${formatCount(size)} bytes)`;
}

/** A whole number with commas between thousands. */
export function formatCount(value: number): string {
  return Number.isSafeInteger(value) ? String(value).replace(/\B(?=(\d{3})+$)/g, ',') : value.toPrecision(3);
}
