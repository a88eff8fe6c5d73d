import type { CellNotebookInput, RawNotebookInput } from './document.js';
import type { OpenedModule } from './module-text.js';

/** Opens a notebook given as raw JSON. */
export function openRawNotebook(input: RawNotebookInput): OpenedModule {
  return { notice: { kind: 'not-scanned', path: input.path, message: 'Notebooks are not read yet.' } };
}

/** Opens a notebook given as cells. */
export function openCellNotebook(input: CellNotebookInput): OpenedModule {
  return { notice: { kind: 'not-scanned', path: input.path, message: 'Notebooks are not read yet.' } };
}
