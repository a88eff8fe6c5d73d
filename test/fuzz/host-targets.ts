import assert from 'node:assert/strict';
import { decodeText, encodeText } from '../../src/cli/decode-text.js';
import { listTrackedPaths } from '../../src/cli/tracked-files.js';
import type { Knowledge } from '../../src/core/api.js';
import { expandTokens } from '../../src/core/rules/expand-tokens.js';
import { createIgnoreRules } from '../../src/vscode/analysis/ignore-rules.js';
import { formatGitUser, readGitUser } from '../../src/vscode/checklist/git-settings.js';
import {
  parseChoiceRequest,
  parseExportRequest,
  parseFindingTarget,
  parseQuestionRequest,
} from '../../src/vscode/commands/requests.js';
import { parseGenerateRequest, parseUpdateRequest } from '../../src/vscode/documents/document-requests.js';
import { parsePageMessage } from '../../src/vscode/model-file/page-message.js';
import { createTestEngine } from '../support/engine.js';
import { checkWorkspace } from '../support/workspace.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateText } from './mutate-text.js';
import { createSoundness } from './sound-python.js';
import type { FuzzTarget } from './target.js';

const REQUESTS: readonly unknown[] = [
  { document: 'file:///a.py', ruleId: 'python/x', fingerprint: '0123456789abcdef', title: 'Fix' },
  { node: { question: { id: 'ncsc-1.1.q1', folder: 'file:///a' } } },
  { format: 'sarif', file: 'file:///a.sarif' },
  {
    file: 'file:///a.py',
    cell: 1,
    range: { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } },
  },
  { kind: 'threat-model', format: 'markdown', folder: 'file:///a' },
  { kind: 'copyText', text: 'a' },
  { kind: 'ready' },
];
const REQUEST_WORDS: readonly string[] = [
  'null',
  '"__proto__"',
  '{}',
  '[]',
  '"kind": ',
  '1e999',
  '-1',
  '"constructor"',
];
const IGNORED: readonly string[] = [
  '# comment\n/build/\n*.tmp.py\nlogs\n!keep.tmp.py\nanchored/*.py\n',
  '**/a/**\n[a-z]?*\\ \n\\#a\n*a*a*a*b\n',
];
const IGNORE_WORDS: readonly string[] = [
  '*',
  '**',
  '?',
  '[',
  ']',
  '!',
  '/',
  '\\',
  '#',
  ' ',
  '{a,b}',
  '[!a-]',
  '*a',
];
const SETTINGS: readonly string[] = [
  '[user]\n\tname = Ada Lovelace\n\temail = ada@example.org ; private\n',
  '[core]\n[user "x"]\nname = "A \\" b" # c\n[include]\npath = x\n',
];
const SETTING_WORDS: readonly string[] = ['[user]', 'name = ', '"', '\\', ';', '#', ']', '[ "', '='];

/** An index of Git, of version 2 where `drops` is absent; of version 4 each path drops so much of the one before. */
function createIndex(paths: readonly string[], drops?: number): Uint8Array {
  const header = Buffer.alloc(12);
  header.write('DIRC');
  header.writeUInt32BE(drops === undefined ? 2 : 4, 4);
  header.writeUInt32BE(paths.length, 8);
  const entries = paths.map((path, index) => {
    const name = Buffer.from(
      `${drops === undefined ? '' : String.fromCharCode(index === 0 ? 0 : drops)}${path}\0`,
    );
    const length = 62 + name.length;
    const end = drops === undefined ? Buffer.alloc((8 - (length % 8)) % 8) : Buffer.alloc(0);
    return Buffer.concat([Buffer.alloc(62), name, end]);
  });
  return new Uint8Array(Buffer.concat([header, ...entries, Buffer.alloc(20)]));
}

/** What reads on behalf of the hosts: modules of a workspace, messages and requests, ignore rules, encodings. */
export function createHostTargets(knowledge: Knowledge): readonly FuzzTarget[] {
  const engine = createTestEngine(knowledge);
  const isSound = createSoundness();
  const python = knowledge.rules.flatMap(({ examples: { bad }, languages }) =>
    languages.includes('python') ? bad.map(({ code }) => expandTokens(code).slice(0, 3000)) : [],
  );
  const words = [
    'import lib\n',
    'from lib import x as y\n',
    'from .lib import *\n',
    'def f(x):\n    return x\n',
    'lib.',
    'class A:\n',
  ];
  return [
    {
      name: 'modules',
      holds: 'Files that import one another are judged alike with and without short cuts.',
      create: (random) => {
        const lib = random.pick(python);
        const names = [...lib.matchAll(/^(?:def|class) (\w+)|^(\w+) = /gm)].map(([, a, b]) => a ?? b);
        const list = names.length === 0 ? '*' : names.slice(0, 3).join(', ');
        const app = `from lib import ${list}\nimport lib\n${random.pick(python)}`;
        const mutate = (text: string): string => mutateText(text, python, words, random);
        return JSON.stringify({ 'app.py': mutate(app), 'lib.py': random.below(2) === 0 ? lib : mutate(lib) });
      },
      run: async (input) => {
        const files: Readonly<Record<string, string>> = JSON.parse(String(input));
        const short = await checkWorkspace(engine, files);
        for (const text of Object.values(files)) if (!(await isSound(text))) return;
        assert.deepEqual(short, await checkWorkspace(engine, files, false));
      },
    },
    {
      name: 'requests',
      holds: 'Messages of pages and requests of commands are taken apart, or are none.',
      create: (random) => {
        const seeds = REQUESTS.map((request) => JSON.stringify(request));
        return mutateText(random.pick(seeds), seeds, REQUEST_WORDS, random);
      },
      run: (input) => {
        let value: unknown = input;
        try {
          value = JSON.parse(String(input));
        } catch {
          // A text is a request too.
        }
        const message = parsePageMessage(value);
        if (message?.kind === 'copyText') assert.equal(typeof message.text, 'string');
        const choice = parseChoiceRequest(value);
        if (choice !== undefined) {
          assert.deepEqual(new Set(Object.values(choice).map((field) => typeof field)), new Set(['string']));
        }
        const { range } = parseFindingTarget(value) ?? {};
        if (range !== undefined) assert.ok(range.start.line >= 0 && range.end.character >= 0);
        assert.notEqual(parseExportRequest(value)?.format, '__proto__');
        parseQuestionRequest(value);
        parseGenerateRequest(value);
        parseUpdateRequest(value);
      },
    },
    {
      name: 'ignore-rules',
      holds: 'Every path gets an answer; what lies in an ignored folder is ignored.',
      create: (random) => mutateText(random.pick(IGNORED), IGNORED, IGNORE_WORDS, random),
      run: (input) => {
        const isIgnored = createIgnoreRules([{ folder: '', text: String(input) }]);
        for (const path of ['a.py', 'build/a.py', 'a a/b b.py', `${'a'.repeat(200)}bc/x.py`, '#a', '\\/a']) {
          assert.equal(typeof isIgnored(path), 'boolean');
        }
      },
    },
    {
      name: 'git-settings',
      holds: 'A name is one line, or there is none.',
      create: (random) => mutateText(random.pick(SETTINGS), SETTINGS, SETTING_WORDS, random),
      run: (input) => {
        const name = formatGitUser([readGitUser(String(input))]);
        assert.ok(name === undefined || !/[\r\n]/.test(name), JSON.stringify(name));
      },
    },
    {
      name: 'git-index',
      holds: 'Paths that Git tracks are as long as paths can be, or there are none.',
      create: (random) => {
        const seeds = [createIndex(['a.py', 'lib/b.py', 'lib/c d.py']), createIndex(['lib/a.py', 'b.py'], 4)];
        return mutateBytes(random.pick(seeds), seeds, random);
      },
      run: (input) => {
        assert.ok(input instanceof Uint8Array);
        try {
          const paths = listTrackedPaths(Buffer.from(input)) ?? [];
          assert.ok(paths.every((path) => path.length <= 4096) && paths.length <= input.length / 62);
        } catch (error) {
          assert.ok(error instanceof RangeError, String(error));
        }
      },
    },
    {
      name: 'encodings',
      holds: 'What was read is written back as the same bytes, or it is said that it cannot be.',
      create: (random) => {
        const seeds = [
          '# coding: latin-1\nx = 1\n',
          '# -*- coding: cp932 -*-\n',
          '\ufeffx = "\u00e9"\n',
          '# vim: coding=utf-8-sig\n',
        ];
        const bytes = seeds.map(
          (seed, index) => new Uint8Array(Buffer.from(seed, index === 1 ? 'utf16le' : 'utf8')),
        );
        return mutateBytes(random.pick(bytes), bytes, random);
      },
      run: (input) => {
        assert.ok(input instanceof Uint8Array);
        for (const isPython of [true, false]) {
          const decoding = decodeText(input, isPython);
          if (!decoding.ok) {
            assert.notEqual(decoding.why, '');
            continue;
          }
          const written = encodeText(decoding.value);
          if (written !== undefined) assert.deepEqual(Buffer.from(written), Buffer.from(input));
        }
      },
    },
  ];
}
