import { isRecordStart, readRecordKind } from './document-marker.js';

/**
 * The kind that a document of ours has, such as `threat-model`. Known also while the document cannot be merged.
 *
 * @returns undefined for a text that Fairlead did not write, or without its record of what was written
 */
export function findDocumentKind(text: string): string | undefined {
  if (!text.includes('fairlead:record')) return undefined;
  const kinds = text.split(/\r?\n/).filter(isRecordStart).map(readRecordKind);
  return kinds.find((kind) => /^[a-z]/.test(kind));
}
