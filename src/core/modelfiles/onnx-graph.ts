import { BrokenContent, type PagedCursor } from './paged-cursor.js';
import { readNumbers, readPair, readText, visitFields, type WireField } from './wire-reader.js';

/** Graphs inside of graphs (bodies of loops and branches) are read to this depth. */
const MAX_DEPTH = 32;

/** A tensor of an ONNX graph. */
export interface OnnxTensor {
  readonly name: string;
  readonly dataType: number;
  readonly shape: readonly number[];
  /** Bytes of its data in the file; undefined when it is stored elsewhere. */
  readonly bytes: number | undefined;
  /** Where data outside of the file are, by the keys of the format; empty when they are inside. */
  readonly external: ReadonlyMap<string, string>;
  /** In the file, in bytes. */
  readonly offset: number;
}

/** What is told of a graph while it is read. */
export interface OnnxVisitor {
  operator(domain: string, name: string, offset: number): void;
  tensor(tensor: OnnxTensor): void;
  metadata(name: string, value: string): void;
}

/** Reads a GraphProto up to `end`, with the graphs inside of its nodes. */
export async function readOnnxGraph(
  cursor: PagedCursor,
  end: number,
  visitor: OnnxVisitor,
  depth = 0,
): Promise<{ readonly inputs: readonly string[]; readonly outputs: readonly string[] }> {
  if (depth > MAX_DEPTH)
    throw new BrokenContent(`graphs nest more than ${MAX_DEPTH} deep at ${cursor.position}`);
  const inputs: string[] = [];
  const outputs: string[] = [];
  await visitFields(cursor, end, async (field) => {
    if (field.wireType !== 2) return;
    if (field.number === 1) await readNode(cursor, field, visitor, depth);
    else if (field.number === 5) visitor.tensor(await readTensor(cursor, field));
    else if (field.number === 15) await readSparse(cursor, field, visitor);
    else if (field.number === 11) await addName(cursor, field, inputs);
    else if (field.number === 12) await addName(cursor, field, outputs);
    else if (field.number === 16) visitor.metadata(...(await readPair(cursor, field.end)));
  });
  return { inputs, outputs };
}

/** Reads a NodeProto: its operator, and tensors and graphs in its attributes. */
export async function readNode(
  cursor: PagedCursor,
  node: WireField,
  visitor: OnnxVisitor,
  depth: number,
): Promise<void> {
  let name = '';
  let domain = '';
  await visitFields(cursor, node.end, async (field) => {
    if (field.wireType !== 2) return;
    if (field.number === 4) name = await readText(cursor, field, 1024);
    else if (field.number === 7) domain = await readText(cursor, field, 1024);
    else if (field.number === 5) await readAttribute(cursor, field, visitor, depth);
  });
  visitor.operator(domain, name, node.offset);
}

/** Reads an AttributeProto for the tensors and graphs it holds. */
export async function readAttribute(
  cursor: PagedCursor,
  attribute: WireField,
  visitor: OnnxVisitor,
  depth: number,
): Promise<void> {
  await visitFields(cursor, attribute.end, async (field) => {
    if (field.wireType !== 2) return;
    if (field.number === 5 || field.number === 10) {
      visitor.tensor(await readTensor(cursor, field));
    } else if (field.number === 6 || field.number === 11) {
      await readOnnxGraph(cursor, field.end, visitor, depth + 1);
    } else if (field.number === 22 || field.number === 23) await readSparse(cursor, field, visitor);
  });
}

async function readSparse(cursor: PagedCursor, sparse: WireField, visitor: OnnxVisitor): Promise<void> {
  await visitFields(cursor, sparse.end, async (field) => {
    if (field.wireType !== 2 || field.number > 2) return;
    visitor.tensor(await readTensor(cursor, field));
  });
}

async function readTensor(cursor: PagedCursor, tensor: WireField): Promise<OnnxTensor> {
  const shape: number[] = [];
  const external = new Map<string, string>();
  let name = '';
  let dataType = 0;
  let bytes = 0;
  let isExternal = false;
  await visitFields(cursor, tensor.end, async (field) => {
    if (field.number === 1 && shape.length < 64) shape.push(...(await readNumbers(cursor, field)));
    else if (field.number === 2) dataType = field.value;
    else if (field.number === 8) name = await readText(cursor, field, 4096);
    else if ([4, 5, 6, 7, 9, 10, 11].includes(field.number)) bytes += field.wireType === 2 ? field.value : 4;
    else if (field.number === 14) isExternal = field.value === 1;
    else if (field.number === 13 && field.wireType === 2) {
      const [key, value] = await readPair(cursor, field.end);
      // The last one wins in the library; every location is kept, so that none hides behind another.
      external.set(external.has(key) && key === 'location' ? `location ${external.size}` : key, value);
    }
  });
  return {
    name,
    dataType,
    shape,
    bytes: isExternal || external.size > 0 ? undefined : bytes,
    external,
    offset: tensor.offset,
  };
}

async function addName(cursor: PagedCursor, value: WireField, names: string[]): Promise<void> {
  await visitFields(cursor, value.end, async (field) => {
    if (field.number === 1 && names.length < 200) names.push(await readText(cursor, field, 1024));
  });
}
