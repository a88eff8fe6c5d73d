import type { Knowledge, Notice, Settings } from '../core/index.js';

/** What fairlead.yaml decides, or the defaults. */
export interface Configuration {
  readonly settings: Settings;
  /** Patterns in the form of .gitignore, relative to the project's root. */
  readonly exclude: readonly string[];
  readonly notices: readonly Notice[];
}

export function loadConfiguration(
  _root: string,
  _file: string | undefined,
  _cwd: string,
  _knowledge: Knowledge,
): Configuration {
  return { settings: { rules: {}, maxDocumentLength: 5 * 1024 * 1024 }, exclude: [], notices: [] };
}
