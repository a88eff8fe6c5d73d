import type { Span } from '../source/position.js';

/**
 * Where each character of a scalar's value stands in the text: the offset of each, and of the end. Undefined when escapes
 * hide that.
 */
export function alignScalar(source: string, span: Span, value: string): Int32Array | undefined {
  const offsets = new Int32Array(value.length + 1);
  let at = span.start;
  const opening = source[at];
  const isQuoted = opening === '"' || opening === "'";
  const triple = isQuoted && source.startsWith(opening.repeat(3), at) && value !== '';
  if (isQuoted) at += triple ? 3 : 1;
  else if (opening === '|' || opening === '>') {
    const lineEnd = source.indexOf('\n', at);
    if (lineEnd < 0 || lineEnd >= span.end) return undefined;
    at = lineEnd + 1;
  }
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    // Indentation and line folding.
    if (source.charCodeAt(at) !== code) {
      if (code === 10) {
        if (source.startsWith('\\n', at) && isQuoted) {
          offsets[index] = at;
          at += 2;
          continue;
        }
        while (at < span.end && isBlank(source.charCodeAt(at)) && source.charCodeAt(at) !== 10) at += 1;
      } else if (code === 32 && isBlank(source.charCodeAt(at))) {
        offsets[index] = at;
        while (at < span.end && isBlank(source.charCodeAt(at))) at += 1;
        continue;
      } else {
        while (at < span.end && isBlank(source.charCodeAt(at))) at += 1;
        if (isQuoted && source[at] === '\\' && source.charCodeAt(at + 1) === code) at += 1;
      }
      if (source.charCodeAt(at) !== code) return undefined;
    }
    if (at >= span.end) return undefined;
    offsets[index] = at;
    at += 1;
    if (opening === "'" && code === 39 && source[at] === "'") at += 1;
    else if (opening === '"' && code === 92 && source[at] === '\\') at += 1;
  }
  offsets[value.length] = at;
  return offsets;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}
