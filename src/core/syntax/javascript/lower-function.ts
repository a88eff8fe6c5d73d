import { deferBody } from '../defer-body.js';
import type { ClassStmt, Expr, FunctionStmt, LazyBody, Parameter, Stmt } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, textOf } from '../source.js';
import { lowerPattern } from './lower-pattern.js';
import { lowerType } from './lower-type.js';
import type { ScriptSource } from './script-source.js';

/** Node types of functions that stand in expressions. */
export const FUNCTION_TYPES: ReadonlySet<string> = new Set([
  'arrow_function',
  'function_expression',
  'generator_function',
]);

/** Lowers a function of any form. `given` is the name of what holds it, for one that has none of its own. */
export function lowerFunction(
  node: RawNode,
  source: ScriptSource,
  given = '',
  decorators: readonly Expr[] = [],
): FunctionStmt {
  const nameNode = childAt(node, 'name');
  const isMethod = node.type === 'method_definition';
  const isArrow = node.type === 'arrow_function';
  const written = nameNode === undefined ? '' : textOf(nameNode, source);
  // A function expression is called by the name that holds it.
  const name = given === '' ? written : given;
  const returns = lowerType(childAt(node, 'return_type'), source);
  return {
    kind: 'function',
    ...place(node, source),
    name,
    nameStart: source.start + (nameNode?.start ?? node.start),
    ...(isMethod ? { receiver: 'this' as const } : isArrow ? { receiver: 'around' as const } : {}),
    parameters: lowerParameters(node, source),
    ...(returns === undefined ? {} : { returns }),
    decorators,
    isAsync: node.children.some((child) => child.type === 'async'),
    body: lowerFunctionBody(node, source, written === 'constructor' && isMethod),
  };
}

function lowerFunctionBody(node: RawNode, source: ScriptSource, isConstructor: boolean): LazyBody {
  const body = childAt(node, 'body');
  if (body !== undefined && body.type !== 'statement_block') {
    // `x => value` gives back the value.
    return deferBody({ ...body, children: [body] }, node, source, () => [
      { kind: 'return', ...place(body, source), value: source.lowerExpr(body) },
    ]);
  }
  const kept = isConstructor ? keptParameters(node, source) : [];
  return deferBody(body, node, source, (children) => {
    const statements = source.lowerBody(children);
    return kept.length === 0 ? statements : [...kept, ...statements];
  });
}

/** `constructor(private client: OpenAI)` keeps the parameter in `this.client`. */
function keptParameters(node: RawNode, source: ScriptSource): readonly Stmt[] {
  const parameters = childAt(node, 'parameters')?.children ?? [];
  return parameters.flatMap((parameter): readonly Stmt[] => {
    const pattern = childAt(parameter, 'pattern');
    const isKept = parameter.children.some(
      ({ type }) => type === 'accessibility_modifier' || type === 'readonly',
    );
    if (!isKept || pattern?.type !== 'identifier') return [];
    const at = place(pattern, source);
    const name = textOf(pattern, source);
    const object: Expr = { kind: 'name', ...at, name: 'this' };
    const target: Expr = { kind: 'attribute', ...at, object, name, nameStart: at.start };
    const value: Expr = { kind: 'name', ...at, name };
    return [{ kind: 'assign', ...at, targets: [target], operator: '=', value }];
  });
}

function lowerParameters(node: RawNode, source: ScriptSource): readonly Parameter[] {
  const only = childAt(node, 'parameter');
  const list = only === undefined ? (childAt(node, 'parameters')?.children ?? []) : [only];
  return list.flatMap((child): readonly Parameter[] => {
    const pattern = childAt(child, 'pattern') ?? child;
    if (pattern.type === 'this') return [];
    const lowered = lowerPattern(pattern, source);
    const target = lowered.kind === 'wrap' ? lowered.value : lowered;
    const annotation = lowerType(childAt(child, 'type'), source);
    const fallback = childAt(child, 'value');
    return [
      {
        kind: 'parameter',
        ...place(child, source),
        ...(target.kind === 'name' ? { name: target.name } : { name: '', pattern: target }),
        ...(lowered.kind === 'wrap' ? { spread: '*' as const } : {}),
        ...(annotation === undefined ? {} : { annotation }),
        ...(fallback === undefined ? {} : { fallback: source.lowerExpr(fallback) }),
      },
    ];
  });
}

/** Lowers a class. `given` is the name of what holds it, for one that has none of its own. */
export function lowerClass(
  node: RawNode,
  source: ScriptSource,
  given = '',
  decorators: readonly Expr[] = [],
): ClassStmt {
  const nameNode = childAt(node, 'name');
  const heritage = node.children.find(({ type }) => type === 'class_heritage');
  const base = heritage?.children.find(({ type }) => type === 'extends_clause');
  const value = base === undefined ? undefined : childAt(base, 'value');
  return {
    kind: 'class',
    ...place(node, source),
    name: nameNode === undefined ? given : textOf(nameNode, source),
    nameStart: source.start + (nameNode?.start ?? node.start),
    bases:
      value === undefined
        ? []
        : [{ kind: 'argument', ...place(value, source), value: source.lowerExpr(value) }],
    decorators,
    body: deferBody(childAt(node, 'body'), node, source, (children) => lowerMembers(children, source)),
  };
}

function lowerMembers(children: readonly RawNode[], source: ScriptSource): readonly Stmt[] {
  const members: Stmt[] = [];
  let decorators: Expr[] = [];
  for (const child of children) {
    if (child.type === 'decorator') {
      decorators.push(...child.children.map((inner) => source.lowerExpr(inner)));
      continue;
    }
    if (child.type === 'method_definition') members.push(lowerFunction(child, source, '', decorators));
    else if (child.type === 'public_field_definition') members.push(...lowerField(child, source));
    else if (child.type === 'class_static_block') {
      const body = source.lowerBody(childAt(child, 'body')?.children ?? []);
      members.push({ kind: 'other-stmt', ...place(child, source), values: [], targets: [], bodies: [body] });
    }
    decorators = [];
  }
  return members;
}

function lowerField(node: RawNode, source: ScriptSource): readonly Stmt[] {
  const nameNode = childAt(node, 'name');
  if (nameNode === undefined || nameNode.type === 'computed_property_name') return [];
  const name = textOf(nameNode, source);
  const valueNode = childAt(node, 'value');
  const value = valueNode === undefined ? undefined : lowerHeld(valueNode, source, name);
  const annotation = lowerType(childAt(node, 'type'), source);
  if (value === undefined && annotation === undefined) return [];
  return [
    {
      kind: 'assign',
      ...place(node, source),
      targets: [{ kind: 'name', ...place(nameNode, source), name }],
      operator: '=',
      ...(value === undefined ? {} : { value }),
      ...(annotation === undefined ? {} : { annotation }),
    },
  ];
}

/** Lowers a value that is held by a name: a function is called by it. */
export function lowerHeld(node: RawNode, source: ScriptSource, name: string): Expr {
  if (!FUNCTION_TYPES.has(node.type)) return source.lowerExpr(node);
  return { kind: 'function-expr', ...place(node, source), stmt: lowerFunction(node, source, name) };
}
