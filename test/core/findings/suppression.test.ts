import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createCodePredicate } from '../../../src/core/findings/python-strings.js';
import { readSuppressions, type SuppressionReading } from '../../../src/core/findings/suppression.js';

/** One line for each comment: `line>covered ids | reason | until | problem`, lines from 1. */
function show(text: string, reading?: SuppressionReading): string[] {
  return readSuppressions(text, reading).map(({ line, coveredLine, rules, reason, until, problem }) => {
    const parts = [rules.map(({ id }) => id).join(' '), reason];
    if (until !== undefined) parts.push(`until ${until}`);
    if (problem !== undefined) parts.push(`! ${problem}`);
    return `${line + 1}>${coveredLine + 1} ${parts.join(' | ')}`;
  });
}

describe('suppression comments', () => {
  const table: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'at the end of a line',
      'x = 1\nload(p)  # fairlead: ignore[py/load] own file\n',
      ['2>2 py/load | own file'],
    ],
    ['alone above', '  # fairlead: ignore[py/load] own file\n  load(p)\n', ['1>2 py/load | own file']],
    [
      'stacked above',
      '# fairlead: ignore[a] x\n# fairlead: ignore[b] y\nload(p)\n',
      ['1>3 a | x', '2>3 b | y'],
    ],
    [
      'above a line that has its own',
      '# fairlead: ignore[a] x\nload(p)  # fairlead: ignore[b] y\n',
      ['1>2 a | x', '2>2 b | y'],
    ],
    ['with CRLF', '# fairlead: ignore[a] x\r\nload(p)\r\n', ['1>2 a | x']],
    ['after a byte order mark', '\uFEFF# fairlead: ignore[a] x\nload(p)', ['1>2 a | x']],
    ['with several ids', 'f() # fairlead: ignore[ a,b , c/d-e, a ] x', ['1>1 a b c/d-e | x']],
    ['without blanks', 'f()#fairlead:ignore[a]x', ['1>1 a | x']],
    [
      'with a date',
      'f() # fairlead: ignore[a] waits for the fix until=2030-02-28',
      ['1>1 a | waits for the fix | until 2030-02-28'],
    ],
    [
      'with the date first',
      'f() # fairlead: ignore[a] until=2028-02-29: waits',
      ['1>1 a | waits | until 2028-02-29'],
    ],
    [
      'with the date in brackets',
      'f() # fairlead: ignore[a] waits (until=2030-01-31).',
      ['1>1 a | waits ). | until 2030-01-31'],
    ],
    ['with a dash before the reason', 'f() # fairlead: ignore[a] -- own file', ['1>1 a | own file']],
    ['without a reason', 'f() # fairlead: ignore[a]', ['1>1 a | ']],
    ['with slashes', 'f(); // fairlead: ignore[a] x', ['1>1 a | x']],
    ['in markup', '<p> <!-- fairlead: ignore[a] x --> </p>', ['1>1 a | x']],
    ['beside the marks of a document of ours', '<!-- fairlead:begin scope d83a71df4337a030 -->', []],
    ['beside the mark of an element', '| x | <!-- fairlead:item asset%20x --> |', []],
    [
      'with a word like a mark of a document',
      '<!-- fairlead:ending -->',
      ['1>2  |  | ! expected ignore[rule-id], found "ending"'],
    ],
    ['in markup that is not closed', '<!-- fairlead: ignore[a] x', ['1>2 a | x']],
    ['before another tool', 'f()  # fairlead: ignore[a] own #5 file  # noqa: S301', ['1>1 a | own #5 file']],
    ['after another tool', 'f()  # type: ignore # fairlead: ignore[a] x', ['1>1 a | x']],
    ['twice on a line', 'f()  # fairlead: ignore[a] x  # fairlead: ignore[b] y', ['1>1 a | x', '1>1 b | y']],
    ['of other tools', 'f()  # noqa\ng()  # nosec B301\nh()  # type: ignore[a]\n', []],
    ['as words', 'fairlead: ignore[a] x\nsee https://fairlead:8080\n# about fairlead: nice\n', []],
    ['without brackets', 'f() # fairlead: ignore', ['1>1  |  | ! name the rules, as in ignore[rule-id]']],
    ['with an open bracket', 'f() # fairlead: ignore[a\n]', ['1>1  |  | ! the list of rule ids lacks its ]']],
    ['with empty brackets', 'f() # fairlead: ignore[ ,] x', ['1>1  |  | ! the list of rule ids is empty']],
    [
      'with another word',
      'f() # fairlead: disable[a]',
      ['1>1  |  | ! expected ignore[rule-id], found "disable"'],
    ],
    ['with nothing', 'f() # fairlead:', ['1>1  |  | ! expected ignore[rule-id], found nothing']],
    [
      'with a day that is none',
      'f() # fairlead: ignore[a] x until=2029-02-29',
      ['1>1 a | x | ! expected a date as in until=2030-01-31, found "2029-02-29"'],
    ],
    [
      'with a date in another form',
      'f() # fairlead: ignore[a] x until=31.01.2030',
      ['1>1 a | x | ! expected a date as in until=2030-01-31, found "31.01.2030"'],
    ],
    [
      'with a date in words',
      'f() # fairlead: ignore[a] x until: 2030-01-31',
      ['1>1 a | x until: 2030-01-31 | ! write the date as until=2030-01-31'],
    ],
    [
      'with two dates',
      'f() # fairlead: ignore[a] x until=2030-01-31 until=2031-01-31',
      ['1>1 a | x until=2031-01-31 | ! until= is given twice'],
    ],
  ];
  for (const [name, text, expected] of table) {
    it(`are read ${name}`, () => {
      assert.deepEqual(show(text), expected);
    });
  }

  it('do not begin inside a string', () => {
    const text = [
      's = "# fairlead: ignore[a] x"',
      'doc = """',
      '# fairlead: ignore[b] x',
      '"""  # fairlead: ignore[c] x',
      "t = 'it\\'s' # fairlead: ignore[d] x",
      'broken = "never closed',
      'f() # fairlead: ignore[e] x "',
      'u = f"{x!r:>{w}} # fairlead: ignore[f]"',
    ].join('\n');
    const isCode = createCodePredicate(text, 'python');
    assert.deepEqual(show(text, { isCode }), ['4>4 c | x', '5>5 d | x', '7>7 e | x "']);
  });

  it('do not reach over a barrier, and strings do not cross it', () => {
    const text = 'a = """\n# fairlead: ignore[a] x\nf()\n';
    const barriers = [8, text.indexOf('f()')];
    const isCode = createCodePredicate(text, 'python', barriers);
    assert.deepEqual(show(text, { isCode, barriers }), ['2>2 a | x']);
  });

  it('have spans that cut exactly the comment and its ids', () => {
    const text = 'f()  # fairlead: ignore[aa, b] why  # noqa\n<!-- fairlead: ignore[c] --> rest';
    const comments = readSuppressions(text);
    const slices = comments.map(({ span, list, rules }) =>
      [span, list, ...rules.map((rule) => rule.span)].map(({ start, end }) => text.slice(start, end)),
    );
    assert.deepEqual(slices, [
      ['# fairlead: ignore[aa, b] why', 'aa, b', 'aa', 'b'],
      ['<!-- fairlead: ignore[c] -->', 'c', 'c'],
    ]);
  });

  it('never throw, and lie in order within the text', () => {
    const pieces = fc.constantFrom(
      ...[
        '#',
        '//',
        '<!--',
        '-->',
        ' ',
        '\n',
        '\r\n',
        'fairlead:',
        ' ignore',
        '[',
        ']',
        'a',
        ',',
        '"',
        '"""',
        "'",
        '\\',
      ],
      ...['until=', '2030-01-31', '\uD83D', '\u0000'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        const isCode = createCodePredicate(text, 'python');
        let end = 0;
        for (const { span, line, coveredLine, rules, problem } of readSuppressions(text, { isCode })) {
          assert.ok(span.start >= end && span.end > span.start && span.end <= text.length);
          assert.ok(coveredLine >= line);
          assert.ok(problem !== undefined || rules.length > 0);
          end = span.end;
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('take time in proportion to a hostile length', () => {
    for (const unit of [
      '# fairlead: ',
      '#fairlead:',
      ' #  fairlead: ignore[',
      '# fairlead: ignore[a] x\n',
      ' ',
      '"',
      '\\',
    ]) {
      const text = `${unit.repeat(50_000)} # fairlead: ignore[a] x`;
      readSuppressions(text, { isCode: createCodePredicate(text, 'python') });
    }
  });
});
