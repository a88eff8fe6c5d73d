import { Flatbuffer } from './flatbuffer.js';
import type { ByteSource, ModelFormat } from './model-file.js';
import type { OperatorList } from './model-file-lists.js';
import { PagedCursor } from './paged-cursor.js';
import type { FormatReader, ReaderContext } from './reader.js';
import { hasBytes, quoteText } from './text-bytes.js';

/** Element types by the number that TFLite stores. */
const TYPES =
  'FLOAT32 FLOAT16 INT32 UINT8 INT64 STRING BOOL INT16 COMPLEX64 INT8 FLOAT64 COMPLEX128 UINT64 RESOURCE VARIANT UINT32 UINT16 INT4 BFLOAT16 INT2 UINT4'.split(
    ' ',
  );
/** The number that stands for a custom operator. */
const CUSTOM = 32;

/** A reader of TensorFlow Lite models: operators, tensors and metadata. Custom operators need a library of the program. */
export function createTfliteReader(list: OperatorList['tflite']): FormatReader {
  return {
    matches: (head) => hasBytes(head, 'TFL3', 4),
    read: (source, context) => readTflite(source, context, list),
  };
}

async function readTflite(
  source: ByteSource,
  context: ReaderContext,
  list: OperatorList['tflite'],
): Promise<ModelFormat> {
  const { report, member } = context;
  const buffer = new Flatbuffer(new PagedCursor(source, context.budget));
  const model = await buffer.follow(0);
  report.addDetail('version', String(await buffer.number(model, 0, 4)));
  const description = await buffer.text(model, 3);
  if (description !== undefined) report.addDetail('description', description);
  const names: string[] = [];
  for (const code of await buffer.tables(model, 1)) {
    // Old files have the number in one byte only; the larger of both counts.
    const number = Math.max(await buffer.number(code, 0, 1), await buffer.number(code, 3, 4));
    const custom = await buffer.text(code, 1);
    if (number !== CUSTOM && custom === undefined) {
      const builtin = list.builtin[number];
      names.push(builtin ?? `operator ${number}`);
      if (builtin !== undefined) continue;
    }
    const name = custom ?? `number ${number}`;
    if (custom !== undefined) names.push(name);
    if (list.custom.some((entry) => entry.name === name)) continue;
    const isFlex = name.startsWith('Flex');
    report.addFinding({
      ruleId: 'model-file/tflite-custom-operator',
      verdict: 'unknown',
      message: isFlex
        ? `operator ${quoteText(name)} runs a full TensorFlow operator, which may reach files`
        : `operator ${quoteText(name)} is custom: the program has to bring its own code for it`,
      offset: code,
      member,
      chain: [],
    });
  }
  report.addDetail('operators', [...new Set(names)].join(', '));
  for (const graph of await buffer.tables(model, 2)) {
    for (const tensor of await buffer.tables(graph, 0)) {
      const type = await buffer.number(tensor, 1, 1);
      report.addTensor({
        name: (await buffer.text(tensor, 3)) ?? '',
        dtype: TYPES[type] ?? `type ${type}`,
        shape: await buffer.integers(tensor, 0),
        bytes: undefined,
        member,
      });
    }
  }
  for (const entry of await buffer.tables(model, 6)) {
    report.addMetadata((await buffer.text(entry, 0)) ?? '', `buffer ${await buffer.number(entry, 1, 4)}`);
  }
  return 'tflite';
}
