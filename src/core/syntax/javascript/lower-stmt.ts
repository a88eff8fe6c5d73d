import type { AssignStmt, Expr, Handler, Stmt } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, textOf } from '../source.js';
import { FUNCTION_TYPES, lowerClass, lowerFunction, lowerHeld } from './lower-function.js';
import { lowerImport } from './lower-import.js';
import { lowerPattern } from './lower-pattern.js';
import { lowerType } from './lower-type.js';
import { lowerChild, nothingAt, type ScriptSource } from './script-source.js';

/** Lowers the statements among the children of a program, block or error node. */
export function lowerBody(children: readonly RawNode[], source: ScriptSource): readonly Stmt[] {
  const statements: Stmt[] = [];
  for (const child of children) lowerStmt(child, source, statements);
  return statements;
}

/** Statements of a body, which may be one statement without braces. */
function bodyOf(node: RawNode | undefined, source: ScriptSource): readonly Stmt[] {
  if (node === undefined) return [];
  if (node.type === 'statement_block' || node.type === 'else_clause') return lowerBody(node.children, source);
  return lowerBody([node], source);
}

function lowerStmt(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  const at = place(node, source);
  switch (node.type) {
    case 'import_statement':
      lowerImport(node, source, into);
      return;
    case 'export_statement':
      lowerExport(node, source, into);
      return;
    case 'lexical_declaration':
    case 'variable_declaration':
      lowerDeclaration(node, source, into);
      return;
    case 'ambient_declaration':
      for (const child of node.children) lowerStmt(child, source, into);
      return;
    case 'function_declaration':
    case 'generator_function_declaration':
      into.push(lowerFunction(node, source));
      return;
    case 'class_declaration':
    case 'abstract_class_declaration':
      into.push(lowerClass(node, source, '', decoratorsOf(node, source)));
      return;
    case 'interface_declaration':
    case 'type_alias_declaration':
    case 'enum_declaration':
      lowerTypeDeclaration(node, source, into);
      return;
    case 'expression_statement':
      for (const child of node.children) lowerExpression(child, source, into);
      return;
    case 'return_statement': {
      const [value] = node.children;
      into.push({
        kind: 'return',
        ...at,
        ...(value === undefined ? {} : { value: source.lowerExpr(value) }),
      });
      return;
    }
    case 'if_statement':
      into.push({
        kind: 'if',
        ...at,
        test: lowerChild(node, 'condition', source),
        body: bodyOf(childAt(node, 'consequence'), source),
        orelse: bodyOf(childAt(node, 'alternative'), source),
      });
      return;
    case 'for_in_statement':
      lowerForIn(node, source, into);
      return;
    case 'for_statement':
      lowerFor(node, source, into);
      return;
    case 'while_statement':
    case 'do_statement':
      into.push({
        kind: 'while',
        ...at,
        test: lowerChild(node, 'condition', source),
        body: bodyOf(childAt(node, 'body'), source),
        orelse: [],
      });
      return;
    case 'try_statement':
      into.push(lowerTry(node, source));
      return;
    case 'switch_statement': {
      const cases = childAt(node, 'body')?.children ?? [];
      const values = cases.flatMap((one) => childAt(one, 'value') ?? []);
      into.push({
        kind: 'other-stmt',
        ...at,
        values: [lowerChild(node, 'value', source), ...values.map((value) => source.lowerExpr(value))],
        targets: [],
        bodies: cases.map((one) =>
          lowerBody(
            one.children.filter(({ field }) => field === 'body'),
            source,
          ),
        ),
      });
      return;
    }
    case 'statement_block':
      into.push({
        kind: 'other-stmt',
        ...at,
        values: [],
        targets: [],
        bodies: [lowerBody(node.children, source)],
      });
      return;
    case 'internal_module':
    case 'module': {
      const bodies = [bodyOf(childAt(node, 'body'), source)];
      into.push({ kind: 'other-stmt', ...at, values: [], targets: [], bodies });
      return;
    }
    case 'labeled_statement': {
      const body = childAt(node, 'body');
      if (body !== undefined) lowerStmt(body, source, into);
      return;
    }
    case 'throw_statement':
    case 'break_statement':
    case 'continue_statement':
      into.push({
        kind: 'other-stmt',
        role: node.type === 'throw_statement' ? 'raise' : 'jump',
        ...at,
        values: node.type === 'throw_statement' ? node.children.map((child) => source.lowerExpr(child)) : [],
        targets: [],
        bodies: [],
      });
      return;
    case 'ERROR':
    case 'program':
      for (const child of node.children) lowerStmt(child, source, into);
      return;
    case 'hash_bang_line':
    case 'empty_statement':
    case 'debugger_statement':
    case 'function_signature':
    case 'decorator':
      return;
    default:
      lowerExpression(node, source, into);
  }
}

function decoratorsOf(node: RawNode, source: ScriptSource): readonly Expr[] {
  return node.children
    .filter(({ type }) => type === 'decorator')
    .flatMap(({ children }) => children.map((child) => source.lowerExpr(child)));
}

function lowerExport(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  if (childAt(node, 'source') !== undefined) {
    lowerImport(node, source, into);
    return;
  }
  const declaration = childAt(node, 'declaration');
  const value = childAt(node, 'value');
  if (declaration !== undefined) lowerStmt(declaration, source, into);
  else if (value?.type === 'class') into.push(lowerClass(value, source, '', decoratorsOf(node, source)));
  // `export default function` names nothing outside, but is a function all the same.
  else if (value !== undefined && FUNCTION_TYPES.has(value.type)) into.push(lowerFunction(value, source));
  else if (value !== undefined) lowerExpression(value, source, into);
}

function lowerDeclaration(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  const isBlock = node.type === 'lexical_declaration';
  for (const child of node.children) {
    const name = childAt(child, 'name');
    if (child.type !== 'variable_declarator' || name === undefined) continue;
    const value = childAt(child, 'value');
    const held = name.type === 'identifier' ? textOf(name, source) : '';
    if (value?.type === 'class') {
      into.push(lowerClass(value, source, held));
      continue;
    }
    const annotation = lowerType(childAt(child, 'type'), source);
    const statement: AssignStmt = {
      kind: 'assign',
      ...place(child, source),
      targets: [lowerPattern(name, source)],
      operator: '=',
      // `let x;` is a declaration all the same, of something not known yet.
      ...(value === undefined ? {} : { value: lowerHeld(value, source, held) }),
      ...(annotation === undefined ? {} : { annotation }),
      ...(isBlock ? { binds: 'block' as const } : {}),
    };
    into.push(statement);
  }
}

/** A type is bound to something unknown, so that its name stands for nothing else. */
function lowerTypeDeclaration(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  const name = /^(?:const\s+)?(?:interface|type|enum)\s+([\w$]+)/.exec(textOf(node, source))?.[1];
  if (name === undefined) return;
  const at = place(node, source);
  const target: Expr = { kind: 'name', ...at, name };
  into.push({ kind: 'assign', ...at, targets: [target], operator: '=', value: nothingAt(at.end) });
}

function lowerExpression(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  const at = place(node, source);
  const [inner] = node.children;
  if (node.type === 'parenthesized_expression' && inner?.type === 'assignment_expression') {
    lowerExpression(inner, source, into);
    return;
  }
  if (node.type === 'internal_module') {
    lowerStmt(node, source, into);
    return;
  }
  if (node.type === 'assignment_expression' || node.type === 'augmented_assignment_expression') {
    const targets: Expr[] = [];
    let value: RawNode | undefined = node;
    while (value?.type === node.type) {
      const left = childAt(value, 'left');
      if (left !== undefined) targets.push(lowerPattern(left, source));
      value = childAt(value, 'right');
    }
    const operator = childAt(node, 'operator');
    const [target] = targets;
    const held = target?.kind === 'name' || target?.kind === 'attribute' ? target.name : '';
    into.push({
      kind: 'assign',
      ...at,
      targets,
      operator: operator === undefined ? '=' : textOf(operator, source),
      ...(value === undefined ? {} : { value: lowerHeld(value, source, held) }),
      binds: 'outside',
    });
    return;
  }
  into.push({ kind: 'expr', ...at, value: source.lowerExpr(node) });
}

function lowerForIn(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  const left = childAt(node, 'left');
  const isKeys = textOf(childAt(node, 'operator') ?? node, source) === 'in';
  const iterable = lowerChild(node, 'right', source);
  into.push({
    kind: 'for',
    ...place(node, source),
    target: left === undefined ? nothingAt(source.start + node.start) : lowerPattern(left, source),
    // The keys of an object are texts of their own.
    iterable: isKeys
      ? { kind: 'compare', start: iterable.start, end: iterable.end, operators: ['in'], operands: [iterable] }
      : iterable,
    body: bodyOf(childAt(node, 'body'), source),
    orelse: [],
    binds: childAt(node, 'kind') === undefined ? 'outside' : 'block',
  });
}

/** `for (init; test; step)` is its first part and a loop, in a block of their own. */
function lowerFor(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  const at = place(node, source);
  const start = childAt(node, 'initializer');
  const step = childAt(node, 'increment');
  const steps: Stmt[] = [];
  if (step !== undefined) lowerExpression(step, source, steps);
  const loop: Stmt = {
    kind: 'while',
    ...at,
    test: lowerChild(node, 'condition', source),
    body: [...bodyOf(childAt(node, 'body'), source), ...steps],
    orelse: [],
  };
  const first = start === undefined ? [] : lowerBody([start], source);
  into.push({ kind: 'other-stmt', ...at, values: [], targets: [], bodies: [[...first, loop]] });
}

function lowerTry(node: RawNode, source: ScriptSource): Stmt {
  const handler = childAt(node, 'handler');
  const final = childAt(node, 'finalizer');
  const parameter = handler === undefined ? undefined : childAt(handler, 'parameter');
  const handlers: Handler[] =
    handler === undefined
      ? []
      : [
          {
            kind: 'handler',
            ...place(handler, source),
            ...(parameter?.type === 'identifier'
              ? { name: { kind: 'name', ...place(parameter, source), name: textOf(parameter, source) } }
              : {}),
            body: bodyOf(childAt(handler, 'body'), source),
          },
        ];
  return {
    kind: 'try',
    ...place(node, source),
    body: bodyOf(childAt(node, 'body'), source),
    handlers,
    orelse: [],
    final: final === undefined ? [] : bodyOf(childAt(final, 'body'), source),
  };
}
