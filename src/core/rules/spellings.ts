/** A setting as code spells it, and as a command-line option does. */
export function spellings(name: string): readonly string[] {
  const option = name.replaceAll('_', '-');
  return option === name ? [name] : [name, option];
}
