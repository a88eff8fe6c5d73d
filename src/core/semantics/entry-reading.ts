import type { CallExpr } from '../syntax/ir.js';
import type { ConstantFolder } from './constants.js';
import type { Flow } from './flow-path.js';
import type { Site } from './module-model.js';
import type { Trail, ValueTracing } from './trail.js';

/** `log.get("cost", "0")`: what was put there, or the default; undefined for what reads no entry. */
export function readEntry(
  { callee, args }: CallExpr,
  site: Site,
  trail: Trail,
  folder: ConstantFolder,
  values: ValueTracing,
): { readonly flow?: Flow } | undefined {
  if (callee.kind !== 'attribute' || !/^(?:get|pop)$/.test(callee.name)) return undefined;
  // What is named, as in `requests.get(url, headers=headers)`, is no default.
  const [first, second] = args.filter(({ name }) => name === undefined);
  const key = first === undefined ? undefined : folder.fold(first.value, site)?.value;
  if (typeof key !== 'string') {
    // Any entry, or the default, of what is a dict for sure.
    const isDict = second !== undefined && folder.foldDict(callee.object, site) !== undefined;
    if (!isDict) return undefined;
    const any = values.first([callee.object, second.value], site, trail);
    return any === undefined ? {} : { flow: any };
  }
  const flow =
    values.part(callee.object, [key], site, trail) ??
    (second === undefined ? undefined : values.trace(second.value, site, trail));
  return flow === undefined ? {} : { flow };
}
