import { strFromU8 } from 'fflate';
import { decodeUtf8, showText } from './decode-text.js';

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

/** As decodeUtf8, quicker for long texts that are plain ASCII, as headers mostly are. */
export function decodeLongText(bytes: Uint8Array): string {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) >= 0x80) return decodeUtf8(bytes);
  return strFromU8(bytes, true);
}
