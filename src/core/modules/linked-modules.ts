import { ModuleModel } from '../semantics/module-model.js';
import type { DocumentInput } from '../source/document.js';
import { type ModuleText, openModuleText } from '../source/module-text.js';
import type { AskedNotes } from '../syntax/asked.js';
import type { CodeParser } from '../syntax/code-parser.js';
import { ModuleSyntax } from '../syntax/module-syntax.js';
import { ModuleLinks } from './module-links.js';
import type { ModuleReach } from './module-outline.js';
import type { ModulePort } from './module-port.js';

/** Modules that one analysis opens beside its own, and the code units in them. */
const MAX_MODULES = 80;
const MAX_LENGTH = 8_000_000;
/** Code units that are kept for the next analysis. */
const MAX_KEPT = 16_000_000;

/** The same object as long as the text is the same. */
interface OpenedModule {
  readonly input: DocumentInput;
  readonly text: ModuleText;
  readonly syntax: ModuleSyntax;
}

/** What is found at a path: a module, nothing yet, or no Python. */
export type ModuleContent = OpenedModule | 'missing' | undefined;

/** Modules that were opened for others, with what was parsed of them, until they are too many. */
export class ModuleCache {
  readonly #opened = new Map<string, OpenedModule>();
  #length = 0;

  /** The module; opened again when its text is another one. Undefined for what is no Python. */
  open(path: string, port: ModulePort, parser: CodeParser): ModuleContent {
    const input = port.read(path);
    if (input === undefined) return 'missing';
    const known = this.#opened.get(path);
    if (known !== undefined && isSame(known.input, input)) return known;
    const opened = openModuleText(input);
    if ('notice' in opened || opened.module.languageId !== 'python') return undefined;
    const { module: text } = opened;
    const syntax = new ModuleSyntax(text.text, text.cellStarts, parser, known?.syntax);
    this.#forget(path, syntax);
    const entry: OpenedModule = { input, text, syntax };
    this.#opened.set(path, entry);
    this.#length += text.text.length;
    return entry;
  }

  /** Forgets the modules opened first where there are too many; none of them may be in use. */
  trim(): void {
    for (const path of this.#opened.keys()) {
      if (this.#length <= MAX_KEPT) return;
      this.#forget(path);
    }
  }

  dispose(): void {
    for (const path of [...this.#opened.keys()]) this.#forget(path);
  }

  #forget(path: string, successor?: ModuleSyntax): void {
    const entry = this.#opened.get(path);
    if (entry === undefined) return;
    entry.syntax.dispose(successor);
    this.#opened.delete(path);
    this.#length -= entry.text.text.length;
  }
}

/** True for one and the same, and for equal texts. */
function isSame(one: DocumentInput, other: DocumentInput): boolean {
  return one === other || (one.kind === 'text' && other.kind === 'text' && one.text === other.text);
}

/** The other modules of the workspace, as one analysis sees them: opened when something leads to them, within a bound. */
export class LinkedModules {
  readonly links: ModuleLinks;
  readonly #models = new Map<string, ModuleModel | undefined>();
  readonly #wanted = new Set<string>();
  readonly #contents = new Map<string, ModuleContent>();
  readonly #cache: ModuleCache;
  readonly #port: ModulePort;
  readonly #parser: CodeParser;
  #count = 0;
  #length = 0;

  constructor(
    port: ModulePort,
    cache: ModuleCache,
    parser: CodeParser,
    isForeign: (name: string) => boolean,
    reach: Partial<ModuleReach>,
    asked: AskedNotes,
  ) {
    this.#port = port;
    this.#cache = cache;
    this.#parser = parser;
    this.links = new ModuleLinks(port, (path) => this.#open(path), isForeign, reach, asked);
  }

  /** Files that were looked for and not at hand. */
  get wanted(): readonly string[] {
    return [...this.#wanted];
  }

  /** Files that were opened. */
  get opened(): readonly string[] {
    return [...this.#models].flatMap(([path, model]) => (model === undefined ? [] : [path]));
  }

  /** What was found at the paths that were looked at. */
  get contents(): ReadonlyMap<string, ModuleContent> {
    return this.#contents;
  }

  /** True when no further module would be opened. */
  get isFull(): boolean {
    return this.#count >= MAX_MODULES || this.#length > MAX_LENGTH;
  }

  /** True when the modules hold what they held. */
  areSame(contents: ReadonlyMap<string, ModuleContent>): boolean {
    for (const [path, content] of contents) {
      if (this.#cache.open(path, this.#port, this.#parser) !== content) return false;
    }
    return true;
  }

  /** Makes a module known that is open already: the one that is analysed. */
  add(model: ModuleModel): void {
    if (model.source !== undefined) this.#models.set(model.source.path, model);
  }

  #open(path: string): ModuleModel | undefined {
    if (this.#models.has(path)) return this.#models.get(path);
    const model = this.#read(path);
    this.#models.set(path, model);
    return model;
  }

  #read(path: string): ModuleModel | undefined {
    if (this.isFull) return undefined;
    const opened = this.#cache.open(path, this.#port, this.#parser);
    this.#contents.set(path, opened);
    if (opened === 'missing') this.#wanted.add(path);
    if (opened === undefined || opened === 'missing') return undefined;
    this.#count += 1;
    this.#length += opened.text.text.length;
    return new ModuleModel(opened.syntax, opened.text, this.links);
  }
}
