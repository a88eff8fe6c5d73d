import { judgeVersion } from '../../semantics/judge-version.js';
import type { ProjectFacts } from '../../semantics/project.js';
import { PathPattern } from '../../structured/path-pattern.js';
import type { StructuredDocument } from '../../structured/read-document.js';
import {
  findRelative,
  isAbsenceKnown,
  parseRelativePath,
  type RelativePath,
} from '../../structured/relative-path.js';
import { type DocumentMatch, type DocumentTest, isDocumentMatch } from '../document-match.js';
import type { KnownTexts } from '../known-lists.js';
import type { Match, Predicate, ValueTest } from '../rule.js';
import { toValue } from './data-value.js';
import { lookUpArgument, matchName } from './document-arguments.js';
import type { DocumentHit } from './document-hit.js';
import { feedsProgram, findCommands, findInstructions } from './find-commands.js';
import { findEntries } from './find-entries.js';
import { findRequirements } from './find-requirements.js';
import { findVariables } from './find-variables.js';
import { ValueJudge } from './judge-value.js';

/** Finds and judges matches in documents. Keeps compiled paths, and what documents hold while they are there. */
export class DocumentJudge {
  readonly #values: ValueJudge;
  readonly #patterns = new Map<string, PathPattern>();
  readonly #relative = new Map<string, RelativePath>();
  /** What documents hold, as long as they are there. */
  readonly #held = new WeakMap<StructuredDocument, Map<Match, boolean>>();

  constructor(known: KnownTexts) {
    this.#values = new ValueJudge(known);
  }

  /** What a match finds in a document, conditions of the match included. */
  find(match: Match, document: StructuredDocument, project: ProjectFacts): readonly DocumentHit[] {
    if (!isDocumentMatch(match)) return [];
    const { where } = match;
    const found = this.#findAll(match, document, project);
    return where === undefined ? found : found.filter((hit) => this.judge(where, hit, project));
  }

  #findAll(
    match: DocumentMatch,
    document: StructuredDocument,
    project: ProjectFacts,
  ): readonly DocumentHit[] {
    switch (match.kind) {
      case 'entry':
        return findEntries(
          match,
          match.paths.map((path) => this.#pattern(path)),
          document,
          this.#values,
        );
      case 'instruction':
        return findInstructions(match, document);
      case 'command':
        return findCommands(match, document, document.commands);
      case 'variable':
        return findVariables(match, document, this.#values);
      case 'requirement':
        return findRequirements(match, document, this.#values, project);
    }
  }

  /** Whether a condition holds for a hit. Conditions that only code can meet never hold. */
  judge(predicate: Predicate, hit: DocumentHit, project: ProjectFacts): boolean {
    if ('all' in predicate) return predicate.all.every((part) => this.judge(part, hit, project));
    if ('any' in predicate) return predicate.any.some((part) => this.judge(part, hit, project));
    if ('not' in predicate) return !this.judge(predicate.not, hit, project);
    if ('argument' in predicate) {
      return Object.entries(predicate.argument).every(([key, test]) =>
        this.#values.judge(test, lookUpArgument(key, hit)),
      );
    }
    if ('entry' in predicate) {
      return Object.entries(predicate.entry).every(([path, test]) => this.#judgeEntry(path, test, hit));
    }
    if ('callee' in predicate) {
      const { command } = hit;
      return (
        command !== undefined && predicate.callee.some((name) => matchName(command.words, name) !== undefined)
      );
    }
    if ('feeds' in predicate) return hit.command !== undefined && feedsProgram(hit.command, predicate.feeds);
    if ('document' in predicate) return this.#judgeDocument(predicate.document, hit, project);
    if ('version' in predicate) {
      const { package: name, bound, is } = predicate.version;
      return judgeVersion(project, name, bound ?? '0') === is;
    }
    return false;
  }

  /** Of several values one is enough; where there is none, it is missing. */
  #judgeEntry(path: string, test: ValueTest, { place, document, missing }: DocumentHit): boolean {
    if (place === undefined) return this.#values.judge(test, 'missing');
    const relative = this.#relativePath(path);
    // Seen from an entry that is missing, what should hold it is one level up.
    const start = missing === undefined || typeof relative.from === 'string' ? relative : above(relative);
    const found = findRelative(start, place);
    if (found.length > 0) {
      return found.some(({ node }) => this.#values.judge(test, toValue(node, document.unknown)));
    }
    return this.#values.judge(test, isAbsenceKnown(start, place) ? 'missing' : 'unknown');
  }

  #judgeDocument(
    { kinds, path, holds }: DocumentTest,
    { document }: DocumentHit,
    project: ProjectFacts,
  ): boolean {
    if (kinds !== undefined && !kinds.some((kind) => document.recognised.names.has(kind))) return false;
    if (path !== undefined && !this.#values.matches(path, document.path)) return false;
    return holds === undefined || this.#holds(holds, document, project);
  }

  /** The same for every hit in a document. */
  #holds(match: Match, document: StructuredDocument, project: ProjectFacts): boolean {
    let known = this.#held.get(document);
    if (known === undefined) {
      known = new Map();
      this.#held.set(document, known);
    }
    let answer = known.get(match);
    if (answer === undefined) {
      answer = this.find(match, document, project).length > 0;
      known.set(match, answer);
    }
    return answer;
  }

  #pattern(text: string): PathPattern {
    let pattern = this.#patterns.get(text);
    if (pattern === undefined) {
      pattern = new PathPattern(text);
      this.#patterns.set(text, pattern);
    }
    return pattern;
  }

  #relativePath(text: string): RelativePath {
    let path = this.#relative.get(text);
    if (path === undefined) {
      path = parseRelativePath(text);
      this.#relative.set(text, path);
    }
    return path;
  }
}

function above(path: RelativePath): RelativePath {
  return typeof path.from === 'number' ? { ...path, from: Math.max(0, path.from - 1) } : path;
}
