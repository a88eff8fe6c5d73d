import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { hashInSteps, openNodeFile } from './node-file.js';
import type { Platform } from './platform.js';

/** The platform of a desktop or remote extension host; `extensionPath` is the folder that holds package.json. */
export function createNodePlatform(extensionPath: string): Platform {
  return {
    readAsset: (name) => readFile(join(extensionPath, 'dist', name)),
    homeFolder: homedir(),
    openFile: openNodeFile,
    hash: hashInSteps,
  };
}
