import { describeForeignPath } from './foreign-path.js';
import { BudgetExceeded, InspectionBudget } from './inspection-budget.js';
import { judgeKerasConfiguration } from './keras-configuration.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import type { ConfigurationList, OperatorList } from './model-file-lists.js';
import { BrokenContent, PagedCursor } from './paged-cursor.js';
import type { FormatReader, ReaderContext } from './reader.js';
import { JsonProblem, readJson } from './strict-json.js';
import { TensorflowGraphs } from './tensorflow-graph.js';
import { quoteText } from './text-bytes.js';
import { readField, readText, visitFields, type WireField } from './wire-reader.js';

/** What kind of TensorFlow message a file is. */
type Kind = 'SavedModel' | 'MetaGraph' | 'GraphDef' | 'Keras metadata';

const DETECTION_LIMITS = { steps: 5000, bytesRead: 4 << 20, bytesInflated: 0, depth: 1 };
const IDENTIFIER = /^[A-Za-z0-9._][\w.\-/>]*$/;
const OPERATOR = /^[A-Za-z_][\w>.]*$/;

/** A reader of TensorFlow's `saved_model.pb`, `.meta`, frozen graphs and `keras_metadata.pb`. */
export function createTensorflowReader(
  operators: OperatorList['tensorflow'],
  keras: ConfigurationList['keras'],
): FormatReader {
  return {
    async matches(head, source) {
      return (
        ((head[0] ?? 0) === 0x08 || (head[0] ?? 0) === 0x0a || (head[0] ?? 0) === 0x12) &&
        (await detectKind(source)) !== undefined
      );
    },
    async read(source, context): Promise<ModelFormat> {
      const kind = await detectKind(source);
      context.report.addDetail('content', kind ?? 'unknown');
      const cursor = new PagedCursor(source, context.budget);
      const graphs = new TensorflowGraphs(context, operators);
      try {
        if (kind === 'GraphDef') await graphs.readGraph(cursor, source.size);
        else if (kind === 'MetaGraph') await readMetaGraph(cursor, source.size, graphs, context);
        else if (kind === 'Keras metadata') await readKerasMetadata(cursor, source.size, context, keras);
        else {
          await visitFields(cursor, source.size, async (field) => {
            if (field.number === 2 && field.wireType === 2) {
              await readMetaGraph(cursor, field.end, graphs, context);
            }
          });
        }
      } finally {
        graphs.finish();
      }
      if (kind !== 'Keras metadata') context.report.addDetail('operators', String(graphs.operators));
      return 'tensorflow-savedmodel';
    },
  };
}

/** These formats have no magic bytes: the first fields have to be those of the message, down to the first node. */
async function detectKind(source: ByteSource): Promise<Kind | undefined> {
  const cursor = new PagedCursor(source, new InspectionBudget(DETECTION_LIMITS));
  try {
    const first = await readField(cursor, source.size);
    if (first === undefined) return undefined;
    if (first.number === 1 && first.wireType === 0) {
      if (first.value !== 1) return undefined;
      cursor.seek(first.end);
      const second = await readField(cursor, source.size + 2 ** 40);
      if (second?.number !== 2 || second.wireType !== 2) return undefined;
      return (await isMetaGraph(cursor, second.end)) ? 'SavedModel' : undefined;
    }
    if (first.wireType !== 2) return undefined;
    const start = cursor.position;
    if (first.number === 1 && (await isNode(cursor, first))) return 'GraphDef';
    cursor.seek(start);
    if (first.number === 1 && (await isKerasNode(cursor, first))) return 'Keras metadata';
    cursor.seek(0);
    if (await isMetaGraph(cursor, source.size)) return 'MetaGraph';
    // A SavedModel without a schema version.
    cursor.seek(start);
    return first.number === 2 && (await isMetaGraph(cursor, first.end)) ? 'SavedModel' : undefined;
  } catch (error) {
    // Whatever is wrong with the bytes, they do not look like one; a failing host is another matter.
    if (error instanceof BrokenContent || error instanceof BudgetExceeded) return undefined;
    throw error;
  }
}

/** MetaInfoDef, then a graph whose first node is one. */
async function isMetaGraph(cursor: PagedCursor, end: number): Promise<boolean> {
  for (let count = 0; count < 8; count += 1) {
    const field = await readField(cursor, Math.max(end, cursor.size));
    if (field === undefined || field.wireType !== 2 || field.number > 7) return false;
    if (field.number === 2) {
      const node = await readField(cursor, Math.min(field.end, cursor.size));
      return node !== undefined && (node.number === 1 ? isNode(cursor, node) : node.number <= 4 && count > 0);
    }
    cursor.seek(field.end);
  }
  return false;
}

async function isNode(cursor: PagedCursor, node: WireField): Promise<boolean> {
  let name = '';
  let operator = '';
  let isPossible = true;
  await visitFields(cursor, node.end, async (field) => {
    if (field.number > 7 || field.wireType !== 2) isPossible = false;
    if (field.number === 1) name = await readText(cursor, field, 1024);
    if (field.number === 2) operator = await readText(cursor, field, 1024);
  });
  return isPossible && IDENTIFIER.test(name) && OPERATOR.test(operator);
}

async function isKerasNode(cursor: PagedCursor, node: WireField): Promise<boolean> {
  let identifier = '';
  await visitFields(cursor, node.end, async (field) => {
    if (field.number === 4) identifier = await readText(cursor, field, 256);
  });
  return identifier.startsWith('_tf_keras_');
}

async function readMetaGraph(
  cursor: PagedCursor,
  end: number,
  graphs: TensorflowGraphs,
  context: ReaderContext,
): Promise<void> {
  const signatures: string[] = [];
  await visitFields(cursor, end, async (field) => {
    if (field.wireType !== 2) return;
    if (field.number === 1) await readMetaInformation(cursor, field, context);
    else if (field.number === 2) await graphs.readGraph(cursor, field.end);
    else if (field.number === 5) {
      await visitFields(cursor, field.end, async (part) => {
        if (part.number === 1 && signatures.length < 100) signatures.push(await readText(cursor, part, 256));
      });
    } else if (field.number === 6) await readAsset(cursor, field, context);
  });
  if (signatures.length > 0) context.report.addDetail('signatures', signatures.join(', '));
}

async function readMetaInformation(
  cursor: PagedCursor,
  info: WireField,
  { report }: ReaderContext,
): Promise<void> {
  await visitFields(cursor, info.end, async (field) => {
    if (field.wireType !== 2) return;
    if (field.number === 4) report.addDetail('tag', await readText(cursor, field, 256));
    if (field.number === 5) report.addDetail('TensorFlow version', await readText(cursor, field, 256));
  });
}

async function readAsset(
  cursor: PagedCursor,
  asset: WireField,
  { report, member }: ReaderContext,
): Promise<void> {
  await visitFields(cursor, asset.end, async (field) => {
    if (field.number !== 2 || field.wireType !== 2) return;
    const name = await readText(cursor, field, 4096);
    report.addMetadata('asset', name);
    const problem = describeForeignPath(name);
    if (problem === undefined) return;
    report.addFinding({
      ruleId: 'model-file/tensorflow-asset-escapes',
      verdict: 'dangerous',
      message: `the asset ${quoteText(name)} ${problem}: it is read when the model is loaded`,
      offset: field.offset,
      member,
      chain: [],
    });
  });
}

/** SavedObject messages, whose field 5 is the JSON of a Keras layer. */
async function readKerasMetadata(
  cursor: PagedCursor,
  end: number,
  context: ReaderContext,
  keras: ConfigurationList['keras'],
): Promise<void> {
  await visitFields(cursor, end, async (node) => {
    if (node.number !== 1 || node.wireType !== 2) return;
    await visitFields(cursor, node.end, async (field) => {
      if (field.number !== 5 || field.wireType !== 2) return;
      const text = await readText(cursor, field, 32 << 20);
      try {
        judgeKerasConfiguration(readJson(text).value, 'keras_metadata.pb', true, context, keras);
      } catch (error) {
        if (!(error instanceof JsonProblem)) throw error;
        context.report.addUnread(`the layer at ${field.offset}: ${error.message}`);
      }
    });
  });
}
