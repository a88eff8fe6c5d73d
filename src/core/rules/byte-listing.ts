/**
 * Reads a listing of bytes: two hexadecimal digits each, `xN` after one for N of them in a row, and what follows `;` on a
 * line is for people.
 *
 * @throws Error that names the word that is no byte
 */
export function readByteListing(listing: string): Uint8Array {
  const bytes: number[] = [];
  const words = listing
    .split('\n')
    .flatMap((line) => (line.split(';')[0] ?? '').split(/\s+/))
    .filter((word) => word !== '');
  for (const word of words) {
    const [, digits, times = '1'] = /^([0-9a-f]{2})(?:x(\d{1,6}))?$/.exec(word) ?? [];
    if (digits === undefined) throw new Error(`expected a byte such as 8c or 00x16, found ${word}`);
    const byte = Number.parseInt(digits, 16);
    for (let count = Number(times); count > 0; count -= 1) bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
