import { versions } from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 optimise functions later: what it optimises early in a check has mostly done its work by then
 * (test/bench/README.md). Only for versions where that was measured to help, which are those of Node 20 and 22: others
 * decide by other means, and say that they do not know a flag.
 */
export function tuneCompiler(): void {
  const { v8 } = versions;
  if (v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=400000');
  else if (v8.startsWith('12.')) setFlagsFromString('--invocation-count-for-turbofan=12000');
}
