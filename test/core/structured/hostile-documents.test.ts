import assert from 'node:assert/strict';
import fc from 'fast-check';
import { collectDockerCommands } from '../../../src/core/structured/collect-commands.js';
import type { DataNode, DataReading } from '../../../src/core/structured/data-node.js';
import { readDockerfile } from '../../../src/core/structured/dockerfile.js';
import { readIni } from '../../../src/core/structured/ini-data.js';
import { readJson } from '../../../src/core/structured/json-data.js';
import { PathPattern } from '../../../src/core/structured/path-pattern.js';
import { readCommands } from '../../../src/core/structured/shell-words.js';
import { readToml } from '../../../src/core/structured/toml-data.js';
import { readYaml } from '../../../src/core/structured/yaml-data.js';

const DATA: Readonly<Record<string, (text: string) => DataReading>> = {
  YAML: readYaml,
  JSON: readJson,
  TOML: readToml,
  INI: (text) => readIni(text, 'ini'),
  properties: (text) => readIni(text, 'properties'),
  dotenv: (text) => readIni(text, 'dotenv'),
};

const many = (piece: (index: number) => string, count: number): string =>
  Array.from({ length: count }, (_, index) => piece(index)).join('');

/** Texts that grow without measure in a careless reader. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a billion laughs': `a0: &a0 [x]\n${many((i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(9)}x]\n`, 30)}`,
  'merges of merges': `m0: &m0 {k0: 1}\n${many((i) => `m${i + 1}: &m${i + 1}\n  <<: *m${i}\n  k${i + 1}: 1\n`, 2000)}`,
  'a chain of anchors': `c0: &c0 [x]\n${many((i) => `c${i + 1}: &c${i + 1} [*c${i}]\n`, 10_000)}`,
  'an anchor that holds itself': 'a: &a\n  b: *a\n  <<: *a\n',
  '100,000 lines': many((i) => `k${i}: v\n`, 100_000),
  '100,000 documents': 'a: 1\n---\n'.repeat(100_000),
  'a line of 10 MB': `a: ${'x'.repeat(10_000_000)}`,
  'deep brackets': '['.repeat(100_000),
  'deep braces in JSON': '{"a":'.repeat(100_000),
  'deep indentation': many((i) => `${' '.repeat(i)}a:\n`, 1000),
  'deep TOML': `a = ${'['.repeat(20_000)}`,
  'a key of 20,000 parts': `${'a.'.repeat(20_000)}a = 1`,
  'templates without an end': '{{'.repeat(100_000),
  'templates on one line': '{{x}} '.repeat(60_000),
  'templates on all lines': '{{- if x }}\n  a: {{ y }}\n{{- end }}\n'.repeat(8000),
  'open substitutions': '$('.repeat(100_000),
  'nested shells': 'sh -c "'.repeat(2000),
  'open here-documents': 'cat <<EOF\n'.repeat(20_000),
  'open quotes': '"\\'.repeat(100_000),
  'continued lines': 'RUN a \\\n'.repeat(50_000),
  'comments in a continuation': `RUN a \\\n${'# c\n'.repeat(50_000)}`,
  'many stages': 'FROM a AS b\n'.repeat(5000),
  'here-documents of a Dockerfile': 'RUN <<A <<B\n'.repeat(3000),
  'continued values': `k=v\n${' x\n'.repeat(60_000)}`,
};

/** Every span stands in the text, and every node in its holder's when no anchor puts it elsewhere. */
function checkSpans(node: DataNode, length: number, depth = 0): void {
  assert.ok(
    node.span.start >= 0 && node.span.start <= node.span.end && node.span.end <= length,
    'a span outside',
  );
  if (node.kind === 'scalar' || depth > 20) return;
  const children = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  for (const child of children.slice(0, 20)) checkSpans(child, length, depth + 1);
}

function readAsScript(
  text: string,
): readonly { readonly span: { readonly start: number; readonly end: number } }[] {
  return readCommands({ text, offsets: (index) => index, span: { start: 0, end: text.length }, symbol: '' });
}

describe('hostile documents', () => {
  for (const [name, text] of Object.entries(HOSTILE)) {
    it(`are bounded: ${name}`, () => {
      for (const read of Object.values(DATA)) {
        const { roots, problem } = read(text);
        for (const root of roots.slice(0, 20)) new PathPattern('**.a').find({ node: root, path: '' });
        if (problem !== undefined) assert.ok(problem.offset <= text.length && problem.message !== '');
      }
      collectDockerCommands(text, readDockerfile(text), []);
      readAsScript(text);
    }).timeout(20_000);
  }

  it('are said when they are too large, too many or too deep', () => {
    assert.match(readYaml(HOSTILE['a line of 10 MB'] ?? '').problem?.message ?? '', /characters, more than/);
    assert.match(
      readYaml(HOSTILE['100,000 documents'] ?? '').problem?.message ?? '',
      /more than 5000 documents/,
    );
    assert.match(readYaml(HOSTILE['deep brackets'] ?? '').problem?.message ?? '', /nested too deeply/);
    assert.match(readJson(HOSTILE['deep braces in JSON'] ?? '').problem?.message ?? '', /nested too deeply/);
  });

  it('of 100,000 lines are read whole', () => {
    const [root] = readYaml(HOSTILE['100,000 lines'] ?? '').roots;
    assert.ok(root?.kind === 'map' && root.entries.length === 100_000);
  });

  it('of any form are read without an error, and all spans stand in the text', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b: ',
        '- ',
        '\n',
        '\r\n',
        '  ',
        '\t',
        '{',
        '}',
        '[',
        ']',
        ',',
        '"',
        "'",
        '&x ',
        '*x',
        '<<: ',
        '|\n',
        '>-\n',
      ],
      ...[
        '#',
        '---\n',
        '{{',
        '}}',
        '{%',
        '%}',
        '${',
        '$(',
        '`',
        '=',
        '[[t]]\n',
        '[t]\n',
        '\\',
        '\\\n',
        '<<EOF\n',
        'EOF\n',
      ],
      ...[
        'FROM x AS y\n',
        'RUN ',
        'ENV A=$B ',
        'sh -c ',
        '| sh',
        '\ufeff',
        '\u0000',
        '\ud83d\ude00',
        '\u2028',
        '"a": 1',
      ],
    );
    const text = fc.array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string({ unit: 'binary' })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(text, (pieces) => {
        const written = pieces.join('');
        for (const read of Object.values(DATA)) {
          for (const root of read(written).roots) checkSpans(root, written.length);
        }
        const dockerfile = readDockerfile(written);
        for (const { span } of dockerfile.instructions)
          assert.ok(span.start <= span.end && span.end <= written.length);
        for (const { span } of [
          ...collectDockerCommands(written, dockerfile, []),
          ...readAsScript(written),
        ]) {
          assert.ok(
            span.start >= 0 && span.start <= span.end && span.end <= written.length,
            'a command outside',
          );
        }
      }),
      { numRuns: Number(process.env['FAIRLEAD_RUNS'] ?? 400) },
    );
  }).timeout(120_000);
});
