import type { Node } from 'web-tree-sitter';
import type { Expr, Handler, ImportName, LazyBody, Stmt, WithItem } from '../ir.js';
import { childAt, lowerArguments, lowerExpr, lowerParameters, type Source, textOf } from './lower-expr.js';
import { copyChildren, type RawNode } from './raw-tree.js';

function place(node: RawNode, source: Source): { start: number; end: number } {
  return { start: source.start + node.start, end: source.start + node.end };
}

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
  const child = childAt(node, field);
  if (child !== undefined) return lowerExpr(child, source);
  return { kind: 'other', start: source.start + node.end, end: source.start + node.end, children: [] };
}

function lowerStmt(node: RawNode, source: Source, into: Stmt[]): void {
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
      into.push(lowerDefinition(node, source, [], node));
      return;
    case 'decorated_definition': {
      const definition = childAt(node, 'definition');
      const decorators = node.children
        .filter((child) => child.type === 'decorator')
        .flatMap((child) => child.children.map((inner) => lowerExpr(inner, source)));
      if (definition !== undefined) into.push(lowerDefinition(definition, source, decorators, node));
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
    if (values.length + bodies.length > 0) {
      into.push({ kind: 'other-stmt', ...place(node, source), values, targets: [], bodies });
    }
    return;
  }
  into.push({ kind: 'expr', ...place(node, source), value: lowerExpr(node, source) });
}

function lowerExpressionStatement(node: RawNode, source: Source, into: Stmt[]): void {
  if (node.type === 'assignment') {
    const targets: Expr[] = [];
    let current: RawNode | undefined = node;
    let value: RawNode | undefined;
    let annotation: RawNode | undefined;
    while (current !== undefined && current.type === 'assignment') {
      const left = childAt(current, 'left');
      if (left !== undefined) targets.push(lowerExpr(left, source));
      annotation ??= childAt(current, 'type');
      const right: RawNode | undefined = childAt(current, 'right');
      if (right?.type === 'assignment') current = right;
      else {
        value = right;
        current = undefined;
      }
    }
    into.push({
      kind: 'assign',
      ...place(node, source),
      targets,
      operator: '=',
      ...(value === undefined ? {} : { value: lowerExpr(value, source) }),
      ...(annotation === undefined ? {} : { annotation: lowerExpr(annotation, source) }),
    });
    return;
  }
  if (node.type === 'augmented_assignment') {
    const operator = childAt(node, 'operator');
    into.push({
      kind: 'assign',
      ...place(node, source),
      targets: [fieldExpr(node, 'left', source)],
      operator: operator === undefined ? '+=' : textOf(operator, source),
      value: fieldExpr(node, 'right', source),
    });
    return;
  }
  into.push({ kind: 'expr', ...place(node, source), value: lowerExpr(node, source) });
}

function lowerImportNames(node: RawNode, source: Source): readonly ImportName[] {
  const names: ImportName[] = [];
  for (const child of node.children) {
    if (child.field !== 'name') continue;
    const nameNode = child.type === 'aliased_import' ? childAt(child, 'name') : child;
    const aliasNode = child.type === 'aliased_import' ? childAt(child, 'alias') : undefined;
    if (nameNode === undefined) continue;
    const name = textOf(nameNode, source).replace(/\s+/g, '');
    names.push({
      kind: 'import-name',
      ...place(child, source),
      name,
      ...(aliasNode === undefined ? {} : { alias: textOf(aliasNode, source) }),
    });
  }
  return names;
}

function lowerFromImport(node: RawNode, source: Source): Stmt {
  const moduleNode = childAt(node, 'module_name');
  const written = moduleNode === undefined ? '' : textOf(moduleNode, source).replace(/\s+/g, '');
  const module = written.replace(/^\.+/, '');
  return {
    kind: 'from-import',
    ...place(node, source),
    module,
    level: written.length - module.length,
    names: lowerImportNames(node, source),
    isStar: node.children.some((child) => child.type === 'wildcard_import'),
  };
}

function lowerIf(node: RawNode, source: Source): Stmt {
  const alternatives = node.children.filter((child) => child.field === 'alternative');
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
  const value = childAt(node, 'value');
  const [caught, target] = value?.type === 'as_pattern' ? value.children : [value, undefined];
  const name = target === undefined ? undefined : lowerExpr(target, source);
  return {
    kind: 'handler',
    ...place(node, source),
    ...(caught === undefined ? {} : { type: lowerExpr(caught, source) }),
    ...(name?.kind === 'name' ? { name } : {}),
    body: bodyOf(node, source),
  };
}

function lowerMatch(node: RawNode, source: Source): Stmt {
  const values = [fieldExpr(node, 'subject', source)];
  const targets: Expr[] = [];
  const bodies: (readonly Stmt[])[] = [];
  const clauses = childAt(node, 'body')?.children ?? node.children;
  for (const clause of clauses) {
    if (clause.type !== 'case_clause') continue;
    for (const child of clause.children) {
      if (child.field === 'consequence') bodies.push(lowerBlock(child, source));
      else if (child.field === 'guard')
        values.push(...child.children.map((inner) => lowerExpr(inner, source)));
      else targets.push(lowerExpr(child, source));
    }
  }
  return { kind: 'other-stmt', ...place(node, source), values, targets, bodies };
}

function lowerDefinition(node: RawNode, source: Source, decorators: readonly Expr[], outer: RawNode): Stmt {
  const nameNode = childAt(node, 'name');
  const name = nameNode === undefined ? '' : textOf(nameNode, source);
  const nameStart = source.start + (nameNode?.start ?? node.start);
  const bodyNode = childAt(node, 'body');
  const body = deferBody(bodyNode, node, source);
  if (node.type === 'class_definition') {
    const bases = childAt(node, 'superclasses');
    return {
      kind: 'class',
      ...place(outer, source),
      name,
      nameStart,
      bases: bases === undefined ? [] : lowerArguments(bases, source),
      decorators,
      body,
    };
  }
  const returns = childAt(node, 'return_type');
  return {
    kind: 'function',
    ...place(outer, source),
    name,
    nameStart,
    parameters: lowerParameters(childAt(node, 'parameters'), source),
    ...(returns === undefined ? {} : { returns: lowerExpr(returns, source) }),
    decorators,
    isAsync: node.children.some((child) => child.type === 'async'),
    body,
  };
}

/** Statements of a definition's body, copied out of the parser's memory when first read. */
function deferBody(bodyNode: RawNode | undefined, owner: RawNode, source: Source): LazyBody {
  let deferred: Node | undefined = bodyNode?.deferred;
  let statements: readonly Stmt[] | undefined;
  return {
    start: source.start + (bodyNode?.start ?? owner.end),
    end: source.start + (bodyNode?.end ?? owner.end),
    peek: () => statements,
    read(): readonly Stmt[] {
      if (statements === undefined) {
        statements = [];
        if (deferred !== undefined) {
          const cursor = deferred.walk();
          statements = lowerBody(copyChildren(cursor, 'block'), source);
          cursor.delete();
          deferred = undefined;
        } else if (bodyNode !== undefined) {
          statements = lowerBody(bodyNode.children, source);
        }
      }
      return statements;
    },
  };
}
