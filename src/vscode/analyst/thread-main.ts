import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import type { EngineOptions, Knowledge, Log } from '../../core/index.js';
import { loadRegexJudge } from '../platform/regex-judge.js';
import { EngineAnalyst } from './engine-analyst.js';
import { serveRequests, type ThreadMessage, type ThreadRequest } from './thread-messages.js';

/** Entry of the thread that analyses: the extension asks, and this answers. */
function main(): void {
  const post = (message: ThreadMessage): void => parentPort?.postMessage(message);
  const log: Log = {
    info: (message) => post({ kind: 'log', level: 'info', message }),
    warn: (message) => post({ kind: 'log', level: 'warn', message }),
  };
  // The build puts everything that ships beside this file.
  const readAsset = (name: string): Promise<Uint8Array> => readFile(join(__dirname, name));
  const readOptions = async (): Promise<EngineOptions> => ({
    // Written by our own build, and validated there.
    knowledge: JSON.parse(new TextDecoder().decode(await readAsset('knowledge.json'))) as Knowledge,
    grammars: {
      readRuntime: () => readAsset('tree-sitter.wasm'),
      readGrammar: (language) => readAsset(`tree-sitter-${language}.wasm`),
    },
    log,
  });
  const analyst = new EngineAnalyst(readOptions, async () => loadRegexJudge(__dirname));
  const answer = serveRequests(analyst, post);
  parentPort?.on('message', (request: ThreadRequest) => answer(request));
}

main();
