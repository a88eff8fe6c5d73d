/** Extensions that libraries give to models; what a file is, its bytes alone say. */
const EXTENSIONS = [
  'pt',
  'pth',
  'ckpt',
  'pkl',
  'pickle',
  'joblib',
  'npy',
  'npz',
  'onnx',
  'h5',
  'hdf5',
  'keras',
  'gguf',
  'safetensors',
  'skops',
  'tflite',
  'mar',
  'nemo',
  'llamafile',
  'dill',
] as const;

/** Names of their own: the files of a SavedModel, and weights that Transformers wrote. */
const NAMES =
  /^(saved_model\.pb|pytorch_model(-\d+-of-\d+)?\.bin|adapter_model\.bin|optimizer\.bin|training_args\.bin)$/;

/** A glob, for search below a folder, of files whose names models have; it may take a few more. */
export const MODEL_FILE_GLOB = `**/{${EXTENSIONS.map((extension) => `*.${extension}`).join(',')},saved_model.pb,*_model*.bin,optimizer.bin,training_args.bin}`;

/** Whether a file's name, without folders, is one that models have. Case does not matter. */
export function isModelFileName(name: string): boolean {
  const lower = name.toLowerCase();
  const dot = lower.lastIndexOf('.');
  if (dot < 0) return false;
  return EXTENSIONS.some((extension) => extension === lower.slice(dot + 1)) || NAMES.test(lower);
}
