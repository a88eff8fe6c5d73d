/** What the project's dependency files say. Plain data. */
export interface ProjectFacts {
  /**
   * Requirements by normalised package name (PEP 503: lower case, `-` for runs of `-_.`). A package may be named
   * like a member of Object, so look it up with `Object.hasOwn` or `judgeVersion`.
   */
  readonly packages: Readonly<Record<string, readonly PackageRequirement[]>>;
  /** Lowest and highest Python version stated, such as `>=3.9`; absent when nothing states one. */
  readonly python?: { readonly specifier: string };
}

/** One statement about one package. */
export interface PackageRequirement {
  /** Version specifier in PEP 440 form, such as `>=2.1,<2.6`; empty when any version is allowed. */
  readonly specifier: string;
  /** True when it comes from a lock file and therefore is what gets installed. */
  readonly locked: boolean;
  /** File and line (from 0) that state it. */
  readonly path: string;
  readonly line: number;
  /** PEP 508 environment marker under which the statement holds; absent when it always holds. */
  readonly marker?: string;
  /** True when it only narrows what other statements ask for, as pip's constraints files do. */
  readonly constraint?: true;
}

/** A project that states nothing. */
export const NO_PROJECT_FACTS: ProjectFacts = { packages: {} };

/** Name under which a package is known, by PEP 503: lower case, one `-` for each run of `-`, `_` and `.`. */
export function normalizePackageName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
