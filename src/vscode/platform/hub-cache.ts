import type { ChoiceFix } from '../../core/index.js';
import type { Platform } from './platform.js';

/** What a commit is asked for. */
export type HubRepository = NonNullable<ChoiceFix['commitOf']>;

/** Names as the Hub allows them; nothing that leads out of the cache. */
const NAME = /^[A-Za-z0-9][\w.-]*(?:\/[A-Za-z0-9][\w.-]*)?$/;
const COMMIT = /^[0-9a-f]{40}$/;
const decoder = new TextDecoder('ascii');

/**
 * The commit of the main branch that this machine last downloaded, from the cache of the Hugging Face Hub. Reads one
 * small file and never asks the network.
 *
 * @returns undefined where there is no such cache, nothing of the repository in it, or no commit in the file
 */
export async function findCachedCommit(
  { hubCacheFolder, openFile }: Pick<Platform, 'hubCacheFolder' | 'openFile'>,
  { kind, repository }: HubRepository,
): Promise<string | undefined> {
  if (hubCacheFolder === undefined || openFile === undefined || !NAME.test(repository)) return undefined;
  const folder = `${kind}s--${repository.replace('/', '--')}`;
  try {
    const file = await openFile(`${hubCacheFolder}/${folder}/refs/main`);
    try {
      if (file.size > 64) return undefined;
      const text = decoder.decode(await file.read(0, file.size)).trim();
      return COMMIT.test(text) ? text : undefined;
    } finally {
      await file.close();
    }
  } catch {
    // Nothing of it was ever downloaded here.
    return undefined;
  }
}
