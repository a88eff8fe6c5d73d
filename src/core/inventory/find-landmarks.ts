import { Candidates } from '../rules/candidates.js';
import type { ModuleAnalysis } from '../rules/match-context.js';
import type { LandmarkKnowledge } from '../semantics/knowledge.js';
import { firstSegment, lastSegment, NamePatterns } from '../semantics/name-pattern.js';
import type { Scope } from '../semantics/scope.js';
import { walkStatements } from '../semantics/walk.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { CallExpr, Expr, Stmt } from '../syntax/ir.js';
import type { Landmark } from './landmark.js';

interface CompiledLandmark {
  readonly knowledge: LandmarkKnowledge;
  readonly calls: NamePatterns;
  readonly decorators: NamePatterns;
  readonly bases: NamePatterns;
}

/** Knowledge about landmarks, compiled once. */
export class CompiledLandmarks {
  readonly all: readonly CompiledLandmark[];
  /** Words, one of which stands at every landmark. */
  readonly words: readonly string[];
  /** Words that stand at calls which are landmarks. */
  readonly callWords: ReadonlySet<string>;
  /** Packages of which any call may be one: where they are mentioned, every call is looked at. */
  readonly openPackages: readonly string[];

  constructor(knowledge: readonly LandmarkKnowledge[]) {
    this.all = knowledge.map((entry) => ({
      knowledge: entry,
      calls: new NamePatterns(entry.calls),
      decorators: new NamePatterns(entry.decorators),
      bases: new NamePatterns(entry.bases),
    }));
    const calls = knowledge.flatMap((entry) => entry.calls.flatMap((name) => lastSegment(name) ?? []));
    const others = knowledge.flatMap((entry) => [
      ...[...entry.decorators, ...entry.bases].flatMap((name) => lastSegment(name) ?? []),
      ...entry.methods.flatMap((group) => group.slice(0, 1)),
    ]);
    const open = knowledge.flatMap((entry) => entry.calls.filter((name) => lastSegment(name) === undefined));
    this.callWords = new Set(calls);
    this.openPackages = [...new Set(open.flatMap((name) => firstSegment(name) ?? []))];
    this.words = [...new Set([...calls, ...others, ...this.openPackages])];
  }
}

/** Finds the training code, data loading, endpoints and so on of a module, in the order of the text, one per place. */
export function findLandmarks(
  module: ModuleAnalysis,
  compiled: CompiledLandmarks,
  text: ModuleText,
): readonly Landmark[] {
  const isOpen = compiled.openPackages.some((name) => text.text.includes(name));
  // Methods that make a landmark together may stand in statements side by side.
  const methods = compiled.all
    .flatMap(({ knowledge }) => knowledge.methods)
    .filter((group) => group.every((name) => text.text.includes(name)));
  const candidates = new Candidates(module.model, [...compiled.words, ...methods.flat()], [], isOpen);
  const finder = new LandmarkFinder(
    module,
    compiled,
    (name) => isOpen || candidates.wordsOf(name).some((word) => compiled.callWords.has(word)),
  );
  for (const block of candidates.blocks) {
    walkStatements(module.model, module.model.syntax.read(block), module.model.root, {
      enters: (body) => candidates.holds(body),
      statement: (statement, scope) => finder.statement(statement, scope),
      expression: (expr, scope) => finder.expression(expr, scope),
    });
  }
  return finder
    .finish()
    .sort((a, b) => a.span.start - b.span.start)
    .map(({ knowledge, name, span }) => ({
      kind: knowledge.kind,
      name,
      location: text.locate(span),
      guidelines: knowledge.guidelines,
    }));
}

interface Found {
  readonly knowledge: LandmarkKnowledge;
  readonly name: string;
  readonly span: Span;
}

class LandmarkFinder {
  readonly #module: ModuleAnalysis;
  readonly #compiled: CompiledLandmarks;
  readonly #mayBeCall: (name: string) => boolean;
  readonly #found = new Map<string, Found>();
  /** Methods called in each scope, with the first call of each. */
  readonly #methods = new Map<Scope, Map<string, CallExpr>>();

  constructor(module: ModuleAnalysis, compiled: CompiledLandmarks, mayBeCall: (name: string) => boolean) {
    this.#module = module;
    this.#compiled = compiled;
    this.#mayBeCall = mayBeCall;
  }

  statement(statement: Stmt, scope: Scope): void {
    if (statement.kind !== 'function' && statement.kind !== 'class') return;
    const site = { scope, offset: statement.start };
    const span = { start: statement.nameStart, end: statement.nameStart + statement.name.length };
    for (const landmark of this.#compiled.all) {
      const isDecorated = statement.decorators.some((decorator) =>
        landmark.decorators.matchesAny(
          this.#module.resolver.namesOf(decorator.kind === 'call' ? decorator.callee : decorator, site),
        ),
      );
      const isDerived =
        statement.kind === 'class' &&
        statement.bases.some((base) =>
          landmark.bases.matchesAny(this.#module.resolver.namesOf(base.value, site)),
        );
      if (isDecorated || isDerived) this.#add(landmark.knowledge, statement.name, span);
    }
  }

  expression(expr: Expr, scope: Scope): void {
    if (expr.kind !== 'call') return;
    const { callee } = expr;
    if (callee.kind !== 'name' && callee.kind !== 'attribute') return;
    if (callee.kind === 'attribute') this.#noteMethod(callee.name, expr, scope);
    if (!this.#mayBeCall(callee.name)) return;
    const names = this.#module.resolver.namesOf(callee, { scope, offset: expr.start });
    if (names.length === 0) return;
    for (const landmark of this.#compiled.all) {
      if (landmark.calls.matchesAny(names)) this.#addAround(landmark.knowledge, expr, scope);
    }
  }

  finish(): Found[] {
    for (const { knowledge } of this.#compiled.all) {
      if (knowledge.methods.length === 0) continue;
      for (const [scope, methods] of this.#methods) {
        const group = knowledge.methods.find((names) => names.every((name) => methods.has(name)));
        const first = group === undefined ? undefined : methods.get(group[0] ?? '');
        // What a module mentions may take all of it to tell, so that is asked last.
        if (first !== undefined && this.#module.mentions(knowledge.modules)) {
          this.#addAround(knowledge, first, scope);
        }
      }
    }
    return [...this.#found.values()];
  }

  #noteMethod(name: string, call: CallExpr, scope: Scope): void {
    let methods = this.#methods.get(scope);
    if (methods === undefined) {
      methods = new Map();
      this.#methods.set(scope, methods);
    }
    if (!methods.has(name)) methods.set(name, call);
  }

  /** At the function around the call, or at the call when there is none. */
  #addAround(knowledge: LandmarkKnowledge, call: CallExpr, scope: Scope): void {
    for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
      const { owner } = around;
      if (owner?.kind !== 'function') continue;
      this.#add(knowledge, owner.name, { start: owner.nameStart, end: owner.nameStart + owner.name.length });
      return;
    }
    const { callee } = call;
    const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
    this.#add(knowledge, name, { start: callee.start, end: callee.end });
  }

  #add(knowledge: LandmarkKnowledge, name: string, span: Span): void {
    const key = `${knowledge.kind} ${span.start}`;
    if (!this.#found.has(key)) this.#found.set(key, { knowledge, name, span });
  }
}
