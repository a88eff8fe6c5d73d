import * as vscode from 'vscode';
import type { RegexJudge } from '../../core/index.js';
import type { Platform } from './platform.js';
import { runBundle } from './run-bundle.js';

/** The platform of a web worker: shipped files come through the editor's file system, others only as a whole. */
export function createWebPlatform(extensionUri: vscode.Uri): Platform {
  const readAsset: Platform['readAsset'] = async (name) =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, 'dist', name));
  let judge: Promise<RegexJudge> | undefined;
  return {
    readAsset,
    loadRegexJudge() {
      judge ??= readAsset('regex-safety.cjs').then((bytes) => readJudge(new TextDecoder().decode(bytes)));
      return judge;
    },
    // A worker's hash takes all bytes at once; sources are in memory here.
    async hash(source, control) {
      const bytes = await source.read(0, source.size);
      const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
      if (control.isCancelled) return undefined;
      return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}

function readJudge(bundle: string): RegexJudge {
  const { explainSlowRegex }: { readonly explainSlowRegex?: RegexJudge } = runBundle(
    'regex-safety.cjs',
    bundle,
  );
  if (explainSlowRegex === undefined) throw new Error('regex-safety.cjs does not hold what it should');
  return explainSlowRegex;
}
