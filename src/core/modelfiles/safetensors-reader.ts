import { decodeUtf8 } from './decode-text.js';
import { readJsonEntries } from './json-entries.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import { PagedCursor } from './paged-cursor.js';
import type { FormatReader, ReaderContext } from './reader.js';
import type { JsonValue } from './strict-json.js';
import { quoteText } from './text-bytes.js';

/** Largest header that the library takes, in bytes; from its source. */
const LIBRARY_LIMIT = 100_000_000;
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

/** Where tensors lie in the data part, in bytes from its start; columns, as there may be hundreds of thousands. */
interface Spans {
  readonly names: string[];
  readonly begins: number[];
  readonly ends: number[];
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
  if (length > LIBRARY_LIMIT) {
    context.report.addUnread(
      `the header: its ${length} bytes are more than the ${LIBRARY_LIMIT} that are read`,
    );
    return 'safetensors';
  }
  if ((await cursor.u8()) !== 0x7b)
    complain(8, 'the header does not begin with a brace, which the library refuses');
  cursor.seek(8);
  const spans: Spans = { names: [], begins: [], ends: [] };
  const dataLength = source.size - 8 - length;
  const known = new Set<string>();
  const types = new Map<string, string>();
  for await (const { key: name, value, duplicateKeys } of readJsonEntries(cursor, length)) {
    context.budget.takeSteps();
    if (context.budget.isRestDue) await context.budget.rest();
    for (const key of known.has(name) ? [name, ...duplicateKeys] : duplicateKeys) {
      complain(8, `the header has the key ${quoteText(key)} twice, so that programs read different tensors`);
    }
    known.add(name);
    if (name === '__metadata__') addMetadata(value, context, complain);
    else addTensor(name, value, dataLength, spans, types, context, complain);
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
  spans: Spans,
  types: Map<string, string>,
  { report, member }: ReaderContext,
  complain: Complaint,
): void {
  const fields: ReadonlyMap<string, JsonValue> = entry instanceof Map ? entry : new Map();
  const dtype = internText(fields.get('dtype'), types);
  const shape = readCounts(fields.get('shape'));
  const [begin, end, ...more] = readCounts(fields.get('data_offsets')) ?? [];
  if (dtype === undefined || shape === undefined || end === undefined || begin === undefined) {
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
  spans.names.push(name);
  spans.begins.push(begin);
  spans.ends.push(end);
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

/** The same text object for equal texts: a hundred thousand tensors have a handful of types. */
function internText(value: JsonValue | undefined, known: Map<string, string>): string | undefined {
  if (typeof value !== 'string') return undefined;
  const first = known.get(value);
  if (first !== undefined) return first;
  if (known.size < 1000) known.set(value, value);
  return value;
}

function readCounts(value: JsonValue | undefined): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length > 64) return undefined;
  const counts = value.filter((item): item is number => Number.isSafeInteger(item) && item >= 0);
  return counts.length === value.length ? counts : undefined;
}

/** Complains of bytes that two tensors share and of bytes that no tensor has; says the first of each. */
function checkSpans(
  { names, begins, ends }: Spans,
  dataLength: number,
  complain: Complaint,
  dataStart: number,
): void {
  const at = (list: readonly number[], index: number) => list[index] ?? 0;
  const order = Uint32Array.from(names.keys()).sort(
    (one, other) => at(begins, one) - at(begins, other) || at(ends, one) - at(ends, other),
  );
  let covered = 0;
  let last = '';
  let holes = 0;
  let overlaps = 0;
  for (const index of order) {
    const name = names[index] ?? '';
    const begin = at(begins, index);
    const end = at(ends, index);
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
