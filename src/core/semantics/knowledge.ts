import type { LandmarkKind } from '../inventory/landmark.js';
import type { OriginKind, ValueUse } from '../rules/rule.js';

/** What Fairlead knows about the libraries of one language: data of guidelines/knowledge, plain JSON. */
export interface SemanticKnowledge {
  /** Names that code knows without an import; rules put `builtins.` before them. Absent for those of Python. */
  readonly builtins?: readonly string[];
  /** Names under which the same thing is known elsewhere: dotted prefix to the name used in rules. */
  readonly canonical: Readonly<Record<string, string>>;
  /** What a call gives back, when that is not an instance of the capitalised name called: pattern to class name, `X[]` for several. */
  readonly returns: readonly { readonly call: string; readonly instance: string }[];
  /** Where values come from. */
  readonly sources: readonly SourceKnowledge[];
  /** Functions whose result carries what their arguments carry. */
  readonly carriers: readonly string[];
  /** Functions whose result is harmless whatever goes in. */
  readonly cleansers: readonly string[];
  /** Names and functions whose value can do no harm as one thing, whatever goes in. */
  readonly harmlessAs: Readonly<Partial<Record<ValueUse, readonly string[]>>>;
  /** Packages, `*` for any part, of which a script must import one to have a landmark; it need not when absent. */
  readonly landmarkPackages?: readonly string[];
  /** Functions that call a function they are given with the arguments after it, and give back what it does. */
  readonly runners: readonly string[];
  /** As runners, with the arguments in one list or dict: `Thread(target=work, args=(x,))`. */
  readonly starters: readonly string[];
  /** As runners, with lists of which each call gets an item: `map(work, items)`. */
  readonly mappers: readonly string[];
  /** What is worth a lens. */
  readonly landmarks: readonly LandmarkKnowledge[];
}

export interface SourceKnowledge {
  readonly kind: OriginKind;
  /** For people: `model output`, `request data`. */
  readonly label: string;
  /** Calls whose result it is. */
  readonly calls: readonly string[];
  /** Names whose value it is. */
  readonly values: readonly string[];
  /** Decorators whose function gets it as parameters. */
  readonly decorators: readonly string[];
  /** Calls that take a function which gets it as parameters, such as `gradio.Interface`. */
  readonly callbacks: readonly string[];
  /** Methods that get it as parameters when a class of the module overrides them: `litserve.LitAPI.predict`. */
  readonly methods: readonly string[];
  /** Position of the one parameter that gets it, from 0; every parameter gets it when absent. */
  readonly at?: number;
  /** Members of such a parameter that hold it; all of it does when absent. */
  readonly members?: readonly string[];
  /** Those of the members that hold files the server has kept under names of its own. */
  readonly files?: readonly string[];
  /** ECMAScript expression that the first argument or the key must match, as text known from the code. */
  readonly key?: string;
  /** True when its decorators name the route first: of that, a parameter holds what stands between two slashes. */
  readonly isRoute?: boolean;
  /** What it is harmless as; nothing when absent. */
  readonly notAs?: readonly ValueUse[];
  /** Objects whose functions get it as their first parameter, or as the second after an id, whatever takes the object. */
  readonly shape?: ObjectShape;
}

/** `{ description: "...", parameters: {...}, execute(params) {} }` */
export interface ObjectShape {
  /** Entries that hold such a function. */
  readonly functions: readonly string[];
  /** Entries that stand beside it, all of them. */
  readonly beside: readonly string[];
  /** Entries of which one stands beside it. */
  readonly oneOf: readonly string[];
  /** Entries that make it something else. */
  readonly without: readonly string[];
}

export interface LandmarkKnowledge {
  readonly kind: LandmarkKind;
  /** Calls that make it. */
  readonly calls: readonly string[];
  /** Kinds of sources whose calls make it too. */
  readonly sources: readonly OriginKind[];
  /** Decorators that make it. */
  readonly decorators: readonly string[];
  /** Base classes that make it. */
  readonly bases: readonly string[];
  /** Method names that, all called in one function, make it whatever their receiver is. */
  readonly methods: readonly (readonly string[])[];
  /** Modules, one of which must be imported for `methods` to count. */
  readonly modules: readonly string[];
  /** Functions of these names make it in files whose path the expression fits, as frameworks go by. */
  readonly functions?: { readonly path: string; readonly names: readonly string[] };
  /** True when only the first of a file counts, and none where something else of the kind is there. */
  readonly isFallback?: boolean;
  readonly guidelines: readonly string[];
}
