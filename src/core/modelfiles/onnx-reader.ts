import { describeForeignPath } from './foreign-path.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import type { OperatorList } from './model-file-lists.js';
import { type OnnxTensor, type OnnxVisitor, readAttribute, readNode, readOnnxGraph } from './onnx-graph.js';
import { PagedCursor } from './paged-cursor.js';
import type { FormatReader, ReaderContext } from './reader.js';
import { quoteText } from './text-bytes.js';
import { readPair, readText, visitFields, type WireField } from './wire-reader.js';

/** Element types by the number that ONNX stores. */
const DATA_TYPES =
  'UNDEFINED FLOAT UINT8 INT8 UINT16 INT16 INT32 INT64 STRING BOOL FLOAT16 DOUBLE UINT32 UINT64 COMPLEX64 COMPLEX128 BFLOAT16 FLOAT8E4M3FN FLOAT8E4M3FNUZ FLOAT8E5M2 FLOAT8E5M2FNUZ UINT4 INT4 FLOAT4E2M1 FLOAT8E8M0 UINT2 INT2 FLOAT6E2M3 FLOAT6E3M2'.split(
    ' ',
  );
/** Fields of a ModelProto by number, with their wire types. */
const MODEL_FIELDS: ReadonlyMap<number, number> = new Map([
  [1, 0],
  [2, 2],
  [3, 2],
  [4, 2],
  [5, 0],
  [6, 2],
  [7, 2],
  [8, 2],
  [14, 2],
  [20, 2],
  [25, 2],
  [26, 2],
]);

/**
 * A reader of ONNX models: operators and their domains, tensors, and the files outside that they name.
 *
 * @param list the domains that are known, and operators that run other code
 */
export function createOnnxReader(list: OperatorList['onnx']): FormatReader {
  return { matches: isOnnx, read: (source, context) => new OnnxReader(context, list).read(source) };
}

/** ONNX has no magic bytes: its fields have to be those of a model, from the first to a graph. */
async function isOnnx(head: Uint8Array, source: ByteSource): Promise<boolean> {
  const first = head[0] ?? 0;
  if (!MODEL_FIELDS.has(first >> 3) || MODEL_FIELDS.get(first >> 3) !== (first & 7)) return false;
  const seen = new Set<number>();
  let at = 0;
  let fields = 0;
  while (at < source.size && fields < 500) {
    const field = await readTag(source, at);
    if (field === undefined || MODEL_FIELDS.get(field.number) !== field.wireType) return false;
    seen.add(field.number);
    fields += 1;
    at = field.end;
    if (field.number === 7) return seen.has(1) || seen.has(8) || hasMark(await readTag(source, at));
  }
  return false;
}

function hasMark(field: { readonly number: number } | undefined): boolean {
  return field?.number === 8;
}

/** Number, wire type and end of the field at `at`; small ranged reads, since the budget belongs to reading. */
async function readTag(source: ByteSource, at: number) {
  const bytes = await source.read(at, Math.min(24, source.size - at));
  let shift = 1;
  let index = 1;
  let value = 0;
  const tag = bytes[0] ?? 0;
  let number = tag >> 3;
  if (tag >= 0x80) {
    const second = bytes[1] ?? 0x80;
    if (second >= 0x80) return undefined;
    number = ((tag & 0x7f) >> 3) + (second << 4);
    index = 2;
  }
  for (; ; index += 1) {
    const byte = bytes[index];
    if (byte === undefined || index > 12) return undefined;
    value += (byte & 0x7f) * shift;
    shift *= 128;
    if (byte < 0x80) break;
  }
  const wireType = tag & 7;
  if (wireType !== 0 && wireType !== 2) return undefined;
  return { number, wireType, end: at + index + 1 + (wireType === 2 ? value : 0) };
}

class OnnxReader implements OnnxVisitor {
  private readonly context: ReaderContext;
  private readonly list: OperatorList['onnx'];
  /** Operators that are on no list, with their first place. */
  private readonly unknown = new Map<string, { domain: string; offset: number; count: number }>();
  /** `domain.name` of the functions that the file itself defines. */
  private readonly functions = new Set<string>();
  private readonly places = new Set<string>();
  private operators = 0;

  constructor(context: ReaderContext, list: OperatorList['onnx']) {
    this.context = context;
    this.list = list;
  }

  async read(source: ByteSource): Promise<ModelFormat> {
    const { report } = this.context;
    const cursor = new PagedCursor(source, this.context.budget);
    try {
      await visitFields(cursor, source.size, (field) => this.readModelField(cursor, field));
    } finally {
      this.reportUnknown();
    }
    report.addDetail('operators', String(this.operators));
    return 'onnx';
  }

  operator(domain: string, name: string, offset: number): void {
    this.operators += 1;
    const full = `${domain === '' ? 'ai.onnx' : domain}.${name}`;
    const dangerous = this.list.dangerous.find((entry) => entry.name === full);
    if (dangerous) {
      this.find(
        'onnx-operator-dangerous',
        'dangerous',
        `operator ${quoteText(full)} ${dangerous.reason}`,
        offset,
      );
      return;
    }
    if (domain === '' || this.list.domains.some((entry) => entry.name === domain)) return;
    const known = this.unknown.get(full);
    if (known) known.count += 1;
    else if (this.unknown.size < 1000) this.unknown.set(full, { domain, offset, count: 1 });
  }

  tensor({ name, dataType, shape, bytes, external, offset }: OnnxTensor): void {
    const dtype = DATA_TYPES[dataType] ?? `type ${dataType}`;
    this.context.report.addTensor({ name, dtype, shape, bytes, member: this.context.member });
    for (const [key, value] of external) {
      if (key !== 'location' && !key.startsWith('location ')) continue;
      const problem = describeForeignPath(value);
      if (problem !== undefined) {
        this.find(
          'onnx-external-data-escapes',
          'dangerous',
          `tensor ${quoteText(name)} reads the file ${quoteText(value)}, which ${problem} (CVE-2022-25882, CVE-2024-27318)`,
          offset,
        );
      } else if (this.places.size < 1000) this.places.add(value);
    }
  }

  metadata(name: string, value: string): void {
    this.context.report.addMetadata(name, value);
  }

  private async readModelField(cursor: PagedCursor, field: WireField): Promise<void> {
    const { report } = this.context;
    const texts: Readonly<Record<number, string>> = {
      2: 'producer',
      3: 'producer version',
      4: 'domain',
      6: 'doc',
    };
    const name = texts[field.number];
    if (field.number === 1) report.addDetail('ir version', String(field.value));
    else if (field.number === 5) report.addDetail('model version', String(field.value));
    else if (name !== undefined) {
      const text = await readText(cursor, field);
      if (text !== '') report.addDetail(name, text);
    } else if (field.wireType !== 2) return;
    else if (field.number === 8) await this.readOperatorSet(cursor, field);
    else if (field.number === 14) report.addMetadata(...(await readPair(cursor, field.end)));
    else if (field.number === 7) {
      const { inputs, outputs } = await readOnnxGraph(cursor, field.end, this);
      report.addDetail('inputs', inputs.join(', '));
      report.addDetail('outputs', outputs.join(', '));
    } else if (field.number === 20) await this.readTraining(cursor, field);
    else if (field.number === 25) await this.readFunction(cursor, field);
  }

  private async readOperatorSet(cursor: PagedCursor, set: WireField): Promise<void> {
    let domain = '';
    let version = 0;
    await visitFields(cursor, set.end, async (field) => {
      if (field.number === 1) domain = await readText(cursor, field, 1024);
      if (field.number === 2) version = field.value;
    });
    this.context.report.addDetail(`opset ${domain === '' ? 'ai.onnx' : domain}`, String(version));
  }

  private async readTraining(cursor: PagedCursor, training: WireField): Promise<void> {
    await visitFields(cursor, training.end, async (field) => {
      if (field.wireType === 2 && field.number <= 2) await readOnnxGraph(cursor, field.end, this);
    });
  }

  private async readFunction(cursor: PagedCursor, definition: WireField): Promise<void> {
    let name = '';
    let domain = '';
    await visitFields(cursor, definition.end, async (field) => {
      if (field.wireType !== 2) return;
      if (field.number === 1) name = await readText(cursor, field, 1024);
      else if (field.number === 10) domain = await readText(cursor, field, 1024);
      else if (field.number === 7) await readNode(cursor, field, this, 0);
      else if (field.number === 11) await readAttribute(cursor, field, this, 0);
    });
    if (this.functions.size < 100_000) this.functions.add(`${domain === '' ? 'ai.onnx' : domain}.${name}`);
  }

  /** Only after everything is read: a function of the file may stand behind the nodes that call it. */
  private reportUnknown(): void {
    for (const [name, { domain, offset, count }] of this.unknown) {
      if (this.functions.has(name)) continue;
      const times = count === 1 ? '' : ` (${count} times)`;
      this.find(
        'onnx-custom-operator',
        'unknown',
        `operator ${quoteText(name)}${times} is of the domain ${quoteText(domain)}, which is on no list: the program has to load a library for it`,
        offset,
      );
    }
    if (this.places.size > 0) {
      this.context.report.addDetail('external data', [...this.places].slice(0, 20).join(', '));
    }
  }

  private find(rule: string, verdict: 'dangerous' | 'unknown', message: string, offset: number): void {
    const { report, member } = this.context;
    report.addFinding({ ruleId: `model-file/${rule}`, verdict, message, offset, member, chain: [] });
  }
}
