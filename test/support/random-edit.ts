/** What a person types. */
const KEYS: readonly string[] = [
  ...[
    'a',
    'x',
    '1',
    ' ',
    '\n',
    '.',
    '(',
    ')',
    '[',
    '{',
    '}',
    '"',
    "'",
    '`',
    '"""',
    '#',
    '//',
    ':',
    '@',
    '=',
    '-',
  ],
  ...['\t', '    ', '\r\n', '$', 'self.', '\u00e9', '\u200b'],
];

/** Lines and stretches that change what the rest of a file means. */
const PIECES: readonly string[] = [
  'import torch\n',
  'import pickle\n',
  'import os, subprocess\n',
  'from torch import load as ld\n',
  'from x import *\n',
  'torch.load(x)\n',
  'load = torch.load\n',
  'subprocess.run(cmd, shell=True)\n',
  'yaml.load(f)\n',
  'pickle.load(f)  # fairlead: ignore[python/pickle-load] x\n',
  '# fairlead: ignore-file\n',
  '@staticmethod\n',
  '    self.path = input()\n',
  '    attr = eval\n',
  '    def extra(self, q):\n        return torch.load(q)\n',
  'def helper(a):\n    return eval(a)\n',
  'class Foo(Base):\n    pass\n',
  'for batch in loader:\n    loss.backward()\n    optimizer.step()\n',
  'text = f"""{a["b"]}\n{c}"""\n',
  'trust_remote_code=True\n',
  'USER root\n',
  'FROM python:latest\n',
  'RUN pip install --trusted-host x torch\n',
  'privileged: true\n',
  '  image: vllm/vllm-openai:latest\n',
  'torch==1.0\n',
  '--extra-index-url http://example.org\n',
  'const x = eval(input);\n',
  'function more(a) {\n  return exec(a);\n}\n',
  'import OpenAI from "openai";\n',
];

type Random = () => number;

/**
 * The text after something that a person or a tool may do to it: a key typed, some characters deleted, a name put in place of
 * another, lines moved, doubled, indented, deleted or put in. `random` gives numbers from 0 to below 1.
 */
export function editAtRandom(text: string, random: Random): string {
  const kind = random();
  const at = Math.floor(random() * (text.length + 1));
  if (kind < 0.3) return text.slice(0, at) + pick(KEYS, random) + text.slice(at);
  if (kind < 0.4) return text.slice(0, at) + text.slice(at + 1 + Math.floor(random() * 4));
  if (kind < 0.6) return rename(text, /[A-Za-z_]\w*/g, random);
  if (kind < 0.66) return rename(text, /(?<=\b(?:def|class|function|const) )[A-Za-z_]\w*/g, random);
  return editLines(text.split(/(?<=\n)/), kind, random).join('');
}

function editLines(lines: string[], kind: number, random: Random): readonly string[] {
  const at = Math.floor(random() * lines.length);
  const line = lines[at] ?? '';
  const to = (): number => Math.floor(random() * (lines.length + 1));
  if (kind < 0.74) lines.splice(at, 1);
  else if (kind < 0.8) lines.splice(at, 0, line);
  else if (kind < 0.86) lines.splice(at, 0, pick(PIECES, random));
  else if (kind < 0.9) lines[at] = `    ${line}`;
  else if (kind < 0.94) lines[at] = line.replace(/^ {4}/, '');
  else {
    const moved = lines.splice(at, 1 + Math.floor(random() * 12));
    lines.splice(to(), 0, ...moved);
  }
  return lines;
}

/** Puts another name of the text, or the name with something added, in place of one. */
function rename(text: string, names: RegExp, random: Random): string {
  const found = [...text.matchAll(names)];
  if (found.length === 0) return text;
  const { 0: old, index } = pick(found, random);
  const name = random() < 0.8 ? pick(found, random)[0] : `${old}2`;
  return text.slice(0, index) + name + text.slice(index + old.length);
}

/** One of a list that is not empty. */
export function pick<T>(list: readonly T[], random: Random): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('Nothing to choose from.');
  return found;
}
