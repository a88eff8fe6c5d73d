import type { Span } from '../source/position.js';
import { ADDING_METHODS } from '../syntax/adding-methods.js';
import type { CallExpr } from '../syntax/ir.js';
import type { BindingSource } from './scope.js';

/** What a call adds to the object of its method. */
interface CallAddition {
  readonly source: BindingSource;
  readonly span: Span;
}

/** What `x.append(v)` and its kin add to `x`; empty for any other call. */
export function additionsBy(call: CallExpr): readonly CallAddition[] {
  const { callee, args } = call;
  if (callee.kind !== 'attribute' || !ADDING_METHODS.has(callee.name)) return [];
  if (callee.name === 'setdefault') {
    const [key, value] = args;
    if (key === undefined || value === undefined) return [];
    return [
      { source: { kind: 'addition', value: value.value, key: key.value, isDefault: true }, span: call },
    ];
  }
  return args.map((argument) => {
    const { start, end, name: value } = argument;
    const key =
      value === undefined ? {} : { key: { kind: 'constant', type: 'string', value, start, end } as const };
    return { source: { kind: 'addition', value: argument.value, ...key }, span: argument };
  });
}
