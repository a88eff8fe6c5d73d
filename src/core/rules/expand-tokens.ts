/**
 * Puts made-up secrets into an example. Rule files hold none, so that no scanner stumbles over them:
 * `@@hf_|alnum:34@@` stands for `hf_` and 34 letters and digits. Parts are divided by `|`; classes are `alnum`,
 * `hex`, `upper` and `url`, with a length of at most four digits; anything else is literal. Equal templates give equal values.
 */
export function expandTokens(text: string): string {
  return text.replace(/@@([^@\n]+)@@/g, (_, template: string) =>
    template
      .split('|')
      .map((part, index) => expandPart(part, template.length * 31 + index))
      .join(''),
  );
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  hex: '0123456789abcdef',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
  url: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_',
};

function expandPart(part: string, seed: number): string {
  const [name = '', count] = part.split(':');
  const characters = CLASSES[name];
  if (characters === undefined || count === undefined || !/^\d{1,4}$/.test(count)) return part;
  let state = seed;
  let result = '';
  for (let at = 0; at < Number(count); at += 1) {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    result += characters[(state >> 8) % characters.length];
  }
  return result;
}
