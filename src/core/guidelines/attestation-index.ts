import type { Attestation } from './attestation.js';

/** The entry that counts for a question. */
export interface FoundAttestation {
  readonly entry: Attestation;
  /** Its last day is past. */
  readonly isExpired: boolean;
}

/** Finds what people vouch for. */
export class AttestationIndex {
  readonly #latest = new Map<string, Attestation>();
  readonly #today: string;

  /** @param entries in the order of the file; of two with the same id the later date counts, then the later place */
  constructor(entries: readonly Attestation[], today: string) {
    this.#today = today;
    for (const entry of entries) {
      const known = this.#latest.get(entry.id);
      if (known === undefined || known.date <= entry.date) this.#latest.set(entry.id, entry);
    }
  }

  /** The entry for the question, or else for its item; undefined when there is none or it was withdrawn. */
  find(question: string, item: string): FoundAttestation | undefined {
    const entry = this.#latest.get(question) ?? this.#latest.get(item);
    if (entry === undefined || entry.verdict === 'withdrawn') return undefined;
    return { entry, isExpired: entry.until !== undefined && entry.until < this.#today };
  }
}
