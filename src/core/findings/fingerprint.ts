/** 64-bit hash of a text as 16 hexadecimal digits (cyrb53 twice with different seeds); not for secrecy. */
export function hashText(text: string): string {
  return mix(text, 0x9e3779b9) + mix(text, 0x85ebca6b);
}

function mix(text: string, seed: number): string {
  let high = 0xdeadbeef ^ seed;
  let low = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return (high >>> 0).toString(16).padStart(8, '0');
}

/** What tells one finding from others, but for its equals. */
export type FingerprintKey = string;

/** The key of a finding with this text in this symbol. */
export function fingerprintKey(ruleId: string, path: string, symbol: string, text: string): FingerprintKey {
  return [ruleId, path, symbol, text.replace(/\s+/g, ' ').trim()].join('\0');
}

/** Gives each finding an identity that does not change when other lines do. */
export class Fingerprinter {
  readonly #counts = new Map<FingerprintKey, number>();

  /**
   * Identity of the next finding with this text in this symbol. Equal ones are told apart by their order, so that a
   * second copy of a call is a new finding.
   */
  next(ruleId: string, path: string, symbol: string, text: string): string {
    const key = fingerprintKey(ruleId, path, symbol, text);
    return hashText(`${key}\0${this.count(key)}`);
  }

  /** How many findings with this key came before; this one counts from now on. */
  count(key: FingerprintKey): number {
    const count = this.#counts.get(key) ?? 0;
    this.#counts.set(key, count + 1);
    return count;
  }
}
