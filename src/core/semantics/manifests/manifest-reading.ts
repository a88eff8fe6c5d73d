import type { Notice } from '../../findings/finding.js';
import type { PackageRequirement } from '../project.js';

/** A dependency file. */
export interface ManifestFile {
  /** Relative to the project root, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** One statement with the package it is about, under its normalised name. */
export interface Statement {
  readonly name: string;
  readonly requirement: PackageRequirement;
}

/** Another requirements file that a manifest takes in. */
export interface Include {
  /** Path relative to the project root; undefined when it is an address or leads outside the project. */
  readonly path: string | undefined;
  /** As written. */
  readonly target: string;
  /** Line that includes it, from 0. */
  readonly line: number;
  /** True when the file only constrains (`-c`). */
  readonly isConstraint: boolean;
}

/** What one manifest says. */
export interface ManifestReading {
  readonly statements: readonly Statement[];
  readonly includes: readonly Include[];
  /** Specifier of the Python versions, when stated. */
  readonly python?: string;
  readonly notices: readonly Notice[];
}

/** Collects what one manifest says while it is read. */
export class ManifestCollector {
  readonly #path: string;
  readonly #statements: Statement[] = [];
  readonly #includes: Include[] = [];
  readonly #notices: Notice[] = [];
  readonly #skipped: { readonly line: number; readonly text: string }[] = [];
  #python: string | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Adds a statement of this file. `name` is already normalised. */
  addStatement(
    name: string,
    line: number,
    details: Omit<PackageRequirement, 'path' | 'line' | 'locked' | 'marker'> & {
      readonly locked?: boolean;
      readonly marker?: string | undefined;
    },
  ): void {
    const { marker, locked = false, ...rest } = details;
    const holds = marker === undefined ? {} : { marker };
    this.#statements.push({ name, requirement: { ...rest, locked, path: this.#path, line, ...holds } });
  }

  addInclude(include: Include): void {
    this.#includes.push(include);
  }

  /** States the Python versions; the first statement counts. */
  setPython(specifier: string): void {
    this.#python ??= specifier;
  }

  /** Notes an entry that is no requirement; all of a file make one notice. */
  skip(line: number, text: string): void {
    this.#skipped.push({ line, text });
  }

  /** Notes that the file cannot be used, or that a part of it has the wrong form. Line and character from 0. */
  addNotice(kind: Notice['kind'], message: string, line: number, character = 0): void {
    this.#notices.push(createNotice(kind, this.#path, message, line, character));
  }

  finish(): ManifestReading {
    const [first] = this.#skipped;
    if (first !== undefined) {
      const others = this.#skipped.length > 1 ? ` (and ${this.#skipped.length - 1} more in this file)` : '';
      const message = `cannot read the requirement ${quote(first.text)}${others}; expected a form such as torch>=2.6`;
      this.addNotice('partly-scanned', message, first.line);
    }
    return {
      statements: this.#statements,
      includes: this.#includes,
      ...(this.#python === undefined ? {} : { python: this.#python }),
      notices: this.#notices,
    };
  }
}

/** A notice at one place of a file; line and character from 0. */
export function createNotice(
  kind: Notice['kind'],
  path: string,
  message: string,
  line: number,
  character = 0,
): Notice {
  const place = { line, character };
  return { kind, path, message, location: { path, range: { start: place, end: place } } };
}

/** A text in double quotes on one line, cut to a length that fits a message. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
