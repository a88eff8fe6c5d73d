import assert from 'node:assert/strict';
import { parseCommand } from '../../src/cli/arguments.js';
import { CliError } from '../../src/cli/cli-error.js';

function parseCheck(...words: string[]) {
  const command = parseCommand(['check', ...words]);
  assert.equal(command.kind, 'check');
  return command.kind === 'check' ? command.options : undefined;
}

describe('command line', () => {
  it('checks with defaults', () => {
    assert.deepEqual(parseCheck(), {
      paths: [],
      format: 'text',
      isQuiet: false,
      fix: 'none',
      baseline: { use: 'obey' },
      isTrimmed: true,
      isFollowingAll: false,
      isIgnoring: true,
    });
  });

  it('reads every option', () => {
    const words =
      'a.py --format=sarif -o out.sarif --config c.yaml -q --fail-on never --fix --unsafe-fixes ' +
      '--no-index --all-modules --no-ignore --max-file-size 2M --baseline known.json b';
    assert.deepEqual(parseCheck(...words.split(' ')), {
      paths: ['a.py', 'b'],
      format: 'sarif',
      output: 'out.sarif',
      config: 'c.yaml',
      isQuiet: true,
      failOn: 'never',
      fix: 'all',
      baseline: { file: 'known.json', use: 'obey' },
      isTrimmed: false,
      isFollowingAll: true,
      isIgnoring: false,
      maxFileSize: 2 * 1024 * 1024,
    });
  });

  it('takes what follows -- as paths', () => {
    assert.deepEqual(parseCheck('--', '--fix')?.paths, ['--fix']);
  });

  it('reads standard input as a path', () => {
    assert.equal(parseCheck('--stdin', '--stdin-path', 'a.py')?.stdinPath, 'a.py');
  });

  it('reads sizes', () => {
    assert.equal(parseCheck('--max-file-size', '10')?.maxFileSize, 10);
    assert.equal(parseCheck('--max-file-size', '10k')?.maxFileSize, 10_240);
  });

  it('reads help, version and explain', () => {
    assert.deepEqual(parseCommand(['--help']), { kind: 'help' });
    assert.deepEqual(parseCommand(['help', 'check']), { kind: 'help', topic: 'check' });
    assert.deepEqual(parseCommand(['check', '-h']), { kind: 'help', topic: 'check' });
    assert.deepEqual(parseCommand(['-V']), { kind: 'version' });
    assert.deepEqual(parseCommand(['explain', 'a/b']), { kind: 'explain', id: 'a/b' });
  });

  const mistakes: readonly (readonly [line: string, message: RegExp])[] = [
    ['', /nothing to do; try fairlead check/],
    ['chekc', /unknown command "chekc"; did you mean check\?/],
    ['train.py', /to check files write fairlead check train\.py/],
    ['zzz', /unknown command "zzz"; expected check, status, attest, .* or merge/],
    ['help chek', /did you mean check\?/],
    ['--fix', /unknown option "--fix"/],
    ['check --formt json', /unknown option "--formt"; did you mean --format\?/],
    ['check --zzzzzz', /unknown option "--zzzzzz"; fairlead --help/],
    ['check -x', /unknown option "-x"/],
    ['check --constructor', /unknown option "--constructor"/],
    ['check --format', /--format needs a value/],
    [
      'check --format jsn',
      /--format is one of text, json, sarif, markdown, found "jsn"; did you mean json\?/,
    ],
    ['check --fail-on errr', /did you mean error\?/],
    ['check --quiet=yes', /--quiet takes no value/],
    ['check --output=', /--output needs a value that is not empty/],
    ['check --unsafe-fixes', /--unsafe-fixes works together with --fix/],
    ['check --stdin', /--stdin needs --stdin-path/],
    ['check --stdin-path a.py', /--stdin-path works together with --stdin/],
    ['check --stdin --stdin-path a.py b.py', /--stdin takes no paths, found "b\.py"/],
    ['check --stdin --stdin-path a.py --fix', /cannot be used with --stdin/],
    ['check --max-file-size big', /a size such as 500K or 5M, found "big"/],
    ['check --max-file-size 0', /a size such as/],
    ['explain', /explain needs the id/],
    ['explain a b', /takes one id, found also "b"/],
    ['explain --fix a', /unknown option "--fix"/],
  ];
  for (const [line, message] of mistakes) {
    it(`refuses «fairlead ${line}»`, () => {
      const words = line.split(' ').filter((word) => word !== '');
      assert.throws(
        () => parseCommand(words),
        (error) => error instanceof CliError && message.test(error.message),
      );
    });
  }
});
