import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Compares a text with a stored one, which the environment variable UPDATE_STORED=1 writes anew.
 *
 * @param path relative to the root of the checkout
 */
export function assertStored(path: string, actual: string): void {
  if (process.env['UPDATE_STORED'] === '1') writeFileSync(path, actual);
  assert.equal(actual, readFileSync(path, 'utf8'));
}
