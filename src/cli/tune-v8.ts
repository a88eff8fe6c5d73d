import { versions } from 'node:process';
import { setFlagsFromString } from 'node:v8';

/**
 * Sets V8 to what a check does: the same on many files, of which little is kept (test/bench/README.md).
 *
 * It collects garbage before a fifth of the room that it gives itself is filled, where by itself it would let old objects
 * of hundreds of files lie. It optimises functions later: what it optimises early has mostly done its work by then. The latter
 * only for versions where that was measured to help, which are those of Node 20 and 22: others decide by other means, and say
 * that they do not know a flag.
 */
export function tuneV8(): void {
  const { v8 } = versions;
  if (/^1[1-3]\./.test(v8)) setFlagsFromString('--incremental-marking-hard-trigger=20');
  if (v8.startsWith('11.')) setFlagsFromString('--interrupt-budget=400000');
  else if (v8.startsWith('12.')) setFlagsFromString('--invocation-count-for-turbofan=12000');
}
