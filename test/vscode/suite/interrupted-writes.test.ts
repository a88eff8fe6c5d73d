import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { createTemporaryFolder, removeFolder, writeFiles } from '../../cli/temporary-folder.js';
import { assertFlushed, listCuts, replayWrites } from '../../support/replay-writes.js';
import { type WriteStep, watchWrites } from '../../support/watch-writes.js';
import { ui } from '../harness/ui.js';
import { clickInPage, inspect } from './model-page.js';
import { runCli } from './run-cli.js';
import { closeAll, listActions, openPython, until, waitForRules, workspaceRoot } from './workspace.js';

/** A way in the editor to have files written. */
interface Door {
  readonly name: string;
  /** The file of the extension's source that has it written. */
  readonly by: string;
  readonly before: Readonly<Record<string, string>>;
  /** In the order in which they are written. */
  readonly written: readonly string[];
  run(): PromiseLike<unknown>;
}

const at = (path: string): vscode.Uri => vscode.Uri.joinPath(workspaceRoot(), path);
const ROUTE =
  'from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.post("/extra")\ndef extra(text: str):\n    return text\n';
const UNSAFE = 'import yaml\n\nconfig = yaml.load(text, Loader=yaml.Loader)\n';
const CONFIGURATION = '# ours\r\nrules:\r\n  python/flask-debug: error # loud\r\n';

/** Types into the open box that says a text, and accepts it. */
async function answer(what: string, text: string): Promise<void> {
  await until(what, () =>
    ui.evaluate(async ({ page }, wanted) => {
      const box = page.locator('.quick-input-widget');
      const shown = `${await box.innerText()} ${await box.locator('input').first().getAttribute('placeholder')}`;
      return shown.includes(wanted) || undefined;
    }, what),
  );
  await ui.evaluate(({ page }, value) => page.locator('.quick-input-box input').fill(value), text);
  await ui.press('Enter');
}

function runAction(title: string): () => Promise<void> {
  return async () => {
    const { document } = await openPython('off.py', UNSAFE);
    const [diagnostic] = await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    assert.ok(diagnostic);
    const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
    const command = actions.find((action) => action.title.startsWith(title))?.command;
    assert.ok(command);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  };
}

async function addRule(): Promise<void> {
  const done = vscode.commands.executeCommand('fairlead.newRule');
  await answer('What the rule looks at', 'kubernetes');
  await answer('What it finds, such as spec.hostNetwork', 'spec.hostPID');
  await answer('Its id: your team', 'acme/pod-processes');
  await done;
}

async function attest(): Promise<void> {
  const request = { folder: workspaceRoot().toString(), id: 'ncsc-1.1.q1' };
  const done = vscode.commands.executeCommand('fairlead.attestQuestion', request);
  await answer('Why is the answer yes', 'reviewed');
  await answer('What Shows It?', '');
  await answer('Until When?', '');
  await done;
}

async function apply(command: string, request?: unknown): Promise<void> {
  await vscode.commands.executeCommand(command, request);
  await until('the proposal', () =>
    vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('proposed') ? true : undefined,
  );
  await vscode.commands.executeCommand('fairlead.applyProposal');
}

const DOORS: readonly Door[] = [
  {
    name: 'a rule is turned off where there is no configuration',
    by: 'src/vscode/commands/silence.ts',
    before: {},
    written: ['fairlead.yaml'],
    run: runAction('Turn off'),
  },
  {
    name: 'a rule is turned off in a configuration that is there',
    by: 'src/vscode/commands/silence.ts',
    before: { 'fairlead.yaml': CONFIGURATION },
    written: ['fairlead.yaml'],
    run: runAction('Turn off'),
  },
  {
    name: 'a new rule is written and its folder is named',
    by: 'src/vscode/rules/new-rule.ts',
    before: { 'fairlead.yaml': CONFIGURATION },
    written: ['tools/fairlead-rules/acme/pod-processes.yaml', 'fairlead.yaml'],
    run: addRule,
  },
  {
    name: 'somebody vouches for the first time',
    by: 'src/vscode/checklist/attestation-files.ts',
    before: {},
    written: ['.fairlead/attestations.yaml', '.fairlead/.gitattributes'],
    run: attest,
  },
  {
    name: 'somebody vouches once more',
    by: 'src/vscode/checklist/attestation-files.ts',
    before: { '.fairlead/attestations.yaml': 'schemaVersion: 1\nattestations:\n  # ours\n' },
    written: ['.fairlead/attestations.yaml'],
    run: attest,
  },
  {
    name: 'a report is exported over an earlier one',
    by: 'src/vscode/checklist/export-report.ts',
    before: { 'report.html': 'an earlier report' },
    written: ['report.html'],
    run: () =>
      vscode.commands.executeCommand('fairlead.exportReport', {
        format: 'html',
        file: at('report.html').toString(),
      }),
  },
  {
    name: 'a document is made',
    by: 'src/vscode/documents/proposals.ts',
    before: {},
    written: ['THREAT_MODEL.md'],
    run: () => apply('fairlead.generateThreatModel'),
  },
  {
    name: 'a document is brought up to date',
    by: 'src/vscode/documents/proposals.ts',
    before: { 'THREAT_MODEL.md': '', 'src/extra.py': ROUTE },
    written: ['THREAT_MODEL.md'],
    async run() {
      await until('drift', () => vscode.languages.getDiagnostics(at('THREAT_MODEL.md')).at(0));
      await apply('fairlead.updateDocument', { file: at('THREAT_MODEL.md').toString() });
    },
  },
  {
    name: 'the report on a model file is exported',
    by: 'src/vscode/model-file/model-editor.ts',
    before: { 'tree.pkl': 'cposix\ngetcwd\n(tR.' },
    written: ['tree.pkl.inspection.json'],
    async run() {
      await inspect(at('tree.pkl'));
      await clickInPage('button', 'Export JSON...');
      await answer('Export Model Report', at('tree.pkl.inspection.json').fsPath);
    },
  },
];

/** What the extension host does to files of the workspace, while it is recorded. */
const recorded: { steps: WriteStep[]; isOn: boolean } = { steps: [], isOn: false };

describe('an editor that ends while it writes', function () {
  this.timeout(120_000);
  let document: string;
  before(async () => {
    const root = workspaceRoot().fsPath;
    watchWrites((step) => {
      if (recorded.isOn && step.path.startsWith(root)) recorded.steps.push(step);
    });
    document = await runCli(['generate', 'threat-model', '.', '--dry-run', '--quiet']);
    await vscode.workspace.fs.createDirectory(at('.git'));
    await vscode.workspace.fs.writeFile(
      at('.git/config'),
      new TextEncoder().encode('[user]\n\tname = Ada\n\temail = ada@example.org\n'),
    );
  });
  after(() => removeAll(['.git']));
  afterEach(async () => {
    recorded.isOn = false;
    await vscode.commands.executeCommand('fairlead.discardProposal');
    await closeAll();
    await removeAll(DOORS.flatMap(({ before, written }) => [...Object.keys(before), ...written]));
    await removeAll(['.fairlead', 'tools']);
  });

  async function removeAll(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await vscode.workspace.fs.delete(at(path), { recursive: true }).then(undefined, () => undefined);
    }
  }

  for (const door of DOORS) {
    it(`leaves the old file or the new one where ${door.name}`, async () => {
      const root = workspaceRoot().fsPath;
      await removeAll(['fairlead.yaml']);
      const earlier = Object.fromEntries(
        Object.entries(door.before).map(([path, text]) => [path, text || document]),
      );
      writeFiles(root, earlier);
      const folder = createTemporaryFolder();
      const read = (from: string): readonly (string | undefined)[] =>
        door.written.map((path) => readIfThere(join(from, path)));
      try {
        const old = read(root);
        recorded.steps = [];
        recorded.isOn = true;
        await door.run();
        const now = await until('what is written', () => {
          const texts = read(root);
          return texts.every((text, place) => text !== undefined && text !== old[place]) ? texts : undefined;
        });
        // The editor itself writes nothing afterwards.
        await until('an end', () => (recorded.steps.at(-1)?.name === 'sync' ? true : undefined));
        recorded.isOn = false;
        const { steps } = recorded;
        const toPath = (path: string): string => path.replace(root, folder);
        const putBack = (): void => {
          removeFolder(folder);
          mkdirSync(folder);
          writeFiles(folder, earlier);
        };
        for (const cut of listCuts(steps)) {
          putBack();
          replayWrites(steps, cut, toPath);
          for (const [place, text] of read(folder).entries()) {
            assert.ok(text === old[place] || text === now[place], `${cut}: ${text}`);
          }
        }
        putBack();
        replayWrites(steps, [steps.length, false], toPath);
        assert.deepEqual(read(folder), now, 'what was recorded is all that was done');
        assertFlushed(steps, door.written.length);
        const left = readdirSync(folder, { recursive: true, encoding: 'utf8' });
        assert.deepEqual(
          left.filter((name) => /\.tmp$|lock/.test(name)),
          [],
        );
        for (const [place, text] of now.entries()) {
          if (old[place]?.includes('\r\n')) assert.doesNotMatch(text ?? '', /(?<!\r)\n/);
        }
      } finally {
        removeFolder(folder);
      }
    });
  }
});

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
