import { isAscii, isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';

/** How a file's bytes became text. */
export interface DecodedText {
  /** Without byte order mark. */
  readonly text: string;
  /** `utf-8`, `latin1`, or another label of the WHATWG Encoding Standard. */
  readonly encoding: string;
  readonly hasByteOrderMark: boolean;
}

/** Either the text, or why the bytes are none. */
export type Decoding =
  | { readonly ok: true; readonly value: DecodedText }
  | { readonly ok: false; readonly why: string };

/** How far to look for a NUL byte. */
const probeLength = 8192;

/**
 * Python's names of encodings that the Encoding Standard calls otherwise. cp1252 is read as Latin-1: some versions of
 * Node do so anyway, only bytes 0x80 to 0x9f differ, and the bytes can be written back unchanged.
 */
const pythonNames: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'utf-8-sig': 'utf-8',
  u8: 'utf-8',
  ascii: 'utf-8',
  'us-ascii': 'utf-8',
  'latin-1': 'latin1',
  latin1: 'latin1',
  l1: 'latin1',
  'iso-8859-1': 'latin1',
  'iso8859-1': 'latin1',
  cp819: 'latin1',
  cp1252: 'latin1',
  'windows-1252': 'latin1',
  cp932: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  'mac-roman': 'macintosh',
};

/**
 * Decodes a file. A byte order mark decides; else, in Python, the coding comment of the first two lines (PEP 263);
 * else it is UTF-8.
 *
 * @param isPython whether a coding comment counts
 */
export function decodeText(bytes: Uint8Array, isPython: boolean): Decoding {
  const mark = findByteOrderMark(bytes);
  if (mark !== undefined && mark.encoding !== 'utf-8') {
    return decodeAs(bytes.subarray(mark.length), mark.encoding, true);
  }
  const body = mark === undefined ? bytes : bytes.subarray(mark.length);
  if (body.subarray(0, probeLength).includes(0))
    return { ok: false, why: 'it is a binary file (it has a NUL byte)' };
  const declared = isPython && mark === undefined ? findCodingComment(body) : undefined;
  const encoding = declared === undefined ? 'utf-8' : toEncodingLabel(declared);
  if (encoding !== 'utf-8') return decodeAs(body, encoding, false);
  // Plain ASCII is the same in both and read without being decoded.
  const isPlain = isAscii(body);
  if (!isPlain && !isUtf8(body)) {
    const remedy = isPython ? '; save it as UTF-8 or add a coding comment' : '; save it as UTF-8';
    return { ok: false, why: `it is not valid UTF-8${remedy}` };
  }
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const text = buffer.toString(isPlain ? 'latin1' : 'utf8');
  return { ok: true, value: { text, encoding, hasByteOrderMark: mark !== undefined } };
}

/** The bytes of a text in the form it was read in; undefined when the encoding cannot hold or write it. */
export function encodeText({ text, encoding, hasByteOrderMark }: DecodedText): Uint8Array | undefined {
  if (encoding === 'utf-8') return Buffer.from(hasByteOrderMark ? `\ufeff${text}` : text, 'utf8');
  if (encoding !== 'latin1' || /[^\0-\u00ff]/.test(text)) return undefined;
  return Buffer.from(text, 'latin1');
}

function findByteOrderMark(bytes: Uint8Array): { encoding: string; length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}

function findCodingComment(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1024)).toString(
    'latin1',
  );
  const [first = '', second = ''] = head.split(/\r\n|\r|\n/, 2);
  const pattern = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
  const onFirst = pattern.exec(first)?.[1];
  if (onFirst !== undefined) return onFirst;
  return /^[ \t\f]*(#.*)?$/.test(first) ? pattern.exec(second)?.[1] : undefined;
}

function toEncodingLabel(pythonName: string): string {
  const name = pythonName.toLowerCase().replaceAll('_', '-');
  if (Object.hasOwn(pythonNames, name)) return pythonNames[name] ?? name;
  if (/^(utf-8|latin-1|iso-8859-1)-/.test(name)) return name.startsWith('utf-8') ? 'utf-8' : 'latin1';
  return name.replace(/^cp(125\d)$/, 'windows-$1').replace(/^iso8859-/, 'iso-8859-');
}

function decodeAs(bytes: Uint8Array, encoding: string, hasByteOrderMark: boolean): Decoding {
  if (encoding === 'latin1') {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
    return { ok: true, value: { text, encoding, hasByteOrderMark } };
  }
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  } catch {
    return { ok: false, why: `its encoding ${JSON.stringify(encoding)} is not known; save it as UTF-8` };
  }
  try {
    return { ok: true, value: { text: decoder.decode(bytes), encoding, hasByteOrderMark } };
  } catch {
    return { ok: false, why: `it is not valid ${encoding}, which it says it is` };
  }
}
