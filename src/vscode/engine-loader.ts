import type { Knowledge } from '../core/index.js';
import { listWantedDocuments, type WantedDocument } from './documents/wanted-documents.js';
import { GuidelineCatalogue } from './guidelines/guideline-catalogue.js';
import type { Platform } from './platform/platform.js';

/** The engine's door, loaded when first needed. */
export type Core = typeof import('../core/index.js');

/** Everything that needs the knowledge bundle. */
export interface Loaded {
  readonly core: Core;
  readonly guidelines: GuidelineCatalogue;
  /** The document that would answer a question, by the question's id. */
  readonly wanted: ReadonlyMap<string, WantedDocument>;
}

/** Loads the engine's door and what it knows once, and only when a surface asks; analyses are the analyst's. */
export class EngineLoader {
  readonly #platform: Platform;
  #loading: Promise<Loaded> | undefined;
  #isDisposed = false;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /** The same for all. Rejects when the shipped knowledge cannot be read; the next call tries again. */
  load(): Promise<Loaded> {
    this.#loading ??= this.#create().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  dispose(): void {
    this.#isDisposed = true;
  }

  async #create(): Promise<Loaded> {
    const [core, bytes] = await Promise.all([
      import('../core/index.js'),
      this.#platform.readAsset('knowledge.json'),
    ]);
    const knowledge = JSON.parse(new TextDecoder().decode(bytes)) as Knowledge;
    if (this.#isDisposed) throw new Error('Fairlead was switched off while it was loading.');
    const index = core.createGuidelineIndex(knowledge.frameworks, knowledge.taxonomies);
    const labelOf = (id: string): string => index.findItem(id)?.entry.label ?? id;
    const guidelines = new GuidelineCatalogue(knowledge, labelOf);
    const wanted = listWantedDocuments(knowledge.evidence, core.ARTIFACT_KINDS);
    return { core, guidelines, wanted };
  }
}
