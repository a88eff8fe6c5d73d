import { decodeLatin1 } from './decode-text.js';
import type { FormatReader } from './reader.js';
import { hasBytes } from './text-bytes.js';

/** Formats that are known by their first bytes and are not read here. */
const SIGNATURES: readonly (readonly [signature: string, offset: number, what: string])[] = [
  ['ggml', 0, 'a GGML model from before GGUF'],
  ['lmgg', 0, 'a GGML model from before GGUF'],
  ['fmgg', 0, 'a GGML model from before GGUF'],
  ['tjgg', 0, 'a GGML model from before GGUF'],
  ['algg', 0, 'a GGML adapter from before GGUF'],
  ['ET12', 4, 'an ExecuTorch program'],
  ['ORTM', 4, 'an ONNX Runtime model (ORT format)'],
  ['PAR1', 0, 'a Parquet table'],
  ['ARROW1', 0, 'an Arrow table'],
  ['ftrt', 0, 'a TensorRT engine'],
  ['ptrt', 0, 'a TensorRT engine'],
  ['RDX2', 0, 'R data, which can hold code'],
  ['RDX3', 0, 'R data, which can hold code'],
  ['RDA2', 0, 'R data, which can hold code'],
  ['CBM1', 0, 'a CatBoost model'],
  ['binf', 0, 'an XGBoost model'],
  ['tree\nversion', 0, 'a LightGBM model'],
  ['RKNN', 0, 'an RKNN model'],
  ['\u00d0\u00cf\u0011\u00e0', 0, 'an OLE document'],
  ['%PDF', 0, 'a PDF document'],
  ['SQLite format 3\0', 0, 'an SQLite database'],
];

/** Text formats by a mark near their beginning. */
const TEXTS: readonly (readonly [mark: RegExp, what: string])[] = [
  [/^version https:\/\/git-lfs\.github\.com\/spec\//, 'a Git LFS pointer (git lfs pull fetches the file)'],
  [/^\s*<\?xml[\s\S]*<PMML\b/, 'a PMML model'],
  [/^\s*<\?xml[\s\S]*<net\b/, 'an OpenVINO network'],
  [/^\s*saved_model_schema_version:/, 'a TensorFlow SavedModel as text'],
  [/^\s*meta_graphs?\s*\{/, 'a TensorFlow graph as text'],
  [/"learner"\s*:\s*\{/, 'an XGBoost model as JSON'],
];

/** Says what a file seems to be that no other reader takes. Comes last in the table. */
export const RECOGNISED_CONTENT: FormatReader = {
  matches: (head) => describe(head) !== undefined,
  async read(source, { report, member }) {
    const what = describe(await source.read(0, Math.min(4096, source.size))) ?? 'something';
    const where = member.length === 0 ? 'the content' : member.join(' > ');
    report.addDetail('seems to be', what);
    report.addUnread(`${where}: it seems to be ${what}, for which there is no reader`);
    return 'unknown';
  },
};

function describe(head: Uint8Array): string | undefined {
  const known = SIGNATURES.find(([signature, offset]) => hasBytes(head, signature, offset));
  if (known !== undefined) return known[2];
  const text = decodeLatin1(head);
  const written = TEXTS.find(([mark]) => mark.test(text));
  if (written !== undefined) return written[1];
  // A CoreML model begins with its specification version and a description of its inputs.
  const isCoreMl = head[0] === 0x08 && (head[1] ?? 0) > 0 && (head[1] ?? 99) < 16 && head[2] === 0x12;
  return isCoreMl ? 'a CoreML model' : undefined;
}
