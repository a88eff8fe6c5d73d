/** Options of a magic that take a value, apart from the value: single letters, and long names without dashes. */
interface CodeMagic {
  readonly letters: string;
  readonly words?: readonly string[];
}

/**
 * Magics whose line holds Python after the options. From the docstrings of IPython (`time`, `timeit`, `prun`, `debug`),
 * line_profiler, memory_profiler, snakeviz, pyinstrument, scalene and ipyparallel.
 */
const CODE_MAGICS: ReadonlyMap<string, CodeMagic> = new Map([
  ['time', { letters: '' }],
  ['timeit', { letters: 'nrpv' }],
  ['prun', { letters: 'DlsT' }],
  ['debug', { letters: 'b', words: ['breakpoint'] }],
  ['lprun', { letters: 'fmDTu' }],
  ['memit', { letters: 'rti' }],
  ['mprun', { letters: 'fT' }],
  ['snakeviz', { letters: 'f', words: ['filename'] }],
  ['pyinstrument', { letters: '', words: ['interval', 'height', 'async_mode'] }],
  ['scalene', { letters: '' }],
  ['px', { letters: 'to', words: ['targets', 'out'] }],
]);

/** Cell magics whose body is Python besides those that hold Python on their line. */
const PYTHON_CELL_MAGICS: ReadonlySet<string> = new Set([
  'add_to',
  'background',
  'black',
  'cache',
  'capture',
  'code_wrap',
  'filprofile',
  'flake8',
  'heat',
  'ipytest',
  'local',
  'manim',
  'memray_flamegraph',
  'mypy',
  'notify',
  'pycodestyle',
  'pyspark',
  'python',
  'python3',
  'run_pytest',
  'run_pytest[clean]',
  'typecheck',
  'viztracer',
  'wandb',
]);

/** Names that, alone with one percent sign at the top of a cell, hand the whole cell to another language (Databricks). */
const LANGUAGE_MAGICS: ReadonlySet<string> = new Set(['fs', 'md', 'md-sandbox', 'r', 'scala', 'sh']);

/** Names that IPython runs as magics without a percent sign in a cell of one line. */
const BARE_MAGICS: ReadonlySet<string> = new Set([
  'cat',
  'cd',
  'conda',
  'cp',
  'load_ext',
  'ls',
  'mamba',
  'matplotlib',
  'micromamba',
  'mkdir',
  'mv',
  'pip',
  'rm',
  'rmdir',
  'run',
  'time',
  'timeit',
  'uv',
]);

/** True when the body of the cell magic `%%name` is Python that runs. */
export function hasPythonBody(name: string): boolean {
  return CODE_MAGICS.has(name) || PYTHON_CELL_MAGICS.has(name);
}

/** True when `%name` with `command` on the first line of a cell makes all of the cell another language. */
export function takesWholeCell(name: string, command: string): boolean {
  return LANGUAGE_MAGICS.has(name) || (name === 'sql' && command === '');
}

/** Name of the magic that a cell of one line runs without a percent sign; absent when the line is Python. */
export function findBareMagic(line: string): string | undefined {
  const match = /^([a-z_]+)[ \t]+(?![=(,[:]|[-+*/%&|^<>@!]+[\s=]|(?:in|is|not|and|or|if)\b)\S/.exec(line);
  const name = match?.[1];
  return name !== undefined && BARE_MAGICS.has(name) ? name : undefined;
}

/**
 * Offset in `text` at which the Python of a magic's line begins, looking from `at` (after the name) to `end`.
 * Absent when the magic holds no Python or has none on this line.
 */
export function findMagicCode(name: string, text: string, at: number, end: number): number | undefined {
  const magic = CODE_MAGICS.get(name);
  if (magic === undefined) return undefined;
  let next = skipSpaces(text, at, end);
  while (text[next] === '-' && next < end) {
    const word = text.slice(next, findWordEnd(text, next, end));
    if (!/^-(?:-$|-?[A-Za-z])/.test(word)) break;
    next = skipSpaces(text, next + word.length, end);
    if (word === '--') break;
    if (takesNextWord(magic, word)) next = skipSpaces(text, findWordEnd(text, next, end), end);
  }
  return next < end ? next : undefined;
}

/** True for `-n` of `-n 10` and `--targets` of `--targets 0`; false for `-n10`, `--targets=0` and switches. */
function takesNextWord(magic: CodeMagic, word: string): boolean {
  if (word.startsWith('--')) return magic.words?.includes(word.slice(2)) ?? false;
  for (let at = 1; at < word.length; at += 1) {
    if (magic.letters.includes(word.charAt(at))) return at === word.length - 1;
  }
  return false;
}

function skipSpaces(text: string, at: number, end: number): number {
  let next = at;
  while (next < end && (text[next] === ' ' || text[next] === '\t')) next += 1;
  return next;
}

/** End of a word; a word in quotes may hold spaces. */
function findWordEnd(text: string, at: number, end: number): number {
  let next = at;
  let quote = '';
  while (next < end) {
    const char = text.charAt(next);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (/\s/.test(char)) {
      break;
    }
    next += 1;
  }
  return next;
}
