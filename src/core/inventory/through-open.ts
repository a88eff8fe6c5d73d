import type { PlacedValue } from '../rules/match-context.js';
import type { FactBuilder } from './fact-builder.js';

/** The path that a file object was opened with, as in `open(path)` and `path.open()`, or what was given. */
export function throughOpen(facts: FactBuilder, given: PlacedValue | undefined): PlacedValue | undefined {
  if (given === undefined || (given.value.kind !== 'name' && given.value.kind !== 'call')) return given;
  const made = facts.constructorOf(given.value, given.site);
  if (made === undefined) return given;
  if (made.names.some((name) => /^(?:builtins|io|gzip|bz2|lzma|codecs)\.open$/.test(name)))
    return facts.given('file|filename@0', made) ?? given;
  if (!made.names.every((name) => name.startsWith('pathlib.'))) return given;
  const { callee, site } = made;
  return callee.kind === 'attribute' && callee.name === 'open' && callee.object.kind !== 'call'
    ? { value: callee.object, site }
    : given;
}
