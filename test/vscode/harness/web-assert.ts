// What `node:assert/strict` is to suites in the Node host, for suites in a web worker.

/** Throws unless the value is truthy. */
export function ok(value: unknown, message = `Not truthy: ${print(value)}`): asserts value {
  if (!value) throw new Error(message);
}

/** Throws unless both are the same value. */
export function equal(actual: unknown, expected: unknown, message?: string): void {
  if (!Object.is(actual, expected)) throw new Error(message ?? `${print(actual)} is not ${print(expected)}`);
}

/** Throws when both are the same value. */
export function notEqual(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) throw new Error(message ?? `Both are ${print(actual)}`);
}

/** Throws unless both print as the same JSON, whatever the order of keys. */
export function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  if (print(actual) !== print(expected)) {
    throw new Error(message ?? `Not equal:\n${print(actual)}\nexpected:\n${print(expected)}`);
  }
}

/** Throws unless the text matches. */
export function match(
  text: string,
  pattern: RegExp,
  message = `${print(text)} does not match ${pattern}`,
): void {
  if (!pattern.test(text)) throw new Error(message);
}

/** Throws unless the promise is rejected, with a message that matches the pattern if there is one. */
export async function rejects(promise: Promise<unknown>, pattern?: RegExp): Promise<void> {
  const outcome = await promise.then(
    () => undefined,
    (error: unknown) => ({ text: error instanceof Error ? error.message : String(error) }),
  );
  if (!outcome) throw new Error('The promise was not rejected');
  if (pattern) match(outcome.text, pattern);
}

/** Throws. */
export function fail(message = 'Failed'): never {
  throw new Error(message);
}

function print(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) => (isPlainObject(part) ? sortKeys(part) : part), 2) ??
    'undefined'
  );
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortKeys(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
