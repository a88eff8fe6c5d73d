import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import {
  closeAll,
  listActions,
  openNotebook,
  openPython,
  openText,
  suiteUri,
  until,
  waitForRules,
  withSettings,
  writeFile,
} from './workspace.js';

const commit = '0123456789abcdef0123456789abcdef01234567';
const request = 'import requests\n\nrequests.get("https://data.invalid/a")\n';
const hub = 'from transformers import AutoModel\n\nmodel = AutoModel.from_pretrained("org/some-model")\n';
/** One that keeps behaviour, and one that may change it. */
const fetched = [
  'import pandas as pd',
  'import requests',
  '',
  'rows = pd.read_csv("http://raw.githubusercontent.com/org/data/main/rows.csv")',
  'page = requests.get("http://pages.invalid/index", timeout=5)',
  '',
].join('\n');
const safelyFixed = fetched.replace('http://raw', 'https://raw');

/** Files beside Python: what keeps behaviour is the first of two findings, and `mended` what becomes of its line. */
const FILES: readonly {
  readonly kind: string;
  readonly path: string;
  readonly lines: readonly string[];
  readonly rules: readonly string[];
  readonly mended: Readonly<Record<number, string>>;
}[] = [
  {
    kind: 'a compose file',
    path: 'save/compose.yaml',
    lines: [
      'services:',
      '  tgi:',
      '    environment:',
      '      HF_ENDPOINT: http://huggingface.co  # hub',
      '      MLFLOW_TRACKING_URI: http://mlflow.acme.dev',
    ],
    rules: ['configs/tracking-plain-http', 'configs/tracking-plain-http'],
    mended: { 3: '      HF_ENDPOINT: https://huggingface.co  # hub' },
  },
  {
    kind: 'a values file of Helm',
    path: 'save/values.yaml',
    lines: [
      'modelSpec:',
      '  - modelURL: facebook/opt-125m',
      '    extraArgs:',
      '      - --trust-remote-code',
      '      - --port=80 # inside',
      '  - modelURL: acme/model',
      '    extraArgs: [--trust-remote-code, --port=80]',
    ],
    rules: ['kubernetes/values-trust-remote-code', 'kubernetes/values-trust-remote-code'],
    mended: { 3: '' },
  },
  {
    kind: 'a Dockerfile',
    path: 'save/Dockerfile',
    lines: [
      'FROM python:3.12-slim',
      '# packages',
      'RUN pip install -i http://mirrors.aliyun.com/pypi/simple torch==2.10.0 \\',
      '    && pip install -i http://pypi.acme.dev/simple numpy==2.1.0',
    ],
    rules: ['commands/index-plain', 'commands/index-plain'],
    mended: { 2: 'RUN pip install -i https://mirrors.aliyun.com/pypi/simple torch==2.10.0 \\' },
  },
  {
    kind: 'JavaScript',
    path: 'save/llm.mjs',
    lines: [
      "import OpenAI from 'openai';",
      "export const a = new OpenAI({ baseURL: 'http://openrouter.ai/api/v1' }); // routed",
      "export const b = new OpenAI({ baseURL: 'http://llm.acme.dev/v1' });",
    ],
    rules: ['javascript/llm-plain-http', 'javascript/llm-plain-http'],
    mended: { 1: "export const a = new OpenAI({ baseURL: 'https://openrouter.ai/api/v1' }); // routed" },
  },
  {
    kind: 'a manifest of Python',
    path: 'save/pyproject.toml',
    lines: [
      '[[tool.uv.index]]',
      'url = "http://pypi.tuna.tsinghua.edu.cn/simple" # campus',
      '[[tool.uv.index]]',
      'url = "http://pypi.acme.dev/simple"',
    ],
    rules: ['dependencies/index-plain-setting', 'dependencies/index-plain-setting'],
    mended: { 1: 'url = "https://pypi.tuna.tsinghua.edu.cn/simple" # campus' },
  },
];

/** Opens a file with one finding and starts the fix of that title; the promise ends when the question is answered. */
async function start(name: string, text: string, rule: string, title: string) {
  const { document } = await openPython(name, text);
  const [diagnostic] = await waitForRules(document.uri, [rule]);
  assert.ok(diagnostic);
  const actions = await listActions(document.uri, diagnostic.range, 'quickfix');
  const action = actions.find((candidate) => candidate.title === title);
  assert.ok(action?.command, `${title} is not among ${actions.map((each) => each.title).join(' | ')}`);
  assert.ok(!action.isPreferred && action.edit === undefined);
  const { command, arguments: values = [] } = action.command;
  const done = vscode.commands.executeCommand(command, ...values);
  await ui.waitForText('.quick-input-widget', title.replace('...', ''));
  return { document, done };
}

const type = (text: string) => ui.evaluate(({ page }, keys) => page.keyboard.type(keys), text);

describe('fixes that need a value', () => {
  const before = process.env['HF_HUB_CACHE'];
  afterEach(async () => {
    await closeAll();
    if (before === undefined) delete process.env['HF_HUB_CACHE'];
    else process.env['HF_HUB_CACHE'] = before;
  });

  it('offer values to choose from', async () => {
    const title = 'Choose a timeout...';
    const { document, done } = await start('pick.py', request, 'python/request-no-timeout', title);
    await type('1 minute');
    await ui.press('Enter');
    await done;
    assert.equal(document.getText(), request.replace('/a"', '/a", timeout=60'));
    await waitForRules(document.uri, []);
  });

  it('take a value that is typed, when it can stand there', async () => {
    const title = 'Choose a timeout...';
    const { document, done } = await start('type.py', request, 'python/request-no-timeout', title);
    await type('Type another');
    await ui.press('Enter');
    await ui.waitForText('.quick-input-widget', 'Seconds to wait for an answer');
    await type('soon');
    await ui.waitForText('.quick-input-widget', 'This cannot stand there');
    await ui.press('Enter');
    await ui.press('Control+A');
    await type('7.5');
    await ui.press('Enter');
    await done;
    assert.equal(document.getText(), request.replace('/a"', '/a", timeout=7.5'));
  });

  it('write nothing without an answer', async () => {
    const title = 'Choose a timeout...';
    const { document, done } = await start('none.py', request, 'python/request-no-timeout', title);
    await ui.press('Escape');
    await done;
    assert.equal(document.getText(), request);
  });

  it('know the commit that the cache of the Hub holds', async () => {
    const cache = suiteUri('hub');
    await writeFile(vscode.Uri.joinPath(cache, 'models--org--some-model', 'refs', 'main'), commit);
    process.env['HF_HUB_CACHE'] = cache.fsPath;
    const title = 'Pin org/some-model to a commit...';
    const { document, done } = await start('hub.py', hub, 'python/hub-revision-unpinned', title);
    await ui.waitForText('.quick-input-widget', commit);
    await ui.press('Enter');
    await done;
    assert.equal(document.getText(), hub.replace('-model"', `-model", revision="${commit}"`));
    await waitForRules(document.uri, []);
  });

  it('ask for the commit where the cache does not hold it', async () => {
    process.env['HF_HUB_CACHE'] = suiteUri('nowhere').fsPath;
    const title = 'Pin org/some-model to a commit...';
    const { document, done } = await start('ask.py', hub, 'python/hub-revision-unpinned', title);
    await ui.waitForText('.quick-input-widget', 'Full commit of org/some-model');
    await type(commit);
    await ui.press('Enter');
    await done;
    assert.match(document.getText(), new RegExp(`revision="${commit}"`));
  });
});

describe('fixes that keep behaviour', () => {
  afterEach(closeAll);

  it('are made when a file is saved, the others not', async () => {
    const { document } = await openPython('saved.py', fetched);
    await waitForRules(document.uri, ['python/http-download', 'python/http-download']);
    const [action, ...others] = await listActions(
      document.uri,
      new vscode.Range(0, 0, 0, 0),
      'source.fixAll.fairlead',
    );
    assert.ok(action?.edit);
    assert.deepEqual(others, []);
    await withSettings({ 'editor.codeActionsOnSave': { 'source.fixAll.fairlead': 'explicit' } }, async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, new vscode.Position(5, 0), '# saved\n');
      await vscode.workspace.applyEdit(edit);
      assert.ok(await document.save());
      assert.equal(document.getText(), `${safelyFixed}# saved\n`);
    });
  });

  for (const { kind, path, lines, rules, mended } of FILES) {
    it(`are made when ${kind} is saved, the others not`, async () => {
      const { document } = await openText(path, `${lines.join('\n')}\n`);
      await waitForRules(document.uri, rules);
      const settings = { 'editor.codeActionsOnSave': { 'source.fixAll.fairlead': 'explicit' } };
      await withSettings(settings, async () => {
        const edit = new vscode.WorkspaceEdit();
        edit.insert(document.uri, new vscode.Position(lines.length, 0), '\n');
        await vscode.workspace.applyEdit(edit);
        assert.ok(await document.save());
      });
      const expected = lines.map((line, index) => mended[index] ?? line).filter((line) => line !== '');
      assert.equal(document.getText(), `${expected.join('\n')}\n\n`);
      await waitForRules(document.uri, rules.slice(1));
    });
  }

  it('are made whole: what reaches into another cell is left to the fix-all of the notebook', async () => {
    const { notebook } = await openNotebook('whole.ipynb', [
      'from yaml import load',
      'defaults = load("a: 1")',
    ]);
    const { document } = notebook.cellAt(1);
    await waitForRules(document.uri, ['python/yaml-load-unsafe']);
    const start = new vscode.Range(0, 0, 0, 0);
    assert.deepEqual(await listActions(document.uri, start, 'source.fixAll.fairlead'), []);
    const [all] = await listActions(document.uri, start, 'notebook.source.fixAll.fairlead');
    assert.ok(all?.edit);
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    const texts = notebook.getCells().map((cell) => cell.document.getText());
    assert.deepEqual(texts, ['from yaml import load, safe_load', 'defaults = safe_load("a: 1")']);
  });

  it('are made in every cell when a notebook is saved', async () => {
    const { notebook } = await openNotebook('saved.ipynb', ['import json', fetched, fetched]);
    const texts = () => notebook.getCells().map(({ document }) => document.getText());
    await waitForRules(notebook.cellAt(2).document.uri, ['python/http-download', 'python/http-download']);
    const settings = { 'notebook.codeActionsOnSave': { 'notebook.source.fixAll.fairlead': 'explicit' } };
    await withSettings(settings, async () => {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(notebook.cellAt(0).document.uri, new vscode.Position(0, 11), '  # saved');
      await vscode.workspace.applyEdit(edit);
      assert.ok(await notebook.save());
      await until('the cells to be fixed', () => (texts()[2] === safelyFixed ? true : undefined));
      assert.deepEqual(texts(), ['import json  # saved', safelyFixed, safelyFixed]);
    });
  });
});
