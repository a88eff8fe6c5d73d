import { BUILTIN_NAMES } from './builtins.js';
import type { SemanticKnowledge } from './knowledge.js';
import { NamePatterns } from './name-pattern.js';
import { itemsOf, nameOf, type Target } from './target.js';

interface Returned {
  readonly order: number;
  readonly instance: string;
}

/** Knowledge about names, compiled once for all modules. */
export class CompiledNames {
  readonly #prefixes: readonly (readonly [string, string])[];
  /** What calls give back, by their names in full, and by patterns of names; the first of all that fit counts. */
  readonly #returned = new Map<string, Returned>();
  readonly #returns: (Returned & { readonly patterns: NamePatterns })[] = [];
  readonly #builtins: ReadonlySet<string>;

  constructor(knowledge: SemanticKnowledge) {
    this.#builtins = knowledge.builtins === undefined ? BUILTIN_NAMES : new Set(knowledge.builtins);
    this.#prefixes = Object.entries(knowledge.canonical).sort((a, b) => b[0].length - a[0].length);
    for (const [order, { call, instance }] of knowledge.returns.entries()) {
      if (call.includes('*')) this.#returns.push({ order, instance, patterns: new NamePatterns([call]) });
      else if (!this.#returned.has(call)) this.#returned.set(call, { order, instance });
    }
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
    const exact = this.#returned.get(name);
    const found =
      this.#returns.find(
        ({ order, patterns }) => (exact === undefined || order < exact.order) && patterns.matches(name),
      ) ?? exact;
    return found?.instance === '*' ? name.slice(0, name.lastIndexOf('.')) : found?.instance;
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
