import { makePrintable } from './printable.js';

/** Text of a file as Markdown shows it, on one line, with nothing that a reader's program would act on. */
export function escapeMarkdown(text: string): string {
  return makePrintable(text.replace(/\s+/g, ' '))
    .replace(/[\\`*_{}[\]<>#|~!&]/g, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')
    .replace(/^([-+])/, '\\$1')
    .replace(/\b(https?):\/\//g, '$1:\\//');
}
