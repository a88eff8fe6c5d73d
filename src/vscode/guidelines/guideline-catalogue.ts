import type { Framework, Item, Knowledge, Rule, Section } from '../../core/index.js';

/** A guideline item with the place it stands in. */
export interface Guideline {
  readonly item: Item;
  readonly section: Section;
  readonly framework: Framework;
  /** What people call it, such as `NCSC 2.3`. */
  readonly label: string;
}

/** Guidelines and rules by id, and how they refer to each other. */
export class GuidelineCatalogue {
  readonly knowledge: Knowledge;
  readonly #guidelines = new Map<string, Guideline>();
  readonly #rules = new Map<string, Rule>();

  /** @param labelOf what people call the item with an id */
  constructor(knowledge: Knowledge, labelOf: (itemId: string) => string) {
    this.knowledge = knowledge;
    for (const framework of knowledge.frameworks) {
      for (const section of framework.sections) {
        for (const item of section.items) {
          this.#guidelines.set(item.id, { item, section, framework, label: labelOf(item.id) });
        }
      }
    }
    for (const rule of knowledge.rules) this.#rules.set(rule.id, rule);
  }

  /** Speaks about other rules. */
  withRules(rules: readonly Rule[]): GuidelineCatalogue {
    return new GuidelineCatalogue({ ...this.knowledge, rules }, (id) => this.findGuideline(id)?.label ?? id);
  }

  /** All items, in the order of their documents. */
  get guidelines(): readonly Guideline[] {
    return [...this.#guidelines.values()];
  }

  get rules(): readonly Rule[] {
    return this.knowledge.rules;
  }

  /** Undefined for an id that no framework has. */
  findGuideline(id: string): Guideline | undefined {
    return this.#guidelines.get(id);
  }

  /** Undefined for an id that no rule has. */
  findRule(id: string): Rule | undefined {
    return this.#rules.get(id);
  }

  /** The known ones of these ids, in the order given. */
  listGuidelines(ids: readonly string[]): readonly Guideline[] {
    return ids.flatMap((id) => this.findGuideline(id) ?? []);
  }

  /** Rules that serve an item. */
  listRulesFor(itemId: string): readonly Rule[] {
    return this.rules.filter((rule) => rule.guidelines.includes(itemId));
  }
}
