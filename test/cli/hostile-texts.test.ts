import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MarkdownIt from 'markdown-it';
import { runFairlead } from './run-fairlead.js';
import { createTemporaryFolder, removeFolder, writeFiles } from './temporary-folder.js';

/** Ends what it may stand in, in each format, and goes on with a tag, a link, a command, a directive or another node. */
const HOSTILE: readonly string[] = [
  '<img src=x onerror=alert(1)>',
  '[click](command:workbench.action.quit)',
  '![x](https://evil.example/x.png)',
  '"]; click n1 "javascript:alert(1)"; x["',
  '`</code><script>alert(1)<|script>',
  '--> <iframe srcdoc=x>',
  '| x | <a href=javascript:alert(1)>',
  '%%{init: {"securityLevel": "loose"}}%%',
  ']] (https:evil.example) ](https:evil.example)',
];
const NAMES = HOSTILE.map((text, index) => `${text.replaceAll('/', '|')} ${index}`);

/** Code in which a text is a route, a model, a data set, a file and an address. */
function writeCode(text: string): string {
  const literal = JSON.stringify(text);
  return `import torch
from datasets import load_dataset
from fastapi import FastAPI
from openai import OpenAI
from transformers import AutoModel

app = FastAPI()
rows = load_dataset(${literal}, split=${literal})
model = AutoModel.from_pretrained(${literal}, trust_remote_code=True)
weights = torch.load(${literal}, weights_only=False)
client = OpenAI(base_url=${literal})


@app.post("/" + ${literal})
def answer(question: str):
    reply = client.chat.completions.create(model=${literal}, messages=[{"role": "user", "content": question}])
    return eval(reply.choices[0].message.content)
`;
}

const renderer = new MarkdownIt({ html: true, linkify: false });

/** What a reader of a page would run, load or follow and that Fairlead did not write. */
function findIntruders(html: string): readonly string[] {
  const tags = html.replace(/<!--[\s\S]*?-->/g, '').match(/<[a-z/][^>]*>/gi) ?? [];
  return tags.filter(
    (tag) =>
      /^<(?:script|iframe|object|embed|base|form)\b/i.test(tag) ||
      /\son\w+\s*=/i.test(tag) ||
      /(?:href|src)\s*=\s*["']?\s*(?:javascript|command|data|vbscript):/i.test(tag) ||
      /(?:href|src)\s*=\s*["']?(?:https?:|\/\/)[^"']*evil\.example/i.test(tag) ||
      /^<img\b/i.test(tag),
  );
}

/** Markdown as a forge shows it, diagrams apart. */
function checkMarkdown(text: string): void {
  assert.deepEqual(findIntruders(renderer.render(text)), []);
  for (const [, diagram = ''] of text.matchAll(/```mermaid\n([\s\S]*?)```/g)) {
    const [settings, ...lines] = diagram.trimEnd().split('\n');
    assert.match(settings ?? '', /^%%\{init: \{"flowchart": [^%]*\}\}%%$/);
    for (const line of lines) {
      assert.doesNotMatch(line, /^\s*(?:click|%%|style|classDef|linkStyle)|<(?!br\/>|-)/, line);
      const labels = line.match(/"[^"]*"/g) ?? [];
      assert.doesNotMatch(
        labels.reduce((rest, label) => rest.replace(label, ''), line),
        /["`;]|javascript/,
        line,
      );
    }
  }
}

function checkHtml(text: string): void {
  assert.deepEqual(findIntruders(text), []);
}

function checkSarif(text: string): void {
  const messages: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') messages.push(value);
    return value;
  });
  assert.ok(messages.length > HOSTILE.length);
  for (const message of messages) assert.doesNotMatch(message, /\]\((?:command|https:evil)/);
}

/** Each command that shows texts of a project where links, tags or diagrams are drawn. */
const OUTPUTS: readonly (readonly [words: string, check: (text: string) => void])[] = [
  ['check . --format markdown', checkMarkdown],
  ['check . --format sarif', checkSarif],
  ['status --format markdown', checkMarkdown],
  ['status --format html', checkHtml],
  ['inventory --format markdown', checkMarkdown],
  ['generate threat-model --dry-run', checkMarkdown],
  ['generate model-card --dry-run', checkMarkdown],
  ['generate data-card --dry-run', checkMarkdown],
  ['generate incident-plan --dry-run', checkMarkdown],
  ['generate release-checklist --dry-run', checkMarkdown],
];

describe('texts of a project that are made for the formats they are shown in', function () {
  this.timeout(120_000);
  let folder: string;
  before(() => {
    folder = createTemporaryFolder();
    mkdirSync(join(folder, '.git'));
    for (const [index, text] of HOSTILE.entries()) {
      const name = NAMES[index] ?? '';
      writeFiles(folder, { [`${name}/${name}.py`]: writeCode(text), [`m${index}.py`]: writeCode(text) });
    }
    writeFiles(folder, {
      'requirements.txt': 'torch==2.0.0\ntransformers==4.30.0\n',
      '.fairlead/attestations.yaml': `schemaVersion: 1\nattestations:\n  - id: ncsc-1.1.q1\n    verdict: attested\n    by: ${JSON.stringify(HOSTILE[0])}\n    date: 2026-11-01\n    reason: ${JSON.stringify(HOSTILE.slice(1, 3).join(' '))}\n`,
    });
  });
  after(() => removeFolder(folder));

  for (const [words, check] of OUTPUTS) {
    it(`stay texts: fairlead ${words}`, () => {
      const { stdout, stderr, code } = runFairlead(folder, words.split(' '));
      assert.ok(code === 0 || code === 1, stderr);
      check(stdout);
      assert.match(stdout, /evil|alert|workbench/, 'the texts are not shown at all');
    });
  }

  it('would be noticed', () => {
    assert.equal(findIntruders(`<p>${HOSTILE[0]}</p>`).length, 1);
    for (const index of [1, 2]) {
      const html = renderer.render(HOSTILE[index] ?? '');
      // The renderer makes no links of commands by itself.
      assert.equal(findIntruders(html).length, html.includes('<p>[') ? 0 : 1, html);
    }
    const source = readFileSync('examples/ticket-triage/README.md', 'utf8');
    assert.deepEqual(findIntruders(renderer.render(source)), []);
  });
});
