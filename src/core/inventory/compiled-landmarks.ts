import type { LandmarkKnowledge, SemanticKnowledge } from '../semantics/knowledge.js';
import { firstSegment, lastSegment, NamePatterns } from '../semantics/name-pattern.js';
import type { ModuleText } from '../source/module-text.js';
import type { TextParts } from '../source/text-parts.js';
import { matchesGlob } from '../structured/image-name.js';
import { findImportedModules } from '../syntax/javascript/imported-modules.js';

interface CompiledLandmark {
  readonly knowledge: LandmarkKnowledge;
  readonly calls: NamePatterns;
  readonly decorators: NamePatterns;
  readonly bases: NamePatterns;
  /** Words, one of which stands at every such landmark. */
  readonly words: readonly string[];
  /** Words that stand at calls which are such landmarks. */
  readonly callWords: readonly string[];
  /** Packages of which any call may be one. */
  readonly openPackages: readonly string[];
  readonly path: RegExp | undefined;
}

/** Landmarks that a text may hold. */
export interface LandmarkSelection {
  readonly all: readonly CompiledLandmark[];
  /** Words, one of which stands at every landmark. */
  readonly words: readonly string[];
  /** Words that stand at calls which are landmarks. */
  readonly callWords: ReadonlySet<string>;
  /** Packages of which any call may be one: where they are mentioned, every call is looked at. */
  readonly openPackages: readonly string[];
}

/** Knowledge about the landmarks of a language, compiled once. */
export class CompiledLandmarks {
  readonly #all: readonly CompiledLandmark[];
  readonly #packages: readonly string[] | undefined;

  constructor({
    landmarks,
    sources,
    landmarkPackages,
  }: Pick<SemanticKnowledge, 'landmarks' | 'sources' | 'landmarkPackages'>) {
    this.#packages = landmarkPackages;
    this.#all = landmarks.map((knowledge) => {
      const given = sources.flatMap(({ kind, calls }) => (knowledge.sources.includes(kind) ? calls : []));
      return compileLandmark(knowledge, [...knowledge.calls, ...given]);
    });
  }

  /** Those that a text may hold, by its words and imports; undefined when it can hold none. `parts` are those of the text. */
  select({ text, path }: ModuleText, parts: TextParts): LandmarkSelection | undefined {
    if (!this.#isFitting(text)) return undefined;
    const all = this.#all.filter(
      ({ path: wanted, words }) => wanted?.test(path) !== false && words.some((word) => parts.has(word)),
    );
    if (all.length === 0) return undefined;
    return {
      all,
      words: [...new Set(all.flatMap(({ words }) => words))],
      callWords: new Set(all.flatMap(({ callWords }) => callWords)),
      openPackages: [...new Set(all.flatMap(({ openPackages }) => openPackages))],
    };
  }

  #isFitting(text: string): boolean {
    const packages = this.#packages;
    if (packages === undefined) return true;
    const { names } = findImportedModules(text);
    return [...names].some((name) => packages.some((wanted) => matchesGlob(name, wanted)));
  }
}

function compileLandmark(knowledge: LandmarkKnowledge, calls: readonly string[]): CompiledLandmark {
  const { decorators, bases, methods, functions } = knowledge;
  const callWords = calls.flatMap((name) => lastSegment(name) ?? []);
  const openPackages = calls
    .filter((name) => lastSegment(name) === undefined)
    .flatMap((name) => firstSegment(name) ?? []);
  const others = [
    ...[...decorators, ...bases].flatMap((name) => lastSegment(name) ?? []),
    ...methods.flatMap((group) => group.slice(0, 1)),
    ...(functions?.names ?? []),
  ];
  return {
    knowledge,
    calls: new NamePatterns(calls),
    decorators: new NamePatterns(decorators),
    bases: new NamePatterns(bases),
    words: [...callWords, ...others, ...openPackages],
    callWords,
    openPackages,
    path: functions === undefined ? undefined : new RegExp(functions.path, 'i'),
  };
}
