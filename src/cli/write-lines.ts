import { makePrintable } from '../core/index.js';
import { type Output, writeText } from './terminal.js';

/** Writes lines that may name files: characters that could steer a terminal are escaped. Throws as {@link writeText}. */
export function writeLines(output: Output, lines: readonly string[]): Promise<void> {
  return writeText(output, lines.map((line) => `${makePrintable(line)}\n`).join(''));
}
