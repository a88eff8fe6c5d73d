import type { AnalysisContext } from '../api.js';
import { toNeedReach } from '../modules/reach-needs.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { NeedReach, ScannedText } from '../rules/rule-filter.js';
import type { ModuleText } from '../source/module-text.js';
import type { RecognisedDocument } from '../structured/recognise-document.js';
import { type CodeLanguage, findCodeLanguage } from '../syntax/languages.js';
import type { CompiledKnowledge } from './compiled-knowledge.js';

/** What a document is, and which rules are to be run on it. */
export interface ModuleRules {
  /** Absent for what is no code. */
  readonly language?: CodeLanguage;
  /** Kind of a document that is no code; absent for code and for what is not known. */
  readonly recognised?: RecognisedDocument;
  /** Whether only what the words of the text allow is looked at. */
  readonly isTrimmed: boolean;
  /** Whether other modules count. */
  readonly isLinked: boolean;
  /** What other modules bring. */
  readonly reach?: NeedReach;
  /** What the filter read of the text; absent when nothing was filtered. */
  readonly scanned?: ScannedText;
  /** All that speak about documents like this, by id. */
  readonly ids: ReadonlySet<string>;
  /** Those that may find something by the words of the text. */
  readonly possible: readonly CompiledRule[];
  /** Those to be run: the possible ones, or all of them when nothing is trimmed. */
  readonly active: readonly CompiledRule[];
}

/** Chooses the rules for a document; `before` and `known` are what the filter read of its last version, and of this one. */
export function chooseRules(
  text: ModuleText,
  { trim, modules, settings, reach: brought }: AnalysisContext,
  { documents, selection, filters, origins }: CompiledKnowledge,
  before?: ScannedText,
  known?: ScannedText,
): ModuleRules {
  const isTrimmed = trim !== false;
  const language = findCodeLanguage(text.languageId);
  const recognised =
    language === undefined && text.cellStarts.length === 0
      ? documents.recogniser.recognise(text.path, text.languageId, text.original)
      : undefined;
  const { ids, rules } = selection.select(text.languageId, recognised?.names, settings.rules);
  const filter = recognised === undefined ? filters[language ?? 'python'] : documents.filter;
  const isLinked = language === 'python' && modules !== undefined;
  const reach = isLinked && brought !== undefined ? toNeedReach(brought, filters.python, origins) : undefined;
  const scanned = isTrimmed || isLinked ? (known ?? filter.scan(text, before)) : undefined;
  const possible = scanned?.selectRules(rules, reach) ?? rules;
  return {
    ...(language && { language }),
    ...(recognised && { recognised }),
    isTrimmed,
    isLinked,
    ...(reach && { reach }),
    ...(scanned && { scanned }),
    ids,
    possible,
    active: isTrimmed ? possible : rules,
  };
}
