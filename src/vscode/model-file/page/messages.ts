/** What the page of a model file and the extension host say to each other. Plain JSON; every text is plain text. */

/** A link of the page: a page of ours, or a publication. */
export interface PageLink {
  readonly text: string;
  /** What a pointer that rests on it, and a screen reader, is told. */
  readonly title: string;
  readonly href: string;
}

export interface PageFinding {
  readonly level: 'error' | 'warning' | 'note' | 'hint';
  readonly message: string;
  /** Where: the member and the byte. */
  readonly place: string;
  /** How the call is built, step by step. */
  readonly chain: readonly string[];
  readonly rule: PageLink;
  readonly guidelines: readonly PageLink[];
  /** Entries of CWE and ATLAS. */
  readonly references: readonly PageLink[];
}

export interface PageImport {
  readonly name: string;
  readonly verdict: 'harmless' | 'unknown' | 'dangerous';
  readonly reason: string;
  readonly count: string;
  readonly place: string;
}

export interface PageFact {
  readonly name: string;
  readonly value: string;
}

/** Name, type, shape, size for people, bytes (-1 when not known), member. */
export type PageTensor = readonly [string, string, string, string, number, string];

/** What was found in a file, in the words that are shown. */
export interface PageReport {
  readonly verdict: {
    readonly kind: 'dangerous' | 'unknown' | 'not-verified' | 'nothing-found';
    readonly name: string;
    readonly sentence: string;
  };
  readonly facts: readonly PageFact[];
  readonly findings: readonly PageFinding[];
  /** Findings that the configuration or the baseline leaves out. */
  readonly hiddenCount: number;
  readonly unread: readonly string[];
  readonly imports: readonly PageImport[];
  readonly metadata: readonly PageFact[];
  readonly tensorCount: number;
  readonly listedTensors: number;
  /** Figures over the tensors; empty when there are none. */
  readonly tensorSummary: string;
  readonly conversion?: string;
  /** Command lines of other programs. */
  readonly secondOpinions: readonly string[];
}

export type PageHash =
  | { readonly kind: 'offered' }
  | { readonly kind: 'running'; readonly share: number }
  | { readonly kind: 'done'; readonly value: string }
  | { readonly kind: 'failed'; readonly message: string };

/** To the page. */
export type HostMessage =
  | { readonly kind: 'failed'; readonly title: string; readonly message: string }
  | { readonly kind: 'report'; readonly report: PageReport }
  | { readonly kind: 'tensors'; readonly tensors: readonly PageTensor[]; readonly isLast: boolean }
  | { readonly kind: 'hash'; readonly hash: PageHash };

/** From the page. */
export type PageMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'copyJson' }
  | { readonly kind: 'exportJson' }
  | { readonly kind: 'startHash' }
  | { readonly kind: 'stopHash' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'copyText'; readonly text: string };
