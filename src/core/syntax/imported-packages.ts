/** Names of the packages that code imports, as far as the text tells; in Python the top-level ones. */
export interface ImportedPackages {
  readonly names: ReadonlySet<string>;
  /** True when others may be imported too: by a computed name, or in a form that was not understood. */
  readonly isOpen: boolean;
}
