import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { closeAll, readFile, suiteUri, writeFile } from './workspace.js';

const HELD = 'what was there before\n';

/** A file system of one folder that keeps what it has and refuses every write. */
class RefusingFiles implements vscode.FileSystemProvider {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #content = new TextEncoder().encode(HELD);
  readonly #refuse: () => Error;

  constructor(refuse: () => Error) {
    this.#refuse = refuse;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  stat({ path }: vscode.Uri): vscode.FileStat {
    const isFile = path.endsWith('.json');
    const type = isFile ? vscode.FileType.File : vscode.FileType.Directory;
    return { type, ctime: 0, mtime: 0, size: isFile ? this.#content.length : 0 };
  }

  readDirectory(): [string, vscode.FileType][] {
    return [['report.json', vscode.FileType.File]];
  }

  readFile(): Uint8Array {
    return this.#content;
  }

  createDirectory(): void {}

  writeFile(): void {
    throw this.#refuse();
  }

  delete(): void {
    throw new Error('nothing may be deleted');
  }

  rename(): void {
    throw new Error('nothing may be renamed');
  }
}

/** What the notifications say, each once. */
async function readNotifications(): Promise<readonly string[]> {
  await vscode.commands.executeCommand('notifications.showList');
  await ui.waitForText('.notifications-list-container', 'could not be written');
  const said = await ui.evaluate(({ page }) =>
    page
      .locator('.notifications-list-container .notification-list-item-message')
      .evaluateAll((all) => all.map((one) => one.textContent ?? '')),
  );
  await vscode.commands.executeCommand('notifications.clearAll');
  return said;
}

describe('a file that cannot be written', () => {
  before(() => vscode.commands.executeCommand('notifications.clearAll'));
  after(closeAll);

  async function exportTo(file: vscode.Uri): Promise<readonly string[]> {
    const request = { format: 'json', file: file.toString() };
    await vscode.commands.executeCommand('fairlead.exportReport', request);
    const said = await readNotifications();
    return said.filter((text) => text.includes('could not be written'));
  }

  for (const [scheme, what, refuse] of [
    [
      'fairlead-suite-read-only',
      'is read-only',
      () => vscode.FileSystemError.NoPermissions('the file system is read-only'),
    ],
    ['fairlead-suite-full', 'has no room', () => new Error('ENOSPC: the disk is full')],
  ] as const) {
    it(`is left as it was, with one message, where the file system ${what}`, async () => {
      const files = new RefusingFiles(refuse);
      const provider = vscode.workspace.registerFileSystemProvider(scheme, files);
      try {
        const said = await exportTo(vscode.Uri.parse(`${scheme}:/folder/report.json`));
        assert.equal(said.length, 1, said.join('\n'));
        assert.match(said[0] ?? '', /The report could not be written: .*(read-only|the disk is full)/);
      } finally {
        provider.dispose();
      }
    });
  }

  it('is not made below a file, with words for the reason', async () => {
    const held = await writeFile(suiteUri('held.txt'), HELD);
    const said = await exportTo(vscode.Uri.joinPath(held, 'report.json'));
    assert.deepEqual(said.length, 1, said.join('\n'));
    assert.match(said[0] ?? '', /The report could not be written: a file stands where a folder is needed/);
    assert.equal(await readFile(held), HELD);
  });

  it('is replaced whole, and nothing is left beside it', async () => {
    const file = await writeFile(suiteUri('alone/report.json'), HELD);
    await Promise.all(
      ['json', 'json', 'json'].map((format) =>
        vscode.commands.executeCommand('fairlead.exportReport', { format, file: file.toString() }),
      ),
    );
    assert.equal(typeof JSON.parse((await readFile(file)) ?? ''), 'object');
    const names = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(file, '..'));
    assert.deepEqual(
      names.map(([name]) => name),
      ['report.json'],
    );
  });
});
