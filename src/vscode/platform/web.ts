import * as vscode from 'vscode';
import type { RegexJudge } from '../../core/index.js';
import type { Platform } from './platform.js';

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

/** Runs a bundle of ours, as the editor itself runs extensions in a worker, where a module cannot ask for another. */
function readJudge(bundle: string): RegexJudge {
  const module = { exports: {} as { readonly explainSlowRegex?: RegexJudge } };
  new Function('module', 'exports', bundle)(module, module.exports);
  const { explainSlowRegex } = module.exports;
  if (explainSlowRegex === undefined) throw new Error('regex-safety.cjs does not hold what it should');
  return explainSlowRegex;
}
