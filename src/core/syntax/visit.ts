import type { Expr, Stmt } from './ir.js';

/** Expressions directly inside an expression, in the order of the text. Scopes of their own are included. */
export function childExprs(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'name':
    case 'constant':
    case 'module':
      return [];
    case 'function-expr':
      return ownExprs(expr.stmt);
    case 'attribute':
      return [expr.object];
    case 'call':
      return [expr.callee, ...expr.args.map((argument) => argument.value)];
    case 'template':
      return expr.parts.filter((part) => typeof part !== 'string');
    case 'sequence':
      return expr.items;
    case 'dict':
      return expr.entries.flatMap((entry) =>
        entry.key === undefined ? [entry.value] : [entry.key, entry.value],
      );
    case 'binary':
      return [expr.left, expr.right];
    case 'unary':
      return [expr.operand];
    case 'compare':
      return expr.operands;
    case 'conditional':
      return [expr.body, expr.test, expr.orelse];
    case 'subscript':
      return [expr.object, ...expr.indices];
    case 'comprehension':
      return [...expr.elements, ...expr.clauses.map((clause) => clause.iterable), ...expr.conditions];
    case 'wrap':
    case 'named':
      return [expr.value];
    case 'other':
      return expr.children;
  }
}

/** Expressions that a statement itself holds, without those of the bodies in it. */
export function ownExprs(statement: Stmt): readonly Expr[] {
  switch (statement.kind) {
    case 'import':
    case 'from-import':
    case 'scope':
      return [];
    case 'assign':
      return [
        ...statement.targets,
        ...(statement.annotation === undefined ? [] : [statement.annotation]),
        ...(statement.value === undefined ? [] : [statement.value]),
      ];
    case 'expr':
      return [statement.value];
    case 'return':
      return statement.value === undefined ? [] : [statement.value];
    case 'if':
    case 'while':
      return [statement.test];
    case 'for':
      return [statement.target, statement.iterable];
    case 'with':
      return statement.items.flatMap((item) =>
        item.target === undefined ? [item.value] : [item.value, item.target],
      );
    case 'try':
      return statement.handlers.flatMap((handler) => handler.type ?? []);
    case 'function':
      return [
        ...statement.decorators,
        ...statement.parameters.flatMap((parameter) => [
          ...(parameter.pattern === undefined ? [] : [parameter.pattern]),
          ...(parameter.annotation === undefined ? [] : [parameter.annotation]),
          ...(parameter.fallback === undefined ? [] : [parameter.fallback]),
        ]),
        ...(statement.returns === undefined ? [] : [statement.returns]),
      ];
    case 'class':
      return [...statement.decorators, ...statement.bases.map((base) => base.value)];
    case 'other-stmt':
      return [...statement.values, ...statement.targets];
  }
}

/** Bodies of a statement that run in the same scope; those of functions and classes are not among them. */
export function ownBodies(statement: Stmt): readonly (readonly Stmt[])[] {
  switch (statement.kind) {
    case 'if':
    case 'while':
    case 'for':
      return [statement.body, statement.orelse];
    case 'with':
      return [statement.body];
    case 'try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.orelse,
        statement.final,
      ];
    case 'other-stmt':
      return statement.bodies;
    default:
      return [];
  }
}

/** Every statement of a body and of the bodies in it, without entering functions and classes. */
export function flatStatements(statements: readonly Stmt[]): readonly Stmt[] {
  const all: Stmt[] = [];
  const visit = (list: readonly Stmt[]): void => {
    for (const statement of list) {
      all.push(statement);
      for (const body of ownBodies(statement)) visit(body);
    }
  };
  visit(statements);
  return all;
}
