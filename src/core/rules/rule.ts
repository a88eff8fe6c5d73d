import type { Confidence, Level } from '../findings/finding.js';
import type { DocumentKind } from '../structured/document-kind.js';
import type { DocumentMatch, DocumentTest, ImageTest } from './document-match.js';
import type { HostReach } from './host-reach.js';
import type { KnownList } from './known-lists.js';
import type { RuleFix } from './rule-fix.js';

/** What a rule or a case of it matches. The declarative form of a rule file; see guidelines/rules. */
export interface Rule {
  /** `<language>/<thing>-<problem>`; equals the path of the rule file below guidelines/rules without `.yaml`. */
  readonly id: string;
  /** What goes wrong, in at most 80 characters. */
  readonly title: string;
  readonly level: Level;
  readonly confidence: Confidence;
  /** Languages of code and kinds of documents the rule reads; `any` is every text. */
  readonly languages: readonly RuleLanguage[];
  readonly stage: Stage;
  /** At least one framework item. */
  readonly guidelines: readonly string[];
  readonly references: References;
  /** First line: risk and remedy, at most 100 characters. May hold `{value}`, `{callee}` and `{count}`. */
  readonly message: string;
  /** Exploit path in two or three sentences. */
  readonly why: string;
  readonly match: Match;
  /** Never a finding when this holds. */
  readonly unless?: Predicate;
  /** Tried in order; the first whose `when` holds decides. Without cases `match` alone decides. */
  readonly cases?: readonly RuleCase[];
  /** `file`: all matches of a file make one finding with a count. */
  readonly report: 'each' | 'file';
  readonly fix?: readonly RuleFix[];
  /** Rule ids whose finding on an overlapping range is dropped in favour of this rule's. */
  readonly overrides: readonly string[];
  /** The same idea in other tools, as `<source>:<code>`, for staying silent beside them in an editor. */
  readonly equivalents: readonly string[];
  /** Where the facts come from. */
  readonly sources: readonly string[];
  readonly examples: RuleExamples;
}

/** `javascript` is TypeScript too, and both with JSX. */
export type RuleLanguage = 'python' | 'javascript' | 'any' | 'model-file' | DocumentKind;

export type Stage = 'design' | 'data' | 'training' | 'evaluation' | 'deployment' | 'operation';

/** Ids in the taxonomies, each list with its edition in the key. */
export interface References {
  readonly cwe?: readonly string[];
  readonly 'owasp-llm-2025'?: readonly string[];
  readonly 'owasp-llm-2026'?: readonly string[];
  readonly 'owasp-ml-2023'?: readonly string[];
  readonly 'owasp-agentic-2026'?: readonly string[];
  readonly 'mitre-atlas'?: readonly string[];
}

/** One verdict of a rule; fields that are absent are the rule's own. */
export interface RuleCase {
  readonly id: string;
  readonly when: Predicate;
  /** `none`: matched and found harmless. */
  readonly level?: Level | 'none';
  readonly confidence?: Confidence;
  readonly message?: string;
  readonly why?: string;
  readonly fix?: readonly RuleFix[];
  /** That of the rule when absent; findings of other cases stay apart. */
  readonly report?: 'each' | 'file';
}

/** Where a rule looks. Exactly one kind. */
export type Match =
  | CallMatch
  | SettingMatch
  | ReferenceMatch
  | TextMatch
  | MagicMatch
  | InspectionMatch
  | DocumentMatch;

/** A call of one of these qualified names. */
export interface CallMatch {
  readonly kind: 'call';
  /** Qualified names; `*` stands for one segment, `**` for any number. */
  readonly names: readonly string[];
  /** What the squiggle covers: the callee (default) or the named or numbered argument. */
  readonly at?: string | number;
  readonly where?: Predicate;
}

/** A named value being set: keyword argument, dict entry, default, assignment, `setdefault`, `os.environ` entry. */
export interface SettingMatch {
  readonly kind: 'setting';
  readonly names: readonly string[];
  /** What the value must be. */
  readonly value: ValueTest;
  /** Where it may stand; all when absent. */
  readonly in?: readonly SettingPlace[];
  readonly where?: Predicate;
}

export type SettingPlace = 'argument' | 'dict' | 'default' | 'assignment' | 'environment' | 'option';

/** Any mention of a qualified name, called or not. */
export interface ReferenceMatch {
  readonly kind: 'reference';
  readonly names: readonly string[];
  readonly where?: Predicate;
}

/** Text anywhere in the document, comments and strings included. */
export interface TextMatch {
  readonly kind: 'text';
  readonly patterns: readonly TextPattern[];
}

export interface TextPattern {
  /** What is found, for the message's `{value}`. */
  readonly label: string;
  /** ECMAScript regular expression, flags `gd`; group `token`, when there, is what is reported. */
  readonly regex: string;
  /**
   * Literal that stands in every text with a match; the text is searched for it before the expression runs. Without one
   * the expression runs over every text, so it must be one that fails at once at most characters.
   */
  readonly needle?: string;
  /** Lower-case word that must stand within 120 characters before or after the match. */
  readonly near?: string;
  /** Least Shannon entropy of the token in bits per character, 0 to 8. */
  readonly minEntropy?: number;
}

/**
 * A command that a notebook hands to IPython or to a shell: a line or cell magic (`pip install x` for
 * `%pip install x`), a shell line (`!pip install x`), or a line of a `%%bash` cell.
 */
export interface MagicMatch {
  readonly kind: 'magic';
  /** ECMAScript expressions for the command without its marker; group `token`, when there, is the message's `{value}`. */
  readonly patterns: readonly string[];
}

/**
 * What the readers of model files report under the rule's id; the verdict decides the level. Examples are listings of bytes,
 * see `readByteListing`.
 */
export interface InspectionMatch {
  readonly kind: 'inspection';
}

/** A condition on the match. */
export type Predicate =
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate }
  | { readonly argument: Readonly<Record<string, ValueTest>> }
  /** The call is of one of these names. */
  | { readonly callee: readonly string[] }
  | { readonly receiver: ValueTest }
  /** The value of a setting, or of the argument that the match is `at`. */
  | { readonly value: ValueTest }
  | { readonly version: VersionTest }
  /** The result of the call is used at once by one of these members, as in `.item()`, or by `[()]`. */
  | { readonly usedBy: readonly string[] }
  | { readonly module: ModuleTest }
  | { readonly inside: InsideTest }
  /** The attribute or name that an assignment sets, or the object whose entry it sets, has one of these names. */
  | { readonly target: readonly string[] }
  /**
   * Other entries of the document pass. Keys are paths: `./x` below the value found, `../x` beside the entry found,
   * `.../x` in the nearest map around it that has x, `/x` from the root. Where a path leads to several, one is enough.
   */
  | { readonly entry: Readonly<Record<string, ValueTest>> }
  /** The output of the command is run by one of these programs. */
  | { readonly feeds: readonly string[] }
  | { readonly document: DocumentTest };

/** A condition on one value. All fields that are present must hold. */
export interface ValueTest {
  /** Whether the value is there at all, `unknown` when a spread hides it; or of what form it is. */
  readonly is?: 'missing' | 'present' | 'unknown' | 'constant' | 'not-constant' | 'lambda';
  /** Constant value equal to this. */
  readonly equals?: string | number | boolean | null;
  /** Constant value equal to one of these. */
  readonly in?: readonly (string | number | boolean | null)[];
  /** Constant text in which this ECMAScript expression is found. */
  readonly matches?: string;
  /** Qualified name the value resolves to, with `*` and `**`. */
  readonly names?: readonly string[];
  /** Kind of origin that flows into the value. */
  readonly from?: readonly OriginKind[];
  /** What the value of `from` serves as; what can do no harm as that is not followed. */
  readonly as?: ValueUse;
  /** An instance of a class of these names, or of a class of the module that derives from one. */
  readonly instance?: readonly string[];
  /** An item of the list, tuple or set, a value of the dict, or a value in the f-string passes. */
  readonly holds?: ValueTest;
  /** The first of what `holds` looks at passes, such as the program of a command. */
  readonly first?: ValueTest;
  /** The host of the URL, `host:port` or host leads there: a public network, or every interface of this machine. */
  readonly host?: HostReach;
  /** Text, or as much of it as is constant, that is known to be this; by a list of guidelines/knowledge/known.yaml. */
  readonly known?: KnownList;
  /** What the text begins with passes: the constant up to the first unknown part, or else that part. */
  readonly start?: ValueTest;
  /** A parameter of the function around whose default passes. */
  readonly default?: ValueTest;
  /** A reference to a container image that passes. */
  readonly image?: ImageTest;
  readonly not?: ValueTest;
}

/**
 * Where a value comes from. `storage`: an object of a cloud bucket; `tool-argument`: what the model hands to a tool that
 * it calls.
 */
export const ORIGIN_KINDS = [
  'literal',
  'argv',
  'environment',
  'request',
  'download',
  'storage',
  'model-output',
  'tool-argument',
  'secret',
  'user-input',
] as const;

export type OriginKind = (typeof ORIGIN_KINDS)[number];

/**
 * What a value serves as where it is used: a text that is harmless as one thing does harm as another. A base name leads to no
 * other folder, yet it may end a command; a quoted argument ends none, yet it may be any address. `file` is what is loaded, by
 * its path or as it was sent; `code` is a template too; `prompt` is the system prompt.
 */
export const VALUE_USES = ['path', 'file', 'command', 'sql', 'url', 'markup', 'code', 'prompt'] as const;

export type ValueUse = (typeof VALUE_USES)[number];

/** What the project's manifests say of a package. */
export interface VersionTest {
  readonly package: string;
  /** `always-below`: every version the project allows is below `bound`; `may-be-below`; `never-below`; `undeclared`. */
  readonly is: 'always-below' | 'may-be-below' | 'never-below' | 'undeclared';
  readonly bound?: string;
}

/** What the rest of the module holds. */
export interface ModuleTest {
  /** A mention (import, call, decorator, base) of one of these names. */
  readonly mentions: readonly string[];
}

/** What encloses the match. */
export interface InsideTest {
  /** A function decorated with a call or mention of one of these names. */
  readonly decorated?: readonly string[];
  /** `module`: no function or class encloses it, so it happens once and is shared by all that follows. */
  readonly scope?: 'module';
  /** `notebook`: it stands in a cell. */
  readonly file?: 'notebook';
  /** `comment`: it stands in a comment of Python code. For rules that read text. */
  readonly text?: 'comment';
}

export interface RuleExamples {
  readonly bad: readonly BadExample[];
  readonly good: readonly GoodExample[];
}

export interface GoodExample {
  readonly name?: string;
  /** The code; of a notebook its cells, divided by a line break. */
  readonly code: string;
  /** Code cells of a notebook, written instead of `code`. */
  readonly cells?: readonly string[];
  /** Path the code is given; decides language and place. */
  readonly path?: string;
  /** Other files of the project, such as requirements.txt. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface BadExample extends GoodExample {
  /** The case that must match. */
  readonly case?: string;
  readonly level?: Level;
  /** Lines, from 1 and counted through all cells, on which the findings must start; one finding anywhere when absent. */
  readonly lines?: readonly number[];
  /** The code after every fix of the findings is applied; absent when there is no fix. */
  readonly fixed?: string;
  /** Lines, counted alike, whose findings have a fix that keeps behaviour; none when absent. */
  readonly unasked?: readonly number[];
}
