import assert from 'node:assert/strict';
import type { Command } from '../../../src/core/structured/command.js';
import { readCommands } from '../../../src/core/structured/shell-words.js';

function read(text: string): readonly Command[] {
  return readCommands({ text, offsets: (index) => index, span: { start: 0, end: text.length }, symbol: '' });
}

/** A script and the commands in it, inner ones before those they stand in. */
const SCRIPTS: readonly (readonly [name: string, script: string, commands: readonly string[]])[] = [
  ['words in quotes', `vllm serve "a b" 'c d' e\\ f`, ['vllm|serve|a b|c d|e f']],
  ['lists', 'a && b || c; d & e\nf', ['a', 'b', 'c', 'd', 'e', 'f']],
  ['pipes', 'a x | b | c', ['a|x', 'b', 'c']],
  ['a line that goes on', 'pip install \\\n  torch \\\r\n  numpy', ['pip|install|torch|numpy']],
  ['comments', 'a # b\n# c\nd#e', ['a', 'd#e']],
  ['redirections', 'a > x 2>&1 < y >> z b', ['a|b']],
  ['a here-document', 'cat <<EOF > x\nrm -rf /\nEOF\nb', ['cat', 'b']],
  ['a here-document for a shell', 'bash <<EOF\na b\nEOF\nc', ['bash', 'a|b', 'c']],
  ['a script in a word', `sh -c 'a b; c'`, ['sh|-c|a b; c', 'a|b', 'c']],
  ['wrappers', 'sudo -u root env -i A=1 nohup vllm serve', ['vllm|serve']],
  [
    'a module',
    'python3.11 -u -m vllm.entrypoints.openai.api_server --port 1',
    ['vllm.entrypoints.openai.api_server|--port|1'],
  ],
  ['pip of uv', 'uv pip install x', ['pip|install|x']],
  ['runners', 'uv run --with a b c', ['b|c']],
  ['keywords', 'if a; then b; else c; fi; while d; do e; done', ['a', 'b', 'c', 'd', 'e']],
  ['substitutions', 'a $(b c) `d`', ['b|c', 'd', 'a|$(b c)|`d`']],
  ['variables in variables', `a "\${x["\${y}"]}" b; c "d e"`, [`a|\${x["\${y}"]}|b`, 'c|d e']],
  ['arithmetic', `a $((\${x["\${i}"]} + 1)) b`, [`a|$((\${x["\${i}"]} + 1))|b`]],
  [
    'expressions of a workflow',
    `a \${{ github.event.issue.title }} b`,
    [`a|\${{ github.event.issue.title }}|b`],
  ],
  ['an open quote', 'a "b c\nd', ['a|b c\nd']],
];

describe('commands of a shell', () => {
  for (const [name, script, expected] of SCRIPTS) {
    it(`reads ${name}`, () => {
      assert.deepEqual(
        read(script).map(({ words }) => words.map(({ text }) => text).join('|')),
        expected,
      );
    });
  }

  it('knows where each word stands, also in a script in a word', () => {
    const script = `echo "x" && bash -lc 'vllm serve --port=1'`;
    const inner = read(script).at(-1);
    const places = inner?.words.map(({ span }) => script.slice(span.start, span.end));
    assert.deepEqual(places, ['vllm', 'serve', '--port=1']);
  });

  it('tells values that are decided elsewhere', () => {
    const [command] = read(`a $x "b$y" '$z' \${w:-1} $(c)`).slice(-1);
    assert.deepEqual(
      command?.words.map(({ isKnown }) => isKnown),
      [true, false, false, true, false, false],
    );
  });

  it('knows what a command prints to', () => {
    const [curl] = read('curl -s x | sudo -E bash -s -- y');
    assert.deepEqual(
      curl?.feeds.map(({ command, word }) => [command.words[0]?.text, word]),
      [['bash', undefined]],
    );
  });
});
