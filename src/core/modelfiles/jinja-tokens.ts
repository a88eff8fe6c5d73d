/** A token of Jinja code, between `{{` or `{%` and its end. */
export interface JinjaToken {
  readonly kind: 'name' | 'string' | 'number' | 'mark';
  /** A string without quotes, its escapes resolved. */
  readonly text: string;
}

/** One `{{ ... }}` or `{% ... %}` of a template. */
export interface JinjaCode {
  readonly isStatement: boolean;
  /** As written, cut at 200 characters. */
  readonly source: string;
  readonly tokens: readonly JinjaToken[];
}

const TOKEN =
  /\s+|(?<name>[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)|(?<string>'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")|(?<number>\d[\w.]*)|(?<mark>[\s\S])/y;
const MAX_TOKENS = 200_000;

/** The code of a Jinja template in order. Text that the template only prints is passed over, and so are comments. */
export function readJinjaCode(template: string): readonly JinjaCode[] {
  const found: JinjaCode[] = [];
  let budget = MAX_TOKENS;
  let at = 0;
  while (budget > 0) {
    const open = /\{[{%#]/g;
    open.lastIndex = at;
    const start = open.exec(template);
    if (start === null) break;
    const mark = start[0];
    if (mark === '{#') {
      const end = template.indexOf('#}', start.index + 2);
      if (end < 0) break;
      at = end + 2;
      continue;
    }
    const { tokens, end } = readTokens(template, start.index + 2, mark === '{%' ? '%}' : '}}', budget);
    budget -= tokens.length + 1;
    const source = template.slice(start.index, Math.min(end, start.index + 200));
    found.push({ isStatement: mark === '{%', source, tokens });
    at = end;
    if (mark === '{%' && tokens.some(({ text }) => text === 'raw') && tokens.length <= 3) {
      // Up to its end everything is text.
      const close = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
      close.lastIndex = end;
      at = close.exec(template)?.index ?? template.length;
    }
  }
  return found;
}

function readTokens(template: string, start: number, close: string, limit: number) {
  const tokens: JinjaToken[] = [];
  let braces = 0;
  let at = start;
  while (at < template.length && tokens.length < limit) {
    if (braces === 0 && template.startsWith(close, at)) return { tokens, end: at + 2 };
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(template);
    if (match === null) break;
    at += match[0].length;
    const { name, string, number, mark } = match.groups ?? {};
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    if (string !== undefined) tokens.push({ kind: 'string', text: resolveEscapes(string.slice(1, -1)) });
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    if (mark === undefined) continue;
    if (mark === '{') braces += 1;
    if (mark === '}') braces = Math.max(0, braces - 1);
    tokens.push({ kind: 'mark', text: mark });
  }
  return { tokens, end: template.length };
}

/** What Python makes of the escapes; those with a name (`\N{...}`) stay as they are. */
function resolveEscapes(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
    (all: string, hex?: string, short?: string, long?: string, octal?: string, plain?: string) => {
      const digits = hex ?? short ?? long;
      if (digits !== undefined) {
        const code = Number.parseInt(digits, 16);
        return code > 0x10_ffff ? all : String.fromCodePoint(code);
      }
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
      if (plain === 'n') return '\n';
      if (plain === 't') return '\t';
      if (plain === 'N') return '\\N';
      return plain ?? all;
    },
  );
}
