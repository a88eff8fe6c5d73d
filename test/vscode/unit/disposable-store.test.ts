import assert from 'node:assert/strict';
import { DisposableStore } from '../../../src/vscode/disposable-store.js';

describe('DisposableStore', () => {
  it('disposes everything, last added first, and once', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    for (const name of ['a', 'b', 'c']) store.add({ dispose: () => order.push(name) });
    store.dispose();
    store.dispose();
    assert.deepEqual(order, ['c', 'b', 'a']);
  });

  it('goes on when one fails, and says so afterwards', () => {
    const order: string[] = [];
    const store = new DisposableStore();
    store.add({ dispose: () => order.push('a') });
    store.add({
      dispose: () => {
        throw new Error('stuck');
      },
    });
    assert.throws(
      () => store.dispose(),
      (error) => error instanceof AggregateError && error.errors.length === 1,
    );
    assert.deepEqual(order, ['a']);
  });

  it('disposes at once what comes after the end', () => {
    const store = new DisposableStore();
    store.dispose();
    let isDisposed = false;
    store.add({
      dispose: () => {
        isDisposed = true;
      },
    });
    assert.equal(isDisposed, true);
  });
});
