import { listModuleFiles, ModuleIndex, type ModulePort } from '../core/index.js';
import type { SourceFile } from './discover-files.js';
import { readSource } from './read-source.js';
import { createInput } from './scan.js';

/** Texts that are kept for the next import, in UTF-16 code units. */
const maxKept = 16_000_000;

/**
 * The Python modules of a project as they are on disk.
 *
 * @param maxFileSize in bytes; larger files are not there for those that import them
 */
export function createModulePort(files: readonly SourceFile[], maxFileSize: number): ModulePort {
  const modules = new Map(files.flatMap((file) => (file.kind === 'python' ? [[file.path, file]] : [])));
  const index = new ModuleIndex(listModuleFiles([...modules.keys()]));
  const texts = new Map<string, string | undefined>();
  let kept = 0;
  const readText = (path: string): string | undefined => {
    if (texts.has(path)) return texts.get(path);
    const file = modules.get(path);
    const reading = file === undefined ? undefined : readSource(file.absolute, maxFileSize, true);
    const text = reading?.ok === true ? reading.file.text : undefined;
    kept += text?.length ?? 0;
    if (kept > maxKept) {
      texts.clear();
      kept = text?.length ?? 0;
    }
    texts.set(path, text);
    return text;
  };
  return {
    find: (from, name) => index.find(from, name),
    findIn: (ref, name) => index.findIn(ref, name),
    read: (path) => {
      const text = readText(path);
      return text === undefined ? undefined : createInput(path, 'python', text);
    },
  };
}
