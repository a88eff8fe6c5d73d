import type { DocumentKind } from '../structured/document-kind.js';
import { findCodeLanguage } from '../syntax/languages.js';
import type { CompiledRule } from './compile-rule.js';
import type { RuleLanguage } from './rule.js';

/** Rules that are on for one kind of document. */
export interface SelectedRules {
  readonly rules: readonly CompiledRule[];
  readonly ids: ReadonlySet<string>;
}

type Levels = Readonly<Record<string, string>>;

/** Selects rules by the language of documents and by the settings. Answers are kept as long as the settings are. */
export class RuleSelection {
  /** Every rule. */
  readonly all: SelectedRules;
  readonly #known = new WeakMap<Levels, Map<string, SelectedRules>>();

  constructor(rules: readonly CompiledRule[]) {
    this.all = select(rules);
  }

  /** Rules on documents of a language, and of the kinds that such a document is of. */
  select(languageId: string, kinds: ReadonlySet<DocumentKind> | undefined, levels: Levels): SelectedRules {
    let known = this.#known.get(levels);
    if (known === undefined) {
      known = new Map();
      this.#known.set(levels, known);
    }
    const key = kinds === undefined ? languageId : `${languageId} ${[...kinds].sort().join(' ')}`;
    let selected = known.get(key);
    if (selected === undefined) {
      const code = findCodeLanguage(languageId);
      const isFitting = (language: RuleLanguage): boolean =>
        language === 'any' ||
        language === code ||
        (isDocumentKind(language) && kinds?.has(language) === true);
      selected = select(
        this.all.rules.filter(({ rule }) => levels[rule.id] !== 'off' && rule.languages.some(isFitting)),
      );
      known.set(key, selected);
    }
    return selected;
  }
}

function select(rules: readonly CompiledRule[]): SelectedRules {
  return { rules, ids: new Set(rules.map(({ rule }) => rule.id)) };
}

function isDocumentKind(language: RuleLanguage): language is DocumentKind {
  return language !== 'any' && language !== 'python' && language !== 'javascript';
}
