const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const doubleWidth =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]$/u;
const zeroWidthJoiner = '\u200d';

/**
 * Makes text from a file safe to print on one line of a terminal: control and bidirectional-control characters,
 * line separators and lone surrogates become `\xNN` or `\uNNNN`; a joiner inside an emoji stays.
 */
export function makePrintable(text: string): string {
  return text.replace(unprintable, (character) => {
    if (character === zeroWidthJoiner) return character;
    const code = character.codePointAt(0) ?? 0;
    const digits = code.toString(16);
    if (code < 0x100) return `\\x${digits.padStart(2, '0')}`;
    return code < 0x10000 ? `\\u${digits.padStart(4, '0')}` : `\\u{${digits}}`;
  });
}

/** Columns a terminal gives to one character: 0 for marks that combine, 2 for East Asian and emoji, else 1. */
function measureCharacter(character: string): 0 | 1 | 2 {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}

/** Columns a terminal gives to a printable text. */
export function measureWidth(text: string): number {
  let width = 0;
  for (const character of text) width += measureCharacter(character);
  return width;
}
