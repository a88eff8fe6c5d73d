import type { PageMessage } from './page/messages.js';

const plainKinds = ['ready', 'copyJson', 'exportJson', 'startHash', 'stopHash', 'retry'] as const;

/** A message of the page; undefined for anything else. */
export function parsePageMessage(value: unknown): PageMessage | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  const { kind } = value;
  const plain = plainKinds.find((known) => known === kind);
  if (plain) return { kind: plain };
  if (kind !== 'copyText' || !('text' in value) || typeof value.text !== 'string') return undefined;
  return { kind, text: value.text };
}
