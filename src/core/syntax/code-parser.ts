import { Parser, type Tree } from 'web-tree-sitter';
import { TreeLayout } from './tree-layout.js';

/** The memory of the parser's runtime. Its views are replaced when it grows. */
export interface ParserMemory {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
}

/** A parser that shows the memory in which its trees lie, where a walk over them takes no calls. */
export class CodeParser extends Parser {
  /** One for the program, as is the library's: it takes the first runtime that it is given and keeps it. */
  static #starting: Promise<ParserMemory> | undefined;
  readonly memory: ParserMemory;
  #layout: TreeLayout | undefined;

  constructor(memory: ParserMemory) {
    super();
    this.memory = memory;
  }

  /** Starts the runtime unless it runs; rejects when it does not load, and may then be tried again. */
  static async start(wasmBinary: Uint8Array): Promise<ParserMemory> {
    CodeParser.#starting ??= startRuntime(wasmBinary);
    try {
      return await CodeParser.#starting;
    } catch (cause) {
      CodeParser.#starting = undefined;
      throw cause;
    }
  }

  /** Where what is in a tree of this parser's language. */
  layoutOf(tree: Tree): TreeLayout {
    this.#layout ??= new TreeLayout(this.memory, tree);
    return this.#layout;
  }
}

async function startRuntime(wasmBinary: Uint8Array): Promise<ParserMemory> {
  // The library puts its views of the memory into the object.
  const runtime = { wasmBinary };
  await Parser.init(runtime);
  return runtime as unknown as ParserMemory;
}
