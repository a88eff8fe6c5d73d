import type { OriginKind } from '../rules/rule.js';
import type { ModuleModel } from '../semantics/module-model.js';
import type { Binding } from '../semantics/scope.js';
import type { Asked, AskedNotes } from '../syntax/asked.js';
import type { ModuleRef } from './module-index.js';
import type { ModuleOutline, ModuleReach } from './module-outline.js';
import type { ModulePort } from './module-port.js';

/** What an imported name leads to in the end. */
export type ImportEnd =
  /** Something that a module of the workspace defines. */
  | { readonly kind: 'binding'; readonly binding: Binding }
  /** A module or package of the workspace. */
  | { readonly kind: 'module'; readonly ref: ModuleRef }
  /** Something from outside the workspace. */
  | { readonly kind: 'global'; readonly name: string };

/** Opens a module of the workspace; undefined when it cannot be read, or too many were opened. */
export type OpenModule = (path: string) => ModuleModel | undefined;

/** Names that are looked at on the way from one import to what it leads to. */
const MAX_NAMES = 400;

/** Follows imports through the modules of a workspace. Answers are kept; the way may go in circles. */
export class ModuleLinks {
  readonly #port: ModulePort;
  readonly #open: OpenModule;
  readonly #isForeign: (name: string) => boolean;
  readonly #asked: AskedNotes;
  readonly #importers: readonly string[];
  readonly #derived: ModuleReach['derived'];
  readonly #callersWanted = new Map<string, Set<OriginKind>>();
  readonly #known = new Map<string, readonly ImportEnd[] | undefined>();

  /** `isForeign` is true for top-level names that mean a library wherever they are imported; `asked` is told what is asked. */
  constructor(
    port: ModulePort,
    open: OpenModule,
    isForeign: (name: string) => boolean,
    { importers = [], derived = [] }: Partial<ModuleReach>,
    asked: AskedNotes,
  ) {
    this.#port = port;
    this.#asked = asked;
    this.#importers = importers;
    this.#derived = derived;
    this.#open = open;
    this.#isForeign = isForeign;
  }

  /** Modules that may call what the analysed module defines. */
  get importers(): readonly string[] {
    this.#asked.linked();
    return this.#importers;
  }

  /** Classes elsewhere that derive from one of the workspace, as far as values from outside come from them. */
  derivedFrom(path: string, name: string): readonly { readonly path: string; readonly name: string }[] {
    this.#asked.linked();
    return this.#derived.find((one) => one.path === path && one.name === name)?.by ?? [];
  }

  /** Notes that callers in other modules would tell where a value comes from. */
  wantCallers(name: string, origins: readonly OriginKind[]): void {
    this.#asked.callers(name, origins);
    let known = this.#callersWanted.get(name);
    if (known === undefined) {
      known = new Set();
      this.#callersWanted.set(name, known);
    }
    for (const kind of origins) known.add(kind);
  }

  get callersWanted(): ModuleOutline['callersWanted'] {
    return [...this.#callersWanted].map(([name, origins]) => ({ name, origins: [...origins] }));
  }

  open(path: string): ModuleModel | undefined {
    this.#asked.linked();
    this.#asked.opened(path);
    return this.#open(path);
  }

  /** Forgets the answers so far: whoever asks again opens what they rest on. */
  renew(): void {
    this.#known.clear();
  }

  /** Does what asking did before: opens the modules, and wants the callers. */
  repeat({ opened, callers }: Asked): void {
    for (const path of opened) this.#open(path);
    for (const [name, kinds] of callers) this.wantCallers(name, [...kinds]);
  }

  /**
   * What a qualified name leads to that an import in the file `from` binds: everything it may be, one after the other;
   * undefined when it leads to no module of the workspace, or to nothing that the module defines.
   */
  follow(from: string, name: string): readonly ImportEnd[] | undefined {
    if (this.#isForeign(name.split('.', 1)[0] ?? '')) return undefined;
    this.#asked.linked();
    const key = `${from}\0${name}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#follow(from, name, new Set()));
    return this.#known.get(key);
  }

  /** What a name in a module leads to, as {@link follow}. */
  memberOf(ref: ModuleRef, name: string): readonly ImportEnd[] | undefined {
    this.#asked.linked();
    const key = `${ref.path ?? ref.folder}\0\0${name}`;
    if (!this.#known.has(key)) this.#known.set(key, this.#memberOf(ref, name, new Set()));
    return this.#known.get(key);
  }

  #follow(from: string, name: string, seen: Set<string>): readonly ImportEnd[] | undefined {
    const dots = /^\.*/.exec(name)?.[0] ?? '';
    const segments = name === dots ? [] : name.slice(dots.length).split('.');
    if (dots === '' && this.#isForeign(segments[0] ?? '')) return undefined;
    const find = (count: number): ModuleRef | undefined =>
      count === 0 && dots === ''
        ? undefined
        : this.#port.find(from, dots + segments.slice(0, count).join('.'));
    const last = segments[segments.length - 1];
    const whole = find(segments.length);
    const holder = last === undefined ? undefined : find(segments.length - 1);
    if (holder !== undefined && last !== undefined) {
      const ends = this.#memberOf(holder, last, seen);
      if (ends !== undefined && (whole === undefined || ends.some(({ kind }) => kind === 'binding')))
        return ends;
    }
    return whole === undefined ? undefined : [{ kind: 'module', ref: whole }];
  }

  #memberOf(ref: ModuleRef, name: string, seen: Set<string>): readonly ImportEnd[] | undefined {
    const { path } = ref;
    const inner = this.#port.findIn(ref, name);
    const asModule: readonly ImportEnd[] | undefined =
      inner === undefined ? undefined : [{ kind: 'module', ref: inner }];
    if (path === undefined) return asModule;
    const key = `${path}\0${name}`;
    if (seen.has(key) || seen.size >= MAX_NAMES) return undefined;
    seen.add(key);
    const model = this.open(path);
    if (model === undefined) return asModule;
    const ends: ImportEnd[] = [];
    const bindings = model.exported(name);
    for (const binding of bindings) {
      if (binding.source.kind !== 'import') ends.push({ kind: 'binding', binding });
      else {
        const { name: imported } = binding.source;
        const further = this.#follow(path, imported, seen);
        if (further !== undefined) ends.push(...further);
        else if (!imported.startsWith('.')) ends.push({ kind: 'global', name: imported });
      }
    }
    if (bindings.length === 0) ends.push(...this.#fromStars(path, model, name, seen));
    return ends.length > 0 ? ends : asModule;
  }

  /** What `from module import *` brings in under a name; the last such import that has it counts. */
  #fromStars(path: string, model: ModuleModel, name: string, seen: Set<string>): readonly ImportEnd[] {
    if (name.startsWith('_')) return [];
    const stars = model.starModules();
    for (let index = stars.length - 1; index >= 0; index -= 1) {
      const star = stars[index] ?? '';
      const ref = this.#isForeign(star.split('.')[0] ?? '') ? undefined : this.#port.find(path, star);
      const ends = ref === undefined ? undefined : this.#memberOf(ref, name, seen);
      if (ends !== undefined) return ends;
    }
    const outside = stars.filter(
      (star) => !star.startsWith('.') && this.#port.find(path, star) === undefined,
    );
    return outside.map((star) => ({ kind: 'global', name: `${star}.${name}` }));
  }
}
