const EXTENSION = /\.(?:[cm]?[jt]s|[jt]sx|json)$/;

/**
 * The name that rules use for what an import specifier names: without `node:` and `npm:`, a version, the file extension
 * and `/index` of a path. Other dots of a package's own name become underscores, so that a dot always divides.
 */
export function normalizeModuleName(specifier: string): string {
  const name = specifier.replace(/^(?:node|npm|jsr):\/?/, '').replace(/(?<=[^/])@[\w.^~-]+(?=\/|$)/, '');
  if (name.startsWith('.') || name.includes(':')) return name.replace(EXTENSION, '');
  const slash = name.indexOf('/', name.startsWith('@') ? name.indexOf('/') + 1 : 0);
  if (slash === -1) return name.replaceAll('.', '_');
  const path = name
    .slice(slash)
    .replace(EXTENSION, '')
    .replace(/\/index$/, '');
  return (name.slice(0, slash) + path).replaceAll('.', '_');
}
