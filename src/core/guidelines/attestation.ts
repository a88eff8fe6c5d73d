/** What an attestation says. */
export type AttestationVerdict = 'attested' | 'not-applicable' | 'withdrawn';

/** One entry of `.fairlead/attestations.yaml`: a person vouches for the answer to a question. Plain data. */
export interface Attestation {
  /** A question, such as `ncsc-1.1.q3`, or an item, which stands for all its questions that have no entry of their own. */
  readonly id: string;
  /** `attested`: the answer is yes. `withdrawn`: an earlier entry no longer counts. */
  readonly verdict: AttestationVerdict;
  /** Name and address of the person, such as `Ada Lovelace <ada@example.org>`. */
  readonly by: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly reason: string;
  /** Link or path to what was looked at. */
  readonly evidence?: string;
  /** Last day on which it counts; without end when absent. */
  readonly until?: string;
}

/**
 * Tells Git to keep the entries of both sides, written once beside a new attestations file: when two branches each make
 * the file, Git has no common version and would call every entry a conflict. A file that is there stays as it is.
 */
export const ATTESTATIONS_ATTRIBUTES = {
  /** Relative to the project root. */
  path: '.fairlead/.gitattributes',
  text: 'attestations.yaml merge=union\n',
} as const;

/** Where attestations stand, relative to the project root. */
export const ATTESTATIONS_PATH = '.fairlead/attestations.yaml';
