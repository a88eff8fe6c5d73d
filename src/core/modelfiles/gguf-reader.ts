import { showText } from './decode-text.js';
import { GGML_TYPES } from './ggml-types.js';
import { GgufCursor, type GgufValue } from './gguf-values.js';
import { judgeJinjaTemplate } from './jinja-judgement.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import type { JinjaList } from './model-file-lists.js';
import { BrokenContent, PagedCursor } from './paged-cursor.js';
import type { FormatReader, ReaderContext } from './reader.js';
import { hasBytes, quoteText } from './text-bytes.js';

/** Bytes that the data part and each tensor are aligned to where `general.alignment` does not say. */
const DEFAULT_ALIGNMENT = 32;
const MAX_DIMENSIONS = 8;
const LAYOUT_RULE = 'model-file/gguf-layout-invalid';
const TEMPLATE_RULE = 'model-file/gguf-template-unsafe';

/**
 * A reader of GGUF 1 to 3 in both byte orders: metadata, tensors, and the chat template, which programs render with Jinja.
 *
 * @param list what a template may use
 */
export function createGgufReader(list: JinjaList): FormatReader {
  return {
    matches: (head) => hasBytes(head, 'GGUF') && head.length >= 8,
    read: (source, context) => readGguf(source, context, list),
  };
}

async function readGguf(source: ByteSource, context: ReaderContext, list: JinjaList): Promise<ModelFormat> {
  const { report } = context;
  const bytes = new PagedCursor(source, context.budget);
  bytes.seek(4);
  const version = await readVersion(bytes);
  report.addDetail('version', String(version));
  report.addDetail('byte order', bytes.isLittleEndian ? 'little-endian' : 'big-endian');
  if (version < 1 || version > 3) throw new BrokenContent(`GGUF version ${version} is not known`);
  const cursor = new GgufCursor(bytes, version);
  const tensorCount = await cursor.readCount();
  const valueCount = await cursor.readCount();
  let alignment = DEFAULT_ALIGNMENT;
  const keys = new Set<string>();
  for (let index = 0; index < valueCount; index += 1) {
    const at = bytes.position;
    const key = await cursor.readText(1 << 16);
    const value = await cursor.readValue();
    if (keys.has(key.text)) complain(context, at, `the metadata have ${quoteText(key.text)} twice`);
    if (keys.size < 100_000) keys.add(key.text);
    report.addMetadata(key.text, describeValue(value));
    if (key.text === 'general.alignment' && typeof value === 'number') alignment = value;
    if (/(^|\.)chat_template($|\.)/.test(key.text)) judgeTemplate(key.text, value, at, context, list);
  }
  if (alignment < 1 || alignment % 8 !== 0) {
    complain(context, 0, `general.alignment is ${alignment}, not a multiple of 8`);
    alignment = DEFAULT_ALIGNMENT;
  }
  await readTensors(cursor, tensorCount, alignment, context);
  return 'gguf';
}

/** The version number stands in the file's own byte order, and is small: that tells the order. */
async function readVersion(bytes: PagedCursor): Promise<number> {
  const version = await bytes.u32();
  if (version % 65_536 !== 0) return version;
  bytes.isLittleEndian = false;
  bytes.seek(4);
  return bytes.u32();
}

function complain({ report, member }: ReaderContext, offset: number, message: string): void {
  report.addFinding({ ruleId: LAYOUT_RULE, verdict: 'unknown', message, offset, member, chain: [] });
}

function describeValue(value: GgufValue): string {
  if (typeof value !== 'object') return String(value);
  if ('text' in value) return value.isWhole ? value.text : `${value.text}...`;
  const start = value.first.map(describeValue).join(', ');
  return value.count > value.first.length ? `${value.count} values: ${start}, ...` : `[${start}]`;
}

function judgeTemplate(
  key: string,
  value: GgufValue,
  offset: number,
  { report, member }: ReaderContext,
  list: JinjaList,
): void {
  if (typeof value !== 'object' || !('text' in value)) return;
  if (!value.isWhole)
    report.addUnread(`the end of ${showText(key)}: the template is longer than what is read`);
  for (const { verdict, what, snippet } of judgeJinjaTemplate(value.text, list)) {
    report.addFinding({
      ruleId: TEMPLATE_RULE,
      verdict,
      message:
        verdict === 'dangerous'
          ? `${showText(key)} ${what}: rendered without a sandbox (CVE-2024-34359) it runs code`
          : `${showText(key)} ${what}: render it in a sandbox, or use a template of your own`,
      offset,
      member,
      chain: [snippet],
    });
    report.setConversion(
      'pass your own reviewed chat template to the program instead of the one in the file',
    );
  }
}

async function readTensors(
  cursor: GgufCursor,
  count: number,
  alignment: number,
  context: ReaderContext,
): Promise<void> {
  const spans: { name: string; begin: number; end: number }[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = cursor.bytes.position;
    const { text: name } = await cursor.readText(1 << 16);
    const dimensions = await cursor.bytes.u32();
    if (dimensions > MAX_DIMENSIONS) {
      throw new BrokenContent(`tensor ${quoteText(name)} at ${at} has ${dimensions} dimensions`);
    }
    const shape: number[] = [];
    for (let side = 0; side < dimensions; side += 1) shape.push(await cursor.readCount());
    const typeId = await cursor.bytes.u32();
    const begin = await cursor.bytes.u64();
    const type = GGML_TYPES.get(typeId);
    const elements = shape.reduce((product, side) => product * side, 1);
    const bytes = type && Math.ceil(elements / type.blockSize) * type.blockBytes;
    context.report.addTensor({
      name,
      dtype: type?.name ?? `type ${typeId}`,
      shape,
      bytes,
      member: context.member,
    });
    if (type === undefined) complain(context, at, `tensor ${quoteText(name)} has the unknown type ${typeId}`);
    if (begin % alignment !== 0) {
      complain(context, at, `tensor ${quoteText(name)} lies at ${begin}, not a multiple of ${alignment}`);
    }
    spans.push({ name, begin, end: begin + (bytes ?? 0) });
  }
  const dataStart = Math.ceil(cursor.bytes.position / alignment) * alignment;
  const dataLength = Math.max(0, cursor.bytes.size - dataStart);
  let covered = { name: '', end: 0 };
  for (const span of spans.sort((one, other) => one.begin - other.begin)) {
    if (span.end > dataLength) {
      complain(
        context,
        dataStart,
        `tensor ${quoteText(span.name)} ends at ${span.end}, behind the ${dataLength} bytes of data`,
      );
    }
    if (span.begin < covered.end) {
      complain(
        context,
        dataStart + span.begin,
        `tensors ${quoteText(covered.name)} and ${quoteText(span.name)} share bytes`,
      );
    }
    if (span.end > covered.end) covered = span;
  }
  // Writers fill up to the alignment, and nothing follows.
  const end = Math.ceil(covered.end / alignment) * alignment;
  if (dataLength > end && spans.every(({ end: last, begin }) => last > begin)) {
    complain(
      context,
      dataStart + end,
      `${dataLength - end} bytes behind the last tensor belong to none: hidden content, or a file of another kind`,
    );
  }
}
