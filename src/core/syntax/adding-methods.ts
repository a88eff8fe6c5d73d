/** Methods that put their argument into what they are called on. */
export const ADDING_METHODS: ReadonlySet<string> = new Set([
  'append',
  'extend',
  'add',
  'insert',
  'update',
  'setdefault',
  'push',
  'unshift',
  'appendleft',
  'put',
  'put_nowait',
]);
