import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { callStream, text } from '../../support/pickle-builder.js';
import { ui } from '../harness/ui.js';
import { inPage, inspect, untilInPage } from '../suite/model-page.js';
import { closeAll, suiteUri } from '../suite/workspace.js';

// Files come only as a whole here.
describe('model editor in a web worker', () => {
  afterEach(closeAll);

  it('reads a file whole, and hashes it', async () => {
    const uri = suiteUri('evil.pkl');
    await vscode.workspace.fs.writeFile(uri, callStream('posix', 'system', [text('id'), '\x85']));
    assert.match(await inspect(uri), /^Dangerous/);
    assert.match(await inPage<string>(`document.querySelector('.finding').innerText`), /posix\.system/);
    await untilInPage('the hash', `/^[0-9a-f]{64}$/.test(document.querySelector('.hash code')?.textContent)`);
  });

  it('says that a large file is too large to inspect here', async () => {
    const uri = suiteUri('large.pkl');
    await vscode.workspace.fs.writeFile(uri, callStream('collections', 'OrderedDict'));
    await ui.evaluate(
      (_context, path) => process.getBuiltinModule('node:fs').truncateSync(path, 70 * 2 ** 20),
      uri.path,
    );
    assert.match(await inspect(uri), /it has 70\.0 MiB, too large to inspect here/);
  });
});
