/** A name with a value, for what CycloneDX has no field for. Names begin with `fairlead:`. */
export interface BomProperty {
  readonly name: string;
  readonly value: string;
}

/** A line that shows a component. */
export interface BomOccurrence {
  readonly location: string;
  /** From 1. */
  readonly line: number;
  readonly symbol?: string;
}

/** The part of a component of CycloneDX 1.6 that is written. */
export interface BomComponent {
  readonly type: 'application' | 'library' | 'machine-learning-model' | 'data' | 'file' | 'container';
  readonly 'bom-ref': string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly { readonly license: { readonly id?: string; readonly name?: string } }[];
  readonly purl?: string;
  readonly externalReferences?: readonly { readonly type: string; readonly url: string }[];
  readonly evidence?: { readonly occurrences: readonly BomOccurrence[] };
  readonly modelCard?: BomModelCard;
  readonly data?: readonly {
    readonly type: 'dataset';
    readonly name: string;
    readonly contents?: { readonly url: string };
  }[];
  readonly properties?: readonly BomProperty[];
}

/** What the code states about a model that it trains. */
export interface BomModelCard {
  readonly modelParameters?: {
    readonly approach?: { readonly type: string };
    readonly task?: string;
    readonly modelArchitecture?: string;
    readonly datasets?: readonly { readonly ref: string }[];
  };
  readonly quantitativeAnalysis?: { readonly performanceMetrics: readonly { readonly type: string }[] };
  readonly properties?: readonly BomProperty[];
}

/** The part of a service of CycloneDX 1.6 that is written. */
export interface BomService {
  readonly 'bom-ref': string;
  readonly name: string;
  readonly endpoints?: readonly string[];
  readonly 'x-trust-boundary'?: boolean;
  readonly properties?: readonly BomProperty[];
}

/** Which component rests on which. */
export interface BomDependency {
  readonly ref: string;
  readonly dependsOn: readonly string[];
}
