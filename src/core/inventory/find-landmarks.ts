import { Candidates } from '../rules/candidates.js';
import { anchorTo, spanAt } from '../rules/finding-draft.js';
import type { ModuleAnalysis } from '../rules/match-context.js';
import type { LandmarkKnowledge } from '../semantics/knowledge.js';
import type { Scope, ScopeOwner } from '../semantics/scope.js';
import { walkStatements } from '../semantics/walk.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { CallExpr, ClassStmt, Expr, FunctionStmt, Stmt } from '../syntax/ir.js';
import type { LandmarkSelection } from './compiled-landmarks.js';
import type { Landmark } from './landmark.js';
import type { BlockLandmarks, CalledMethod, LandmarkMemory, LandmarkPlace } from './landmark-memory.js';

/** Finds the training code, data loading, endpoints and so on of a module, in the order of the text, one per place. */
export function findLandmarks(
  module: ModuleAnalysis,
  compiled: LandmarkSelection,
  text: ModuleText,
  memory?: LandmarkMemory,
): readonly Landmark[] {
  const { model } = module;
  const isOpen = compiled.openPackages.some((name) => text.text.includes(name));
  // Methods that make a landmark together may stand in statements side by side.
  const methods = compiled.all
    .flatMap(({ knowledge }) => knowledge.methods)
    .filter((group) => group.every((name) => text.text.includes(name)));
  const words = [...compiled.words, ...methods.flat()];
  const wanted = { words, settings: [], isEverywhere: isOpen, imported: [] };
  const candidates = memory?.candidates.open(model, wanted) ?? new Candidates(model, wanted);
  memory?.prepare(compiled, isOpen, candidates.aliases);
  const mayBeCall = (name: string): boolean =>
    isOpen || candidates.wordsOf(name).some((word) => compiled.callWords.has(word));
  const found = candidates.blocks.map((block) => {
    const walk = (own: ModuleAnalysis): BlockLandmarks => {
      const finder = new LandmarkFinder(own, compiled, mayBeCall, text.text);
      walkStatements(model, model.syntax.read(block), model.root, {
        enters: (body) => candidates.holds(body),
        statement: (statement, scope) => finder.statement(statement, scope),
        expression: (expr, scope) => finder.expression(expr, scope),
      });
      return finder;
    };
    if (memory === undefined) return walk(module);
    const known = memory.answers.find(block);
    if (known !== undefined) {
      model.links?.repeat(known.asked);
      return known.value;
    }
    const { value, asked } = model.syntax.asked.record(() => walk(module.renew()));
    const { found: places, methods: called } = value;
    memory.answers.keep(block, { found: places, methods: called }, asked);
    return value;
  });
  return listLandmarks(found, module, compiled, text);
}

/** How far before a function its name is looked for. */
const MAX_NAME = 300;

interface Found {
  readonly knowledge: LandmarkKnowledge;
  readonly name: string;
  readonly span: Span;
}

type Holder = FunctionStmt | ClassStmt | Expr;

class LandmarkFinder implements BlockLandmarks {
  readonly found: LandmarkPlace[] = [];
  readonly methods: CalledMethod[] = [];
  readonly #module: ModuleAnalysis;
  readonly #compiled: LandmarkSelection;
  readonly #mayBeCall: (name: string) => boolean;
  /** Methods that make landmarks together. */
  readonly #wanted: ReadonlySet<string>;
  readonly #noted = new Map<Scope, Set<string>>();
  readonly #text: string;

  constructor(
    module: ModuleAnalysis,
    compiled: LandmarkSelection,
    mayBeCall: (name: string) => boolean,
    text: string,
  ) {
    this.#module = module;
    this.#text = text;
    this.#compiled = compiled;
    this.#wanted = new Set(compiled.all.flatMap(({ knowledge }) => knowledge.methods.flat()));
    this.#mayBeCall = mayBeCall;
  }

  statement(statement: Stmt, scope: Scope): void {
    if (statement.kind !== 'function' && statement.kind !== 'class') return;
    const site = { scope, offset: statement.start };
    const isOutermost = statement.kind === 'function' && scope.parent === undefined;
    for (const landmark of this.#compiled.all) {
      const isNamed = isOutermost && landmark.knowledge.functions?.names.includes(statement.name) === true;
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
      if (isNamed || isDecorated || isDerived) this.#add(landmark.knowledge, statement);
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
    for (const { calls, knowledge } of this.#compiled.all) {
      if (calls.matchesAny(names)) this.#add(knowledge, placeAround(expr, scope));
    }
  }

  #noteMethod(name: string, call: CallExpr, scope: Scope): void {
    if (!this.#wanted.has(name)) return;
    let noted = this.#noted.get(scope);
    if (noted === undefined) {
      noted = new Set();
      this.#noted.set(scope, noted);
    }
    if (noted.has(name)) return;
    noted.add(name);
    const place = this.#placeOf(placeAround(call, scope));
    if (place !== undefined) this.methods.push({ name, owner: scope.owner, place });
  }

  #add(knowledge: LandmarkKnowledge, at: Holder): void {
    const place = this.#placeOf(at);
    if (place !== undefined) this.found.push({ knowledge, ...place });
  }

  #placeOf(holder: Holder): Pick<LandmarkPlace, 'name' | 'at'> | undefined {
    const { name, span } = nameOf(holder, this.#text);
    const at = anchorTo(this.#module.model.syntax, span);
    return at && { name, at };
  }
}

/** The function around the call, or what is called when there is none or it has no name. */
function placeAround(call: CallExpr, scope: Scope): Holder {
  for (let around: Scope | undefined = scope; around !== undefined; around = around.parent) {
    if (around.owner?.kind === 'function') return around.owner.name === '' ? call.callee : around.owner;
  }
  return call.callee;
}

function listLandmarks(
  blocks: readonly BlockLandmarks[],
  module: ModuleAnalysis,
  { all }: LandmarkSelection,
  text: ModuleText,
): readonly Landmark[] {
  const found = blocks.flatMap((block) => block.found);
  const methods = new Map<ScopeOwner | undefined, Map<string, CalledMethod['place']>>();
  for (const { name, owner, place } of blocks.flatMap((block) => block.methods)) {
    const own = methods.get(owner);
    if (own === undefined) methods.set(owner, new Map([[name, place]]));
    else if (!own.has(name)) own.set(name, place);
  }
  for (const { knowledge } of all) {
    if (knowledge.methods.length === 0) continue;
    for (const called of methods.values()) {
      const group = knowledge.methods.find((names) => names.every((name) => called.has(name)));
      const first = group === undefined ? undefined : called.get(group[0] ?? '');
      // What a module mentions may take all of it to tell, so that is asked last.
      if (first !== undefined && module.mentions(knowledge.modules)) found.push({ knowledge, ...first });
    }
  }
  const landmarks = new Map<string, Found>();
  for (const { knowledge, name, at } of found) {
    const span = spanAt(at);
    const key = `${knowledge.kind} ${span.start}`;
    if (!landmarks.has(key)) landmarks.set(key, { knowledge, name, span });
  }
  return dropFallbacks([...landmarks.values()].sort((a, b) => a.span.start - b.span.start)).map(
    ({ knowledge: { kind, guidelines }, name, span }) => ({
      kind,
      name,
      location: text.locate(span),
      guidelines,
    }),
  );
}

/** Of landmarks of a kind that are only taken for want of better ones, the first where there are no others. */
function dropFallbacks(found: readonly Found[]): readonly Found[] {
  const isFallback = ({ knowledge }: Found): boolean => knowledge.isFallback === true;
  const taken = new Set(found.flatMap((one) => (isFallback(one) ? [] : one.knowledge.kind)));
  return found.filter((one) => {
    if (!isFallback(one)) return true;
    const { kind } = one.knowledge;
    const isFirst = !taken.has(kind);
    taken.add(kind);
    return isFirst;
  });
}

function nameOf(at: Holder, text: string): Omit<Found, 'knowledge'> {
  if (at.kind === 'function' || at.kind === 'class') return { name: at.name, span: nameSpan(at, text) };
  return { name: at.kind === 'name' || at.kind === 'attribute' ? at.name : '', span: at };
}

/** A function may be called by the name before it: `const chat = async () => ...`. */
function nameSpan({ name, nameStart, start }: FunctionStmt | ClassStmt, text: string): Span {
  const isHere = text.startsWith(name, nameStart);
  const before = isHere ? -1 : text.slice(Math.max(0, start - MAX_NAME), start).lastIndexOf(name);
  const from = isHere ? nameStart : before < 0 ? start : Math.max(0, start - MAX_NAME) + before;
  return { start: from, end: from + name.length };
}
