/** Judgement of one global. */
export interface GlobalJudgement {
  readonly verdict: 'harmless' | 'unknown' | 'dangerous';
  /** Why, in one line: what a harmless one does when called, what a dangerous one can do, or that it is on no list. */
  readonly reason: string;
  /** Ids of CWE and ATLAS entries; empty unless dangerous. */
  readonly references: readonly string[];
}

/** Judges globals by the lists in guidelines/modelfiles/globals.yaml: what is on neither list is `unknown`. */
export interface GlobalList {
  /** `module` and `name` as the file spells them; `name` may hold dots (protocol 4 resolves attributes through them). */
  judge(module: string, name: string): GlobalJudgement;
}
