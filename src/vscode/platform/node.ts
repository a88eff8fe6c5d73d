import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { makeFolder } from '../../node/make-folder.js';
import { hashInSteps, openFile } from '../../node/open-file.js';
import { writeFileAtomically } from '../../node/write-file.js';
import type { RunningThread, StartThread } from '../analyst/thread-analyst.js';
import type { Platform } from './platform.js';

/** The platform of a desktop or remote extension host; `extensionPath` is the folder that holds package.json. */
export function createNodePlatform(extensionPath: string): Platform {
  return {
    readAsset: (name) => readFile(join(extensionPath, 'dist', name)),
    startThread: (listener) => startThread(join(extensionPath, 'dist', 'analyst.cjs'), listener),
    homeFolder: homedir(),
    get hubCacheFolder() {
      return findHubCache(process.env, homedir());
    },
    openFile: (path) => openFile(path),
    async writeLocalFile(path, content, expected) {
      await makeFolder(dirname(path));
      await writeFileAtomically(path, content, expected);
    },
    hash: hashInSteps,
  };
}

/** Memory of the thread's own objects, in MB: what it needs in the largest projects several times over. */
const maxThreadMemory = 1024;

/** Starts a thread of this process. */
function startThread(script: string, { receive, end }: Parameters<StartThread>[0]): RunningThread {
  const worker = new Worker(script, {
    name: 'fairlead',
    resourceLimits: { maxOldGenerationSizeMb: maxThreadMemory },
  });
  let reason: string | undefined;
  worker.on('message', receive);
  worker.on('error', (error) => {
    reason = error.message;
  });
  worker.on('exit', (code) => end(reason ?? `exit code ${code}`));
  return {
    post: (request) => worker.postMessage(request),
    stop() {
      worker.removeAllListeners('exit');
      void worker.terminate();
    },
  };
}

/** As huggingface_hub finds it: from the most particular variable to the default of the system. */
export function findHubCache(variables: Readonly<Record<string, string | undefined>>, home: string): string {
  const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = variables;
  const own = HF_HUB_CACHE || HUGGINGFACE_HUB_CACHE;
  if (own) return expandHome(own, home);
  if (HF_HOME) return join(expandHome(HF_HOME, home), 'hub');
  return join(XDG_CACHE_HOME ? expandHome(XDG_CACHE_HOME, home) : join(home, '.cache'), 'huggingface', 'hub');
}

function expandHome(path: string, home: string): string {
  return /^~(?:$|[\\/])/.test(path) ? join(home, path.slice(1)) : path;
}
