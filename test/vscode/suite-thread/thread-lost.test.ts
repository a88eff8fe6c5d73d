import assert from 'node:assert/strict';
import threads from 'node:worker_threads';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { openPython, ownDiagnostics, until } from '../suite/workspace.js';

/** Every thread that the extension host told something from here on; ours may run before that. */
const started: threads.Worker[] = [];
const { postMessage } = threads.Worker.prototype;
threads.Worker.prototype.postMessage = function (this: threads.Worker, ...all) {
  if (!started.includes(this)) started.push(this);
  postMessage.apply(this, all);
};

const unsafe = 'import torch\n\ntorch.load(path, weights_only=False)\n';

/** Ends the thread as running out of memory does: nobody who asked it was answered. */
async function endThread(): Promise<void> {
  const thread = started.at(-1);
  assert.ok(thread, 'a thread was started');
  await thread.terminate();
}

// In a window of their own: after them nothing is analysed in it.
describe('the thread that analyses', () => {
  it('is started again when it ends, and nothing is lost', async () => {
    const editor = await openPython('lost.py', unsafe);
    const { uri } = editor.document;
    await until('the finding', () => (ownDiagnostics(uri).length > 0 ? true : undefined));
    const before = started.length;
    await endThread();
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(3, 0), '\ntorch.load(path, weights_only=False)\n'),
    );
    await until('both findings', () => (ownDiagnostics(uri).length === 2 ? true : undefined));
    assert.equal(started.length, before + 1);
  }).timeout(180_000);

  it('says so where the language stands when it ends again', async () => {
    const editor = await openPython('stopped.py', unsafe);
    const { uri } = editor.document;
    await until('the finding', () => (ownDiagnostics(uri).length > 0 ? true : undefined));
    const before = started.length;
    await endThread();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# x\n'));
    const waitForStatus = (): Promise<boolean> =>
      ui.evaluate(async ({ page }) => {
        await page.locator('#status\\.languageStatus, [id^="status.languageStatus"]').first().hover();
        return page.getByText('Fairlead: stopped').first().isVisible();
      });
    const end = Date.now() + 60_000;
    while (!(await waitForStatus())) assert.ok(Date.now() < end, 'the status says that it stopped');
    await ui.screenshot('thread-stopped');
    assert.equal(started.length, before, 'no third thread');
    assert.ok(ownDiagnostics(uri).length > 0, 'what was found stays');
  }).timeout(180_000);
});
