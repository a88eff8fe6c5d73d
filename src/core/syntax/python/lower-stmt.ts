import type { Expr, Handler, Stmt, WithItem } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, lowerField, place, type Source, textOf } from '../source.js';
import { lowerExpressionStatement, lowerTypeAlias } from './lower-assign.js';
import { lowerDefinition } from './lower-definition.js';
import { lowerExpr } from './lower-expr.js';
import { lowerFromImport, lowerImportNames } from './lower-import.js';
import { type LoweredPattern, lowerPattern } from './lower-match.js';

/** Longer chains of `elif` are taken as branches side by side, because as branches in branches they nest too deep. */
const MAX_ELIFS = 60;

const ROLES: Readonly<Record<string, 'raise' | 'jump' | 'assert'>> = {
  raise_statement: 'raise',
  continue_statement: 'jump',
  break_statement: 'jump',
  assert_statement: 'assert',
};

/** Lowers the statements among the children of a module, block or error node. */
export function lowerBody(children: readonly RawNode[], source: Source): readonly Stmt[] {
  const statements: Stmt[] = [];
  for (const child of children) lowerStmt(child, source, statements);
  return statements;
}

function lowerBlock(node: RawNode | undefined, source: Source): readonly Stmt[] {
  return node === undefined ? [] : lowerBody(node.children, source);
}

function bodyOf(node: RawNode, source: Source): readonly Stmt[] {
  return lowerBlock(childAt(node, 'body') ?? node.children.find((child) => child.type === 'block'), source);
}

function fieldExpr(node: RawNode, field: string, source: Source): Expr {
  return lowerField(node, field, source, lowerExpr);
}

function lowerStmt(node: RawNode, source: Source, into: Stmt[]): void {
  if (node.known !== undefined) {
    into.push(node.known);
    return;
  }
  switch (node.type) {
    case 'import_statement':
      into.push({ kind: 'import', ...place(node, source), names: lowerImportNames(node, source) });
      return;
    case 'future_import_statement':
      return;
    case 'import_from_statement':
      into.push(lowerFromImport(node, source));
      return;
    case 'expression_statement':
      for (const child of node.children) lowerExpressionStatement(child, source, into);
      return;
    case 'return_statement': {
      const [value] = node.children;
      into.push({
        kind: 'return',
        ...place(node, source),
        ...(value === undefined ? {} : { value: lowerExpr(value, source) }),
      });
      return;
    }
    case 'if_statement':
      into.push(lowerIf(node, source));
      return;
    case 'for_statement':
      into.push({
        kind: 'for',
        ...place(node, source),
        target: fieldExpr(node, 'left', source),
        iterable: fieldExpr(node, 'right', source),
        body: bodyOf(node, source),
        orelse: lowerElse(node, source),
      });
      return;
    case 'while_statement':
      into.push({
        kind: 'while',
        ...place(node, source),
        test: fieldExpr(node, 'condition', source),
        body: bodyOf(node, source),
        orelse: lowerElse(node, source),
      });
      return;
    case 'with_statement':
      into.push({
        kind: 'with',
        ...place(node, source),
        items: lowerWithItems(node, source),
        body: bodyOf(node, source),
      });
      return;
    case 'try_statement':
      into.push(lowerTry(node, source));
      return;
    case 'function_definition':
    case 'class_definition':
      into.push(lowerDefinition(node, source, [], node, lowerBody));
      return;
    case 'decorated_definition': {
      const definition = childAt(node, 'definition');
      const decorators = node.children
        .filter((child) => child.type === 'decorator')
        .flatMap((child) => child.children.map((inner) => lowerExpr(inner, source)));
      if (definition !== undefined)
        into.push(lowerDefinition(definition, source, decorators, node, lowerBody));
      return;
    }
    case 'global_statement':
    case 'nonlocal_statement':
      into.push({
        kind: 'scope',
        ...place(node, source),
        type: node.type === 'global_statement' ? 'global' : 'nonlocal',
        names: node.children.map((child) => textOf(child, source)),
      });
      return;
    case 'type_alias_statement':
      lowerTypeAlias(node, source, into);
      return;
    case 'match_statement':
      into.push(lowerMatch(node, source));
      return;
    case 'block':
    case 'ERROR':
    case 'module':
      for (const child of node.children) lowerStmt(child, source, into);
      return;
    default:
      lowerOther(node, source, into);
  }
}

/** A statement without a shape of its own, or a stray expression of broken code. */
function lowerOther(node: RawNode, source: Source, into: Stmt[]): void {
  const values: Expr[] = [];
  const bodies: (readonly Stmt[])[] = [];
  for (const child of node.children) {
    if (child.type === 'block') bodies.push(lowerBlock(child, source));
    else values.push(lowerExpr(child, source));
  }
  if (node.type.endsWith('_statement') || node.type.endsWith('_clause')) {
    const role = ROLES[node.type];
    if (role !== undefined || values.length + bodies.length > 0) {
      const marked = role === undefined ? {} : { role };
      into.push({ kind: 'other-stmt', ...marked, ...place(node, source), values, targets: [], bodies });
    }
    return;
  }
  into.push({ kind: 'expr', ...place(node, source), value: lowerExpr(node, source) });
}

function lowerIf(node: RawNode, source: Source): Stmt {
  const alternatives = node.children.filter((child) => child.field === 'alternative');
  if (alternatives.length > MAX_ELIFS) return lowerLongIf(node, alternatives, source);
  let orelse: readonly Stmt[] = [];
  for (const alternative of alternatives.reverse()) {
    if (alternative.type === 'elif_clause') {
      orelse = [
        {
          kind: 'if',
          ...place(alternative, source),
          test: fieldExpr(alternative, 'condition', source),
          body: lowerBlock(childAt(alternative, 'consequence'), source),
          orelse,
        },
      ];
    } else {
      orelse = bodyOf(alternative, source);
    }
  }
  return {
    kind: 'if',
    ...place(node, source),
    test: fieldExpr(node, 'condition', source),
    body: lowerBlock(childAt(node, 'consequence'), source),
    orelse,
  };
}

function lowerLongIf(node: RawNode, alternatives: readonly RawNode[], source: Source): Stmt {
  const parts = [node, ...alternatives];
  return {
    kind: 'other-stmt',
    ...place(node, source),
    values: parts
      .filter(({ type }) => type !== 'else_clause')
      .map((part) => fieldExpr(part, 'condition', source)),
    targets: [],
    bodies: parts.map((part) => lowerBlock(childAt(part, 'consequence') ?? childAt(part, 'body'), source)),
  };
}

function lowerElse(node: RawNode, source: Source): readonly Stmt[] {
  const clause = node.children.find((child) => child.type === 'else_clause');
  return clause === undefined ? [] : bodyOf(clause, source);
}

function lowerWithItems(node: RawNode, source: Source): readonly WithItem[] {
  const items: WithItem[] = [];
  const visit = (item: RawNode): void => {
    if (item.type === 'as_pattern') {
      const [value, target] = item.children;
      if (value === undefined) return;
      items.push({
        kind: 'with-item',
        ...place(item, source),
        value: lowerExpr(value, source),
        ...(target === undefined ? {} : { target: lowerExpr(target, source) }),
      });
    } else if (item.type === 'with_item' || item.type === 'with_clause') {
      for (const child of item.children) visit(child);
    } else if (
      (item.type === 'parenthesized_expression' || item.type === 'tuple') &&
      item.children.some((child) => child.type === 'as_pattern')
    ) {
      for (const child of item.children) visit(child);
    } else {
      items.push({ kind: 'with-item', ...place(item, source), value: lowerExpr(item, source) });
    }
  };
  for (const child of node.children) if (child.type === 'with_clause') visit(child);
  return items;
}

function lowerTry(node: RawNode, source: Source): Stmt {
  const handlers: Handler[] = [];
  let final: readonly Stmt[] = [];
  for (const child of node.children) {
    if (child.type === 'except_clause' || child.type === 'except_group_clause') {
      handlers.push(lowerHandler(child, source));
    } else if (child.type === 'finally_clause') {
      final = bodyOf(child, source);
    }
  }
  return {
    kind: 'try',
    ...place(node, source),
    body: bodyOf(node, source),
    handlers,
    orelse: lowerElse(node, source),
    final,
  };
}

function lowerHandler(node: RawNode, source: Source): Handler {
  const values = node.children.filter((child) => child.field === 'value');
  const [first] = values;
  const [caught, target] = first?.type === 'as_pattern' ? first.children : [first, undefined];
  const name = target === undefined ? undefined : lowerExpr(target, source);
  let type = caught === undefined ? undefined : lowerExpr(caught, source);
  if (type !== undefined && values.length > 1) {
    // `except A, B:` catches either, from Python 3.14 on.
    const items = values.map((value) => lowerExpr(value, source));
    type = { kind: 'sequence', start: type.start, end: items.at(-1)?.end ?? type.end, type: 'tuple', items };
  }
  return {
    kind: 'handler',
    ...place(node, source),
    ...(type === undefined ? {} : { type }),
    ...(name?.kind === 'name' ? { name } : {}),
    body: bodyOf(node, source),
  };
}

function lowerMatch(node: RawNode, source: Source): Stmt {
  const pattern: LoweredPattern = { values: [fieldExpr(node, 'subject', source)], targets: [] };
  const bodies: (readonly Stmt[])[] = [];
  const areConstant: boolean[] = [];
  for (const clause of childAt(node, 'body')?.children ?? node.children) {
    if (clause.type !== 'case_clause') continue;
    const { targets, values } = pattern;
    const [boundBefore, comparedBefore] = [targets.length, values.length];
    for (const child of clause.children) {
      if (child.field === 'consequence') bodies.push(lowerBlock(child, source));
      else if (child.field !== 'guard') lowerPattern(child, source, pattern);
      else values.push(...child.children.map((inner) => lowerExpr(inner, source)));
    }
    const compared = values.slice(comparedBefore);
    const isConstant = targets.length === boundBefore && compared.every(({ kind }) => kind === 'constant');
    if (bodies.length > areConstant.length) areConstant.push(isConstant && compared.length > 0);
  }
  return { kind: 'other-stmt', role: 'match', areConstant, ...place(node, source), ...pattern, bodies };
}
