/** Builds pickle streams byte by byte, for tests. Nothing here is ever loaded. */

type Part = string | number | Uint8Array | readonly Part[];

/** Bytes of parts in order: texts as Latin-1 characters, numbers as one byte each. */
export function bytes(...parts: readonly Part[]): Uint8Array {
  const out: number[] = [];
  const add = (part: Part): void => {
    if (typeof part === 'number') out.push(part);
    else if (typeof part === 'string') for (const letter of part) out.push(letter.charCodeAt(0));
    else if (part instanceof Uint8Array) for (const byte of part) out.push(byte);
    else for (const inner of part) add(inner);
  };
  add(parts);
  return Uint8Array.from(out);
}

/** PROTO. */
export function proto(version: number): Uint8Array {
  return bytes(0x80, version);
}

/** SHORT_BINUNICODE of an ASCII text below 256 characters. */
export function text(value: string): Uint8Array {
  return bytes(0x8c, value.length, value);
}

/** STACK_GLOBAL of two constant names. */
export function stackGlobal(module: string, name: string): Uint8Array {
  return bytes(text(module), text(name), 0x93);
}

/** SHORT_BINBYTES of content below 256 bytes. */
export function shortBytes(content: Uint8Array): Uint8Array {
  return bytes('C', content.length, content);
}

/** A whole stream that calls a global with a tuple that `args` leaves on the stack. */
export function callStream(module: string, name: string, args: Part = ')'): Uint8Array {
  return bytes(proto(4), stackGlobal(module, name), args, 'R.');
}

/** One stored member of a zip; `local` changes its local header only. */
export interface ZipMember {
  readonly name: string;
  readonly content: Uint8Array;
  readonly local?: { readonly name?: string; readonly flags?: number; readonly method?: number };
  readonly flags?: number;
  readonly method?: number;
}

/** A zip of stored members, with headers that may lie. */
export function zip(members: readonly ZipMember[], before: Uint8Array = new Uint8Array(0)): Uint8Array {
  const parts: Part[] = [before];
  const directory: Part[] = [];
  let offset = before.length;
  let directoryLength = 0;
  for (const { name, content, local, flags = 0, method = 0 } of members) {
    const localName = local?.name ?? name;
    parts.push(
      'PK\x03\x04',
      short(20),
      short(local?.flags ?? flags),
      short(local?.method ?? method),
      long(0),
      long(0),
    );
    parts.push(
      long(content.length),
      long(content.length),
      short(localName.length),
      short(0),
      localName,
      content,
    );
    directory.push(
      'PK\x01\x02',
      short(20),
      short(20),
      short(flags),
      short(method),
      long(0),
      long(0),
      long(content.length),
    );
    directory.push(
      long(content.length),
      short(name.length),
      short(0),
      short(0),
      short(0),
      short(0),
      long(0),
      long(offset),
      name,
    );
    offset += 30 + localName.length + content.length;
    directoryLength += 46 + name.length;
  }
  const count = short(members.length);
  parts.push(
    directory,
    'PK\x05\x06',
    short(0),
    short(0),
    count,
    count,
    long(directoryLength),
    long(offset),
    short(0),
  );
  return bytes(parts);
}

/** Two bytes, little endian. */
export function short(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, (value >> 8) & 0xff);
}

/** Four bytes, little endian. */
export function long(value: number): Uint8Array {
  return bytes(short(value & 0xffff), short(Math.floor(value / 65_536)));
}

/** Eight bytes, little endian. */
export function longLong(value: number): Uint8Array {
  return bytes(long(value % 2 ** 32), long(Math.floor(value / 2 ** 32)));
}

/** The members of a PyTorch zip around a pickle. */
export function torchMembers(pickle: Uint8Array): readonly ZipMember[] {
  return [
    { name: 'archive/data.pkl', content: pickle },
    { name: 'archive/byteorder', content: bytes('little') },
    { name: 'archive/version', content: bytes('3\n') },
  ];
}
