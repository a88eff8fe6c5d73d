import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { ui } from '../harness/ui.js';
import { closeAll, listLenses, openText, until, waitForRules } from './workspace.js';

/** One kind of file that is no Python: what is wrong in it, how that is mended, and what is worth a lens. */
interface Row {
  readonly kind: string;
  readonly path: string;
  readonly lines: readonly string[];
  /** Must be found, among others. */
  readonly rule: string;
  /** Title of a fix, and a line of the text after it; absent where an honest one needs more than the file knows. */
  readonly fix?: { readonly title: RegExp; readonly line: string };
  /** Number of the guideline that the lens names, by line from 0. */
  readonly lenses: Readonly<Record<number, string>>;
  /** How the hover on the first lens begins. */
  readonly about: string;
}

const TABLE: readonly Row[] = [
  {
    kind: 'a Dockerfile',
    path: 'serving/Dockerfile',
    lines: [
      'FROM vllm/vllm-openai:v0.22.1',
      'USER app',
      'CMD ["--model", "acme/llm", "--trust-remote-code"]',
      '',
    ],
    rule: 'serving/trust-remote-code',
    lenses: { 2: '3.1' },
    about: 'Deploying AI software',
  },
  {
    kind: 'a compose file',
    path: 'compose.yaml',
    lines: [
      'services:',
      '  qdrant:',
      '    image: qdrant/qdrant:v1.15.5',
      '    ports:',
      '      - "6333:6333"',
      '  llm:',
      '    image: ollama/ollama:0.12.6',
      '',
    ],
    rule: 'compose/port-open',
    fix: { title: /this machine only/, line: '      - "127.0.0.1:6333:6333"' },
    lenses: { 5: '3.1' },
    about: 'Deploying AI software',
  },
  {
    kind: 'a manifest of Kubernetes',
    path: 'deploy/ray.yaml',
    lines: [
      'apiVersion: ray.io/v1',
      'kind: RayCluster',
      'spec:',
      '  headGroupSpec:',
      '    serviceType: LoadBalancer  # for the demo',
      '',
    ],
    rule: 'kubernetes/ray-public',
    fix: { title: /inside the cluster/, line: '    serviceType: ClusterIP  # for the demo' },
    lenses: { 1: '3.1' },
    about: 'Deploying AI software',
  },
  {
    kind: 'a workflow',
    path: '.github/workflows/publish.yml',
    lines: [
      'on: push',
      'permissions: write-all',
      'jobs:',
      '  publish:',
      '    runs-on: ubuntu-latest',
      '    steps:',
      '      - run: huggingface-cli upload acme/model .',
      '',
    ],
    rule: 'github-actions/permissions-all',
    fix: { title: /./, line: 'permissions: read-all' },
    lenses: { 3: '3.2' },
    about: 'Saving or publishing a model',
  },
  {
    kind: 'requirements',
    path: 'service/requirements.txt',
    lines: ['requests==2.32.5', 'torch==2.4.1  # as on the cluster', ''],
    rule: 'dependencies/model-loader-faulty',
    fix: { title: /^Raise the version/, line: 'torch==2.10.0  # as on the cluster' },
    lenses: { 1: '2.1' },
    about: 'Building on the packages of others',
  },
  {
    kind: 'a manifest of npm',
    path: 'web/package.json',
    lines: ['{', '  "dependencies": {', '    "@modelcontextprotocol/sdk": "1.12.0"', '  }', '}', ''],
    rule: 'dependencies/npm-faulty',
    fix: { title: /^Raise the version/, line: '    "@modelcontextprotocol/sdk": "1.26.0"' },
    lenses: { 2: '2.1' },
    about: 'Building on the packages of others',
  },
  {
    kind: 'a configuration of MCP clients',
    path: 'tools/.mcp.json',
    lines: [
      '{',
      '  "mcpServers": {',
      '    "docs": { "command": "npx", "args": ["-y", "mcp-remote@0.1.5", "https://docs.example.org/mcp"] }',
      '  }',
      '}',
      '',
    ],
    rule: 'dependencies/npm-faulty',
    fix: {
      title: /^Raise the version/,
      line: '    "docs": { "command": "npx", "args": ["-y", "mcp-remote@0.1.16", "https://docs.example.org/mcp"] }',
    },
    lenses: { 1: '1.3' },
    about: 'Letting an agent work on a project',
  },
  {
    kind: 'instructions of an agent',
    path: 'docs/AGENTS.md',
    lines: ['# Rules', 'Be brief.\u202e And kind.', ''],
    rule: 'any/hidden-unicode',
    fix: { title: /cannot be seen/, line: 'Be brief. And kind.' },
    lenses: { 0: '2.3' },
    about: 'Telling a model what to do',
  },
  {
    kind: 'a configuration of a model server',
    path: 'serve/config.properties',
    lines: ['model_store=/models', 'management_address=http://0.0.0.0:8081', ''],
    rule: 'configs/torchserve-management-open',
    fix: { title: /./, line: 'management_address=http://127.0.0.1:8081' },
    lenses: { 0: '3.1' },
    about: 'Deploying AI software',
  },
  {
    kind: 'TypeScript',
    path: 'web/app/api/chat/route.ts',
    lines: [
      "import OpenAI from 'openai';",
      "const client = new OpenAI({ baseURL: 'http://llm.acme.dev/v1' });",
      'export async function POST(request: Request) {',
      "  return client.responses.create({ model: 'm', input: 'x' });",
      '}',
      '',
    ],
    rule: 'javascript/llm-plain-http',
    fix: { title: /https/, line: "const client = new OpenAI({ baseURL: 'https://llm.acme.dev/v1' });" },
    lenses: { 2: '3.2' },
    about: 'Answering requests',
  },
];

async function hoverTexts(uri: vscode.Uri, position: vscode.Position): Promise<readonly string[]> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    'vscode.executeHoverProvider',
    uri,
    position,
  );
  return hovers
    .flatMap(({ contents }) => contents)
    .flatMap((content) => (content instanceof vscode.MarkdownString ? [content.value] : []))
    .filter((value) => value.includes('fairlead.'));
}

describe('files beside Python', () => {
  afterEach(closeAll);

  for (const { kind, path, lines, rule, fix, lenses, about } of TABLE) {
    it(`${kind}: diagnostic, hover${fix === undefined ? '' : ', fix'} and lens`, async function () {
      // Extensions of the editor ask registries for their own hovers, and wait for an answer that never comes.
      this.timeout(180_000);
      const editor = await openText(path, lines.join('\n'));
      const { document } = editor;
      const diagnostic = await until(rule, () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .find(({ code }) => typeof code === 'object' && code.value === rule),
      );
      const texts = await until('the hover', async () => {
        const found = await hoverTexts(document.uri, diagnostic.range.start);
        return found.length > 0 ? found : undefined;
      });
      assert.match(texts[0] ?? '', /\(command:fairlead\.openGuideline\?%5B%22(?:ncsc|g7)-/);
      const shown = await until('the lenses', async () => {
        const all = await listLenses(document.uri);
        const own = all.filter(({ command }) => command?.command === 'fairlead.openGuideline');
        return own.length === Object.keys(lenses).length ? own : undefined;
      });
      const numbers = shown.map(({ range, command }) => [
        range.start.line,
        /\d\.\d/.exec(command?.title ?? '')?.[0],
      ]);
      assert.deepEqual(
        numbers,
        Object.entries(lenses).map(([line, number]) => [Number(line), number]),
      );
      const [lens] = shown;
      assert.ok(lens);
      const abouts = await hoverTexts(document.uri, lens.range.start);
      assert.ok(
        abouts.some((text) => text.startsWith(`${about} is what these guidelines are about:`)),
        abouts.join('\n'),
      );
      editor.selection = new vscode.Selection(diagnostic.range.start, diagnostic.range.start);
      await vscode.commands.executeCommand('editor.action.showHover');
      await ui.waitForText('.monaco-hover-content', 'NCSC');
      await ui.screenshot(`kind-${kind.replace(/^an? /, '').replaceAll(' ', '-')}`);
      if (fix === undefined) return;
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        diagnostic.range,
        vscode.CodeActionKind.QuickFix.value,
      );
      const action = actions.find(({ title, edit }) => edit !== undefined && fix.title.test(title));
      assert.ok(action?.edit, actions.map(({ title }) => title).join(', '));
      assert.ok(await vscode.workspace.applyEdit(action.edit));
      assert.ok(document.getText().split('\n').includes(fix.line), document.getText());
      await until('the finding to go', () =>
        vscode.languages
          .getDiagnostics(document.uri)
          .every(({ code }) => typeof code !== 'object' || code.value !== rule)
          ? true
          : undefined,
      );
    });
  }

  it('says nothing about what no guideline speaks of', async () => {
    const { document } = await openText('site/compose.yaml', 'services:\n  web:\n    image: nginx:1.29\n');
    await waitForRules(document.uri, []);
    assert.deepEqual(await listLenses(document.uri), []);
  });
});
