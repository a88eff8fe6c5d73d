import type { DocumentKind, DocumentKnowledge, KindRecognition } from './document-kind.js';

/** What a document is. */
export interface RecognisedDocument {
  /** What it is in particular. */
  readonly kind: KindRecognition;
  /** All that rules may call it: the kind, and that of its plain syntax (`yaml` for a workflow). */
  readonly names: ReadonlySet<DocumentKind>;
}

interface Recognition {
  readonly kind: KindRecognition;
  readonly paths: readonly RegExp[];
  readonly content: readonly RegExp[];
}

/** How much of a text is looked at for what it is. */
const MAX_CONTENT = 200_000;

/** Tells what documents are, by path and content. Made once for all documents. */
export class DocumentRecogniser {
  readonly #kinds: readonly Recognition[];
  readonly #byLanguage = new Map<string, KindRecognition>();

  constructor(knowledge: DocumentKnowledge) {
    this.#kinds = knowledge.kinds.map((kind) => ({
      kind,
      paths: kind.paths.map((path) => new RegExp(path, 'i')),
      content: kind.content.map((content) => new RegExp(content, 'm')),
    }));
    for (const kind of knowledge.kinds) {
      for (const language of kind.languages) {
        if (!this.#byLanguage.has(language)) this.#byLanguage.set(language, kind);
      }
    }
  }

  /** What a document is; undefined for code and for texts of no kind. */
  recognise(path: string, languageId: string, text: string): RecognisedDocument | undefined {
    let head: string | undefined;
    for (const { kind, paths, content } of this.#kinds) {
      if (paths.length > 0 && !paths.some((expression) => expression.test(path))) continue;
      if (content.length > 0) {
        head ??= text.slice(0, MAX_CONTENT);
        const held = head;
        if (!content.every((expression) => expression.test(held))) continue;
      }
      if (paths.length === 0 && content.length === 0) continue;
      return this.#named(kind);
    }
    const kind = this.#byLanguage.get(languageId);
    return kind === undefined ? undefined : this.#named(kind);
  }

  #named(kind: KindRecognition): RecognisedDocument {
    const names = new Set<DocumentKind>([kind.id]);
    const plain = this.#kinds.find((other) => other.kind.id === kind.syntax)?.kind.id;
    if (plain !== undefined) names.add(plain);
    return { kind, names };
  }
}
