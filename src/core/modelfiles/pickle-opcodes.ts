/**
 * How the argument of an opcode is written: a fixed number of bytes, lines that end in a newline, or a length of so many bytes
 * with that many bytes after it.
 */
export type ArgumentShape =
  | 'none'
  | { readonly fixed: 1 | 2 | 4 | 8 }
  | { readonly lines: 1 | 2 }
  | { readonly counted: 1 | 4 | 8; readonly isSigned?: true };

/** An opcode of Python's pickle protocols 0 to 5. Names and shapes as in CPython's Lib/pickletools.py. */
export interface PickleOpcode {
  readonly name: string;
  readonly argument: ArgumentShape;
}

type Row = readonly [byte: number, name: string, argument: ArgumentShape];

const byte1 = { fixed: 1 } as const;
const byte2 = { fixed: 2 } as const;
const byte4 = { fixed: 4 } as const;
const byte8 = { fixed: 8 } as const;
const line = { lines: 1 } as const;
const lines = { lines: 2 } as const;

const ROWS: readonly Row[] = [
  [0x28, 'MARK', 'none'],
  [0x2e, 'STOP', 'none'],
  [0x30, 'POP', 'none'],
  [0x31, 'POP_MARK', 'none'],
  [0x32, 'DUP', 'none'],
  [0x42, 'BINBYTES', { counted: 4 }],
  [0x43, 'SHORT_BINBYTES', { counted: 1 }],
  [0x46, 'FLOAT', line],
  [0x47, 'BINFLOAT', byte8],
  [0x49, 'INT', line],
  [0x4a, 'BININT', byte4],
  [0x4b, 'BININT1', byte1],
  [0x4c, 'LONG', line],
  [0x4d, 'BININT2', byte2],
  [0x4e, 'NONE', 'none'],
  [0x50, 'PERSID', line],
  [0x51, 'BINPERSID', 'none'],
  [0x52, 'REDUCE', 'none'],
  [0x53, 'STRING', line],
  [0x54, 'BINSTRING', { counted: 4, isSigned: true }],
  [0x55, 'SHORT_BINSTRING', { counted: 1 }],
  [0x56, 'UNICODE', line],
  [0x58, 'BINUNICODE', { counted: 4 }],
  [0x5d, 'EMPTY_LIST', 'none'],
  [0x61, 'APPEND', 'none'],
  [0x62, 'BUILD', 'none'],
  [0x63, 'GLOBAL', lines],
  [0x64, 'DICT', 'none'],
  [0x65, 'APPENDS', 'none'],
  [0x67, 'GET', line],
  [0x68, 'BINGET', byte1],
  [0x69, 'INST', lines],
  [0x6a, 'LONG_BINGET', byte4],
  [0x6c, 'LIST', 'none'],
  [0x6f, 'OBJ', 'none'],
  [0x70, 'PUT', line],
  [0x71, 'BINPUT', byte1],
  [0x72, 'LONG_BINPUT', byte4],
  [0x73, 'SETITEM', 'none'],
  [0x74, 'TUPLE', 'none'],
  [0x75, 'SETITEMS', 'none'],
  [0x7d, 'EMPTY_DICT', 'none'],
  [0x29, 'EMPTY_TUPLE', 'none'],
  [0x80, 'PROTO', byte1],
  [0x81, 'NEWOBJ', 'none'],
  [0x82, 'EXT1', byte1],
  [0x83, 'EXT2', byte2],
  [0x84, 'EXT4', byte4],
  [0x85, 'TUPLE1', 'none'],
  [0x86, 'TUPLE2', 'none'],
  [0x87, 'TUPLE3', 'none'],
  [0x88, 'NEWTRUE', 'none'],
  [0x89, 'NEWFALSE', 'none'],
  [0x8a, 'LONG1', { counted: 1 }],
  [0x8b, 'LONG4', { counted: 4, isSigned: true }],
  [0x8c, 'SHORT_BINUNICODE', { counted: 1 }],
  [0x8d, 'BINUNICODE8', { counted: 8 }],
  [0x8e, 'BINBYTES8', { counted: 8 }],
  [0x8f, 'EMPTY_SET', 'none'],
  [0x90, 'ADDITEMS', 'none'],
  [0x91, 'FROZENSET', 'none'],
  [0x92, 'NEWOBJ_EX', 'none'],
  [0x93, 'STACK_GLOBAL', 'none'],
  [0x94, 'MEMOIZE', 'none'],
  [0x95, 'FRAME', byte8],
  [0x96, 'BYTEARRAY8', { counted: 8 }],
  [0x97, 'NEXT_BUFFER', 'none'],
  [0x98, 'READONLY_BUFFER', 'none'],
];

/** By the byte that stands for it; undefined for bytes that are no opcode. */
export const PICKLE_OPCODES: readonly (PickleOpcode | undefined)[] = Array.from(
  { length: 256 },
  (_, byte) => {
    const row = ROWS.find(([code]) => code === byte);
    return row && { name: row[1], argument: row[2] };
  },
);
