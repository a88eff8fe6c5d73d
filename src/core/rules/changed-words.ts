/** Names with the words of what they were made to stand for. */
export type Aliases = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Words at which something else may be found than before: `words` themselves, the names that stand for one of them, and
 * those that stand for something else now.
 */
export function addChangedAliases(
  words: Iterable<string>,
  before: Aliases,
  after: Aliases,
): ReadonlySet<string> {
  const direct = new Set(words);
  const changed = new Set(direct);
  for (const [name, originals] of after) {
    const old = before.get(name);
    const isSame = old?.size === originals.size && [...originals].every((word) => old.has(word));
    if (!isSame || [...originals].some((word) => direct.has(word))) changed.add(name);
  }
  for (const name of before.keys()) if (!after.has(name)) changed.add(name);
  return changed;
}

/** What is in one of the lists only. */
export function differenceOf<T>(some: readonly T[], others: readonly T[]): readonly T[] {
  const [a, b] = [new Set(some), new Set(others)];
  return [...some.filter((one) => !b.has(one)), ...others.filter((one) => !a.has(one))];
}
