import type { DocumentInput } from '../source/document.js';
import type { ModuleIndex, ModuleRef } from './module-index.js';

/** The modules of the workspace, as a host hands them to an analysis. Nothing here waits. */
export interface ModulePort extends Pick<ModuleIndex, 'find' | 'findIn'> {
  find(from: string, name: string): ModuleRef | undefined;
  findIn(ref: ModuleRef, name: string): ModuleRef | undefined;
  /**
   * The newest text of a file; undefined when it is not at hand. The analysis then says that it wanted the file, goes on
   * without, and may be run again.
   */
  read(path: string): DocumentInput | undefined;
}
