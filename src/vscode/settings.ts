import type { Level } from '../core/index.js';

/** Every setting the code reads, by its name below `fairlead.`, with the value that counts when nobody set one. */
export const SETTINGS = {
  enable: true,
  'diagnostics.delay': 250,
  'diagnostics.hideDuplicates': true,
  'codeLens.enabled': true,
  'statusBar.enabled': true,
  'documents.showDrift': true,
  rules: {} as Readonly<Record<string, Level | 'off'>>,
  maxFileSize: 1_000_000,
  inspectModels: true,
  trace: 'off' as 'off' | 'timings',
} as const;

/** Reads one value of the `fairlead` section, as the editor's configuration does. */
export type SettingReader = (name: string) => unknown;

type BooleanSetting =
  | 'enable'
  | 'diagnostics.hideDuplicates'
  | 'codeLens.enabled'
  | 'statusBar.enabled'
  | 'documents.showDrift'
  | 'inspectModels';

/** Settings with their types; a value of another type than declared gives the default. */
export class SettingValues {
  readonly #read: SettingReader;

  constructor(read: SettingReader) {
    this.#read = read;
  }

  get isEnabled(): boolean {
    return this.#boolean('enable');
  }

  /** Milliseconds between the last key and the analysis, 0 to 5000. */
  get delay(): number {
    return Math.min(Math.max(this.#number('diagnostics.delay'), 0), 5000);
  }

  get hidesDuplicates(): boolean {
    return this.#boolean('diagnostics.hideDuplicates');
  }

  get hasCodeLens(): boolean {
    return this.#boolean('codeLens.enabled');
  }

  get hasStatusBar(): boolean {
    return this.#boolean('statusBar.enabled');
  }

  get showsDrift(): boolean {
    return this.#boolean('documents.showDrift');
  }

  /** Largest document that is analysed, in UTF-16 code units, at least 1; undefined when the user left the default. */
  get maxDocumentLength(): number | undefined {
    const size = Math.max(this.#number('maxFileSize'), 1);
    return size === SETTINGS.maxFileSize ? undefined : size;
  }

  /** Whether a check of the workspace looks into model files. */
  get inspectsModels(): boolean {
    return this.#boolean('inspectModels');
  }

  get hasTimings(): boolean {
    return this.#read('trace') === 'timings';
  }

  /** Level per rule id; entries that are no level are left out. */
  get rules(): Readonly<Record<string, Level | 'off'>> {
    const value = this.#read('rules');
    if (typeof value !== 'object' || value === null) return SETTINGS.rules;
    const entries = Object.entries(value).filter((entry): entry is [string, Level | 'off'] =>
      isRuleLevel(entry[1]),
    );
    return Object.fromEntries(entries);
  }

  #boolean(name: BooleanSetting): boolean {
    const value = this.#read(name);
    return typeof value === 'boolean' ? value : SETTINGS[name];
  }

  #number(name: 'diagnostics.delay' | 'maxFileSize'): number {
    const value = this.#read(name);
    return typeof value === 'number' && Number.isFinite(value) ? value : SETTINGS[name];
  }
}

function isRuleLevel(value: unknown): value is Level | 'off' {
  return value === 'error' || value === 'warning' || value === 'note' || value === 'hint' || value === 'off';
}
