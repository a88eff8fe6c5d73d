/** One part of `npm test`. */
export interface Tier {
  readonly name: string;
  /** An npm script, or a program of node_modules/.bin, with its arguments. */
  readonly command: readonly string[];
  /**
   * How to count: `checks` reads the last `N passed, N failed` or mocha's `N passing`, `N failing`; `gate` is one check that
   * passes when the command exits with 0.
   */
  readonly counts: 'checks' | 'gate';
}

/** What `npm test` runs, in this order: what fails fast comes first. */
export const tiers: readonly Tier[] = [
  { name: 'lint', command: ['biome', 'check', '.'], counts: 'gate' },
  { name: 'types', command: ['npm', 'run', '--silent', 'types'], counts: 'gate' },
  { name: 'unused', command: ['knip'], counts: 'gate' },
  { name: 'generated', command: ['npm', 'run', '--silent', 'check:generated'], counts: 'gate' },
  { name: 'core', command: ['npm', 'run', '--silent', 'test:core'], counts: 'checks' },
  { name: 'rules', command: ['npm', 'run', '--silent', 'test:rules'], counts: 'checks' },
  { name: 'cli', command: ['npm', 'run', '--silent', 'test:cli'], counts: 'checks' },
  { name: 'editor 1.139', command: ['npm', 'run', '--silent', 'test:editor'], counts: 'checks' },
  { name: 'editor 1.104', command: ['npm', 'run', '--silent', 'test:editor-minimum'], counts: 'checks' },
  { name: 'web', command: ['npm', 'run', '--silent', 'test:web'], counts: 'checks' },
  { name: 'vsix', command: ['npm', 'run', '--silent', 'test:vsix'], counts: 'checks' },
];
