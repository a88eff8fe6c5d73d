import { runBundle } from './run-bundle.js';

/** What the web bundle has in place of core.cjs until its text is there: the modules of a worker cannot ask for one another. */
const holder: { text?: string; exports?: object } = {};

/** Takes the text of core.cjs; it is run when the engine is first used. */
export function provideEngine(text: string): void {
  holder.text = text;
}

/**
 * What core.cjs exports. Throws before its text is there.
 *
 * @public called by what the build puts in place of imports of the engine
 */
export function openEngine(): object {
  if (holder.exports === undefined) {
    if (holder.text === undefined) throw new Error('the engine was asked for before it was read');
    holder.exports = runBundle('core.cjs', holder.text);
    delete holder.text;
  }
  return holder.exports;
}
