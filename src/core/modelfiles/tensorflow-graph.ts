import { describeForeignPath } from './foreign-path.js';
import type { OperatorList } from './model-file-lists.js';
import type { PagedCursor } from './paged-cursor.js';
import type { ReaderContext } from './reader.js';
import { quoteText } from './text-bytes.js';
import { readNumbers, readText, visitFields, type WireField } from './wire-reader.js';

/** Element types by the number that TensorFlow stores. */
const DATA_TYPES =
  'invalid float32 float64 int32 uint8 int16 int8 string complex64 int64 bool qint8 quint8 qint32 bfloat16 qint16 quint16 uint16 complex128 float16 resource variant uint32 uint64 float8_e5m2 float8_e4m3fn float8_e4m3fnuz float8_e4m3b11fnuz float8_e5m2fnuz int4 uint4'.split(
    ' ',
  );
const MAX_KEPT = 200_000;
/** Operators that hand a path on. */
const CARRIERS = [
  'Identity',
  'IdentityN',
  'PlaceholderWithDefault',
  'StringJoin',
  'ShardedFilename',
  'Pack',
  'AddV2',
];
/** Attributes that name a file or an address. */
const PATH_ATTRIBUTES = ['memory_region_name', 'debug_urls', 'output_stream', 'address', 'container_address'];

interface Node {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly texts: readonly string[];
  readonly offset: number;
}

/** Judges the operators of TensorFlow graphs; one per file, for all graphs and functions in it. */
export class TensorflowGraphs {
  operators = 0;
  private readonly context: ReaderContext;
  private readonly list: OperatorList['tensorflow'];
  private readonly standard: ReadonlySet<string>;
  private readonly judged: ReadonlyMap<string, string>;
  private readonly unknown = new Map<string, { offset: number; count: number }>();
  private readonly functions = new Set<string>();

  constructor(context: ReaderContext, list: OperatorList['tensorflow']) {
    this.context = context;
    this.list = list;
    this.standard = new Set(list.standard);
    this.judged = new Map(
      [...list.dangerous, ...list.checkpoint, ...list.asset].map(({ name, reason }) => [name, reason]),
    );
  }

  /** Reads a GraphDef up to `end`. */
  async readGraph(cursor: PagedCursor, end: number): Promise<void> {
    const scope = new Map<string, Node>();
    const reaching: Node[] = [];
    await visitFields(cursor, end, async (field) => {
      if (field.wireType !== 2) return;
      if (field.number === 1) await this.readNode(cursor, field, scope, reaching);
      if (field.number === 2) await this.readLibrary(cursor, field);
    });
    for (const node of reaching) this.judgeReaching(node, scope);
  }

  /** Says which operators are on no list; only when all graphs are read, since functions may stand behind their calls. */
  finish(): void {
    for (const [name, { offset, count }] of this.unknown) {
      if (this.functions.has(name)) continue;
      this.find(
        'tensorflow-custom-operator',
        'unknown',
        `operator ${quoteText(name)} (${count} times) is not one of TensorFlow ${this.list.version}: the program has to load a library for it`,
        offset,
        [],
      );
    }
    this.unknown.clear();
  }

  private async readLibrary(cursor: PagedCursor, library: WireField): Promise<void> {
    await visitFields(cursor, library.end, async (field) => {
      if (field.number !== 1 || field.wireType !== 2) return;
      const scope = new Map<string, Node>();
      const reaching: Node[] = [];
      await visitFields(cursor, field.end, async (part) => {
        if (part.wireType !== 2) return;
        if (part.number === 3) await this.readNode(cursor, part, scope, reaching);
        if (part.number !== 1) return;
        await visitFields(cursor, part.end, async (signature) => {
          if (signature.number === 1 && this.functions.size < MAX_KEPT) {
            this.functions.add(await readText(cursor, signature, 1024));
          }
        });
      });
      for (const node of reaching) this.judgeReaching(node, scope);
    });
  }

  private async readNode(
    cursor: PagedCursor,
    field: WireField,
    scope: Map<string, Node>,
    reaching: Node[],
  ): Promise<void> {
    const inputs: string[] = [];
    const attributes: WireField[] = [];
    let name = '';
    let operator = '';
    await visitFields(cursor, field.end, async (part) => {
      if (part.wireType !== 2) return;
      if (part.number === 1) name = await readText(cursor, part, 1024);
      else if (part.number === 2) operator = await readText(cursor, part, 1024);
      else if (part.number === 3 && inputs.length < 64) inputs.push(await readText(cursor, part, 1024));
      else if (part.number === 5 && attributes.length < 64)
        attributes.push({ ...part, offset: cursor.position });
    });
    this.operators += 1;
    const isReaching = this.judged.has(operator);
    const isVariable = ['VarHandleOp', 'VariableV2', 'Variable'].includes(operator);
    const isKept = isReaching || operator === 'Const' || CARRIERS.includes(operator);
    if (isVariable) await this.addVariable(cursor, name, attributes);
    else if (isKept) {
      const isRead = isReaching || operator === 'Const';
      const texts = isRead ? await readTexts(cursor, attributes, operator) : [];
      const node = { name, operator, inputs, texts, offset: field.offset };
      if (scope.size < MAX_KEPT && (operator !== 'Const' || texts.length > 0)) scope.set(name, node);
      if (isReaching && reaching.length < MAX_KEPT) reaching.push(node);
    }
    if (isKept || this.standard.has(operator)) return;
    const known = this.unknown.get(operator);
    if (known) known.count += 1;
    else if (this.unknown.size < 1000) this.unknown.set(operator, { offset: field.offset, count: 1 });
  }

  private async addVariable(
    cursor: PagedCursor,
    name: string,
    attributes: readonly WireField[],
  ): Promise<void> {
    let dtype = 0;
    let shape: readonly number[] = [];
    for (const attribute of attributes) {
      await visitAttribute(cursor, attribute, async (key, value) => {
        if (key === 'dtype' && value.number === 6) dtype = value.value;
        if (key === 'shape' && value.number === 7) shape = await readShape(cursor, value);
      });
    }
    const { report, member } = this.context;
    report.addTensor({ name, dtype: DATA_TYPES[dtype] ?? `type ${dtype}`, shape, bytes: undefined, member });
  }

  /** A node that reaches files, the network or Python, with the paths that the graph itself gives it. */
  private judgeReaching(node: Node, scope: ReadonlyMap<string, Node>): void {
    const reason = this.judged.get(node.operator) ?? '';
    const chain: string[] = [];
    const paths = collectTexts(node, scope, chain);
    const foreign = paths.find((path) => describeForeignPath(path) !== undefined);
    const what = `operator ${node.operator} (${quoteText(node.name)}) ${reason}`;
    const isExpected = [...this.list.checkpoint, ...this.list.asset].some(
      ({ name }) => name === node.operator,
    );
    if (isExpected) {
      if (foreign === undefined) return;
      const isAsset = this.list.asset.some(({ name }) => name === node.operator);
      this.find(
        'tensorflow-reaching-operator',
        isAsset ? 'unknown' : 'dangerous',
        `${what}, here ${quoteText(foreign)}`,
        node.offset,
        chain,
      );
      return;
    }
    // Printing goes to the terminal unless it names a file.
    if (node.operator === 'PrintV2' && !node.texts.some((text) => text.includes('file:'))) return;
    const given = paths.length > 0 ? `, here ${quoteText(foreign ?? paths[0] ?? '')}` : '';
    this.find('tensorflow-reaching-operator', 'dangerous', `${what}${given}`, node.offset, chain);
  }

  private find(
    rule: string,
    verdict: 'dangerous' | 'unknown',
    message: string,
    offset: number,
    chain: readonly string[],
  ): void {
    const { report, member } = this.context;
    report.addFinding({ ruleId: `model-file/${rule}`, verdict, message, offset, member, chain });
    report.setConversion('convert the graph to ONNX (tf2onnx): its standard operators reach no files');
  }
}

/** Texts that flow into a node from constants, through operators that hand them on; bounded, so that circles end. */
function collectTexts(start: Node, scope: ReadonlyMap<string, Node>, chain: string[]): readonly string[] {
  const seen = new Set<Node>();
  const texts: string[] = [];
  const work = [start];
  for (let node = work.pop(); node !== undefined && seen.size < 64; node = work.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    texts.push(...node.texts);
    if (node.texts.length > 0) chain.unshift(`${node.operator} ${quoteText(node.texts.join(', '))}`);
    for (const input of node.inputs) {
      const from = scope.get(input.replace(/^\^/, '').replace(/:.*$/, ''));
      if (from !== undefined) work.push(from);
    }
  }
  chain.push(start.operator);
  return texts;
}

async function readTexts(
  cursor: PagedCursor,
  attributes: readonly WireField[],
  operator: string,
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const attribute of attributes) {
    await visitAttribute(cursor, attribute, async (key, value) => {
      if (operator === 'Const' && key === 'value' && value.number === 8) {
        await visitFields(cursor, value.end, async (part) => {
          if (part.number === 8 && texts.length < 8) texts.push(await readText(cursor, part, 1024));
        });
      } else if (PATH_ATTRIBUTES.includes(key) && value.number === 2)
        texts.push(await readText(cursor, value, 1024));
      else if (PATH_ATTRIBUTES.includes(key) && value.number === 1) {
        await visitFields(cursor, value.end, async (part) => {
          if (part.number === 2 && texts.length < 8) texts.push(await readText(cursor, part, 1024));
        });
      }
    });
  }
  return texts.filter((text) => text !== '');
}

/** Calls `visit` with each field of the attribute's value. */
async function visitAttribute(
  cursor: PagedCursor,
  attribute: WireField,
  visit: (key: string, value: WireField) => Promise<void>,
): Promise<void> {
  let key = '';
  cursor.seek(attribute.offset);
  await visitFields(cursor, attribute.end, async (part) => {
    if (part.number === 1) key = await readText(cursor, part, 256);
  });
  cursor.seek(attribute.offset);
  await visitFields(cursor, attribute.end, async (part) => {
    if (part.number === 2 && part.wireType === 2)
      await visitFields(cursor, part.end, (value) => visit(key, value));
  });
}

async function readShape(cursor: PagedCursor, shape: WireField): Promise<readonly number[]> {
  const sides: number[] = [];
  await visitFields(cursor, shape.end, async (dimension) => {
    if (dimension.number !== 2 || dimension.wireType !== 2 || sides.length >= 32) return;
    let size = 0;
    await visitFields(cursor, dimension.end, async (part) => {
      if (part.number === 1) [size = 0] = await readNumbers(cursor, part);
    });
    sides.push(size > 2 ** 62 ? -1 : size);
  });
  return sides;
}
