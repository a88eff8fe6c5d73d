/** What a name consists of, with calls left out. */
export function segmentsOf(name: string): readonly string[] {
  return name.replaceAll('()', '').split('.');
}

/** What a name goes on with after a prefix, wildcards considered; undefined when it cannot begin so. */
export function tailAfter(
  segments: readonly string[],
  head: readonly string[],
): readonly string[] | undefined {
  for (const [index, wanted] of head.entries()) {
    const segment = segments[index];
    // From `**` on only the end is certain.
    if (segment === '**') return segments.slice(index + 1).slice(-1);
    if (segment === undefined) return undefined;
    if (!mayBeOne(segment, wanted)) return undefined;
  }
  return segments.slice(head.length);
}

/** Whether two segments, in which `*` stands for anything, may be those of one name. */
function mayBeOne(segment: string, other: string): boolean {
  if (segment === other) return true;
  const [pattern, name] = segment.includes('*') ? [segment, other] : [other, segment];
  if (!pattern.includes('*')) return false;
  if (name.includes('*')) return true;
  return (
    name.startsWith(pattern.slice(0, pattern.indexOf('*'))) &&
    name.endsWith(pattern.slice(pattern.lastIndexOf('*') + 1))
  );
}
