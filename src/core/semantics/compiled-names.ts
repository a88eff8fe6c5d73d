import { BUILTIN_NAMES } from './builtins.js';
import type { SemanticKnowledge } from './knowledge.js';
import { NamePatterns } from './name-pattern.js';
import { itemsOf, nameOf, type Target } from './target.js';

/** Knowledge about names, compiled once for all modules. */
export class CompiledNames {
  readonly #prefixes: readonly (readonly [string, string])[];
  readonly #returns: readonly { readonly patterns: NamePatterns; readonly instance: string }[];

  readonly #builtins: ReadonlySet<string>;

  constructor(knowledge: SemanticKnowledge) {
    this.#builtins = knowledge.builtins === undefined ? BUILTIN_NAMES : new Set(knowledge.builtins);
    this.#prefixes = Object.entries(knowledge.canonical).sort((a, b) => b[0].length - a[0].length);
    this.#returns = knowledge.returns.map(({ call, instance }) => ({
      patterns: new NamePatterns([call]),
      instance,
    }));
  }

  /** True for a name that code knows without an import. */
  isBuiltin(name: string): boolean {
    return this.#builtins.has(name);
  }

  /** The name under which rules know a thing. */
  canonicalName(name: string): string {
    for (const [prefix, replacement] of this.#prefixes) {
      if (name === prefix) return replacement;
      if (name.startsWith(prefix) && name.charCodeAt(prefix.length) === 46)
        return replacement + name.slice(prefix.length);
    }
    return name;
  }

  /** Class of what a call gives back; undefined when unknown. `*` in the class stands for the part before the last dot. */
  instanceReturnedBy(name: string): string | undefined {
    for (const { patterns, instance } of this.#returns) {
      if (patterns.matches(name)) return instance === '*' ? name.slice(0, name.lastIndexOf('.')) : instance;
    }
    return undefined;
  }

  /** What is in targets that are several of something, or that are known to have such entries. */
  itemsOf(targets: readonly Target[]): readonly Target[] {
    const entries = targets.flatMap((target): readonly Target[] => {
      const name = nameOf(target);
      const instance = name === undefined ? undefined : this.instanceReturnedBy(`${name}.__getitem__`);
      return instance === undefined ? [] : [{ kind: 'instance', name: instance }];
    });
    return [...itemsOf(targets), ...entries];
  }
}
