const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** What the prefix and quotes of a string literal say. */
export interface StringOpening {
  readonly isRaw: boolean;
  readonly isBytes: boolean;
  readonly isTemplate: boolean;
}

/** Reads the opening of a string literal, such as `rb"` or `f'''`. */
export function readOpening(opening: string): StringOpening {
  const prefix = opening.replace(/['"]+$/, '').toLowerCase();
  return {
    isRaw: prefix.includes('r'),
    isBytes: prefix.includes('b'),
    isTemplate: prefix.includes('f') || prefix.includes('t'),
  };
}

/**
 * The text that a string literal's content stands for. Line ends become line feeds and unknown escapes stay as
 * written, as in Python; `\\N{name}` stays as written too.
 */
export function decodeEscapes(content: string, opening: StringOpening): string {
  const text = content.includes('\r') ? content.replace(/\r\n?/g, '\n') : content;
  if (opening.isRaw || !text.includes('\\')) return text;
  return text.replace(
    /\\([0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])/g,
    (whole, body: string) => {
      const simple = SIMPLE_ESCAPES[body];
      if (simple !== undefined) return simple;
      if (/^[0-7]/.test(body)) return String.fromCharCode(Number.parseInt(body, 8));
      if (opening.isBytes && /^[uUN]/.test(body)) return whole;
      if (/^[xu]/.test(body) && body.length > 1)
        return String.fromCharCode(Number.parseInt(body.slice(1), 16));
      if (/^U/.test(body) && body.length === 9) {
        const point = Number.parseInt(body.slice(1), 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      return whole;
    },
  );
}

/** Value of a Python number literal; imaginary numbers and what is not a number give NaN. */
export function readNumber(literal: string): number {
  return Number(literal.replaceAll('_', '').toLowerCase());
}
