import { deferBody } from '../defer-body.js';
import type { Expr, FunctionStmt } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, lowerField as lowerChildAt, place, type Source, textOf } from '../source.js';
import { readNumber } from './literals.js';
import { lowerParameters } from './lower-parameters.js';
import { lowerArguments, lowerComprehension, lowerEntries } from './lower-parts.js';
import { joinStrings, lowerString } from './lower-string.js';

function lowerAll(nodes: readonly RawNode[], source: Source): Expr[] {
  return nodes.map((node) => lowerExpr(node, source));
}

function other(node: RawNode, source: Source): Expr {
  return { kind: 'other', ...place(node, source), children: lowerAll(node.children, source) };
}

function lowerField(node: RawNode, field: string, source: Source): Expr {
  return lowerChildAt(node, field, source, lowerExpr);
}

/** Lowers an expression; what has no counterpart becomes `other` with its children. */
export function lowerExpr(node: RawNode, source: Source): Expr {
  switch (node.type) {
    case 'identifier':
      return { kind: 'name', ...place(node, source), name: textOf(node, source) };
    case 'dotted_name':
      return lowerDotted(node, source);
    case 'attribute': {
      const name = childAt(node, 'attribute');
      if (name === undefined) return other(node, source);
      return {
        kind: 'attribute',
        ...place(node, source),
        object: lowerField(node, 'object', source),
        name: textOf(name, source),
        nameStart: source.start + name.start,
      };
    }
    case 'call':
      return lowerCall(node, source);
    case 'string':
      return lowerString(node, source, lowerExpr);
    case 'concatenated_string':
      return joinStrings(node, source, lowerExpr);
    case 'integer':
    case 'float': {
      const value = readNumber(textOf(node, source));
      if (Number.isNaN(value)) return other(node, source);
      return { kind: 'constant', ...place(node, source), type: 'number', value };
    }
    case 'true':
    case 'false':
      return { kind: 'constant', ...place(node, source), type: 'boolean', value: node.type === 'true' };
    case 'none':
      return { kind: 'constant', ...place(node, source), type: 'none', value: null };
    case 'ellipsis':
      return { kind: 'constant', ...place(node, source), type: 'ellipsis', value: null };
    case 'list':
    case 'list_pattern':
      return {
        kind: 'sequence',
        ...place(node, source),
        type: 'list',
        items: lowerAll(node.children, source),
      };
    case 'tuple':
    case 'tuple_pattern':
    case 'pattern_list':
    case 'expression_list':
      return {
        kind: 'sequence',
        ...place(node, source),
        type: 'tuple',
        items: lowerAll(node.children, source),
      };
    case 'set':
      return {
        kind: 'sequence',
        ...place(node, source),
        type: 'set',
        items: lowerAll(node.children, source),
      };
    case 'dictionary':
      return { kind: 'dict', ...place(node, source), entries: lowerEntries(node, source, lowerExpr) };
    case 'binary_operator':
    case 'boolean_operator':
      return {
        kind: 'binary',
        ...place(node, source),
        operator: textOf(childAt(node, 'operator') ?? node, source),
        left: lowerField(node, 'left', source),
        right: lowerField(node, 'right', source),
      };
    case 'not_operator':
      return {
        kind: 'unary',
        ...place(node, source),
        operator: 'not',
        operand: lowerField(node, 'argument', source),
      };
    case 'unary_operator':
      return {
        kind: 'unary',
        ...place(node, source),
        operator: textOf(childAt(node, 'operator') ?? node, source),
        operand: lowerField(node, 'argument', source),
      };
    case 'comparison_operator': {
      const operators: string[] = [];
      const operands: Expr[] = [];
      for (const child of node.children) {
        if (child.field === 'operators') operators.push(textOf(child, source));
        else operands.push(lowerExpr(child, source));
      }
      return { kind: 'compare', ...place(node, source), operators, operands };
    }
    case 'conditional_expression': {
      const [body, test, orelse] = lowerAll(node.children, source);
      if (body === undefined || test === undefined || orelse === undefined) return other(node, source);
      return { kind: 'conditional', ...place(node, source), test, body, orelse };
    }
    case 'subscript':
      return {
        kind: 'subscript',
        ...place(node, source),
        object: lowerField(node, 'value', source),
        indices: lowerAll(
          node.children.filter((child) => child.field === 'subscript'),
          source,
        ),
      };
    case 'lambda':
      return lowerLambda(node, source);
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return lowerComprehension(node, source, lowerExpr);
    case 'await':
    case 'yield':
    case 'list_splat':
    case 'list_splat_pattern':
    case 'dictionary_splat': {
      const value = node.children.find((child) => child.type !== '*' && child.type !== '**');
      if (value === undefined) return other(node, source);
      const operator = node.type === 'await' ? 'await' : node.type === 'yield' ? 'yield' : 'spread';
      return { kind: 'wrap', ...place(node, source), operator, value: lowerExpr(value, source) };
    }
    case 'named_expression': {
      const target = childAt(node, 'name');
      if (target === undefined) return other(node, source);
      return {
        kind: 'named',
        ...place(node, source),
        target: { kind: 'name', ...place(target, source), name: textOf(target, source) },
        value: lowerField(node, 'value', source),
      };
    }
    case 'generic_type': {
      const [object, list] = node.children;
      if (object === undefined || list === undefined) return other(node, source);
      const indices = lowerAll(list.children, source);
      return { kind: 'subscript', ...place(node, source), object: lowerExpr(object, source), indices };
    }
    case 'union_type': {
      const [left, right] = lowerAll(node.children, source);
      if (left === undefined || right === undefined) return other(node, source);
      return { kind: 'binary', ...place(node, source), operator: '|', left, right };
    }
    case 'member_type': {
      const [object, name] = node.children;
      if (object === undefined || name === undefined) return other(node, source);
      return {
        kind: 'attribute',
        ...place(node, source),
        object: lowerExpr(object, source),
        name: textOf(name, source),
        nameStart: source.start + name.start,
      };
    }
    case 'parenthesized_expression':
    case 'type':
    case 'as_pattern_target':
    case 'case_pattern': {
      const only = node.children.length === 1 ? node.children[0] : undefined;
      return only === undefined ? other(node, source) : lowerExpr(only, source);
    }
    default:
      return other(node, source);
  }
}

/** Lowers a lambda to a function that gives back its value. `name` is that of what holds it. */
export function lowerLambda(node: RawNode, source: Source, name = ''): Expr {
  const body = childAt(node, 'body');
  const at = place(node, source);
  const stmt: FunctionStmt = {
    kind: 'function',
    ...at,
    name,
    nameStart: at.start,
    receiver: 'around',
    parameters: lowerParameters(childAt(node, 'parameters'), source, lowerExpr),
    decorators: [],
    isAsync: false,
    body: deferBody(body && { ...body, children: [body] }, node, source, ([value], own) =>
      value === undefined ? [] : [{ kind: 'return', ...place(value, own), value: lowerExpr(value, own) }],
    ),
  };
  return { kind: 'function-expr', ...at, stmt };
}

function lowerDotted(node: RawNode, source: Source): Expr {
  let result: Expr | undefined;
  for (const part of node.children) {
    const name = textOf(part, source);
    const end = source.start + part.end;
    result =
      result === undefined
        ? { kind: 'name', ...place(part, source), name }
        : {
            kind: 'attribute',
            start: result.start,
            end,
            object: result,
            name,
            nameStart: source.start + part.start,
          };
  }
  return result ?? other(node, source);
}

function lowerCall(node: RawNode, source: Source): Expr {
  const list = childAt(node, 'arguments');
  if (list === undefined) return other(node, source);
  return {
    kind: 'call',
    ...place(node, source),
    callee: lowerField(node, 'function', source),
    args: lowerArguments(list, source, lowerExpr),
    argsStart: source.start + list.start,
  };
}
