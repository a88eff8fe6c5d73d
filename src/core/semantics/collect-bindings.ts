import type { Span } from '../source/position.js';
import { ADDING_METHODS } from '../syntax/adding-methods.js';
import type { AssignStmt, ComprehensionExpr, Expr, Parameter, Stmt } from '../syntax/ir.js';
import { additionsBy } from './adding-calls.js';
import { memberOf, partOf } from './pattern-sources.js';
import type { Binding, BindingSource, Scope } from './scope.js';

interface Region {
  readonly branch?: Span;
  /** What the names bound here are names of; absent for the scope. */
  readonly binds?: AssignStmt['binds'];
  readonly loops: readonly Span[];
}

const TOP: Region = { loops: [] };

/** Collects what statements bind, without entering nested functions and classes. */
export function collectBindings(statements: readonly Stmt[], scope: Scope): readonly Binding[] {
  const collector = new Collector(scope);
  collector.statements(statements, TOP);
  return collector.bindings;
}

/** What the parameters of a function bind. */
export function collectParameters(parameters: readonly Parameter[], scope: Scope): readonly Binding[] {
  const collector = new Collector(scope);
  for (const [index, parameter] of parameters.entries()) {
    const source: BindingSource = { kind: 'parameter', parameter, index };
    const { pattern, start, end, name } = parameter;
    collector.target(pattern ?? { kind: 'name', start, end, name }, source, start, TOP);
  }
  return collector.bindings;
}

/** What the clauses of a comprehension bind. */
export function collectClauses(comprehension: ComprehensionExpr, scope: Scope): readonly Binding[] {
  const collector = new Collector(scope);
  for (const [index, clause] of comprehension.clauses.entries()) {
    const source: BindingSource = {
      kind: 'part',
      value: clause.iterable,
      ...(index === 0 ? { isOutside: true } : {}),
    };
    collector.target(clause.target, source, comprehension.start, TOP);
  }
  return collector.bindings;
}

class Collector {
  readonly bindings: Binding[] = [];
  readonly #scope: Scope;

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  statements(statements: readonly Stmt[], region: Region): void {
    for (const statement of statements) this.#statement(statement, region);
  }

  /** Binds the names in an assignment target. */
  target(target: Expr, source: BindingSource, at: number, region: Region): void {
    switch (target.kind) {
      case 'name':
        this.#add(target.name, source, target, at, region);
        return;
      case 'sequence':
        for (const [position, item] of target.items.entries())
          this.target(item, partOf(source, position), at, region);
        return;
      case 'dict':
        for (const { key, value } of target.entries) {
          const name = key?.kind === 'constant' && typeof key.value === 'string' ? key.value : undefined;
          this.target(value, memberOf(source, name), at, region);
        }
        return;
      case 'named':
        this.target(target.target, source, at, region);
        return;
      case 'wrap':
        this.target(target.value, partOf(source), at, region);
        return;
      case 'subscript':
        if (target.object.kind === 'name' && source.kind === 'value') {
          const key = target.indices[0];
          const addition: BindingSource = {
            kind: 'addition',
            value: source.value,
            ...(key === undefined ? {} : { key }),
          };
          this.#add(target.object.name, addition, target, at, region);
        } else if (source.kind === 'value') {
          this.#addInside(target.object, source.value, target.indices[0], target, at, region);
        }
        return;
      case 'attribute':
        if (target.object.kind === 'name' && source.kind === 'value') {
          const addition: BindingSource = { kind: 'addition', value: source.value, attribute: target.name };
          this.#add(target.object.name, addition, target, at, region);
        } else if (source.kind === 'value') {
          const { nameStart: start, end, name: value } = target;
          const key: Expr = { kind: 'constant', type: 'string', value, start, end };
          this.#addInside(target.object, source.value, key, target, at, region);
        }
        return;
      default:
        return;
    }
  }

  #add(name: string, source: BindingSource, span: Span, at: number, region: Region): void {
    this.bindings.push({
      name,
      source,
      span,
      at,
      loops: region.loops,
      scope: this.#scope,
      ...(region.branch === undefined ? {} : { branch: region.branch }),
      ...(region.binds === 'block' && region.branch !== undefined ? { block: region.branch } : {}),
      ...(region.binds === 'outside' ? { isOutside: true } : {}),
    });
  }

  #branch(statements: readonly Stmt[], region: Region, isLoop = false): void {
    const first = statements[0];
    const last = statements[statements.length - 1];
    if (first === undefined || last === undefined) return;
    const branch = { start: first.start, end: last.end };
    this.statements(statements, { branch, loops: isLoop ? [...region.loops, branch] : region.loops });
  }

  #statement(statement: Stmt, region: Region): void {
    switch (statement.kind) {
      case 'import':
        for (const name of statement.names) {
          // `import a.b` binds `a`; `import a.b as c` binds `a.b`.
          const bound = name.alias ?? name.name.split('.')[0] ?? name.name;
          const qualified = name.alias === undefined ? bound : name.name;
          this.#add(bound, { kind: 'import', name: qualified }, name, statement.end, region);
        }
        return;
      case 'from-import': {
        const module = '.'.repeat(statement.level) + statement.module;
        if (statement.isStar)
          this.#add('*', { kind: 'import', name: module }, statement, statement.end, region);
        for (const name of statement.names) {
          const joined =
            module === '' || module.endsWith('.') ? module + name.name : `${module}.${name.name}`;
          this.#add(name.alias ?? name.name, { kind: 'import', name: joined }, name, statement.end, region);
        }
        return;
      }
      case 'assign':
        this.#assign(statement, region);
        return;
      case 'expr': {
        const { value } = statement;
        this.#named(value, region);
        // `await queue.put(value)` adds as well.
        this.#addingCall(value.kind === 'wrap' ? value.value : value, statement.end, region);
        return;
      }
      case 'function':
        this.#add(statement.name, { kind: 'function', stmt: statement }, statement, statement.end, region);
        return;
      case 'class':
        this.#add(statement.name, { kind: 'class', stmt: statement }, statement, statement.end, region);
        return;
      case 'if':
        this.#named(statement.test, region);
        this.#branch(statement.body, region);
        this.#branch(statement.orelse, region);
        return;
      case 'while':
        this.#named(statement.test, region);
        this.#branch(statement.body, region, true);
        this.#branch(statement.orelse, region);
        return;
      case 'for': {
        const first = statement.body[0];
        const last = statement.body[statement.body.length - 1];
        // The iterable is worked out once, before the first round.
        const body = { start: statement.iterable.end, end: last?.end ?? statement.end };
        const inner: Region = { branch: body, loops: [...region.loops, body] };
        this.target(statement.target, { kind: 'part', value: statement.iterable }, statement.iterable.end, {
          ...inner,
          binds: statement.binds,
        });
        if (first !== undefined) this.statements(statement.body, inner);
        this.#branch(statement.orelse, region);
        return;
      }
      case 'with':
        for (const item of statement.items) {
          if (item.target !== undefined) {
            this.target(item.target, { kind: 'value', value: item.value, isEntered: true }, item.end, region);
          }
        }
        this.statements(statement.body, region);
        return;
      case 'try':
        this.#branch(statement.body, region);
        for (const handler of statement.handlers) {
          if (handler.name !== undefined) {
            this.#add(handler.name.name, { kind: 'opaque' }, handler.name, handler.name.end, {
              branch: handler,
              loops: region.loops,
            });
          }
          this.#branch(handler.body, region);
        }
        this.#branch(statement.orelse, region);
        this.statements(statement.final, region);
        return;
      case 'other-stmt':
        for (const target of statement.targets) this.#opaque(target, statement.start, region);
        for (const body of statement.bodies) this.#branch(body, region);
        return;
      case 'return':
      case 'scope':
        return;
    }
  }

  #assign(statement: AssignStmt, around: Region): void {
    const { value, annotation, binds } = statement;
    const region: Region = { ...around, binds };
    if (value === undefined) {
      const [target] = statement.targets;
      if (target?.kind === 'name' && (annotation !== undefined || binds === 'block')) {
        const source: BindingSource = {
          kind: 'declared',
          ...(annotation === undefined ? {} : { annotation }),
        };
        this.#add(target.name, source, statement, statement.end, region);
      }
      return;
    }
    this.#named(value, around);
    for (const target of statement.targets) {
      if (statement.operator !== '=') {
        if (target.kind === 'name') {
          this.#add(target.name, { kind: 'addition', value }, statement, statement.end, region);
        } else this.#addInside(target, value, undefined, statement, statement.end, region);
      } else {
        const source: BindingSource = {
          kind: 'value',
          value,
          ...(annotation === undefined ? {} : { annotation }),
        };
        this.target(target, source, statement.end, region);
      }
    }
  }

  /** `x.y[k] = v`, `x.y.append(v)`, `x.y += v`. */
  #addInside(holder: Expr, value: Expr, key: Expr | undefined, span: Span, at: number, region: Region): void {
    if (holder.kind !== 'attribute' || holder.object.kind !== 'name') return;
    const addition: BindingSource = {
      kind: 'addition',
      value,
      attribute: holder.name,
      isInside: true,
      ...(key === undefined ? {} : { key }),
    };
    this.#add(holder.object.name, addition, span, at, region);
  }

  /** `x.append(v)`, `x.y.append(v)` */
  #addingCall(expr: Expr, at: number, region: Region): void {
    if (expr.kind !== 'call' || expr.callee.kind !== 'attribute') return;
    const { object } = expr.callee;
    if (object.kind === 'name') {
      for (const { source, span } of additionsBy(expr)) this.#add(object.name, source, span, at, region);
    } else if (ADDING_METHODS.has(expr.callee.name)) {
      for (const argument of expr.args)
        this.#addInside(object, argument.value, undefined, argument, at, region);
    }
  }

  /** `:=` inside an expression; entered only through the shapes in which it is common. */
  #named(expr: Expr, region: Region): void {
    switch (expr.kind) {
      case 'named':
        this.#add(expr.target.name, { kind: 'value', value: expr.value }, expr, expr.end, region);
        this.#named(expr.value, region);
        return;
      case 'compare':
        for (const operand of expr.operands) this.#named(operand, region);
        return;
      case 'binary':
        this.#named(expr.left, region);
        this.#named(expr.right, region);
        return;
      case 'unary':
        this.#named(expr.operand, region);
        return;
      case 'call':
        for (const argument of expr.args) this.#named(argument.value, region);
        return;
      default:
        return;
    }
  }

  #opaque(target: Expr, at: number, region: Region): void {
    if (target.kind === 'name') this.#add(target.name, { kind: 'opaque' }, target, at, region);
    else if (target.kind === 'other') for (const child of target.children) this.#opaque(child, at, region);
    else if (target.kind === 'sequence') for (const item of target.items) this.#opaque(item, at, region);
  }
}
