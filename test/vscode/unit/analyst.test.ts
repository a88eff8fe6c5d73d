import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DocumentInput, EngineOptions, Knowledge, Rule } from '../../../src/core/index.js';
import { type Analyst, SharedCancellation } from '../../../src/vscode/analyst/analyst.js';
import { EngineAnalyst } from '../../../src/vscode/analyst/engine-analyst.js';
import { type StartThread, ThreadAnalyst } from '../../../src/vscode/analyst/thread-analyst.js';
import type { ThreadMessage, ThreadRequest } from '../../../src/vscode/analyst/thread-messages.js';
import { createNodePlatform } from '../../../src/vscode/platform/node.js';
import { loadRegexJudge } from '../../../src/vscode/platform/regex-judge.js';

const quiet = { info: () => undefined, warn: () => undefined };
const text = (path: string, lines: string): DocumentInput => ({
  kind: 'text',
  path,
  languageId: 'python',
  text: lines,
});
const context = {
  project: { packages: {} },
  settings: { rules: {}, maxDocumentLength: 1_000_000 },
  today: '2026-11-23',
};
const unsafe = text('load.py', 'import torch\n\ntorch.load(path, weights_only=False)\n');
const linked = text(
  'use.py',
  'from settings import SAFE\nimport torch\n\ntorch.load(p, weights_only=SAFE)\n',
);
const readAsset = (name: string): Promise<Uint8Array> => readFile(resolve('dist', name));
const readKnowledge = async (): Promise<Knowledge> =>
  JSON.parse(await readFile(resolve('dist', 'knowledge.json'), 'utf8')) as Knowledge;

async function findRules(
  analyst: Analyst,
  input: DocumentInput,
  more: object = {},
): Promise<readonly string[]> {
  const { analysis } = await analyst.analyse({ rules: '', input, context, ...more });
  return analysis.findings.map(({ ruleId }) => ruleId);
}

function createInPlace(): EngineAnalyst {
  const readOptions = async (): Promise<EngineOptions> => ({
    knowledge: await readKnowledge(),
    grammars: {
      readRuntime: () => readAsset('tree-sitter.wasm'),
      readGrammar: (language) => readAsset(`tree-sitter-${language}.wasm`),
    },
  });
  return new EngineAnalyst(readOptions, async () => loadRegexJudge(resolve('dist')));
}

function createInThread(): ThreadAnalyst {
  const { startThread } = createNodePlatform(resolve('.'));
  assert.ok(startThread, 'Node has threads');
  const fail = (): void => assert.fail('the thread ended');
  return new ThreadAnalyst(startThread, { log: quiet, didRestart: fail, didStop: fail });
}

for (const [name, create] of [
  ['in place', createInPlace],
  ['in a thread', createInThread],
] as const) {
  describe(`the analyst ${name}`, function () {
    this.timeout(180_000);
    let analyst: EngineAnalyst | ThreadAnalyst;
    before(() => {
      analyst = create();
    });
    after(() => analyst.dispose());

    it('finds what there is to find', async () => {
      assert.ok((await findRules(analyst, unsafe)).includes('python/torch-load-unsafe'));
    });

    it('reads rules of a team, and judges their expressions', async () => {
      const name = 'acme/image-foreign.yaml';
      const rule = await readFile(resolve('examples/team-rules/rules', name), 'utf8');
      const slow = rule.replace(/image: \{ not: .*/, () => "image: { matches: '(a+)+$' }");
      const read = (each: string, before: readonly Rule[]) =>
        analyst.readRules([{ path: `file:///${name}`, name, text: each }], before);
      const { rules, problems } = await read(rule, []);
      assert.deepEqual([rules.map((each) => each.rule.id), problems], [['acme/image-foreign'], []]);
      const [again] = (
        await read(
          rule,
          rules.map((each) => each.rule),
        )
      ).problems;
      assert.match(again?.message ?? '', /acme\/image-foreign/);
      assert.match((await read(slow, [])).problems[0]?.message ?? '', /grows? exponentially/);
    });

    it('says which modules it misses, and follows them once they are handed over', async () => {
      await analyst.listModules('a', '', ['use.py', 'settings.py']);
      const first = await analyst.analyse({ rules: '', input: linked, context, modules: 'a' });
      assert.deepEqual(first.missing, ['settings.py']);
      assert.equal('outline' in first.analysis, false);
      await analyst.setText('a', 'settings.py', text('settings.py', 'SAFE = False\n'));
      const second = await analyst.analyse({ rules: '', input: linked, context, modules: 'a' });
      assert.deepEqual(second.missing, []);
      assert.ok(second.analysis.findings.some(({ ruleId }) => ruleId === 'python/torch-load-unsafe'));
      // The modules of another folder stay apart.
      await analyst.listModules('b', '', ['use.py', 'settings.py']);
      assert.deepEqual((await analyst.analyse({ rules: '', input: linked, context, modules: 'b' })).missing, [
        'settings.py',
      ]);
    });

    it('takes a file for unreadable until it is forgotten', async () => {
      const ask = () => analyst.analyse({ rules: '', input: linked, context, modules: 'c' });
      await analyst.listModules('c', '', ['use.py', 'settings.py']);
      await analyst.setText('c', 'settings.py', undefined);
      assert.deepEqual((await ask()).missing, []);
      await analyst.forget('c', ['settings.py']);
      assert.deepEqual((await ask()).missing, ['settings.py']);
    });

    it('has an open module count as it was last analysed, until it is closed', async () => {
      const settings = (value: string) => text('settings.py', `SAFE = ${value}\n`);
      const ask = async () =>
        (await findRules(analyst, linked, { modules: 'd' })).includes('python/torch-load-unsafe');
      await analyst.listModules('d', '', ['use.py', 'settings.py']);
      await analyst.setText('d', 'settings.py', settings('True'));
      assert.equal(await ask(), false);
      await analyst.analyse({ rules: '', input: settings('False'), context, modules: 'd', session: 7 });
      assert.equal(await ask(), false, 'not before it is said to be open');
      assert.equal((await analyst.openModule('d', 'settings.py', 7)).hasChanged, true);
      assert.equal(await ask(), true);
      assert.equal((await analyst.openModule('d', 'settings.py', 7)).hasChanged, false);
      await analyst.closeModule('d', 'settings.py');
      await analyst.closeSession(7);
      assert.equal(await ask(), false);
    });

    it('plans once for what it knows, and tells whom that concerns', async () => {
      const shell = text(
        'shell.py',
        'import subprocess\n\ndef run(command):\n    subprocess.run(command, shell=True)\n',
      );
      const app = text(
        'app.py',
        'from flask import request\nfrom shell import run\n\ndef view():\n    run(request.args["x"])\n',
      );
      await analyst.listModules('e', '', ['shell.py', 'app.py']);
      await analyst.setText('e', 'shell.py', shell);
      await analyst.setText('e', 'app.py', app);
      await analyst.analyse({ rules: '', input: shell, context, modules: 'e' });
      const { paths, left } = await analyst.listUnoutlined('e');
      assert.deepEqual(
        [paths, left],
        [
          [
            { path: 'app.py', hasText: true },
            { path: 'shell.py', hasText: true },
          ],
          0,
        ],
      );
      for (const { path } of paths) await analyst.outline('e', path);
      assert.deepEqual(await analyst.plan('e'), { size: 2, changed: ['shell.py'] });
      assert.equal(await analyst.plan('e'), undefined);
      assert.deepEqual((await analyst.listUnoutlined('e')).paths, []);
    });

    it('runs rules by their id, and none that it does not know', async () => {
      const { rules } = await readKnowledge();
      const known = rules.find(({ id }) => id === 'python/torch-load-unsafe');
      assert.ok(known);
      const own: Rule = { ...known, id: 'acme/load', overrides: [] };
      await analyst.setRules('team', [own]);
      assert.ok((await findRules(analyst, unsafe, { rules: 'team' })).includes('acme/load'));
      assert.ok(!(await findRules(analyst, unsafe)).includes('acme/load'));
      await analyst.dropRules('team');
      await assert.rejects(findRules(analyst, unsafe, { rules: 'team' }), /team are not known/);
    });

    it('gives up what nobody waits for any more', async () => {
      const cancellation = new SharedCancellation();
      const ask = () => findRules(analyst, unsafe, { session: 9, cancelled: cancellation.buffer });
      assert.notDeepEqual(await ask(), []);
      cancellation.cancel();
      assert.equal(cancellation.isCancelled, true);
      assert.deepEqual(await ask(), []);
    });
  });
}

/** A thread that never answers, and ends when it is told to. */
function createSilent() {
  const posted: ThreadRequest[][] = [];
  let listener: Parameters<StartThread>[0] | undefined;
  const start: StartThread = (each) => {
    listener = each;
    const requests: ThreadRequest[] = [];
    posted.push(requests);
    return { post: (request) => void requests.push(request), stop: () => undefined };
  };
  return {
    posted,
    start,
    say: (message: ThreadMessage) => listener?.receive(message),
    end: (reason: string) => listener?.end(reason),
  };
}

describe('the thread of the analyst', () => {
  const said: string[] = [];
  const log = {
    info: (message: string) => said.push(message),
    warn: (message: string) => said.push(message),
  };
  const create = () => {
    said.length = 0;
    const thread = createSilent();
    const events = {
      log,
      didRestart: () => said.push('restarted'),
      didStop: (reason: string) => said.push(`stopped: ${reason}`),
    };
    return { ...thread, analyst: new ThreadAnalyst(thread.start, events) };
  };
  const request = { rules: '', input: unsafe, context };

  it('is started when it is first needed, and not to forget something', async () => {
    const { analyst, posted } = create();
    await analyst.setRules('team', []);
    await analyst.closeSession(1);
    assert.equal(posted.length, 0);
    void analyst.analyse(request).catch(() => undefined);
    assert.deepEqual(
      posted.map((requests) => requests.map(({ method }) => method)),
      [['setRules', 'analyse']],
    );
    analyst.dispose();
  });

  it('is started once more, with its rules; then nothing is promised any more', async () => {
    const { analyst, posted, end } = create();
    await analyst.setRules('team', []);
    const first = analyst.analyse(request);
    end('out of memory');
    await assert.rejects(first, /the thread that analyses ended: out of memory/);
    assert.equal(said.at(-1), 'restarted');
    const second = analyst.analyse(request);
    assert.deepEqual(
      posted.at(-1)?.map(({ method }) => method),
      ['setRules', 'analyse'],
    );
    end('out of memory');
    await assert.rejects(second, /ended twice.*reload the window/);
    assert.equal(said.at(-1), 'stopped: out of memory');
    await assert.rejects(analyst.analyse(request), /ended twice/);
    assert.equal(posted.length, 2);
  });

  it('passes on what goes to the log, and why something failed', async () => {
    const { analyst, say } = create();
    const asked = analyst.analyse(request);
    say({ kind: 'log', level: 'warn', message: 'careful' });
    say({ kind: 'failure', id: 1, message: 'no grammar' });
    await assert.rejects(asked, /no grammar/);
    assert.deepEqual(said, ['careful']);
  });

  it('answers nothing after the end of the extension', async () => {
    const { analyst } = create();
    const asked = analyst.analyse(request);
    analyst.dispose();
    await assert.rejects(asked, /switched off/);
    await assert.rejects(analyst.analyse(request), /switched off/);
    assert.deepEqual(said, []);
  });
});
