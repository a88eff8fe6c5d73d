/** The form of a rule's id. */
export const RULE_ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*\/[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Whether a file named after the id could not be on a machine with Windows, which keeps some names for devices whatever their
 * ending: `acme/aux` would be the file `aux.yaml`. Whoever checks a repository out that holds it there fails.
 */
export function isDeviceName(id: string): boolean {
  return id.split('/').some((part) => /^(?:aux|con|nul|prn|(?:com|lpt)[0-9])$/.test(part));
}
