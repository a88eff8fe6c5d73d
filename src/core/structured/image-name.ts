/** The parts of a reference to a container image. */
export interface ImageReference {
  /** Registry, namespace and name. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Splits `registry:5000/namespace/name:tag@sha256:...`. */
export function readImage(text: string): ImageReference {
  const [reference = '', digest] = text.trim().split('@');
  const slash = reference.lastIndexOf('/');
  const colon = reference.indexOf(':', slash + 1);
  return {
    name: colon < 0 ? reference : reference.slice(0, colon),
    tag: colon < 0 ? undefined : reference.slice(colon + 1),
    digest,
  };
}

/** True when a name of an image fits one of the patterns, with or without registry and `library/`. */
export function matchesName(name: string, patterns: readonly string[]): boolean {
  const lower = name.toLowerCase();
  const parts = lower.split('/');
  const isRegistry = parts.length > 1 && /[.:]|^localhost$/.test(parts[0] ?? '');
  const bare = isRegistry ? parts.slice(1).join('/') : lower;
  const forms = [lower, bare, bare.replace(/^library\//, '')];
  return patterns.some((pattern) => forms.some((form) => matchesGlob(form, pattern)));
}

/** `*` stands for any characters. */
export function matchesGlob(text: string, glob: string): boolean {
  const parts = glob.split('*');
  const [first = ''] = parts;
  if (parts.length === 1) return text === glob;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? '';
  return text.length - last.length >= at && text.endsWith(last);
}
