/** Shorter documents are read as they are. */
const MIN_LENGTH = 2_000;

/**
 * Masks the documents of a YAML stream that define kinds of Kubernetes (CustomResourceDefinition): they are schemas of
 * up to millions of characters and configure nothing. Equal length, so that every offset stays.
 */
export function maskDefinitions(text: string): { readonly text: string; readonly masked: number } {
  if (!text.includes('CustomResourceDefinition')) return { text, masked: 0 };
  const parts: string[] = [];
  let masked = 0;
  let start = 0;
  const separator = /^---(?=[ \t\r\n]|$)/gm;
  for (;;) {
    separator.lastIndex = start + 1;
    const end = separator.exec(text)?.index ?? text.length;
    const document = text.slice(start, end);
    if (
      document.length >= MIN_LENGTH &&
      /^kind:[ \t]*["']?CustomResourceDefinition["']?[ \t]*\r?$/m.test(document)
    ) {
      const head = /^---/.exec(document)?.[0] ?? '';
      parts.push(head, ' '.repeat(document.length - head.length - 1), '\n');
      masked += document.length;
    } else {
      parts.push(document);
    }
    if (end >= text.length) return { text: parts.join(''), masked };
    start = end;
  }
}
