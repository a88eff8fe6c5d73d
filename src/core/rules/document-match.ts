import type { DocumentKind } from '../structured/document-kind.js';
import type { Match, Predicate, ValueTest } from './rule.js';

/**
 * An entry of a YAML, JSON, TOML, INI or requirements document. With a `value` that passes for a missing one
 * (`{ is: missing }`, `{ not: ... }`), an absent entry is reported too, at what should hold it.
 */
export interface EntryMatch {
  readonly kind: 'entry';
  /**
   * Paths from the root: keys divided by dots, `*` for part of a key, `a|b` for either, `[*]` and `[0]` for items, `**`
   * for any number of levels, `"a.b"` for a key with dots. Only plain keys at the end of a path can be missing.
   */
  readonly paths: readonly string[];
  /** What the value must be; any when absent. */
  readonly value?: ValueTest;
  /** What the squiggle covers: the entry (default; its key alone when the value is a map or list), its key or its value. */
  readonly at?: 'entry' | 'key' | 'value';
  readonly where?: Predicate;
}

/** An instruction of a Dockerfile. */
export interface InstructionMatch {
  readonly kind: 'instruction';
  /** In upper case: FROM, USER, ENV, ARG, ADD, ... ENV, ARG and LABEL match once for each name that they set. */
  readonly names: readonly string[];
  /** `final`: only in the last stage and the stages it is built on. */
  readonly stage?: 'final';
  /** `last`: only the one that has the last word. */
  readonly pick?: 'last';
  /** True to report at FROM of the last stage when there is no such instruction; every argument then is missing. */
  readonly orMissing?: boolean;
  /** Argument that the squiggle covers; the whole instruction when absent. */
  readonly at?: string;
  readonly where?: Predicate;
}

/**
 * A command of a shell: in Dockerfiles, scripts, workflows, and as the words of a container or a server in
 * Compose, Kubernetes and MCP files.
 */
export interface CommandMatch {
  readonly kind: 'command';
  /**
   * The program with the words that follow it: `pip install`, `vllm serve`; `*` for any part of a word. A program is
   * named without path and version (`/usr/bin/pip3.11` is `pip`), a module without `python -m`, and `sudo`, `env` and their
   * kin do not count. Without names every command matches, also that of a container whose program is not known.
   */
  readonly names?: readonly string[];
  /** Options that take no value, such as `-y`: what follows them is an argument of its own. */
  readonly flags?: readonly string[];
  /** Argument that the squiggle covers; the whole command when absent. */
  readonly at?: string;
  readonly where?: Predicate;
}

/**
 * A variable of the environment that is set: by ENV, `environment` of Compose, `env` of containers, workflows and MCP
 * servers, `.env` files, `export` and `NAME=value program` in scripts.
 */
export interface VariableMatch {
  readonly kind: 'variable';
  /** `*` for any part. */
  readonly names: readonly string[];
  /** What the value must be; any when absent. */
  readonly value?: ValueTest;
  readonly where?: Predicate;
}

/**
 * A package that is asked for: in requirements, pyproject.toml, Pipfile, setup.cfg, environment.yml, package.json and lock
 * files, and by `pip install`, `uv add`, `npm install`, `npx` and their kin in commands.
 */
export interface RequirementMatch {
  readonly kind: 'requirement';
  /** Normalised names, `*` for any part; all when absent. Packages of npm only when `registry` says so. */
  readonly names?: readonly string[];
  /** Where the package comes from; PyPI when absent. */
  readonly registry?: 'pypi' | 'npm';
  /** What the versions that are asked for must be, in PEP 440 form; an empty text when any will do. */
  readonly versions?: ValueTest;
  /** True for packages that no lock file of the project pins. */
  readonly unlocked?: boolean;
  /** Known faults, one of which every version that is asked for has. Message: `{advisory}`, `{fixed}`, `{about}`. */
  readonly faults?: readonly PackageFault[];
  readonly where?: Predicate;
}

/** A published fault of a package. */
export interface PackageFault {
  /** Normalised. */
  readonly package: string;
  /** First version that has the fault; the very first when absent. */
  readonly since?: string;
  /** First version without it. */
  readonly fixed: string;
  /** CVE or GHSA. */
  readonly id: string;
  /** What an attacker gets, in a few words. */
  readonly about: string;
}

/** A match in documents that are no code. */
export type DocumentMatch = EntryMatch | InstructionMatch | CommandMatch | VariableMatch | RequirementMatch;

const DOCUMENT_MATCHES: ReadonlySet<string> = new Set<DocumentMatch['kind']>([
  'entry',
  'instruction',
  'command',
  'variable',
  'requirement',
]);

/** Whether a match looks at documents that are no code. */
export function isDocumentMatch(match: Match): match is DocumentMatch {
  return DOCUMENT_MATCHES.has(match.kind);
}

/** A condition on the document of a match. All fields that are present must hold. */
export interface DocumentTest {
  /** It is of one of these kinds. */
  readonly kinds?: readonly DocumentKind[];
  /** Its path passes this ECMAScript expression. */
  readonly path?: string;
  /** It also holds a match of this. */
  readonly holds?: Match;
}

/** A condition on a reference to a container image. All fields that are present must hold. */
export interface ImageTest {
  /** Names with or without registry and namespace, `*` for any part: `vllm/vllm-openai`, `nvidia/*`. */
  readonly names?: readonly string[];
  /** How it is pinned: by `digest`; by a `tag` that says a version; `no`: by a moving tag such as latest, or not at all. */
  readonly pinned?: readonly ('digest' | 'tag' | 'no')[];
}

/** Edits of documents that are no code. Values are written as they are to stand in the text. */
export type DocumentEdit =
  /** Sets an entry, and adds it with the maps around it when it is missing. `path` as in the condition `entry`, plain keys only. */
  | { readonly kind: 'set-entry'; readonly path: string; readonly value: string }
  /** Removes the entry or item that was found, with its line. */
  | { readonly kind: 'remove-entry' }
  /** Raises the one version that is asked for to the first without the faults. */
  | { readonly kind: 'raise-version' }
  /** Replaces the first match of an ECMAScript expression in what is reported. */
  | { readonly kind: 'rewrite-match'; readonly pattern: string; readonly text: string }
  /** A line of its own before or after the instruction, or at the end of its stage. */
  | {
      readonly kind: 'add-instruction';
      readonly text: string;
      readonly place: 'before' | 'after' | 'end-of-stage';
    };
