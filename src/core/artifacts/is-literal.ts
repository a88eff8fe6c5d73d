/** Whether the text of an expression is its value: a list, tuple, set or dictionary of constants. */
export function isLiteral(text: string): boolean {
  if (!/^[[({][\s\S]*[\])}]$/.test(text)) return false;
  const rest = text
    .replace(/(["'])(?:(?!\1)[^\\\n])*\1/g, '')
    .replace(/\b(?:True|False|None)\b/g, '')
    .replace(/\b\d[\d_]*(?:\.\d*)?(?:e[+-]?\d+)?\b/gi, '');
  return /^[\s,:.+\-[\](){}]*$/.test(rest);
}
