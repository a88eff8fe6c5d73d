const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
  '\r\n': '',
  '\u2028': '',
  '\u2029': '',
};

/** The text that the content of a string or template literal stands for. An escape that is wrong stays as written. */
export function decodeEscapes(content: string): string {
  if (!content.includes('\\')) return content;
  return content.replace(
    /\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|0(?![0-9])|\r\n|[\s\S])/g,
    (whole, body: string) => {
      const simple = SIMPLE_ESCAPES[body];
      if (simple !== undefined) return simple;
      if (body === '0') return '\0';
      const digits = /^[ux]\{?([0-9a-fA-F]+)\}?$/.exec(body)?.[1];
      if (digits === undefined) return /^[ux1-9]/.test(body) ? whole : body;
      const point = Number.parseInt(digits, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

/** Value of a number literal; what is not one gives NaN, and what is beyond doubles is rounded. */
export function readNumber(literal: string): number {
  const digits = literal.replaceAll('_', '').replace(/n$/, '');
  return Number(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
