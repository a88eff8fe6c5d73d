/** A compiled set of qualified-name patterns: `*` stands for any part of one segment, `**` for any segments. */
export class NamePatterns {
  readonly #exact = new Set<string>();
  readonly #expressions: RegExp[] = [];

  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) {
      if (pattern.includes('*')) this.#expressions.push(compilePattern(pattern));
      else this.#exact.add(pattern);
    }
  }

  /** True when the name is one of the set. */
  matches(name: string): boolean {
    return this.#exact.has(name) || this.#expressions.some((expression) => expression.test(name));
  }

  /** True when any of the names is one of the set. */
  matchesAny(names: readonly string[]): boolean {
    return names.some((name) => this.matches(name));
  }
}

function compilePattern(pattern: string): RegExp {
  const body = pattern
    .split('.')
    .map((segment) =>
      segment === '**' ? '\0' : segment.replace(/[()[\]+?^$|\\{}]/g, '\\$&').replaceAll('*', '[^.]*'),
    )
    .join('\\.')
    .replaceAll('\0\\.', '(?:[^.]+\\.)*')
    .replaceAll('\\.\0', '(?:\\.[^.]+)*')
    .replaceAll('\0', '.*');
  return new RegExp(`^${body}$`);
}

/** First segment of a pattern when it is literal; undefined when it holds a wildcard. */
export function firstSegment(pattern: string): string | undefined {
  const [segment = ''] = pattern.replaceAll('()', '').split('.');
  return segment.includes('*') ? undefined : segment;
}

/** Last segment of a pattern when it is literal, without the `()` of a result; undefined when it holds a wildcard. */
export function lastSegment(pattern: string): string | undefined {
  const segment = pattern.slice(pattern.lastIndexOf('.') + 1).replaceAll('()', '');
  return segment.includes('*') ? undefined : segment;
}
