import type { Argument, ComprehensionClause, DictEntry, Expr, NameExpr, Parameter } from '../ir.js';
import { decodeEscapes, readNumber, readOpening } from './literals.js';
import type { RawNode } from './raw-tree.js';

/** The text that was parsed and where it lies in the module. */
export interface Source {
  readonly text: string;
  /** Offset of the parsed text in the module. */
  readonly start: number;
}

/** The child under a field. */
export function childAt(node: RawNode, field: string): RawNode | undefined {
  return node.children.find((child) => child.field === field);
}

/** Source text of a node. */
export function textOf(node: RawNode, source: Source): string {
  return source.text.slice(node.start, node.end);
}

function place(node: RawNode, source: Source): { start: number; end: number } {
  return { start: source.start + node.start, end: source.start + node.end };
}

function lowerAll(nodes: readonly RawNode[], source: Source): Expr[] {
  return nodes.map((node) => lowerExpr(node, source));
}

function other(node: RawNode, source: Source): Expr {
  return { kind: 'other', ...place(node, source), children: lowerAll(node.children, source) };
}

function lowerField(node: RawNode, field: string, source: Source): Expr {
  const child = childAt(node, field);
  return child === undefined
    ? { kind: 'other', start: source.start + node.end, end: source.start + node.end, children: [] }
    : lowerExpr(child, source);
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
      return lowerString(node, source);
    case 'concatenated_string':
      return joinStrings(node, source);
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
      return { kind: 'dict', ...place(node, source), entries: lowerEntries(node, source) };
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
      return {
        kind: 'lambda',
        ...place(node, source),
        parameters: lowerParameters(childAt(node, 'parameters'), source),
        body: lowerField(node, 'body', source),
      };
    case 'list_comprehension':
    case 'set_comprehension':
    case 'dictionary_comprehension':
    case 'generator_expression':
      return lowerComprehension(node, source);
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
    args: lowerArguments(list, source),
    argsStart: source.start + list.start,
  };
}

/** Lowers an argument list; a lone generator is one argument. */
export function lowerArguments(list: RawNode, source: Source): readonly Argument[] {
  if (list.type === 'generator_expression') {
    return [{ kind: 'argument', ...place(list, source), value: lowerExpr(list, source) }];
  }
  const args: Argument[] = [];
  for (const child of list.children) {
    if (child.type === '*' || child.type === '**') continue;
    if (child.type === 'keyword_argument') {
      const name = childAt(child, 'name');
      const value = lowerField(child, 'value', source);
      const label = name === undefined ? '' : textOf(name, source);
      args.push({ kind: 'argument', ...place(child, source), name: label, value });
    } else if (child.type === 'list_splat' || child.type === 'dictionary_splat') {
      const lowered = lowerExpr(child, source);
      const value = lowered.kind === 'wrap' ? lowered.value : lowered;
      const spread = child.type === 'list_splat' ? '*' : '**';
      args.push({ kind: 'argument', ...place(child, source), spread, value });
    } else {
      args.push({ kind: 'argument', ...place(child, source), value: lowerExpr(child, source) });
    }
  }
  return args;
}

function lowerEntries(node: RawNode, source: Source): readonly DictEntry[] {
  const entries: DictEntry[] = [];
  for (const child of node.children) {
    if (child.type === 'pair') {
      entries.push({
        kind: 'entry',
        ...place(child, source),
        key: lowerField(child, 'key', source),
        value: lowerField(child, 'value', source),
      });
    } else {
      const lowered = lowerExpr(child, source);
      entries.push({
        kind: 'entry',
        ...place(child, source),
        value: lowered.kind === 'wrap' ? lowered.value : lowered,
      });
    }
  }
  return entries;
}

function lowerString(node: RawNode, source: Source): Expr {
  const [first] = node.children;
  if (first === undefined || first.type !== 'string_start') return other(node, source);
  const opening = readOpening(textOf(first, source));
  const parts: (string | Expr)[] = [];
  let cursor = first.end;
  const flush = (until: number): void => {
    if (until <= cursor) return;
    let content = source.text.slice(cursor, until);
    if (opening.isTemplate) content = content.replaceAll('{{', '{').replaceAll('}}', '}');
    parts.push(decodeEscapes(content, opening));
  };
  for (const child of node.children) {
    if (child.type === 'interpolation') {
      flush(child.start);
      parts.push(lowerField(child, 'expression', source));
      cursor = child.end;
    } else if (child.type === 'string_end') {
      flush(child.start);
      cursor = child.end;
    }
  }
  if (parts.every((part) => typeof part === 'string')) {
    const type = opening.isBytes ? 'bytes' : 'string';
    return { kind: 'constant', ...place(node, source), type, value: parts.join('') };
  }
  return { kind: 'template', ...place(node, source), parts };
}

function joinStrings(node: RawNode, source: Source): Expr {
  const parts: (string | Expr)[] = [];
  for (const child of node.children) {
    const lowered = lowerExpr(child, source);
    if (lowered.kind === 'constant' && typeof lowered.value === 'string') parts.push(lowered.value);
    else if (lowered.kind === 'template') parts.push(...lowered.parts);
    else parts.push(lowered);
  }
  if (parts.every((part) => typeof part === 'string')) {
    return { kind: 'constant', ...place(node, source), type: 'string', value: parts.join('') };
  }
  return { kind: 'template', ...place(node, source), parts };
}

function lowerComprehension(node: RawNode, source: Source): Expr {
  const elements: Expr[] = [];
  const clauses: ComprehensionClause[] = [];
  const conditions: Expr[] = [];
  for (const child of node.children) {
    if (child.type === 'for_in_clause') {
      clauses.push({
        kind: 'clause',
        ...place(child, source),
        target: lowerField(child, 'left', source),
        iterable: lowerField(child, 'right', source),
      });
    } else if (child.type === 'if_clause') {
      conditions.push(...lowerAll(child.children, source));
    } else if (child.type === 'pair') {
      elements.push(lowerField(child, 'key', source), lowerField(child, 'value', source));
    } else {
      elements.push(lowerExpr(child, source));
    }
  }
  return { kind: 'comprehension', ...place(node, source), elements, clauses, conditions };
}

/** Lowers the parameters of a function or lambda; separators are left out. */
export function lowerParameters(list: RawNode | undefined, source: Source): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (const child of list?.children ?? []) {
    const parameter = lowerParameter(child, source);
    if (parameter !== undefined) parameters.push(parameter);
  }
  return parameters;
}

function lowerParameter(node: RawNode, source: Source): Parameter | undefined {
  const annotationNode = childAt(node, 'type');
  const fallbackNode = childAt(node, 'value');
  const nameNode = childAt(node, 'name') ?? (node.type === 'identifier' ? node : node.children[0]);
  if (nameNode === undefined || node.type.endsWith('_separator')) return undefined;
  const name = findName(nameNode, source);
  if (name === undefined) return undefined;
  const splat = nameNode.type.includes('splat') ? nameNode.type : node.type;
  return {
    kind: 'parameter',
    ...place(node, source),
    name: name.name,
    ...(splat === 'list_splat_pattern' ? { spread: '*' as const } : {}),
    ...(splat === 'dictionary_splat_pattern' ? { spread: '**' as const } : {}),
    ...(annotationNode === undefined ? {} : { annotation: lowerExpr(annotationNode, source) }),
    ...(fallbackNode === undefined ? {} : { fallback: lowerExpr(fallbackNode, source) }),
  };
}

function findName(node: RawNode, source: Source): NameExpr | undefined {
  if (node.type === 'identifier') return { kind: 'name', ...place(node, source), name: textOf(node, source) };
  for (const child of node.children) {
    const name = findName(child, source);
    if (name !== undefined) return name;
  }
  return undefined;
}
