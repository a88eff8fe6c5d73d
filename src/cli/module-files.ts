import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type DocumentInput,
  listModuleFiles,
  type ModuleFiles,
  ModuleIndex,
  type ModulePort,
  SKIPPED_FOLDERS,
} from '../core/index.js';
import { readSource } from './read-source.js';

/** Where the modules of the project are. Plain data. */
export interface ModuleSetup {
  /** Absolute. */
  readonly root: string;
  /** Report paths of all Python files; absent when they were not listed, so that each is looked for on the disk. */
  readonly paths?: readonly string[];
  /** In bytes. */
  readonly maxFileSize: number;
}

/** Characters of texts that are kept. */
const maxKept = 32_000_000;

/** The Python modules of a project, read when something leads to them. What cannot be read is not there. */
export function createModuleSource(setup: ModuleSetup): ModulePort {
  const index = new ModuleIndex(
    setup.paths === undefined ? probeModuleFiles(setup.root) : listModuleFiles(setup.paths),
  );
  const texts = new Map<string, DocumentInput | undefined>();
  let kept = 0;
  return {
    find: (from, name) => index.find(from, name),
    findIn: (ref, name) => index.findIn(ref, name),
    read(path) {
      if (texts.has(path)) return texts.get(path);
      if (kept > maxKept) {
        texts.clear();
        kept = 0;
      }
      const input = readModule(path, setup);
      texts.set(path, input);
      kept += input === undefined || input.kind === 'notebook-cells' ? 0 : input.text.length;
      return input;
    },
  };
}

/** A Python file or notebook by its report path; undefined when it cannot be read. */
export function readModule(path: string, { root, maxFileSize }: ModuleSetup): DocumentInput | undefined {
  const isNotebook = path.endsWith('.ipynb');
  const reading = readSource(resolve(root, path), maxFileSize, !isNotebook);
  if (!reading.ok) return undefined;
  return { kind: isNotebook ? 'notebook-json' : 'text', path, text: reading.file.text };
}

/** Looks on the disk, inside the root. */
function probeModuleFiles(root: string): ModuleFiles {
  const known = new Map<string, 'file' | 'folder' | undefined>();
  const look = (path: string): 'file' | 'folder' | undefined => {
    if (!known.has(path)) known.set(path, kindOf(resolve(root, path)));
    return known.get(path);
  };
  const isInside = (path: string): boolean =>
    !path.startsWith('..') && !path.split('/').some((name) => SKIPPED_FOLDERS.includes(name));
  return {
    hasFile: (path) => isInside(path) && look(path) === 'file',
    hasFolder: (path) => isInside(path) && look(path) === 'folder',
  };
}

function kindOf(absolute: string): 'file' | 'folder' | undefined {
  const stats = statSync(absolute, { throwIfNoEntry: false });
  return stats?.isFile() === true ? 'file' : stats?.isDirectory() === true ? 'folder' : undefined;
}
