import assert from 'node:assert/strict';
import { findCachedCommit } from '../../../src/vscode/platform/hub-cache.js';
import { findHubCache } from '../../../src/vscode/platform/node.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const encoder = new TextEncoder();

/** A cache in memory that remembers which files were opened. */
function createCache(files: Readonly<Record<string, string>>) {
  const opened: string[] = [];
  return {
    opened,
    hubCacheFolder: '/cache',
    openFile: async (path: string) => {
      opened.push(path);
      const text = files[path];
      if (text === undefined) throw new Error(`${path} is not there`);
      const bytes = encoder.encode(text);
      return { size: bytes.length, read: async () => bytes, close: async () => undefined };
    },
  };
}

describe('the cache of the Hub', () => {
  it('tells the commit of models and datasets, with and without an owner', async () => {
    const cache = createCache({
      '/cache/models--org--a.b/refs/main': commit,
      '/cache/datasets--imdb/refs/main': `${commit}\n`,
    });
    assert.equal(await findCachedCommit(cache, { kind: 'model', repository: 'org/a.b' }), commit);
    assert.equal(await findCachedCommit(cache, { kind: 'dataset', repository: 'imdb' }), commit);
  });

  it('says nothing of what is not there or no commit', async () => {
    const long = 'a'.repeat(65);
    for (const text of [undefined, '', 'main', commit.slice(1), `${commit}0`, commit.toUpperCase(), long]) {
      const cache = createCache(text === undefined ? {} : { '/cache/models--m/refs/main': text });
      assert.equal(await findCachedCommit(cache, { kind: 'model', repository: 'm' }), undefined);
    }
  });

  it('reads nothing outside itself, and nothing without a cache', async () => {
    for (const repository of ['../secret', 'a/../../b', '/etc', 'a/b/c', '', 'a\\b', '.ssh/id']) {
      const cache = createCache({});
      assert.equal(await findCachedCommit(cache, { kind: 'model', repository }), undefined);
      assert.deepEqual(cache.opened, []);
    }
    assert.equal(await findCachedCommit({}, { kind: 'model', repository: 'm' }), undefined);
  });

  const rows: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{}, '/home/me/.cache/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/x' }, '/x/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/x', HF_HOME: '/hf' }, '/hf/hub'],
    [{ HF_HOME: '~/hf', HUGGINGFACE_HUB_CACHE: '' }, '/home/me/hf/hub'],
    [{ HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/old' }, '/old'],
    [{ HUGGINGFACE_HUB_CACHE: '/old', HF_HUB_CACHE: '~' }, '/home/me'],
  ];
  for (const [variables, folder] of rows) {
    it(`is ${folder} with ${JSON.stringify(variables)}`, () =>
      assert.equal(findHubCache(variables, '/home/me'), folder));
  }
});
