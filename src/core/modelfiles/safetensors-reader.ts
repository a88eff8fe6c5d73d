import { decodeUtf8 } from './decode-text.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import { PagedCursor } from './paged-cursor.js';
import type { FormatReader, ReaderContext } from './reader.js';
import { type JsonValue, readJson } from './strict-json.js';
import { decodeLongText, hasBytes, quoteText } from './text-bytes.js';

/** Largest header that the library takes, in bytes; from its source. */
const LIBRARY_LIMIT = 100_000_000;
/** Largest header that is read here, in bytes; some 300,000 tensors. */
const READ_LIMIT = 32 << 20;
const RULE = 'model-file/safetensors-layout-invalid';

/** Bits of one element by the name that the format gives the type. */
const DTYPE_BITS: ReadonlyMap<string, number> = new Map([
  ['F4', 4],
  ['F6_E2M3', 6],
  ['F6_E3M2', 6],
  ...['BOOL', 'U8', 'I8', 'F8_E5M2', 'F8_E4M3', 'F8_E8M0', 'F8_E4M3FNUZ', 'F8_E5M2FNUZ'].map(
    (t) => [t, 8] as const,
  ),
  ...['I16', 'U16', 'F16', 'BF16'].map((t) => [t, 16] as const),
  ...['I32', 'U32', 'F32'].map((t) => [t, 32] as const),
  ...['I64', 'U64', 'F64', 'C64'].map((t) => [t, 64] as const),
]);

/** A tensor's place in the data part, in bytes from its start. */
interface Span {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

/**
 * Reads the header of a safetensors file. The format has no place for code, so what can be wrong is the layout: a header that
 * parsers read differently, tensors that share bytes, bytes that belong to no tensor.
 */
export const SAFETENSORS_READER: FormatReader = {
  matches(head) {
    if (head.length < 10) return false;
    const isSmall = head[5] === 0 && head[6] === 0 && head[7] === 0;
    if (isSmall && head[8] === 0x7b && (head[9] === 0x22 || head[9] === 0x7d)) return true;
    const text = decodeUtf8(head.subarray(8, 1024));
    return head[7] !== 0x7b && /^\s*\{\s*"/.test(text) && /"(data_offsets|__metadata__)"/.test(text);
  },
  read: readSafetensors,
};

async function readSafetensors(source: ByteSource, context: ReaderContext): Promise<ModelFormat> {
  const cursor = new PagedCursor(source, context.budget);
  const length = await cursor.u64();
  context.report.addDetail('header', `${length} bytes`);
  const complain = createComplaint(context);
  if (length > LIBRARY_LIMIT) {
    complain(0, `the header is said to have ${length} bytes, more than the library reads (${LIBRARY_LIMIT})`);
  }
  if (length > source.size - 8) {
    complain(
      0,
      `the header is said to have ${length} bytes, but only ${source.size - 8} follow: cut short or forged`,
    );
    context.report.addUnread('the header, because it does not end inside the file');
    return 'safetensors';
  }
  if (length > READ_LIMIT) {
    context.report.addUnread(`the header: its ${length} bytes are more than the ${READ_LIMIT} that are read`);
    return 'safetensors';
  }
  const bytes = await cursor.bytes(length);
  if (!hasBytes(bytes, '{')) complain(8, 'the header does not begin with a brace, which the library refuses');
  const spans: Span[] = [];
  const dataLength = source.size - 8 - length;
  const { value, duplicateKeys } = readJson(decodeLongText(bytes), (name, entry) => {
    context.budget.takeSteps();
    if (name === '__metadata__') addMetadata(entry, context, complain);
    else addTensor(name, entry, dataLength, spans, context, complain);
  });
  for (const key of duplicateKeys.slice(0, 20)) {
    complain(8, `the header has the key ${quoteText(key)} twice, so that programs read different tensors`);
  }
  if (!(value instanceof Map)) {
    complain(8, 'the header is not a JSON object');
    context.report.addUnread('the tensors, because the header is not an object');
    return 'safetensors';
  }
  checkSpans(spans, dataLength, complain, 8 + length);
  return 'safetensors';
}

type Complaint = (offset: number, message: string) => void;

function createComplaint({ report, member }: ReaderContext): Complaint {
  return (offset, message) =>
    report.addFinding({ ruleId: RULE, verdict: 'unknown', message, offset, member, chain: [] });
}

function addMetadata(entry: JsonValue, { report }: ReaderContext, complain: Complaint): void {
  if (!(entry instanceof Map)) {
    complain(8, '__metadata__ is not an object');
    return;
  }
  for (const [name, value] of entry) {
    if (typeof value !== 'string') complain(8, `__metadata__ has ${quoteText(name)}, which is not a text`);
    report.addMetadata(name, typeof value === 'string' ? value : 'not a text');
  }
}

function addTensor(
  name: string,
  entry: JsonValue,
  dataLength: number,
  spans: Span[],
  { report, member }: ReaderContext,
  complain: Complaint,
): void {
  const fields: ReadonlyMap<string, JsonValue> = entry instanceof Map ? entry : new Map();
  const dtype = fields.get('dtype');
  const shape = readCounts(fields.get('shape'));
  const [begin, end, ...more] = readCounts(fields.get('data_offsets')) ?? [];
  if (typeof dtype !== 'string' || shape === undefined || end === undefined || begin === undefined) {
    complain(8, `tensor ${quoteText(name)} lacks a dtype, a shape or two data_offsets`);
    return;
  }
  if (more.length > 0) complain(8, `tensor ${quoteText(name)} has more than two data_offsets`);
  report.addTensor({ name, dtype, shape, bytes: Math.max(0, end - begin), member });
  if (end < begin || end > dataLength) {
    complain(
      8,
      `tensor ${quoteText(name)} lies at ${begin} to ${end}, outside the ${dataLength} bytes of data`,
    );
    return;
  }
  spans.push({ name, begin, end });
  const bits = DTYPE_BITS.get(dtype);
  if (bits === undefined) {
    complain(8, `tensor ${quoteText(name)} has the type ${quoteText(dtype)}, which the format does not have`);
    return;
  }
  const wanted = (shape.reduce((product, side) => product * side, 1) * bits) / 8;
  if (wanted !== end - begin) {
    complain(8, `tensor ${quoteText(name)} has ${end - begin} bytes, but its type and shape need ${wanted}`);
  }
}

function readCounts(value: JsonValue | undefined): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > 64) return undefined;
  const counts = value.filter((item): item is number => Number.isSafeInteger(item) && item >= 0);
  return counts.length === value.length ? counts : undefined;
}

/** Complains of bytes that two tensors share and of bytes that no tensor has; says the first of each. */
function checkSpans(spans: Span[], dataLength: number, complain: Complaint, dataStart: number): void {
  spans.sort((one, other) => one.begin - other.begin || one.end - other.end);
  let covered = 0;
  let last = '';
  let holes = 0;
  let overlaps = 0;
  for (const { name, begin, end } of spans) {
    if (begin > covered) {
      holes += 1;
      if (holes === 1) complain(dataStart + covered, describeHole(covered, begin));
    } else if (begin < covered && end > begin) {
      overlaps += 1;
      if (overlaps === 1) {
        complain(
          dataStart + begin,
          `tensors ${quoteText(last)} and ${quoteText(name)} share bytes from ${begin}`,
        );
      }
    }
    if (end > covered) {
      covered = end;
      last = name;
    }
  }
  if (covered < dataLength) complain(dataStart + covered, describeHole(covered, dataLength));
}

function describeHole(from: number, to: number): string {
  return `${to - from} bytes of data, ${from} to ${to}, belong to no tensor: hidden content, or cut short`;
}
