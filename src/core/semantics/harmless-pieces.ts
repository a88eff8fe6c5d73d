import type { ValueUse } from '../rules/rule.js';
import type { CallExpr, Expr, SubscriptExpr } from '../syntax/ir.js';

const SPLITTING_METHODS: ReadonlySet<string> = new Set(['split', 'rsplit', 'partition', 'rpartition']);

/**
 * True for a piece that does no harm as what it serves as: of a path one name or the ending. `namesOf` tells the names of
 * what is called.
 */
export function isHarmlessPiece(
  { object, indices }: SubscriptExpr,
  use: ValueUse | undefined,
  namesOf: (callee: Expr) => readonly string[],
): boolean {
  const [index] = indices;
  const position = positionOf(index);
  if (use === undefined || object.kind !== 'call' || position === undefined) return false;
  if (namesOf(object.callee).includes('os.path.splitext')) return position === 1 || position === -1;
  const mark = markOf(object);
  // `..` can stand before the last dot only.
  return mark === '.' ? position === -1 : mark === '/' && (position === -1 || !hasLimit(object));
}

/** The field of a model's own protocol: who speaks it to a server has the system prompt to write. */
const PROTOCOL_FIELD = 'system';

/** True for a member of a request that does no harm as what it serves as. `name`: undefined when it is not known. */
export function isHarmlessMember(name: string | undefined, use: ValueUse | undefined): boolean {
  return use === 'prompt' && name === PROTOCOL_FIELD;
}

/** What a text is divided by; undefined when that is not written. */
function markOf({ callee, args }: CallExpr): string | undefined {
  const mark = args[0]?.value;
  if (callee.kind !== 'attribute' || !SPLITTING_METHODS.has(callee.name)) return undefined;
  return mark?.kind === 'constant' && typeof mark.value === 'string' ? mark.value : undefined;
}

/** Whether what is left over may hold the mark again. */
function hasLimit({ callee, args }: CallExpr): boolean {
  return args.length > 1 || (callee.kind === 'attribute' && callee.name.endsWith('partition'));
}

function positionOf(index: Expr | undefined): number | undefined {
  if (index?.kind === 'constant' && typeof index.value === 'number') return index.value;
  const isNegative = index?.kind === 'unary' && index.operator === '-';
  const operand = isNegative ? index.operand : undefined;
  return operand?.kind === 'constant' && typeof operand.value === 'number' ? -operand.value : undefined;
}
