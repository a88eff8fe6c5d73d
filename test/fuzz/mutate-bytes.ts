import type { Random } from './random.js';

const ODD_BYTES: readonly number[] = [0, 1, 0x7f, 0x80, 0xff, 0x2e, 0x28, 0x52, 0x63, 0x93];
const ODD_NUMBERS: readonly bigint[] = [
  0n,
  1n,
  0x7fff_ffffn,
  0xffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
  0xffff_ffff_ffff_ffffn,
];
const MAX_LENGTH = 200_000;

/**
 * Changes bytes one to six times: single bytes, numbers of four and eight bytes in either order (lengths, counts, offsets),
 * stretches left out, doubled or taken from another seed, and the end cut off.
 */
export function mutateBytes(bytes: Uint8Array, others: readonly Uint8Array[], random: Random): Uint8Array {
  let changed = Uint8Array.from(bytes);
  const count = 1 + random.below(6);
  for (let time = 0; time < count && changed.length > 0; time += 1) {
    changed = changeOnce(changed, random.pick(others), random).slice(0, MAX_LENGTH);
  }
  return changed;
}

function changeOnce(
  bytes: Uint8Array<ArrayBuffer>,
  other: Uint8Array,
  random: Random,
): Uint8Array<ArrayBuffer> {
  // Most of what directs a reader stands at the beginning.
  const at = random.below(random.below(3) === 0 ? bytes.length : Math.min(bytes.length, 512));
  const length = 1 + random.below(Math.min(64, bytes.length - at));
  switch (random.below(7)) {
    case 0:
      bytes[at] = random.below(256);
      return bytes;
    case 1:
      bytes[at] = random.pick(ODD_BYTES);
      return bytes;
    case 2:
    case 3:
      putNumber(bytes, at, random);
      return bytes;
    case 4:
      return join(bytes.subarray(0, at), bytes.subarray(at + length));
    case 5: {
      const from = random.below(other.length);
      return join(bytes.subarray(0, at), other.subarray(from, from + length), bytes.subarray(at));
    }
    default:
      return random.below(3) === 0
        ? bytes.slice(0, at)
        : join(bytes.subarray(0, at + length), bytes.subarray(at));
  }
}

function putNumber(bytes: Uint8Array<ArrayBuffer>, at: number, random: Random): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLittle = random.below(2) === 0;
  const value = random.pick(ODD_NUMBERS) + BigInt(random.below(3));
  if (at + 8 <= bytes.length && random.below(2) === 0)
    view.setBigUint64(at, BigInt.asUintN(64, value), isLittle);
  else if (at + 4 <= bytes.length) view.setUint32(at, Number(BigInt.asUintN(32, value)), isLittle);
  else bytes[at] = Number(BigInt.asUintN(8, value));
}

function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
