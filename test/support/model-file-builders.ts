import { strToU8, zipSync } from 'fflate';

/** Bytes of several pieces in order. */
export function joinBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(pieces));
}

/** An unsigned number of 4 or 8 bytes. */
function uint(value: number, width: 4 | 8, isLittle = true): Uint8Array {
  const bytes = new Uint8Array(width);
  const view = new DataView(bytes.buffer);
  if (width === 4) view.setUint32(0, value, isLittle);
  else view.setBigUint64(0, BigInt(value), isLittle);
  return bytes;
}

/** A safetensors file; the header may be an object or the very text. */
export function buildSafetensors(header: object | string, data = 0, length?: number): Uint8Array {
  const text = strToU8(typeof header === 'string' ? header : JSON.stringify(header));
  return joinBytes(uint(length ?? text.length, 8), text, new Uint8Array(data));
}

/** Content of a GGUF file. */
export interface GgufContent {
  readonly version?: 1 | 2 | 3;
  readonly isLittle?: boolean;
  /** Text values only. */
  readonly values?: Readonly<Record<string, string>>;
  /** Of type F32. */
  readonly tensors?: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly offset: number;
  }[];
  readonly data?: number;
}

/** A GGUF file, aligned to 32 bytes. */
export function buildGguf(content: GgufContent): Uint8Array {
  const { version = 3, isLittle = true, values = {}, tensors = [], data = 0 } = content;
  const count = (value: number) => uint(value, version === 1 ? 4 : 8, isLittle);
  const text = (value: string) => joinBytes(count(strToU8(value).length), strToU8(value));
  const head = joinBytes(
    strToU8('GGUF'),
    uint(version, 4, isLittle),
    count(tensors.length),
    count(Object.keys(values).length),
    ...Object.entries(values).map(([key, value]) => joinBytes(text(key), uint(8, 4, isLittle), text(value))),
    ...tensors.map(({ name, shape, offset }) =>
      joinBytes(
        text(name),
        uint(shape.length, 4, isLittle),
        ...shape.map(count),
        uint(0, 4, isLittle),
        uint(offset, 8, isLittle),
      ),
    ),
  );
  return joinBytes(head, new Uint8Array((32 - (head.length % 32)) % 32), new Uint8Array(data));
}

/** A protobuf field: a number, a text, bytes or the fields of a message. */
export type ProtoField = readonly [number, number | string | Uint8Array | readonly ProtoField[]];

/** A protobuf message. */
export function buildMessage(fields: readonly ProtoField[]): Uint8Array {
  return joinBytes(
    ...fields.map(([number, value]) => {
      if (typeof value === 'number') return joinBytes(buildVarint(number * 8), buildVarint(value));
      const bytes =
        typeof value === 'string'
          ? strToU8(value)
          : value instanceof Uint8Array
            ? value
            : buildMessage(value);
      return joinBytes(buildVarint(number * 8 + 2), buildVarint(bytes.length), bytes);
    }),
  );
}

function buildVarint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low + 128 : low);
  } while (rest > 0);
  return Uint8Array.from(bytes);
}

/** An ONNX node. */
export function buildOnnxNode(
  operator: string,
  domain = '',
  attributes: readonly ProtoField[] = [],
): ProtoField {
  return [
    1,
    [[1, 'x'], [2, 'y'], [4, operator], ...(domain === '' ? [] : [[7, domain] as const]), ...attributes],
  ];
}

/** An ONNX tensor with its data in another file. */
export function buildExternalTensor(field: number, ...locations: readonly string[]): ProtoField {
  const places = locations.map(
    (location): ProtoField => [
      13,
      [
        [1, 'location'],
        [2, location],
      ],
    ],
  );
  return [field, [[1, 4], [2, 1], [8, 'w'], ...places, [14, 1]]];
}

/** An ONNX model around the fields of its graph. */
export function buildOnnx(graph: readonly ProtoField[], more: readonly ProtoField[] = []): Uint8Array {
  return buildMessage([[1, 9], [2, 'test'], [7, [...graph, [2, 'g']]], [8, [[2, 18]]], ...more]);
}

/** A TensorFlow node; texts become a constant's value. */
export function buildTensorflowNode(
  name: string,
  operator: string,
  inputs: readonly string[] = [],
  texts: readonly string[] = [],
): ProtoField {
  const values = texts.map((text): ProtoField => [8, text]);
  const value: ProtoField[] =
    texts.length > 0
      ? [
          [
            5,
            [
              [1, 'value'],
              [2, [[8, [[1, 7], ...values]]]],
            ],
          ],
        ]
      : [];
  return [1, [[1, name], [2, operator], ...inputs.map((input): ProtoField => [3, input]), ...value]];
}

/** A `.keras` archive with this configuration. */
export function buildKeras(config: unknown): Uint8Array {
  return zipSync({
    'config.json': strToU8(JSON.stringify(config)),
    'metadata.json': strToU8('{"keras_version": "3.15.1"}'),
  });
}
