import { Candidates } from '../rules/candidates.js';
import type { ModuleAnalysis } from '../rules/match-context.js';
import type { LandmarkKnowledge } from '../semantics/knowledge.js';
import type { Scope } from '../semantics/scope.js';
import { walkStatements } from '../semantics/walk.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { CallExpr, Expr, Stmt } from '../syntax/ir.js';
import type { LandmarkSelection } from './compiled-landmarks.js';
import type { Landmark } from './landmark.js';

/** Finds the training code, data loading, endpoints and so on of a module, in the order of the text, one per place. */
export function findLandmarks(
  module: ModuleAnalysis,
  compiled: LandmarkSelection,
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
    text.text,
    (name) => isOpen || candidates.wordsOf(name).some((word) => compiled.callWords.has(word)),
  );
  for (const block of candidates.blocks) {
    walkStatements(module.model, module.model.syntax.read(block), module.model.root, {
      enters: (body) => candidates.holds(body),
      statement: (statement, scope) => finder.statement(statement, scope),
      expression: (expr, scope) => finder.expression(expr, scope),
    });
  }
  return finder.finish().map(({ knowledge, name, span }) => ({
    kind: knowledge.kind,
    name,
    location: text.locate(span),
    guidelines: knowledge.guidelines,
  }));
}

/** How far before a function its name is looked for. */
const MAX_NAME = 300;

interface Found {
  readonly knowledge: LandmarkKnowledge;
  readonly name: string;
  readonly span: Span;
}

class LandmarkFinder {
  readonly #module: ModuleAnalysis;
  readonly #compiled: LandmarkSelection;
  readonly #text: string;
  readonly #mayBeCall: (name: string) => boolean;
  readonly #found = new Map<string, Found>();
  /** Methods called in each scope, with the first call of each. */
  readonly #methods = new Map<Scope, Map<string, CallExpr>>();

  constructor(
    module: ModuleAnalysis,
    compiled: LandmarkSelection,
    text: string,
    mayBeCall: (name: string) => boolean,
  ) {
    this.#module = module;
    this.#compiled = compiled;
    this.#text = text;
    this.#mayBeCall = mayBeCall;
  }

  statement(statement: Stmt, scope: Scope): void {
    if (statement.kind !== 'function' && statement.kind !== 'class') return;
    const site = { scope, offset: statement.start };
    const span = this.#nameSpan(statement);
    const isOutermost = statement.kind === 'function' && scope.parent === undefined;
    for (const landmark of this.#compiled.all) {
      if (isOutermost && landmark.knowledge.functions?.names.includes(statement.name) === true) {
        this.#add(landmark.knowledge, statement.name, span);
      }
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
    const found = [...this.#found.values()].sort((a, b) => a.span.start - b.span.start);
    return found.filter(({ knowledge }, index) => {
      if (knowledge.isFallback !== true) return true;
      const rivals = found.filter((other) => other.knowledge.kind === knowledge.kind);
      return rivals.every((other) => other.knowledge.isFallback === true) && rivals[0] === found[index];
    });
  }

  #noteMethod(name: string, call: CallExpr, scope: Scope): void {
    let methods = this.#methods.get(scope);
    if (methods === undefined) {
      methods = new Map();
      this.#methods.set(scope, methods);
    }
    if (!methods.has(name)) methods.set(name, call);
  }

  /** At the function around the call, or at the call when there is none or it has no name. */
  #addAround(knowledge: LandmarkKnowledge, call: CallExpr, scope: Scope): void {
    for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
      const { owner } = around;
      if (owner?.kind !== 'function') continue;
      if (owner.name === '') break;
      this.#add(knowledge, owner.name, this.#nameSpan(owner));
      return;
    }
    const { callee } = call;
    const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
    this.#add(knowledge, name, { start: callee.start, end: callee.end });
  }

  /** A function may be called by the name before it: `const chat = async () => ...`. */
  #nameSpan({ name, nameStart, start }: { name: string; nameStart: number; start: number }): Span {
    const isHere = this.#text.startsWith(name, nameStart);
    const before = isHere ? -1 : this.#text.slice(Math.max(0, start - MAX_NAME), start).lastIndexOf(name);
    const from = isHere ? nameStart : before < 0 ? start : Math.max(0, start - MAX_NAME) + before;
    return { start: from, end: from + name.length };
  }

  #add(knowledge: LandmarkKnowledge, name: string, span: Span): void {
    const key = `${knowledge.kind} ${span.start}`;
    if (!this.#found.has(key)) this.#found.set(key, { knowledge, name, span });
  }
}
