import type { Argument, DictEntry, Expr, TemplateExpr } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, textOf } from '../source.js';
import { FUNCTION_TYPES, lowerFunction, lowerHeld } from './lower-function.js';
import { lowerElement } from './lower-jsx.js';
import { lowerKey, lowerPattern } from './lower-pattern.js';
import { normalizeModuleName } from './module-name.js';
import { lowerChild, nothingAt, type ScriptSource } from './script-source.js';
import { decodeEscapes, readNumber } from './strings.js';

const COMPARISONS: ReadonlySet<string> = new Set('== === != !== < > <= >= in instanceof'.split(' '));
/** Operators that choose between their sides, as other languages spell them. */
const CHOICES: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '??': 'or' };

function other(node: RawNode, source: ScriptSource): Expr {
  return {
    kind: 'other',
    ...place(node, source),
    children: node.children.map((child) => source.lowerExpr(child)),
  };
}

/** Lowers an expression; what has no counterpart becomes `other` with its children. */
export function lowerExpr(node: RawNode, source: ScriptSource): Expr {
  if (FUNCTION_TYPES.has(node.type)) {
    return { kind: 'function-expr', ...place(node, source), stmt: lowerFunction(node, source) };
  }
  switch (node.type) {
    case 'identifier':
    case 'property_identifier':
    case 'type_identifier':
    case 'shorthand_property_identifier':
    case 'shorthand_property_identifier_pattern':
    case 'this':
    case 'super':
      return { kind: 'name', ...place(node, source), name: textOf(node, source) };
    case 'meta_property':
      return { kind: 'name', ...place(node, source), name: textOf(node, source).replace(/\s/g, '') };
    case 'member_expression':
    case 'nested_identifier': {
      const name = childAt(node, 'property');
      if (name === undefined) return other(node, source);
      return {
        kind: 'attribute',
        ...place(node, source),
        object: lowerChild(node, 'object', source),
        name: textOf(name, source),
        nameStart: source.start + name.start,
      };
    }
    case 'subscript_expression':
      return lowerSubscript(node, source);
    case 'call_expression':
    case 'new_expression':
      return lowerCall(node, source);
    case 'string':
      return {
        kind: 'constant',
        type: 'string',
        ...place(node, source),
        value: decodeEscapes(textOf(node, source).slice(1, -1)),
      };
    case 'template_string':
      return lowerTemplate(node, source);
    case 'number': {
      const value = readNumber(textOf(node, source));
      if (Number.isNaN(value)) return nothingAt(source.start + node.end);
      return { kind: 'constant', type: 'number', ...place(node, source), value };
    }
    case 'true':
    case 'false':
      return { kind: 'constant', type: 'boolean', ...place(node, source), value: node.type === 'true' };
    case 'null':
    case 'undefined':
      return { kind: 'constant', type: 'none', ...place(node, source), value: null };
    case 'regex': {
      const value = childAt(node, 'pattern');
      const text = value === undefined ? '' : textOf(value, source);
      return { kind: 'constant', type: 'regex', ...place(node, source), value: text };
    }
    case 'object':
      return {
        kind: 'dict',
        ...place(node, source),
        entries: node.children.flatMap((child) => lowerEntry(child, source)),
      };
    case 'array':
      return {
        kind: 'sequence',
        ...place(node, source),
        type: 'list',
        items: node.children.filter(({ type }) => type !== ',').map((child) => source.lowerExpr(child)),
      };
    case 'object_pattern':
    case 'array_pattern':
      return lowerPattern(node, source);
    case 'binary_expression':
      return lowerBinary(node, source);
    case 'unary_expression':
    case 'update_expression': {
      const operator = textOf(childAt(node, 'operator') ?? node, source);
      const operand = lowerChild(node, 'argument', source);
      return {
        kind: 'unary',
        ...place(node, source),
        operator: operator === '!' ? 'not' : operator,
        operand,
      };
    }
    case 'ternary_expression':
      return {
        kind: 'conditional',
        ...place(node, source),
        test: lowerChild(node, 'condition', source),
        body: lowerChild(node, 'consequence', source),
        orelse: lowerChild(node, 'alternative', source),
      };
    case 'assignment_expression': {
      const left = childAt(node, 'left');
      const target = left === undefined ? undefined : lowerPattern(left, source);
      const value = lowerChild(node, 'right', source);
      if (target?.kind === 'name') return { kind: 'named', ...place(node, source), target, value };
      const children = target === undefined ? [value] : [target, value];
      return { kind: 'other', ...place(node, source), children };
    }
    case 'await_expression':
    case 'yield_expression':
    case 'spread_element': {
      const [inner] = node.children.filter(({ type }) => type !== '*');
      if (inner === undefined) return other(node, source);
      const operator =
        node.type === 'await_expression' ? 'await' : node.type === 'yield_expression' ? 'yield' : 'spread';
      return { kind: 'wrap', ...place(node, source), operator, value: source.lowerExpr(inner) };
    }
    // What says nothing but a type is the value itself.
    case 'parenthesized_expression':
    case 'as_expression':
    case 'satisfies_expression':
    case 'non_null_expression':
    case 'instantiation_expression': {
      const [inner] = node.children;
      return inner === undefined ? other(node, source) : source.lowerExpr(inner);
    }
    case 'type_assertion': {
      const inner = node.children[node.children.length - 1];
      return inner === undefined ? other(node, source) : source.lowerExpr(inner);
    }
    case 'jsx_element':
    case 'jsx_self_closing_element':
      return lowerElement(node, source);
    case 'type_arguments':
    case 'type_annotation':
      return nothingAt(source.start + node.end);
    default:
      return other(node, source);
  }
}

function lowerBinary(node: RawNode, source: ScriptSource): Expr {
  const written = textOf(childAt(node, 'operator') ?? node, source);
  const left = lowerChild(node, 'left', source);
  const right = lowerChild(node, 'right', source);
  if (COMPARISONS.has(written)) {
    return { kind: 'compare', ...place(node, source), operators: [written], operands: [left, right] };
  }
  return { kind: 'binary', ...place(node, source), operator: CHOICES[written] ?? written, left, right };
}

/** `object["name"]` is the same as `object.name`. */
function lowerSubscript(node: RawNode, source: ScriptSource): Expr {
  const object = lowerChild(node, 'object', source);
  const index = lowerChild(node, 'index', source);
  if (
    index.kind === 'constant' &&
    index.type === 'string' &&
    /^[A-Za-z_$][\w$]*$/.test(String(index.value))
  ) {
    return {
      kind: 'attribute',
      ...place(node, source),
      object,
      name: String(index.value),
      nameStart: index.start + 1,
    };
  }
  return { kind: 'subscript', ...place(node, source), object, indices: [index] };
}

function lowerCall(node: RawNode, source: ScriptSource): Expr {
  const callee = childAt(node, 'function') ?? childAt(node, 'constructor');
  const list = childAt(node, 'arguments');
  if (callee === undefined) return other(node, source);
  const isTag = list?.type === 'template_string';
  const name = textOf(callee, source);
  const [first] = list?.children ?? [];
  const isImport = name === 'import' || name === 'require' || name === 'require.resolve';
  if (isImport && !isTag && first !== undefined && node.type === 'call_expression') {
    const specifier = source.lowerExpr(first);
    if (specifier.kind === 'constant' && typeof specifier.value === 'string') {
      return { kind: 'module', ...place(node, source), name: normalizeModuleName(specifier.value) };
    }
  }
  return {
    kind: 'call',
    ...place(node, source),
    callee: callee.type === 'import' ? nothingAt(source.start + callee.end) : source.lowerExpr(callee),
    argsStart: source.start + (list?.start ?? node.end),
    ...(isTag ? { form: 'tag' as const } : {}),
    takesOptions: true,
    args: isTag
      ? [{ kind: 'argument', ...place(list, source), value: lowerTemplate(list, source) }]
      : (list?.children ?? []).map((child) => lowerArgument(child, source)),
  };
}

function lowerArgument(node: RawNode, source: ScriptSource): Argument {
  const at = place(node, source);
  if (node.type === 'spread_element') {
    const [inner] = node.children;
    const value = inner === undefined ? nothingAt(at.end) : source.lowerExpr(inner);
    return { kind: 'argument', ...at, spread: '*', value };
  }
  return { kind: 'argument', ...at, value: source.lowerExpr(node) };
}

function lowerTemplate(node: RawNode, source: ScriptSource): Expr {
  const parts: TemplateExpr['parts'][number][] = [];
  let cursor = node.start + 1;
  const flush = (until: number): void => {
    if (until > cursor) parts.push(decodeEscapes(source.text.slice(cursor, until).replace(/\r\n?/g, '\n')));
  };
  for (const child of node.children) {
    if (child.type !== 'template_substitution') continue;
    flush(child.start);
    const [inner] = child.children;
    if (inner !== undefined) parts.push(source.lowerExpr(inner));
    cursor = child.end;
  }
  flush(node.end - 1);
  if (parts.every((part) => typeof part === 'string')) {
    return { kind: 'constant', type: 'string', ...place(node, source), value: parts.join('') };
  }
  return { kind: 'template', ...place(node, source), parts };
}

function lowerEntry(node: RawNode, source: ScriptSource): readonly DictEntry[] {
  const at = place(node, source);
  switch (node.type) {
    case 'pair': {
      const key = childAt(node, 'key');
      const value = childAt(node, 'value');
      if (key === undefined || value === undefined) return [];
      const lowered = lowerKey(key, source);
      const name = lowered.kind === 'constant' ? String(lowered.value) : '';
      return [{ kind: 'entry', ...at, key: lowered, value: lowerHeld(value, source, name) }];
    }
    case 'method_definition': {
      const key = childAt(node, 'name');
      if (key === undefined) return [];
      const value: Expr = { kind: 'function-expr', ...at, stmt: lowerFunction(node, source) };
      return [{ kind: 'entry', ...at, key: lowerKey(key, source), value }];
    }
    case 'shorthand_property_identifier': {
      const value = source.lowerExpr(node);
      return [{ kind: 'entry', ...at, key: lowerKey(node, source), value }];
    }
    case 'spread_element': {
      const [inner] = node.children;
      return inner === undefined ? [] : [{ kind: 'entry', ...at, value: source.lowerExpr(inner) }];
    }
    default:
      return node.children.length === 0 ? [] : [{ kind: 'entry', ...at, value: other(node, source) }];
  }
}
