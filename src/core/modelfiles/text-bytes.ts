import { showText } from './decode-text.js';

/** Whether `bytes` has the characters of `text` (0 to 255 each) at `offset`. */
export function hasBytes(bytes: Uint8Array, text: string, offset = 0): boolean {
  if (offset + text.length > bytes.length) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (bytes[offset + index] !== text.charCodeAt(index)) return false;
  }
  return true;
}

/** Text of a file in double quotes for a message: one line, plain ASCII, cut. */
export function quoteText(text: string, limit?: number): string {
  return `"${showText(text, limit)}"`;
}
