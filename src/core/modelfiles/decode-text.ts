const REPLACEMENT = '\ufffd';
const SHOWN_LENGTH = 80;
/** Bytes that are turned into characters at once. */
const PIECE = 4096;

/** UTF-8 to text; what is no UTF-8 becomes U+FFFD. The core has no TextDecoder. */
export function decodeUtf8(bytes: Uint8Array): string {
  if (isAscii(bytes)) return decodeLatin1(bytes);
  const parts: string[] = [];
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const [point, width] = readPoint(bytes, at);
    text += point < 0 ? REPLACEMENT : String.fromCodePoint(point);
    at += width;
    if (text.length > 4096) {
      parts.push(text);
      text = '';
    }
  }
  return parts.join('') + text;
}

/** Code point (-1: none) and width in bytes. Surrogates are kept, as Python's `surrogatepass` does in pickles. */
function readPoint(bytes: Uint8Array, at: number): readonly [number, number] {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return [first, 1];
  const width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (width === 0 || first > 0xf4) return [-1, 1];
  let point = first & (0xff >> (width + 1));
  for (let step = 1; step < width; step += 1) {
    const next = bytes[at + step] ?? 0;
    if ((next & 0xc0) !== 0x80) return [-1, step];
    point = (point << 6) | (next & 0x3f);
  }
  const isOverlong = point < (width === 2 ? 0x80 : width === 3 ? 0x800 : 0x10000);
  return isOverlong || point > 0x10ffff ? [-1, width] : [point, width];
}

/** Bytes as characters 0 to 255. */
export function decodeLatin1(bytes: Uint8Array): string {
  // Character by character a text would be a chain of small pieces, at many times its size.
  if (bytes.length <= PIECE) return String.fromCharCode(...bytes);
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PIECE) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + PIECE)));
  }
  return parts.join('');
}

function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) >= 0x80) return false;
  return true;
}

/** Text of a file for a message: one line, plain ASCII, at most 80 characters, the rest escaped. */
export function showText(text: string, limit = SHOWN_LENGTH): string {
  let shown = '';
  for (const character of text) {
    if (shown.length >= limit) return `${shown}...`;
    const point = character.codePointAt(0) ?? 0;
    shown += point >= 0x20 && point < 0x7f ? character : escapePoint(point);
  }
  return shown;
}

function escapePoint(point: number): string {
  if (point === 10) return '\\n';
  if (point === 9) return '\\t';
  if (point < 0x100) return `\\x${point.toString(16).padStart(2, '0')}`;
  return `\\u{${point.toString(16)}}`;
}
