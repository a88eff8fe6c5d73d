import type { FormatReader } from './reader.js';
import { hasBytes } from './text-bytes.js';

/** What the first bytes say; the longest signature first where one begins like another. */
const PROGRAMS: readonly (readonly [string, string])[] = [
  ['MZqFpD', 'a program for several systems (Actually Portable Executable, as a llamafile is)'],
  ['jartsr=', 'a program for several systems (Actually Portable Executable, as a llamafile is)'],
  ['APEDBG=', 'a program for several systems (Actually Portable Executable, as a llamafile is)'],
  ['\u007fELF', 'a program or library for Linux (ELF)'],
  ['\u00fe\u00ed\u00fa\u00ce', 'a program or library for macOS (Mach-O)'],
  ['\u00fe\u00ed\u00fa\u00cf', 'a program or library for macOS (Mach-O)'],
  ['\u00ce\u00fa\u00ed\u00fe', 'a program or library for macOS (Mach-O)'],
  ['\u00cf\u00fa\u00ed\u00fe', 'a program or library for macOS (Mach-O)'],
  ['#!', 'a script for an interpreter'],
  ['\0asm', 'a WebAssembly module'],
  ['dex\n', 'a program for Android'],
];

/** Programs in place of a model: nothing in them is read, since being one is what matters. */
export const EXECUTABLE_READER: FormatReader = {
  matches: (head) => describeProgram(head) !== undefined,
  async read(source, { report, member }) {
    const what = describeProgram(await source.read(0, Math.min(4096, source.size))) ?? 'a program';
    report.addDetail('program', what);
    report.addFinding({
      ruleId: 'model-file/executable-content',
      // A script runs only where somebody starts it by name; archives often carry some.
      verdict: what.startsWith('a script') ? 'unknown' : 'dangerous',
      message: `this is ${what}, not only data: opening it may run it`,
      offset: 0,
      member,
      chain: [],
    });
    report.setConversion('take the weights as GGUF or safetensors from the publisher instead');
    return 'executable';
  },
};

function describeProgram(head: Uint8Array): string | undefined {
  const known = PROGRAMS.find(([signature]) => hasBytes(head, signature));
  if (known !== undefined) return known[1];
  if (hasBytes(head, '\u00ca\u00fe\u00ba\u00be') && head.length > 8) {
    // A Java class has its version there, a universal binary the small number of its parts.
    return (head[7] ?? 0) < 20 ? 'a universal program for macOS (Mach-O)' : 'a Java class';
  }
  if (!hasBytes(head, 'MZ') || head.length < 64) return undefined;
  const at = (head[60] ?? 0) + (head[61] ?? 0) * 256 + (head[62] ?? 0) * 65_536;
  const isWindows = at < 64 || at + 4 > head.length || hasBytes(head, 'PE\0\0', at);
  return isWindows ? 'a program or library for Windows (PE)' : 'a program for DOS (MZ)';
}
